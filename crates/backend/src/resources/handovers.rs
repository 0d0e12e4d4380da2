//! Handing residents over from one team to another. One request moves one piece, so that the
//! writer is never held for long; whoever asks goes on until nothing is left, and a handover that
//! was broken off is simply asked for again.

use domain::access::{Action, Object};
use domain::api::handovers::{
    GetHandover, HandOver, HandedOver, HandoverPreview, HandoverQuery, PostHandover,
};
use domain::ids::{InstitutionId, ResidentId, StaffId, TeamId};
use domain::problem::{Code, FieldError, Problem};

use super::care::Villages;
use super::{area_positions, follow_up_plans, push_moves};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Residents of one piece.
const PIECE: i64 = 100;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetHandover>(preview_handover);
    api.write::<PostHandover>(hand_over);
}

/// Counts what a handover of a team's residents would move.
pub fn preview_handover(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    query: HandoverQuery,
) -> Result<HandoverPreview, Failure> {
    open_team(tx, call, team)?;
    let villages = Villages::only(query.village.as_deref());
    Ok(HandoverPreview {
        residents: residents(tx, call, team, &villages)?,
        plans: follow_up_plans::many(tx, call, team, &villages)?,
    })
}

/// Hands one piece of a team's residents over to another team.
pub fn hand_over(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    body: HandOver,
) -> Result<HandedOver, Failure> {
    open_team(tx, call, team)?;
    let institution = open_team(tx, call, body.to)?;
    if body.to == team {
        return Err(Problem::invalid(vec![FieldError::new("to", "the_same")]).into());
    }
    if !body.records.is_empty() {
        let picked = picked(tx, call, team, &body)?;
        return moved(tx, call, picked, body.to, institution, 0);
    }
    if let Some(village) = &body.village {
        // Newcomers of the village go to the new team as well.
        tx.exec(
            "UPDATE team_village SET team_id = $4
             WHERE district_id = $1 AND team_id = $2 AND village = $3",
            &[
                (&call.district).into(),
                team.into(),
                village.into(),
                body.to.into(),
            ],
        )?;
    }
    let villages = Villages::only(body.village.as_deref());
    let mut values = of(call, team, &villages).to_vec();
    values.push(PIECE.into());
    let piece: Vec<ResidentId> = tx
        .rows(
            "SELECT id FROM resident
             WHERE district_id = $1 AND team_id = $2 AND village BETWEEN $3 AND $4
             ORDER BY village, name, id LIMIT $5",
            &values,
        )?
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    let all = residents(tx, call, team, &villages)?;
    let left = all.saturating_sub(count(&piece));
    moved(tx, call, piece, body.to, institution, left)
}

fn count(piece: &[ResidentId]) -> u32 {
    u32::try_from(piece.len()).unwrap_or(u32::MAX)
}

fn moved(
    tx: &mut dyn Tx,
    call: &Call,
    piece: Vec<ResidentId>,
    to: TeamId,
    institution: InstitutionId,
    left: u32,
) -> Result<HandedOver, Failure> {
    for resident in &piece {
        move_one(tx, call, *resident, to, institution)?;
    }
    call.audit_page(&piece, Action::HandOver, "handover");
    Ok(HandedOver {
        moved: count(&piece),
        left,
    })
}

/// Those picked by hand. All of them have to be the team's, else nobody moves.
fn picked(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    body: &HandOver,
) -> Result<Vec<ResidentId>, Failure> {
    let fault = |reason, limit: String| {
        let error = FieldError::new("records", reason).with_limit(limit);
        Failure::from(Problem::invalid(vec![error]))
    };
    if body.village.is_some() {
        return Err(Problem::invalid(vec![FieldError::new("village", "contradicts")]).into());
    }
    let most = usize::try_from(PIECE).unwrap_or(usize::MAX);
    if body.records.len() > most {
        return Err(fault("too_long", most.to_string()));
    }
    let (mut picked, mut strange) = (Vec::new(), Vec::new());
    for record in &body.records {
        let found = tx.one(
            "SELECT id FROM resident
             WHERE district_id = $1 AND record_no = $2 AND team_id = $3",
            &[(&call.district).into(), record.trim().into(), team.into()],
        )?;
        match found {
            Some(row) => picked.push(row.get::<ResidentId>("id")?),
            None => strange.push(record.trim()),
        }
    }
    if !strange.is_empty() {
        return Err(fault("not_of_team", strange.join(", ")));
    }
    picked.sort_unstable();
    picked.dedup();
    Ok(picked)
}

/// The record, the worklist and the contract in force follow the new team.
fn move_one(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
    institution: InstitutionId,
) -> Result<(), Failure> {
    area_positions::changed(tx, call, resident)?;
    tx.exec(
        "UPDATE resident SET team_id = $3, institution_id = $4, updated_ms = $5,
             version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            resident.into(),
            to.into(),
            institution.into(),
            call.now.into(),
        ],
    )?;
    follow_up_plans::move_to_team(tx, call, resident, to)?;
    push_moves::home_moved(tx, call, resident, to)?;
    tx.exec(
        "UPDATE contract SET team_id = $3, version = version + 1
         WHERE district_id = $1 AND id = (
             SELECT contract_id FROM contract_current
             WHERE district_id = $1 AND resident_id = $2)",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    area_positions::changed(tx, call, resident)
}

/// The values of a statement about a team's residents in these villages.
fn of(call: &Call, team: TeamId, villages: &Villages) -> [Val; 4] {
    [
        (&call.district).into(),
        team.into(),
        (&villages.from).into(),
        (&villages.to).into(),
    ]
}

fn residents(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    villages: &Villages,
) -> Result<u32, Failure> {
    let row = tx.one(
        "SELECT COUNT(*) AS many FROM resident
         WHERE district_id = $1 AND team_id = $2 AND village BETWEEN $3 AND $4",
        &of(call, team, villages),
    )?;
    Ok(row.map_or(Ok(0), |row| row.get("many"))?)
}

/// Finds a team and asks whether the caller hands its residents over; gives its institution.
fn open_team(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<InstitutionId, Failure> {
    let row = tx
        .one(
            "SELECT institution_id, leader_id FROM team WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), team.into()],
        )?
        .ok_or(Code::NotFound)?;
    let institution_id = row.get("institution_id")?;
    let object = Object::Team {
        team_id: team,
        institution_id,
        leader_id: row.get::<StaffId>("leader_id")?,
    };
    call.require(Action::HandOver, &object)?;
    Ok(institution_id)
}
