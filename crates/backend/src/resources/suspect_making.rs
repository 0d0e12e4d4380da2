//! Finds anew whether somebody is a suspected case (疑似病例), by `domain::rules::suspects`: called in the
//! transaction that changes a reading, a plan or a decision, and once for everybody by a job. Only whoever has
//! to be decided about has a row, so that a list of a team never looks at readings.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::access::Care;
use domain::api::calls::ClosedReason;
use domain::api::suspects::Evidence;
use domain::ids::{ResidentId, TeamId};
use domain::person::age_on;
use domain::rules::home_measurement::{HomeKind, Moment};
use domain::rules::suspects::{RULES, VERSION, holds_again};

use crate::call::Call;
use crate::clock::{date_in_district, day_begins};
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;

/// What a person's readings are, or the plans they are in, has changed.
pub fn changed(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<(), Failure> {
    let resident = care.resident_id;
    let key: [Val; 2] = [(&call.district).into(), resident.into()];
    let since = call.today.checked_sub_days(Days::new(RULES.look_back_days));
    let readings = readings(tx, &key, since.unwrap_or(NaiveDate::MIN))?;
    let before = tx.one(
        "SELECT 1 AS found FROM suspect WHERE district_id = $1 AND resident_id = $2 LIMIT 1",
        &key,
    )?;
    let reached = |one: &Evidence| RULES.figures.iter().any(|figures| figures.reached(one));
    if before.is_none() && !readings.iter().any(reached) {
        return Ok(());
    }
    let (age, left) = person(tx, call, resident)?;
    let managed = managed(tx, &key)?.filter(|_| !left);
    for figures in &RULES.figures {
        let free = managed
            .as_ref()
            .is_some_and(|managed| managed.iter().all(|one| one != figures.programme));
        let evidence = figures
            .evidence(&RULES, &readings, age, call.today)
            .filter(|_| free);
        let evidence = match evidence {
            Some(evidence) => {
                let through = excluded_through(tx, call, resident, figures.programme)?;
                Some(evidence).filter(|evidence| holds_again(evidence, through))
            }
            None => None,
        };
        match evidence {
            Some(evidence) => keep(tx, call, care, figures.programme, &evidence)?,
            None => forget(tx, call, resident, figures.programme)?,
        }
    }
    Ok(())
}

/// Whose list the person's suspected cases stand on has changed.
pub(super) fn move_to_team(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
) -> Result<(), DbError> {
    tx.exec(
        "UPDATE suspect SET team_id = $3 WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    Ok(())
}

/// The age, and whether the person has died or moved away.
fn person(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(u16, bool), Failure> {
    let row = tx.one(
        "SELECT birth_date, left_how FROM resident WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    let row = row.ok_or_else(|| Failure::broken("a resident is gone"))?;
    let left: Option<String> = row.get("left_how")?;
    let age = age_on(row.get("birth_date")?, call.today);
    Ok((age, left.is_some()))
}

/// Readings of staff and of home since a day.
fn readings(tx: &mut dyn Tx, key: &[Val; 2], since: NaiveDate) -> Result<Vec<Evidence>, Failure> {
    let [district, resident] = key.clone();
    let rows = tx.rows(
        "SELECT kind, measured_on, value, second FROM measurement
         WHERE district_id = $1 AND resident_id = $2
             AND kind IN ('blood_pressure', 'fasting_glucose') AND measured_on >= $3",
        &[district, resident, since.into()],
    )?;
    let mut readings = Vec::new();
    for row in &rows {
        let glucose = row.get::<String>("kind")? == "fasting_glucose";
        readings.push(Evidence {
            on: row.get("measured_on")?,
            kind: if glucose {
                HomeKind::Glucose
            } else {
                HomeKind::BloodPressure
            },
            value: row.get("value")?,
            second: row.get("second")?,
            moment: glucose.then_some(Moment::Fasting),
            home: false,
        });
    }
    let [district, resident] = key.clone();
    let rows = tx.rows(
        "SELECT kind, value, second, moment, taken_ms FROM home_measurement
         WHERE district_id = $1 AND resident_id = $2 AND taken_ms >= $3 AND taken_back_ms IS NULL",
        &[district, resident, day_begins(since).into()],
    )?;
    for row in &rows {
        readings.push(of_home(row)?);
    }
    Ok(readings)
}

fn of_home(row: &Row) -> Result<Evidence, DbError> {
    let moment: Option<String> = row.get("moment")?;
    Ok(Evidence {
        on: date_in_district(row.get::<DateTime<Utc>>("taken_ms")?),
        kind: row.word("kind")?,
        value: row.get("value")?,
        second: row.get("second")?,
        moment: moment.map(|_| row.word("moment")).transpose()?,
        home: true,
    })
}

/// The programmes that the person is or was in; `None` for whoever has died, moved away or is lost.
fn managed(tx: &mut dyn Tx, key: &[Val; 2]) -> Result<Option<Vec<String>>, Failure> {
    let mut managed = Vec::new();
    for row in tx.rows(
        "SELECT programme, reason FROM follow_up_closed
         WHERE district_id = $1 AND resident_id = $2 AND opened_ms IS NULL",
        key,
    )? {
        if row.word::<ClosedReason>("reason")?.of_person() {
            return Ok(None);
        }
        managed.push(row.get("programme")?);
    }
    for row in tx.rows(
        "SELECT programme FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2
         UNION
         SELECT programme FROM follow_up WHERE district_id = $1 AND resident_id = $2",
        key,
    )? {
        managed.push(row.get("programme")?);
    }
    Ok(Some(managed))
}

/// Up to which day readings were looked at when the person was last excluded.
fn excluded_through(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<Option<NaiveDate>, Failure> {
    let row = tx.one(
        "SELECT seen_through FROM suspect_decision
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND verdict = 'excluded'
         ORDER BY decided_ms DESC, id DESC LIMIT 1",
        &[(&call.district).into(), resident.into(), programme.into()],
    )?;
    Ok(row.map(|row| row.get("seen_through")).transpose()?)
}

fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    programme: &str,
    evidence: &[Evidence],
) -> Result<(), Failure> {
    let newest = evidence.iter().map(|one| one.on).max();
    tx.exec(
        "INSERT INTO suspect (district_id, resident_id, programme, team_id, village, newest_on,
             evidence, rules)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (district_id, resident_id, programme) DO UPDATE SET
             team_id = excluded.team_id, village = excluded.village,
             newest_on = excluded.newest_on, evidence = excluded.evidence, rules = excluded.rules",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            programme.into(),
            care.follow_up_team().into(),
            (&care.village).into(),
            newest.unwrap_or(call.today).into(),
            Val::json(&evidence)?,
            VERSION.into(),
        ],
    )?;
    Ok(())
}

fn forget(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM suspect WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[(&call.district).into(), resident.into(), programme.into()],
    )?;
    Ok(())
}
