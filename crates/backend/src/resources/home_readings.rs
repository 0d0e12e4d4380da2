//! What residents measured at home, as it stands in storage: read for the person, the record, the form of a
//! follow-up and the team's alerts. Decides nothing; whoever calls has asked before.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::api::home_measurements::{AlertCard, HomeReading};
use domain::ids::ResidentId;
use domain::person::Sex;
use domain::programme::{Answers, Facts, Known};
use domain::rules::home_measurement::{Figures, Reading};

use super::care::Lane;
use super::people::{header, person_columns};
use crate::call::Call;
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::programmes;

/// Days that are shown.
const SHOWN_DAYS: i64 = 365;
/// Most readings of the record and of the person's own page.
pub(super) const MOST: i64 = 400;
/// Readings beside the form of a follow-up.
pub(super) const BESIDE: i64 = 6;
/// Most alerts of a lane.
const MOST_ALERTS: i64 = 50;

/// The figures in force for somebody of that birth date and sex.
pub(super) fn figures(call: &Call, born: NaiveDate, sex: Sex) -> Result<Figures, Failure> {
    let in_force = |programme: &str| {
        let code = programme.parse().ok()?;
        programmes::in_force(&code, call.today)
    };
    let known = Known {
        born,
        sex,
        height: None,
    };
    let answers = Answers::default().with("visit_date", call.today);
    in_force("hypertension")
        .zip(in_force("diabetes"))
        .and_then(|(pressure, glucose)| {
            let facts = |definition| Facts::new(definition, &answers, &known, None);
            Figures::of(&facts(pressure)?, &facts(glucose)?)
        })
        .ok_or_else(|| Failure::broken("the definitions have no figures for home measurements"))
}

/// A person's readings of the last year, the newest first.
pub(super) fn readings(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    most: i64,
) -> Result<Vec<HomeReading>, Failure> {
    let since: DateTime<Utc> = call.now - TimeDelta::days(SHOWN_DAYS);
    let rows = tx.rows(
        "SELECT m.id, m.kind, m.value, m.second, m.moment, m.taken_ms, m.unusual, m.alert,
             s.name AS seen_by
         FROM home_measurement m
         LEFT JOIN staff s ON s.district_id = m.district_id AND s.id = m.seen_by
         WHERE m.district_id = $1 AND m.resident_id = $2 AND m.taken_ms >= $3
             AND m.taken_back_ms IS NULL
         ORDER BY m.taken_ms DESC, m.id DESC LIMIT $4",
        &[
            (&call.district).into(),
            resident.into(),
            since.into(),
            most.into(),
        ],
    )?;
    rows.iter().map(reading).collect()
}

/// The reading of a row.
pub(super) fn reading(row: &Row) -> Result<HomeReading, Failure> {
    let word = |column: &str| row.get::<Option<String>>(column);
    let unusual: bool = row.get("unusual")?;
    Ok(HomeReading {
        id: row.get("id")?,
        reading: Reading {
            kind: row.word("kind")?,
            value: row.get("value")?,
            second: row.get("second")?,
            moment: word("moment")?.map(|_| row.word("moment")).transpose()?,
            taken_at: row.get("taken_ms")?,
            checked: unusual,
        },
        unusual,
        alert: word("alert")?.map(|_| row.word("alert")).transpose()?,
        seen_by: row.get("seen_by")?,
    })
}

/// Alarming readings of a lane's people that nobody has looked at.
pub(super) fn alerts(tx: &mut dyn Tx, call: &Call, lane: &Lane) -> Result<Vec<AlertCard>, Failure> {
    let rows = tx.rows(
        concat!(
            "SELECT ",
            person_columns!(),
            ", m.id, m.kind, m.value, m.second, m.moment, m.taken_ms, m.unusual, m.alert,
                NULL AS seen_by
             FROM home_measurement m
             JOIN resident r ON r.district_id = m.district_id AND r.id = m.resident_id
             WHERE m.district_id = $1 AND m.team_id = $2 AND m.village >= $3 AND m.village <= $4
                 AND m.alert IS NOT NULL AND m.seen_ms IS NULL AND m.taken_back_ms IS NULL
             ORDER BY m.taken_ms, m.id LIMIT $5"
        ),
        &[
            (&call.district).into(),
            lane.team.into(),
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
            MOST_ALERTS.into(),
        ],
    )?;
    let mut cards = Vec::new();
    for row in &rows {
        let HomeReading {
            id, reading, alert, ..
        } = reading(row)?;
        if let Some(alert) = alert {
            let person = header(row, call.today)?;
            cards.push(AlertCard {
                id,
                person,
                reading,
                alert,
            });
        }
    }
    Ok(cards)
}
