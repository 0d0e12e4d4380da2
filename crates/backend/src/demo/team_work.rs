//! What a team of the demo has to decide and has handed over: suspected cases, found by the service's own rules
//! from readings of rounds and of home, and two people whose follow-ups the doctor has given to a colleague.

use std::sync::Arc;

use chrono::{Days, Months, TimeDelta};
use domain::access::Actor;
use domain::api::passing_on::{PassOnBody, PassingReason};
use domain::codes::Role;
use domain::ids::{AccountId, HomeMeasurementId, ResidentId, Uuid};

use super::chance::{Chance, Subject};
use super::colours::service;
use super::intake::{Residents, World};
use super::places::Team;
use crate::clock::date_in_district;
use crate::db::{DbError, Store, Tx};
use crate::failure::Failure;
use crate::resources::{follow_up_doctors, passing_on, suspect_making};
use crate::seal::Keys;

/// Readings of one suspected case: days ago, systolic pressure or tenths of mmol/L, diastolic pressure, whether
/// it was measured at home.
type Readings = &'static [(u64, u16, Option<u16>, bool)];

/// Of each team three: found on rounds, found by rounds and at home, and by fasting glucose.
const CASES: [(&str, Readings); 3] = [
    (
        "blood_pressure",
        &[
            (26, 148, Some(92), false),
            (12, 152, Some(88), false),
            (3, 156, Some(94), false),
        ],
    ),
    (
        "blood_pressure",
        &[
            (18, 142, Some(86), false),
            (6, 150, Some(91), true),
            (2, 147, Some(90), true),
        ],
    ),
    (
        "fasting_glucose",
        &[(30, 76, None, false), (4, 81, None, false)],
    ),
];
/// Age from which on the demo's suspected cases are, in months.
const FROM_MONTHS: u32 = 45 * 12;

/// Writes the suspected cases of each team and who follows its people up.
pub fn settle(
    store: &Store,
    keys: &Arc<Keys>,
    world: &Arc<World>,
    residents: &Arc<Residents>,
) -> Result<(), Failure> {
    let shown = residents.known.first().map(|(_, _, team)| *team);
    let teams = world.places.teams.iter().enumerate();
    for (nth, team) in teams {
        let (keys, world, residents) = (keys.clone(), world.clone(), residents.clone());
        let team = team.clone();
        store.write_here(move |tx| {
            suspects(tx, &world, &keys, &residents, nth)?;
            follow_up_doctors::name_all(tx, &world.district, team.id)?;
            if shown == Some(nth) {
                hand_over(tx, &world, &keys, &residents, &team)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

fn suspects(
    tx: &mut dyn Tx,
    world: &World,
    keys: &Arc<Keys>,
    residents: &Residents,
    team: usize,
) -> Result<(), Failure> {
    let today = date_in_district(world.now);
    let born_by = today.checked_sub_months(Months::new(FROM_MONTHS));
    let rows = tx.rows(
        "SELECT r.id FROM resident r
         WHERE r.district_id = $1 AND r.team_id = $2 AND r.birth_date <= $3
             AND NOT EXISTS (SELECT 1 FROM follow_up_plan p WHERE p.district_id = r.district_id
                                 AND p.resident_id = r.id AND p.programme IN ('hypertension', 'diabetes'))
             AND NOT EXISTS (SELECT 1 FROM follow_up_closed c WHERE c.district_id = r.district_id
                                 AND c.resident_id = r.id)
         ORDER BY r.id LIMIT 20",
        &[
            (&world.district).into(),
            world.places.teams[team].id.into(),
            born_by.unwrap_or(today).into(),
        ],
    )?;
    let introduced = |one: &ResidentId| residents.known.iter().any(|(_, known, _)| known == one);
    let free = rows.iter().map(|row| row.get::<ResidentId>("id"));
    let free: Vec<ResidentId> = free.collect::<Result<_, _>>()?;
    let mut free = free.into_iter().filter(|one| !introduced(one));
    let mut chance = Chance::of(world.seed, Subject::District, 6000 + team);
    for (kind, readings) in CASES {
        let Some(resident) = free.next() else { break };
        for reading in readings {
            write(tx, world, &mut chance, (resident, kind), *reading)?;
        }
        let call = service(world, keys);
        let care = call.care(tx, resident)?;
        suspect_making::changed(tx, &call, &care)?;
    }
    Ok(())
}

fn write(
    tx: &mut dyn Tx,
    world: &World,
    chance: &mut Chance,
    (resident, kind): (ResidentId, &str),
    (ago, value, second, home): (u64, u16, Option<u16>, bool),
) -> Result<(), DbError> {
    if !home {
        tx.exec(
            "INSERT INTO measurement (district_id, resident_id, kind, measured_on, id, value, second)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                (&world.district).into(),
                resident.into(),
                kind.into(),
                (date_in_district(world.now) - Days::new(ago)).into(),
                chance.id::<Uuid>(world.now).into(),
                value.into(),
                second.into(),
            ],
        )?;
        return Ok(());
    }
    let days = i64::try_from(ago).unwrap_or_default();
    tx.exec(
        "INSERT INTO home_measurement (district_id, id, resident_id, kind, value, second, taken_ms,
             unusual, entered_by, entered_ms, team_id, village)
         SELECT r.district_id, $3, r.id, $4, $5, $6, $7, 0, $8, $7, r.team_id, r.village
         FROM resident r WHERE r.district_id = $1 AND r.id = $2",
        &[
            (&world.district).into(),
            resident.into(),
            chance.id::<HomeMeasurementId>(world.now).into(),
            kind.into(),
            value.into(),
            second.into(),
            (world.now - TimeDelta::days(days) - TimeDelta::minutes(50)).into(),
            chance.id::<AccountId>(world.now).into(),
        ],
    )?;
    Ok(())
}

/// The doctor of the introduced people's team is away for some days: two people are the nurse's.
fn hand_over(
    tx: &mut dyn Tx,
    world: &World,
    keys: &Arc<Keys>,
    residents: &Residents,
    team: &Team,
) -> Result<(), Failure> {
    let staff = |id| world.places.staff.iter().find(|one| one.id == id);
    let doctor = staff(team.doctor());
    let nurse = team.members.iter().filter_map(|id| staff(*id));
    let nurse = nurse.into_iter().find(|one| one.role == Role::Nurse);
    let Some((doctor, nurse)) = doctor.zip(nurse) else {
        return Ok(());
    };
    let rows = tx.rows(
        "SELECT DISTINCT p.resident_id FROM follow_up_plan p
         WHERE p.district_id = $1 AND p.team_id = $2 ORDER BY p.resident_id LIMIT 20",
        &[(&world.district).into(), team.id.into()],
    )?;
    let planned = rows.iter().map(|row| row.get::<ResidentId>("resident_id"));
    let planned: Vec<ResidentId> = planned.collect::<Result<_, _>>()?;
    let introduced = |one: &ResidentId| residents.known.iter().any(|(_, known, _)| known == one);
    let two: Vec<ResidentId> = planned
        .into_iter()
        .filter(|one| !introduced(one))
        .take(2)
        .collect();
    if two.is_empty() {
        return Ok(());
    }
    let mut call = service(world, keys);
    call.now = world.now - TimeDelta::days(2);
    call.actor = Actor::Staff {
        staff_id: doctor.id,
        role: doctor.role,
        institution_id: doctor.institution,
        teams: vec![team.id],
        villages: None,
        family: Vec::new(),
    };
    let mut chance = Chance::of(world.seed, Subject::District, 6999);
    let body = PassOnBody {
        id: chance.id(world.now),
        to: nurse.id,
        residents: two,
        reason: PassingReason::Away,
        note: Some("去市里培训一周，麻烦你先跟一下".to_owned()),
    };
    passing_on::pass_on(tx, &call, (), body).map(drop)
}
