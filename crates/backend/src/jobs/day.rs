//! The messages of a day: for each team, what its residents should know in time. Begun at half past
//! seven; a service that was off at that time begins when it is on again.

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::ids::{TeamId, Uuid};
use domain::rules::booking::district_offset;
use serde::{Deserialize, Serialize};

use super::{
    Ended, Kind, area_day, colours_of_day, contracts_ending, follow_ups_due, goes_on, households,
    measuring, owe, pushes_late, suspects, visits,
};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;

/// When the messages of a day begin, in the district: hour and minute.
const MORNING: (u32, u32) = (7, 30);
/// Days before a follow-up is due that its resident is told.
const FOLLOW_UP_DAYS: u64 = 3;
/// Days before a contract ends that its resident is told; from then on it can be renewed (domain's
/// `rules::contract`).
const CONTRACT_DAYS: u64 = 30;
/// Teams in a piece.
const PIECE: i64 = 100;

/// Which day, and the last team that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    day: NaiveDate,
    after: Option<TeamId>,
}

/// Owes the messages of the present day.
pub(super) fn begin(tx: &mut dyn Tx, call: &Call) -> Result<(), Failure> {
    let day = call.today;
    visits::begin(tx, call, day)?;
    measuring::begin(tx, call, day)?;
    owe(
        tx,
        call,
        Kind::PushesLate,
        &format!("pushes_late:{day}"),
        &pushes_late::Of::default(),
        morning(day),
    )?;
    households::begin(tx, call)?;
    let of = Of { day, after: None };
    owe(
        tx,
        call,
        Kind::Day,
        &format!("day:{day}"),
        &of,
        morning(day),
    )
}

/// The moment of a day at which its messages begin.
pub(super) fn morning(day: NaiveDate) -> DateTime<Utc> {
    at(day, MORNING)
}

/// An hour and minute of a day in the district.
pub(super) fn at(day: NaiveDate, (hour, minute): (u32, u32)) -> DateTime<Utc> {
    day.and_hms_opt(hour, minute, 0)
        .and_then(|local| local.and_local_timezone(district_offset()).single())
        .map_or(DateTime::<Utc>::MIN_UTC, |local| local.to_utc())
}

/// Owes the messages of the next teams.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    // What was left lying over midnight is the next day's: people hear of a date once.
    if of.day < call.today {
        return Ok(Ended::Done);
    }
    let after = of.after.unwrap_or(TeamId(Uuid::from([0; 16])));
    let teams = tx
        .rows(
            "SELECT id FROM team WHERE district_id = $1 AND id > $2 ORDER BY id LIMIT $3",
            &[(&call.district).into(), after.into(), PIECE.into()],
        )?
        .iter()
        .map(|row| row.get::<TeamId>("id"))
        .collect::<Result<Vec<_>, _>>()?;
    for team in &teams {
        suspects::begin(tx, call, *team)?;
        let due = of.day + Days::new(FOLLOW_UP_DAYS);
        owe(
            tx,
            call,
            Kind::FollowUpsDue,
            &format!("follow_ups_due:{team}:{due}"),
            &follow_ups_due::Of::new(*team, due),
            call.now,
        )?;
        let ends = of.day + Days::new(CONTRACT_DAYS);
        owe(
            tx,
            call,
            Kind::ContractsEnding,
            &format!("contracts_ending:{team}:{ends}"),
            &contracts_ending::Of::new(*team, ends),
            call.now,
        )?;
        owe(
            tx,
            call,
            Kind::AreaDay,
            &format!("area_day:{team}:{}", of.day),
            &area_day::Of::new(*team, of.day),
            call.now,
        )?;
        owe(
            tx,
            call,
            Kind::Colours,
            &format!("colours:{team}:{}", of.day),
            &colours_of_day::Of::new(*team, of.day),
            call.now,
        )?;
    }
    match teams.last() {
        Some(last) if teams.len() as i64 == PIECE => goes_on(&Of {
            day: of.day,
            after: Some(*last),
        }),
        _ => Ok(Ended::Done),
    }
}
