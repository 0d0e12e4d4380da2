//! Calls that the demo's doctors have made: of each team's list one was not reached, one has agreed on a
//! day, one asked to be called again, one number was wrong, and one has moved away.

use std::sync::Arc;

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::api::calls::{CallOutcome, ClosedReason};
use domain::api::departures::Source;
use domain::ids::{CallId, ResidentId, StaffId};
use domain::programme::ProgrammeCode;
use domain::rules::departure::{Departure, Leaving};

use super::chance::{Chance, Subject};
use super::intake::{Residents, World};
use crate::call::Call;
use crate::clock::date_in_district;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::resources::departure_effects::{self, Mark};
use crate::seal::Keys;

/// What came of the calls to a team's n-th, n-th … person whose follow-up is overdue, and how many days
/// ago each was.
const CALLS: [(usize, CallOutcome, i64); 5] = [
    (1, CallOutcome::NotReached, 1),
    (2, CallOutcome::Later, 1),
    (3, CallOutcome::Agreed, 1),
    (4, CallOutcome::WrongNumber, 3),
    (5, CallOutcome::Moved, 6),
];
/// Days after the call that somebody agreed on, or asked to be called again.
const IN_DAYS: u64 = 4;

/// Writes the calls of one team.
pub(super) fn write(
    tx: &mut dyn Tx,
    world: &World,
    keys: &Arc<Keys>,
    residents: &Residents,
    team: usize,
) -> Result<(), Failure> {
    let by = world.places.teams[team].doctor();
    let today = date_in_district(world.now);
    let overdue = tx.rows(
        "SELECT resident_id, programme FROM follow_up_plan
         WHERE district_id = $1 AND team_id = $2 AND urgent = 0 AND due < $3
             AND last_on IS NOT NULL AND last_on < $4
         ORDER BY due, resident_id, programme LIMIT 40",
        &[
            (&world.district).into(),
            world.places.teams[team].id.into(),
            today.into(),
            (today - TimeDelta::days(10)).into(),
        ],
    )?;
    let made_up = |row: &&Row| -> bool {
        row.get::<ResidentId>("resident_id")
            .is_ok_and(|resident| residents.by_team[team].contains(&resident))
    };
    let overdue: Vec<&Row> = overdue.iter().filter(made_up).collect();
    let mut chance = Chance::of(world.seed, Subject::Calls, team);
    for (nth, outcome, ago) in CALLS {
        let Some(row) = overdue.get(nth) else {
            continue;
        };
        let called = Called {
            id: chance.id(world.now),
            resident: row.get("resident_id")?,
            programme: row.word("programme")?,
            outcome,
            at: world.now - TimeDelta::days(ago),
            by,
        };
        called.write(tx, world, keys)?;
    }
    Ok(())
}

struct Called {
    id: CallId,
    resident: ResidentId,
    programme: ProgrammeCode,
    outcome: CallOutcome,
    at: DateTime<Utc>,
    by: StaffId,
}

impl Called {
    fn write(&self, tx: &mut dyn Tx, world: &World, keys: &Arc<Keys>) -> Result<(), Failure> {
        let on = date_in_district(self.at);
        let day = matches!(self.outcome, CallOutcome::Agreed | CallOutcome::Later)
            .then(|| on + Days::new(IN_DAYS));
        let closed = self.outcome == CallOutcome::Moved;
        tx.exec(
            "INSERT INTO follow_up_call (district_id, id, resident_id, programme, called_ms, outcome,
                 day, closed, staff_id, recorded_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $5)",
            &[
                (&world.district).into(),
                self.id.into(),
                self.resident.into(),
                self.programme.as_str().into(),
                self.at.into(),
                Val::word(&self.outcome)?,
                day.into(),
                closed
                    .then(|| Val::word(&ClosedReason::Moved))
                    .transpose()?
                    .into(),
                self.by.into(),
            ],
        )?;
        if closed {
            return self.leave(tx, world, keys);
        }
        let tries = i64::from(matches!(
            self.outcome,
            CallOutcome::NotReached | CallOutcome::WrongNumber
        ));
        let agreed = day.filter(|_| self.outcome == CallOutcome::Agreed);
        tx.exec(
            "UPDATE follow_up_plan SET call_outcome = $4, called_on = $5, call_day = $6,
                 call_tries = $7,
                 was_due = CASE WHEN CAST($8 AS TEXT) IS NULL THEN NULL ELSE due END,
                 due = coalesce($8, due), version = version + 1
             WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
            &[
                (&world.district).into(),
                self.resident.into(),
                self.programme.as_str().into(),
                Val::word(&self.outcome)?,
                on.into(),
                day.into(),
                tries.into(),
                agreed.into(),
            ],
        )?;
        Ok(())
    }

    /// The person has moved away: what was planned for them ends.
    fn leave(&self, tx: &mut dyn Tx, world: &World, keys: &Arc<Keys>) -> Result<(), Failure> {
        let call = Call::of_the_service("demo", self.at, world.district.clone(), keys.clone());
        let care = call.care(tx, self.resident)?;
        let on = date_in_district(self.at);
        let mark = Mark {
            id: self.id.0,
            departure: Some(Departure {
                how: Leaving::Moved,
                on: Some(on),
                known_on: on,
            }),
            source: Source::Call,
            reason: None,
            by: self.by,
        };
        departure_effects::mark(tx, &call, &care, &mark)
    }
}
