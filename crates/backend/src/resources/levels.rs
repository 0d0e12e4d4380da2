//! The level of each institution and the team that takes its difficult cases (三色标). The district's administrator
//! enters them; nothing here is about a resident, so only who changed it is audited.

use domain::access::{Action, Object};
use domain::api::levels::{
    InstitutionLevel, Levels, ListLevels, SetLevel, SetLevelBody, UpperTeam,
};
use domain::ids::{InstitutionId, TeamId};
use domain::problem::{Code, FieldError, Problem};
use domain::rules::levels::{Entered, faults};
use domain::rules::three_colours::Level;

use crate::auth::session::Owner;
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListLevels>(list_levels);
    api.write::<SetLevel>(set_level);
}

/// Institutions with the team above; read by [`institution`].
macro_rules! levels {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.name, i.level, i.version, t.id AS team_id, t.name AS team,
                 h.name AS hospital
             FROM institution i
             LEFT JOIN upper_team u ON u.district_id = i.district_id AND u.institution_id = i.id
             LEFT JOIN team t ON t.district_id = u.district_id AND t.id = u.team_id
             LEFT JOIN institution h ON h.district_id = t.district_id AND h.id = t.institution_id
             WHERE i.district_id = $1 ",
            $rest
        )
    };
}

/// Lists the levels of all institutions.
fn list_levels(tx: &mut dyn Tx, call: &Call, _path: (), _query: ()) -> Result<Levels, Failure> {
    call.require(Action::SetLevel, &Object::StaffPolicy)?;
    let district: [Val; 1] = [(&call.district).into()];
    let institutions = tx.rows(levels!("ORDER BY i.sort, i.id"), &district)?;
    let teams = tx.rows(
        "SELECT t.id AS team_id, t.name AS team, i.name AS hospital FROM team t
         JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
         WHERE t.district_id = $1 AND i.level = 'hospital' ORDER BY i.sort, t.sort, t.id",
        &district,
    )?;
    let teams = teams.iter().map(upper).collect::<Result<Vec<_>, _>>()?;
    Ok(Levels {
        institutions: institutions
            .iter()
            .map(institution)
            .collect::<Result<_, _>>()?,
        teams: teams.into_iter().flatten().collect(),
    })
}

fn institution(row: &Row) -> Result<InstitutionLevel, Failure> {
    Ok(InstitutionLevel {
        institution_id: row.get("id")?,
        name: row.get("name")?,
        level: row.word("level")?,
        upper: upper(row)?,
        version: row.get("version")?,
    })
}

/// The team in a row, where there is one.
fn upper(row: &Row) -> Result<Option<UpperTeam>, Failure> {
    let Some(team_id) = row.get("team_id")? else {
        return Ok(None);
    };
    Ok(Some(UpperTeam {
        team_id,
        team: row.get("team")?,
        institution: row.get("hospital")?,
    }))
}

fn one(tx: &mut dyn Tx, call: &Call, id: InstitutionId) -> Result<InstitutionLevel, Failure> {
    let row = tx.one(
        levels!("AND i.id = $2"),
        &[(&call.district).into(), id.into()],
    )?;
    institution(&row.ok_or(Code::NotFound)?)
}

/// Enters a level. Whoever waits for the team that took an institution's people before is asked of the new one.
fn set_level(
    tx: &mut dyn Tx,
    call: &Call,
    id: InstitutionId,
    body: SetLevelBody,
) -> Result<InstitutionLevel, Failure> {
    let before = one(tx, call, id)?;
    call.require(Action::SetLevel, &Object::StaffPolicy)?;
    if call.expected_version()? != before.version {
        return Err(Code::Conflict.into());
    }
    let errors = wrong(tx, call, id, &body)?;
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    tx.exec(
        "UPDATE institution SET level = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), id.into(), Val::word(&body.level)?],
    )?;
    match body.upper_team {
        Some(team) => name(tx, call, id, before.upper.map(|upper| upper.team_id), team)?,
        None => {
            tx.exec(
                "DELETE FROM upper_team WHERE district_id = $1 AND institution_id = $2",
                &[(&call.district).into(), id.into()],
            )?;
        }
    }
    if let Some(Owner::Staff(staff)) = Owner::of(&call.actor) {
        call.audit_staff(staff, "level_changed");
    }
    call.answer_version(before.version + 1);
    one(tx, call, id)
}

/// The team that takes the difficult cases from now on.
fn name(
    tx: &mut dyn Tx,
    call: &Call,
    id: InstitutionId,
    before: Option<TeamId>,
    team: TeamId,
) -> Result<(), Failure> {
    tx.exec(
        "INSERT INTO upper_team (district_id, institution_id, team_id) VALUES ($1, $2, $3)
         ON CONFLICT (district_id, institution_id) DO UPDATE SET team_id = excluded.team_id",
        &[(&call.district).into(), id.into(), team.into()],
    )?;
    if let Some(before) = before.filter(|before| *before != team) {
        tx.exec(
            "UPDATE push SET to_team = $4, version = version + 1
             WHERE district_id = $1 AND to_team = $3 AND open = 1 AND state = 'waiting'
                 AND to_level = 'hospital' AND from_team IN (
                     SELECT id FROM team WHERE district_id = $1 AND institution_id = $2)",
            &[
                (&call.district).into(),
                id.into(),
                before.into(),
                team.into(),
            ],
        )?;
    }
    Ok(())
}

/// What of it cannot be.
fn wrong(
    tx: &mut dyn Tx,
    call: &Call,
    id: InstitutionId,
    body: &SetLevelBody,
) -> Result<Vec<FieldError>, Failure> {
    let upper = match body.upper_team {
        None => None,
        Some(team) => {
            let row = tx.one(
                "SELECT i.level FROM team t
                 JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
                 WHERE t.district_id = $1 AND t.id = $2",
                &[(&call.district).into(), team.into()],
            )?;
            match row {
                None => return Ok(vec![FieldError::new("upper_team", "unknown")]),
                Some(row) => Some(row.word::<Level>("level")?),
            }
        }
    };
    let asking = tx.rows(
        "SELECT DISTINCT i.level FROM team t
         JOIN upper_team u ON u.district_id = t.district_id AND u.team_id = t.id
         JOIN institution i ON i.district_id = u.district_id AND i.id = u.institution_id
         WHERE t.district_id = $1 AND t.institution_id = $2 AND i.id <> $2",
        &[(&call.district).into(), id.into()],
    )?;
    let asking = asking.iter().map(|row| row.word::<Level>("level"));
    Ok(faults(&Entered {
        level: body.level,
        upper,
        asked_by: asking.collect::<Result<Vec<_>, _>>()?.into_iter().max(),
    }))
}
