//! Handing the follow-ups of people over to a colleague of their team (交接), and giving them back. Whose turn it is
//! stands in `follow_up_doctors`, every handing-over here. Who may follow a person up is `domain::access`' to say, of
//! the giver and of the colleague alike.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::access::{Action, Care, Object};
use domain::api::passing_on::{
    FollowUpDoctorFile, GetFollowUpDoctor, GiveBack, GiveBackBody, ListTeamColleagues, PassOn,
    PassOnBody, PassedOn, PassingOnCard, TeamColleague,
};
use domain::ids::{PassingOnId, ResidentId, StaffId, TeamId};
use domain::problem::{Code, FieldError, Problem};

use super::care::{Reach, reach};
use super::follow_up_doctors::doctor_of;
use super::follow_up_effects::{signer, touch};
use super::people::person_header;
use super::team_members::{Member, members_of};
use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListTeamColleagues>(list_team_colleagues);
    api.read::<GetFollowUpDoctor>(get_follow_up_doctor);
    api.write::<PassOn>(pass_on);
    api.write::<GiveBack>(give_back);
}

/// Handings-over that are shown.
const SHOWN: i64 = 50;

/// Lists the colleagues of one's own teams.
fn list_team_colleagues(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<TeamColleague>, Failure> {
    let Reach::Teams(lanes) = reach(call, Action::FollowUp, None)? else {
        return Err(Failure::broken("people are followed up by teams"));
    };
    let mut teams: Vec<TeamId> = lanes.iter().map(|lane| lane.team).collect();
    teams.dedup();
    let (me, _) = signer(call)?;
    let mut colleagues = Vec::new();
    for team in teams {
        let members = members_of(tx, call, team)?;
        colleagues.extend(members.into_iter().map(|member| member.card(me)));
    }
    call.audit_page(&[], Action::List, "colleagues");
    Ok(colleagues)
}

/// Answers who follows a resident up, and what was handed over.
fn get_follow_up_doctor(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<FollowUpDoctorFile, Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "follow_up_doctor")?;
    let (me, _) = signer(call)?;
    let doctor = doctor_of(tx, call, &care)?;
    let now = doctor.as_ref().map(|doctor| doctor.colleague.staff_id);
    let members = members_of(tx, call, care.follow_up_team())?;
    let colleagues = members
        .into_iter()
        .filter(|member| Some(member.name.staff_id) != now && member.may_follow_up(&care));
    Ok(FollowUpDoctorFile {
        person: person_header(tx, call, resident)?,
        may_give_back: now == Some(me) && before(tx, call, &care)?.is_some(),
        colleagues: colleagues.map(|member| member.card(me)).collect(),
        history: history(tx, call, resident)?,
        doctor,
    })
}

fn history(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<PassingOnCard>, Failure> {
    let rows = tx.rows(
        "SELECT p.id, p.at_ms, p.reason, p.note, f.name AS from_name, t.name AS to_name,
             b.name AS by_name
         FROM passing_on p
         LEFT JOIN staff f ON f.district_id = p.district_id AND f.id = p.from_staff
         JOIN staff t ON t.district_id = p.district_id AND t.id = p.to_staff
         JOIN staff b ON b.district_id = p.district_id AND b.id = p.by_staff
         WHERE p.district_id = $1 AND p.resident_id = $2
         ORDER BY p.at_ms DESC, p.id DESC LIMIT $3",
        &[(&call.district).into(), resident.into(), SHOWN.into()],
    )?;
    let card = |row: &Row| -> Result<PassingOnCard, DbError> {
        let reason: Option<String> = row.get("reason")?;
        Ok(PassingOnCard {
            id: row.get("id")?,
            from: row.get("from_name")?,
            to: row.get("to_name")?,
            by: row.get("by_name")?,
            reason: reason.map(|_| row.word("reason")).transpose()?,
            note: row.get("note")?,
            at: row.get("at_ms")?,
        })
    };
    Ok(rows.iter().map(card).collect::<Result<_, _>>()?)
}

/// Hands the follow-ups of residents over to a colleague of their team.
pub(crate) fn pass_on(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: PassOnBody,
) -> Result<PassedOn, Failure> {
    let (by, _) = signer(call)?;
    // Whoever follows nobody up is told so, whomever they name.
    reach(call, Action::FollowUp, None)?;
    let errors = body.check();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let mut residents = body.residents.clone();
    residents.sort_unstable();
    residents.dedup();
    if let Some(done) = done_already(tx, call, &body, by, &residents)? {
        call.audit_page(&residents, Action::FollowUp, "passed_on");
        return Ok(done);
    }
    let mut known: BTreeMap<TeamId, Option<Member>> = BTreeMap::new();
    let mut passed = PassedOn {
        handed: 0,
        left_out: Vec::new(),
    };
    for resident in &residents {
        let care = call.care(tx, *resident)?;
        call.require(Action::FollowUp, &Object::Resident(&care))?;
        let team = care.follow_up_team();
        let colleague = match known.entry(team) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let mut members = members_of(tx, call, team)?.into_iter();
                unknown.insert(members.find(|one| one.name.staff_id == body.to))
            }
        };
        let before = doctor_of(tx, call, &care)?;
        let from = before.map(|doctor| doctor.colleague.staff_id);
        let may = |one: &Member| one.may_follow_up(&care);
        if !colleague.as_ref().is_some_and(may) || from == Some(body.to) {
            passed.left_out.push(*resident);
            continue;
        }
        let passing = Passing {
            id: body.id,
            from,
            to: body.to,
            by,
            reason: Val::word(&body.reason)?,
            note: body.note.as_deref(),
        };
        hand(tx, call, &care, &passing)?;
        passed.handed += 1;
    }
    if known.values().all(Option::is_none) {
        let stranger = FieldError::new("to", "not_of_team");
        return Err(Problem::invalid(vec![stranger]).into());
    }
    call.audit_page(&residents, Action::FollowUp, "passed_on");
    Ok(passed)
}

/// A handing-over that has arrived before; its answer may have been lost.
fn done_already(
    tx: &mut dyn Tx,
    call: &Call,
    body: &PassOnBody,
    by: StaffId,
    residents: &[ResidentId],
) -> Result<Option<PassedOn>, Failure> {
    let rows = tx.rows(
        "SELECT resident_id, to_staff, by_staff FROM passing_on
         WHERE district_id = $1 AND id = $2 ORDER BY resident_id",
        &[(&call.district).into(), body.id.into()],
    )?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut left_out = residents.to_vec();
    for row in &rows {
        let resident: ResidentId = row.get("resident_id")?;
        let same = row.get::<StaffId>("to_staff")? == body.to
            && row.get::<StaffId>("by_staff")? == by
            && residents.contains(&resident);
        if !same {
            return Err(Code::Conflict.into());
        }
        left_out.retain(|one| *one != resident);
    }
    Ok(Some(PassedOn {
        handed: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        left_out,
    }))
}

/// One person on the way from one colleague to another.
struct Passing<'a> {
    id: PassingOnId,
    from: Option<StaffId>,
    to: StaffId,
    by: StaffId,
    reason: Val,
    note: Option<&'a str>,
}

fn hand(tx: &mut dyn Tx, call: &Call, care: &Care, passing: &Passing<'_>) -> Result<(), Failure> {
    let note = passing.note.map(str::trim).filter(|note| !note.is_empty());
    tx.exec(
        "INSERT INTO passing_on (district_id, resident_id, at_ms, id, from_staff, to_staff, by_staff,
             reason, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            call.now.into(),
            passing.id.into(),
            passing.from.into(),
            passing.to.into(),
            passing.by.into(),
            passing.reason.clone(),
            note.into(),
        ],
    )?;
    tx.exec(
        "INSERT INTO follow_up_doctor (district_id, resident_id, team_id, staff_id, passing_on_id)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id, resident_id) DO UPDATE SET
             team_id = excluded.team_id, staff_id = excluded.staff_id,
             passing_on_id = excluded.passing_on_id",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            care.follow_up_team().into(),
            passing.to.into(),
            passing.id.into(),
        ],
    )?;
    touch(tx, call, care.resident_id)
}

/// From whom the present doctor has the person: whoever followed them up before, else whoever handed them over.
/// `None` where nobody has, or what was handed over was given back.
fn before(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<Option<StaffId>, Failure> {
    let row = tx.one(
        "SELECT coalesce(p.from_staff, p.by_staff) AS giver, d.staff_id
         FROM follow_up_doctor d
         JOIN passing_on p ON p.district_id = d.district_id AND p.id = d.passing_on_id
             AND p.resident_id = d.resident_id
         WHERE d.district_id = $1 AND d.resident_id = $2 AND d.team_id = $3
             AND p.reason IS NOT NULL",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            care.follow_up_team().into(),
        ],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (giver, now): (StaffId, StaffId) = (row.get("giver")?, row.get("staff_id")?);
    Ok(Some(giver).filter(|giver| *giver != now))
}

/// Gives a resident's follow-ups back to whoever has handed them over.
fn give_back(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: GiveBackBody,
) -> Result<(), Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "given_back")?;
    let (me, _) = signer(call)?;
    let earlier = tx.one(
        "SELECT by_staff FROM passing_on WHERE district_id = $1 AND id = $2 AND resident_id = $3",
        &[(&call.district).into(), body.id.into(), resident.into()],
    )?;
    if let Some(row) = earlier {
        return if row.get::<StaffId>("by_staff")? == me {
            Ok(())
        } else {
            Err(Code::Conflict.into())
        };
    }
    let note = body.note.as_deref();
    let errors = body.check();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let now = doctor_of(tx, call, &care)?;
    let now = now.map(|doctor| doctor.colleague.staff_id);
    let giver = before(tx, call, &care)?.filter(|_| now == Some(me));
    let giver = giver.ok_or(Code::WrongState)?;
    // Whoever has left the team since cannot take the person back.
    let members = members_of(tx, call, care.follow_up_team())?;
    let takes = |one: &Member| one.name.staff_id == giver && one.may_follow_up(&care);
    if !members.iter().any(takes) {
        return Err(Code::WrongState.into());
    }
    let passing = Passing {
        id: body.id,
        from: now,
        to: giver,
        by: me,
        reason: Val::Null,
        note,
    };
    hand(tx, call, &care, &passing)
}
