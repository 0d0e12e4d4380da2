//! The colours of the demo's people, made by the service's own rules from their visits; and in the team of the
//! people whom the demo introduces, pushes in each state and measurements made at home.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::access::{Actor, Care};
use domain::api::colours::{Cause, PushState};
use domain::ids::{AccountId, HomeMeasurementId, MessageId, PushId, ResidentId, StaffId, TeamId};
use domain::rules::three_colours::Level;

use super::chance::{Chance, Subject};
use super::intake::{Residents, World};
use super::known::Part;
use crate::call::Call;
use crate::db::{Store, Tx, Val};
use crate::failure::Failure;
use crate::resources::{colour_making, push_moves};
use crate::seal::Keys;

/// People that share a transaction.
const BATCH: usize = 50;

/// Gives everybody a colour who is followed up.
pub fn settle(
    store: &Store,
    keys: &Arc<Keys>,
    world: &Arc<World>,
    residents: &Residents,
) -> Result<(), Failure> {
    for team in &world.places.teams {
        let (district, id) = (world.district.clone(), team.id);
        let people = store.read_here(move |tx| {
            Ok(tx
                .rows(
                    "SELECT DISTINCT resident_id FROM follow_up_plan
                 WHERE district_id = $1 AND team_id = $2 AND last_on IS NOT NULL
                 ORDER BY resident_id",
                    &[(&district).into(), id.into()],
                )?
                .iter()
                .map(|row| row.get("resident_id"))
                .collect::<Result<Vec<ResidentId>, _>>()?)
        })?;
        for some in people.chunks(BATCH) {
            let (some, keys, world) = (some.to_vec(), keys.clone(), world.clone());
            store.write_here(move |tx| {
                for resident in &some {
                    let call = service(&world, &keys);
                    let care = call.care(tx, *resident)?;
                    colour_making::changed(tx, &call, &care, Cause::Day)?;
                }
                Ok(())
            })?;
        }
    }
    let (keys, world, residents) = (keys.clone(), world.clone(), residents.clone());
    store.write_here(move |tx| show(tx, &world, &keys, &residents))
}

pub(super) fn service(world: &World, keys: &Arc<Keys>) -> Call {
    Call::of_the_service("demo", world.now, world.district.clone(), keys.clone())
}

/// The same as a member of staff, some days ago.
fn staff(world: &World, keys: &Arc<Keys>, staff_id: StaffId, days: i64) -> Result<Call, Failure> {
    let staff = world.places.staff.iter().find(|one| one.id == staff_id);
    let staff = staff.ok_or_else(|| Failure::broken("a doctor of the demo is missing"))?;
    let actor = Actor::Staff {
        staff_id,
        role: staff.role,
        institution_id: staff.institution,
        teams: Vec::new(),
        villages: None,
        family: Vec::new(),
    };
    let at = world.now - TimeDelta::days(days);
    let mut call = Call::of_the_service("demo", at, world.district.clone(), keys.clone());
    call.actor = actor;
    Ok(call)
}

/// What the introduced people's team has to show: of the pushes to the hospital one that nobody has answered
/// for nine days, one returned, and one accepted; one from the village up, and one back down.
fn show(
    tx: &mut dyn Tx,
    world: &World,
    keys: &Arc<Keys>,
    residents: &Residents,
) -> Result<(), Failure> {
    let Some((_, _, team)) = residents.known.first() else {
        return Ok(());
    };
    let team = &world.places.teams[*team];
    let upper = world.places.hospital.as_ref();
    let (gp, upper) = match upper {
        Some((_, upper)) => (staff(world, keys, team.doctor(), 3)?, upper.doctor()),
        None => return Ok(()),
    };
    let specialist = staff(world, keys, upper, 1)?;
    let own: Vec<ResidentId> = residents.known.iter().map(|(_, one, _)| *one).collect();
    let mut waiting = waiting(tx, world, team.id, &own)?.into_iter();
    if let Some((push, _)) = waiting.next() {
        let nine_days = TimeDelta::days(9);
        tx.exec(
            "UPDATE push SET made_ms = $3, reminded_ms = $4 WHERE district_id = $1 AND id = $2",
            &[
                (&world.district).into(),
                push.into(),
                (world.now - nine_days).into(),
                (world.now - TimeDelta::days(2)).into(),
            ],
        )?;
    }
    if let Some((push, _)) = waiting.next() {
        let why = "近一周的血压记录没附上，请补齐后再推送";
        let (by, state) = (upper, PushState::Returned);
        push_moves::answer(tx, &specialist, push, by, state, Some(why))?;
    }
    if let Some((push, resident)) = waiting.next() {
        let (by, state) = (upper, PushState::Accepted);
        push_moves::answer(tx, &specialist, push, by, state, None)?;
        let care = specialist.care(tx, resident)?;
        let asked = push_moves::asked(tx, &specialist, push)?;
        push_moves::arrive(tx, &specialist, &care, &asked)?;
        // The same in every demo.
        let message: MessageId = Chance::of(world.seed, Subject::District, 5001).id(world.now);
        tx.exec(
            "UPDATE message SET id = $3
             WHERE district_id = $1 AND resident_id = $2 AND kind = 'care_moved'",
            &[(&world.district).into(), resident.into(), message.into()],
        )?;
    }
    between_levels(tx, world, &gp, team.id, &own)?;
    at_home(tx, world, residents)
}

fn waiting(
    tx: &mut dyn Tx,
    world: &World,
    team: TeamId,
    own: &[ResidentId],
) -> Result<Vec<(PushId, ResidentId)>, Failure> {
    let rows = tx.rows(
        "SELECT id, resident_id FROM push
         WHERE district_id = $1 AND from_team = $2 AND open = 1 ORDER BY resident_id",
        &[(&world.district).into(), team.into()],
    )?;
    let mut pushes = Vec::new();
    for row in &rows {
        let resident = row.get("resident_id")?;
        if !own.contains(&resident) {
            pushes.push((row.get("id")?, resident));
        }
    }
    Ok(pushes)
}

/// Somebody yellow was followed up in the village, and somebody green by the township.
fn between_levels(
    tx: &mut dyn Tx,
    world: &World,
    gp: &Call,
    team: TeamId,
    own: &[ResidentId],
) -> Result<(), Failure> {
    for (colour, from) in [("yellow", Level::Village), ("green", Level::Township)] {
        let rows = tx.rows(
            "SELECT DISTINCT k.resident_id FROM follow_up_plan p
             JOIN colour k ON k.district_id = p.district_id AND k.resident_id = p.resident_id
             WHERE p.district_id = $1 AND p.team_id = $2 AND k.colour = $3
             ORDER BY k.resident_id",
            &[(&world.district).into(), team.into(), colour.into()],
        )?;
        let some = rows.iter().map(|row| row.get::<ResidentId>("resident_id"));
        let some: Vec<ResidentId> = some.collect::<Result<_, _>>()?;
        let mut others = some.into_iter().filter(|one| !own.contains(one));
        let Some(resident) = others.next() else {
            continue;
        };
        tx.exec(
            "UPDATE colour SET level = $3 WHERE district_id = $1 AND resident_id = $2",
            &[(&world.district).into(), resident.into(), Val::word(&from)?],
        )?;
        let care: Care = gp.care(tx, resident)?;
        push_moves::ask_again(tx, gp, &care)?;
    }
    Ok(())
}

/// Two months of pressures of the first introduced person, a too high one among another's, and when to be
/// reminded.
fn at_home(tx: &mut dyn Tx, world: &World, residents: &Residents) -> Result<(), Failure> {
    let mut chance = Chance::of(world.seed, Subject::District, 5000);
    for (known, resident, team) in &residents.known {
        let (days, alarming): (&[i64], bool) = match known.part {
            Part::Herself => (&[55, 48, 41, 33, 26, 20, 13, 9, 6, 4, 2, 1], false),
            Part::Contracted => (&[12, 8, 5, 3, 0], true),
            Part::Mother | Part::Unlinked => continue,
        };
        let account: AccountId = chance.id(world.now);
        for day in days {
            let high = alarming && *day == 0;
            let sbp = if high { 184 } else { 134 + chance.wobble(9) };
            let dbp = if high { 104 } else { 82 + chance.wobble(5) };
            tx.exec(
                "INSERT INTO home_measurement (district_id, id, resident_id, kind, value, second,
                     taken_ms, unusual, entered_by, entered_ms, alert, team_id, village)
                 SELECT r.district_id, $3, r.id, 'blood_pressure', $4, $5, $6, 0, $7, $6, $8, $9,
                     r.village
                 FROM resident r WHERE r.district_id = $1 AND r.id = $2",
                &[
                    (&world.district).into(),
                    (*resident).into(),
                    chance.id::<HomeMeasurementId>(world.now).into(),
                    sbp.into(),
                    dbp.into(),
                    (world.now - TimeDelta::days(*day) - TimeDelta::minutes(35)).into(),
                    account.into(),
                    high.then_some("pressure_high").into(),
                    world.places.teams[*team].id.into(),
                ],
            )?;
        }
        tx.exec(
            "INSERT INTO measure_reminder (district_id, resident_id, kind, minute)
             VALUES ($1, $2, 'blood_pressure', 420)",
            &[(&world.district).into(), (*resident).into()],
        )?;
    }
    Ok(())
}
