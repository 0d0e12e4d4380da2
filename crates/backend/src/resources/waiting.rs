//! What waits for a member of staff besides the visits that are due: pushes of both directions, suspected
//! cases, and home measurements that are an emergency. Asked with every worklist, so each figure is a walk along an index.

use domain::access::Action;
use domain::api::colours::{GetWaiting, Waiting};
use domain::api::home_measurements::AlertCard;
use domain::ids::ResidentId;

use super::home_readings;
use super::push_moves::late_before;
use super::pushes::{lane_values, own};
use super::suspects;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetWaiting>(get_waiting);
}

/// Answers what waits.
fn get_waiting(tx: &mut dyn Tx, call: &Call, _path: (), _query: ()) -> Result<Waiting, Failure> {
    let mut waiting = Waiting::default();
    let late = late_before(call);
    for lane in &own(call)? {
        let mut values = lane_values(call, lane).to_vec();
        values.push(late.into());
        if let Some(row) = tx.one(
            "SELECT count(*) AS many,
                 CAST(coalesce(sum(CASE WHEN made_ms <= $7 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late
             FROM push
             WHERE district_id = $1 AND to_team = $2 AND open = 1 AND state = 'waiting'
                 AND village >= $3 AND village <= $4 AND to_level >= $5 AND to_level <= $6",
            &values,
        )? {
            waiting.incoming += row.get::<u32>("many")?;
            waiting.late += row.get::<u32>("late")?;
        }
        if let Some(row) = tx.one(
            "SELECT count(*) AS many FROM push
             WHERE district_id = $1 AND from_team = $2 AND open = 1
                 AND village >= $3 AND village <= $4
                 AND ((from_level >= $5 AND from_level <= $6)
                     OR ($6 = 'township' AND to_team <> from_team))
                 AND (state = 'returned' OR made_ms <= $7)",
            &values,
        )? {
            waiting.outgoing += row.get::<u32>("many")?;
        }
        waiting.suspects += suspects::many(tx, call, lane)?;
        waiting
            .alerts
            .extend(home_readings::alerts(tx, call, lane)?);
    }
    waiting
        .alerts
        .sort_by_key(|alert: &AlertCard| alert.reading.taken_at);
    let shown: Vec<ResidentId> = waiting
        .alerts
        .iter()
        .map(|alert| alert.person.resident_id)
        .collect();
    let action = if shown.is_empty() {
        Action::List
    } else {
        Action::ReadRecord
    };
    call.audit_page(&shown, action, "waiting");
    Ok(waiting)
}
