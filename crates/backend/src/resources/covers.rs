//! Cover between teams (代班). While it holds, whoever covers has the team in their session like
//! one of their own; it ends by itself, because a session asks for the day.

use chrono::TimeDelta;
use domain::access::{Action, Actor, Object, StaffScope, Verdict, may, staff_scope};
use domain::api::covers::{
    ArrangeCover, Colleague, Cover, ListColleagues, ListCovers, PostCover, PostCoverEnd,
};
use domain::ids::{CoverId, InstitutionId, StaffId, TeamId};
use domain::problem::{Code, FieldError, Problem};

use crate::call::Call;
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Longest cover.
const LONGEST: TimeDelta = TimeDelta::days(60);

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListCovers>(list_covers);
    api.read::<ListColleagues>(list_colleagues);
    api.write::<PostCover>(arrange_cover);
    api.write::<PostCoverEnd>(end_cover);
}

/// Columns of a cover with its team, read by [`cover`].
macro_rules! cover_select {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.team_id, t.name AS team, t.institution_id, t.leader_id, c.staff_id,
                 s.name AS staff, c.from_day, c.until_day, c.ended_ms, c.version
             FROM team_cover c
             JOIN team t ON t.district_id = c.district_id AND t.id = c.team_id
             JOIN staff s ON s.district_id = c.district_id AND s.id = c.staff_id
             WHERE c.district_id = $1 AND ",
            $which
        )
    };
}

/// Lists the covers that are not over and concern the caller.
pub fn list_covers(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<Cover>, Failure> {
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Err(Code::Forbidden.into());
    };
    let district = || (&call.district).into();
    let rows = match staff_scope(&call.actor) {
        StaffScope::District => tx.rows(
            cover_select!("c.ended_ms IS NULL AND c.until_day >= $2 ORDER BY c.from_day, c.id"),
            &[district(), call.today.into()],
        ),
        StaffScope::Institution(own) => tx.rows(
            cover_select!("c.ended_ms IS NULL AND c.until_day >= $2 AND t.institution_id = $3 ORDER BY c.from_day, c.id"),
            &[district(), call.today.into(), own.into()],
        ),
        StaffScope::Nobody => tx.rows(
            cover_select!(
                "c.ended_ms IS NULL AND c.until_day >= $2 AND (c.staff_id = $3 OR c.team_id IN (
                     SELECT team_id FROM team_member WHERE district_id = $1 AND staff_id = $3))
                 ORDER BY c.from_day, c.id"
            ),
            &[district(), call.today.into(), (*staff_id).into()],
        ),
    }?;
    rows.iter().map(|row| cover(call, row)).collect()
}

/// Lists who may cover for a team.
pub fn list_colleagues(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    _query: (),
) -> Result<Vec<Colleague>, Failure> {
    let institution = open_team(tx, call, team)?;
    // The district's administrator finds cover beyond the institution.
    let here = (staff_scope(&call.actor) != StaffScope::District).then_some(institution);
    let rows = tx.rows(
        "SELECT s.id, s.name, s.title, s.role FROM staff s
         WHERE s.district_id = $1 AND s.active = 1
             AND s.role IN ('gp', 'nurse', 'public_health')
             AND (s.institution_id = coalesce($2, s.institution_id) OR EXISTS (
                 SELECT 1 FROM staff_site o WHERE o.district_id = s.district_id
                     AND o.staff_id = s.id AND o.institution_id = $2))
             AND NOT EXISTS (
                 SELECT 1 FROM team_member m WHERE m.district_id = s.district_id
                     AND m.staff_id = s.id AND m.team_id = $3)
         ORDER BY s.name, s.id",
        &[(&call.district).into(), here.into(), team.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Colleague {
                staff_id: row.get("id")?,
                name: row.get("name")?,
                title: row.get("title")?,
                role: row.word("role")?,
            })
        })
        .collect()
}

/// Arranges that somebody cares for a team's residents for some days.
pub fn arrange_cover(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: ArrangeCover,
) -> Result<Cover, Failure> {
    let candidates = list_colleagues(tx, call, body.team_id, ())?;
    let mut errors = Vec::new();
    if !candidates
        .iter()
        .any(|colleague| colleague.staff_id == body.staff_id)
    {
        errors.push(FieldError::new("staff_id", "not_a_colleague"));
    }
    if body.from < call.today {
        errors.push(FieldError::new("from", "in_the_past"));
    }
    if body.until < body.from {
        errors.push(FieldError::new("until", "before_first_day"));
    } else if body.until - body.from > LONGEST {
        let last = body.from + LONGEST;
        errors.push(FieldError::new("until", "too_late").with_limit(last));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Err(Code::Forbidden.into());
    };
    tx.exec(
        "INSERT INTO team_cover (district_id, id, team_id, staff_id, from_day, until_day,
             arranged_by, arranged_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (district_id, id) DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            body.team_id.into(),
            body.staff_id.into(),
            body.from.into(),
            body.until.into(),
            (*staff_id).into(),
            call.now.into(),
        ],
    )?;
    call.audit_staff(body.staff_id, "cover_arranged");
    let row = find(tx, call, body.id)?.ok_or(Code::NotFound)?;
    // An id that another team's cover has is nothing that this caller knows of.
    if row.get::<TeamId>("team_id")? != body.team_id {
        return Err(Code::NotFound.into());
    }
    cover(call, &row)
}

/// Ends a cover before its last day.
pub fn end_cover(tx: &mut dyn Tx, call: &Call, id: CoverId, _body: ()) -> Result<(), Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    call.require(Action::ArrangeCover, &team_of(&row)?)?;
    if call.expected_version()? != row.get::<i64>("version")? {
        return Err(Code::Conflict.into());
    }
    if row.get::<Option<i64>>("ended_ms")?.is_some() {
        return Err(Code::WrongState.into());
    }
    tx.exec(
        "UPDATE team_cover SET ended_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), id.into(), call.now.into()],
    )?;
    call.audit_staff(row.get("staff_id")?, "cover_ended");
    Ok(())
}

fn find(tx: &mut dyn Tx, call: &Call, id: CoverId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        cover_select!("c.id = $2"),
        &[(&call.district).into(), id.into()],
    )?)
}

/// Finds a team and asks whether the caller arranges its cover; gives its institution.
fn open_team(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<InstitutionId, Failure> {
    let row = tx
        .one(
            "SELECT id AS team_id, institution_id, leader_id FROM team
             WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), team.into()],
        )?
        .ok_or(Code::NotFound)?;
    call.require(Action::ArrangeCover, &team_of(&row)?)?;
    Ok(row.get("institution_id")?)
}

fn team_of(row: &Row) -> Result<Object<'static>, Failure> {
    Ok(Object::Team {
        team_id: row.get("team_id")?,
        institution_id: row.get("institution_id")?,
        leader_id: row.get::<StaffId>("leader_id")?,
    })
}

fn cover(call: &Call, row: &Row) -> Result<Cover, Failure> {
    let (from, until) = (row.get("from_day")?, row.get("until_day")?);
    let may_end = may(&call.actor, Action::ArrangeCover, &team_of(row)?) == Verdict::Allow;
    Ok(Cover {
        cover_id: row.get("id")?,
        team_id: row.get("team_id")?,
        team: row.get("team")?,
        staff_id: row.get("staff_id")?,
        staff: row.get("staff")?,
        from,
        until,
        today: (from..=until).contains(&call.today),
        may_end,
        version: row.get("version")?,
    })
}
