//! What a mark that somebody left makes of all that was planned for them, in one transaction: open follow-ups
//! are closed, booked numbers given back, the contract or a request for one ended, a push taken back. A mark that is
//! taken back brings follow-ups and contract back as they were; a number is gone, it may be somebody else's.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Care;
use domain::api::calls::ClosedReason;
use domain::api::contracts::ContractState;
use domain::api::departures::Source;
use domain::ids::{BookingId, ContractId, HouseholdId, ResidentId, StaffId, Uuid};
use domain::rules::departure::{Departure, Leaving, Visit};

use super::closed_follow_ups::{self, Closing};
use super::departures::departure_of;
use super::follow_up_effects::{signer, touch};
use super::{
    area_positions, bookings, contract_requests, contracts, households, push_moves, suspect_making,
    tickets,
};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;

/// A mark that is made.
pub(crate) struct Mark<'a> {
    /// Its own id, or the call's that it comes from.
    pub(crate) id: Uuid,
    /// How the person left; `None` where they live here after all.
    pub(crate) departure: Option<Departure>,
    /// How it came about.
    pub(crate) source: Source,
    /// Why.
    pub(crate) reason: Option<&'a str>,
    /// Who marks it.
    pub(crate) by: StaffId,
}

/// A mark as it is kept.
pub(super) struct Held {
    /// Version.
    pub(super) version: i64,
    /// How the person left; `None` where it takes an earlier one back.
    pub(super) how: Option<Leaving>,
    /// When it was made.
    pub(super) marked_at: DateTime<Utc>,
    id: Uuid,
    known_on: Option<NaiveDate>,
    by: StaffId,
    contract: Option<(ContractId, ContractState)>,
}

impl Held {
    /// How it closes what is planned, where it says that the person left.
    fn closing(&self) -> Option<Closing> {
        Some(Closing {
            cause: self.id,
            reason: closed_as(self.how?),
            on: self.known_on?,
            by: self.by,
        })
    }
}

/// The reason that a follow-up is closed for.
fn closed_as(how: Leaving) -> ClosedReason {
    match how {
        Leaving::Moved => ClosedReason::Moved,
        Leaving::Died => ClosedReason::Died,
    }
}

/// The newest mark of a person.
pub(super) fn newest(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<Held>, Failure> {
    let row = tx.one(
        "SELECT version, how, id, known_on, marked_by, marked_ms, contract_id, contract_was
         FROM departure
         WHERE district_id = $1 AND resident_id = $2 ORDER BY version DESC LIMIT 1",
        &[(&call.district).into(), resident.into()],
    )?;
    row.map(|row| held(&row)).transpose()
}

fn held(row: &Row) -> Result<Held, Failure> {
    let how: Option<String> = row.get("how")?;
    let contract: Option<ContractId> = row.get("contract_id")?;
    let was = contract.map(|id| Ok::<_, Failure>((id, row.word("contract_was")?)));
    Ok(Held {
        version: row.get("version")?,
        how: how.map(|_| row.word("how")).transpose()?,
        marked_at: row.get("marked_ms")?,
        id: row.get("id")?,
        known_on: row.get("known_on")?,
        by: row.get("marked_by")?,
        contract: was.transpose()?,
    })
}

/// What a mark has done.
#[derive(Default)]
struct Done {
    follow_ups: u32,
    bookings: u32,
    contract: Option<(ContractId, ContractState)>,
}

/// Marks it: what an earlier mark ended comes back first, so that a corrected one ends it anew.
pub(crate) fn mark(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    mark: &Mark<'_>,
) -> Result<(), Failure> {
    let resident = care.resident_id;
    let before = newest(tx, call, resident)?;
    let version = before.as_ref().map_or(0, |before| before.version) + 1;
    let mut done = Done::default();
    if let Some(before) = before.filter(|before| before.how.is_some()) {
        done.follow_ups = closed_follow_ups::open_closed_by(tx, call, resident, before.id)?;
        if let Some(contract) = before.contract {
            done.contract = bring_back(tx, call, resident, contract)?;
        }
    }
    let left = mark.departure.as_ref();
    // Before anything is told: nobody hears of the dead.
    tx.exec(
        "UPDATE resident SET left_how = $3, left_on = $4, left_known_on = $5
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            resident.into(),
            word(left)?,
            left.and_then(|left| left.on).into(),
            left.map(|left| left.known_on).into(),
        ],
    )?;
    match left {
        Some(left) => done = end(tx, call, resident, left, mark)?,
        None => push_moves::ask_again(tx, call, care)?,
    }
    keep(tx, call, resident, version, mark, &done)?;
    suspect_making::changed(tx, call, care)?;
    // Rows of the household name its head, who is somebody else now.
    let home = tx.one(
        "SELECT household_id FROM resident WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    let home = home.map_or(Ok(None), |row| {
        row.get::<Option<HouseholdId>>("household_id")
    })?;
    if let Some(home) = home {
        for other in households::living_in(tx, call, home)? {
            area_positions::changed(tx, call, other)?;
        }
    }
    touch(tx, call, resident)
}

/// Ends what was planned for somebody who left.
fn end(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    left: &Departure,
    mark: &Mark<'_>,
) -> Result<Done, Failure> {
    let closing = Closing {
        cause: mark.id,
        reason: closed_as(left.how),
        on: left.known_on,
        by: mark.by,
    };
    push_moves::settle(tx, call, resident)?;
    Ok(Done {
        follow_ups: closed_follow_ups::close_all(tx, call, resident, &closing)?,
        bookings: give_back(tx, call, resident)?,
        contract: end_contract(tx, call, resident)?,
    })
}

/// A visit that is written down of somebody who moved away before it: they are back.
pub(super) fn visited(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    id: Uuid,
    on: NaiveDate,
) -> Result<(), Failure> {
    let left = departure_of(tx, call, care.resident_id)?;
    if left.is_none_or(|left| left.visit(on) != Visit::Back) {
        return Ok(());
    }
    let back = Mark {
        id,
        departure: None,
        source: Source::Visit,
        reason: None,
        by: signer(call)?.0,
    };
    mark(tx, call, care, &back)
}

/// What a visit that was brought late has planned for somebody who left is closed again: it comes back as that
/// visit made it, should the mark have been a mistake.
pub(super) fn close_again(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<(), Failure> {
    match newest(tx, call, resident)?.and_then(|held| held.closing()) {
        Some(closing) => closed_follow_ups::close(tx, call, resident, programme, &closing),
        None => Ok(()),
    }
}

/// Numbers from today on go to somebody else.
fn give_back(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<u32, Failure> {
    let booked = tx.rows(
        "SELECT id FROM booking
         WHERE district_id = $1 AND resident_id = $2 AND held_on >= $3 AND state = 'booked'
         ORDER BY held_on, start_minute, id",
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    let mut released = 0;
    for row in &booked {
        if let Some(stored) = bookings::find(tx, call, row.get::<BookingId>("id")?)? {
            tickets::give_back(tx, call, &stored)?;
            released += 1;
        }
    }
    Ok(released)
}

/// A contract in force ends, a request for one is withdrawn.
fn end_contract(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<(ContractId, ContractState)>, Failure> {
    let current = tx.one(
        "SELECT c.id, c.state FROM contract_current u
         JOIN contract c ON c.district_id = u.district_id AND c.id = u.contract_id
         WHERE u.district_id = $1 AND u.resident_id = $2 AND u.ends >= $3",
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    let Some(row) = current else { return Ok(None) };
    let (id, was): (ContractId, ContractState) = (row.get("id")?, row.word("state")?);
    let ended = match was {
        ContractState::Submitted => ContractState::Withdrawn,
        _ => ContractState::Terminated,
    };
    set_state(tx, call, id, ended)?;
    if let Some(stored) = contracts::find(tx, call, id)? {
        contract_requests::free(tx, call, &stored)?;
    }
    Ok(Some((id, was)))
}

/// A contract holds again, unless its time is over or the person has another one by now.
fn bring_back(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    (id, was): (ContractId, ContractState),
) -> Result<Option<(ContractId, ContractState)>, Failure> {
    let claimed = tx.one(
        "INSERT INTO contract_current (district_id, resident_id, contract_id, ends)
         SELECT c.district_id, c.resident_id, c.id, c.ends FROM contract c
         WHERE c.district_id = $1 AND c.id = $3 AND c.resident_id = $2 AND c.ends >= $4
         ON CONFLICT (district_id, resident_id) DO UPDATE
             SET contract_id = excluded.contract_id, ends = excluded.ends
             WHERE contract_current.ends < $4
         RETURNING contract_id",
        &[
            (&call.district).into(),
            resident.into(),
            id.into(),
            call.today.into(),
        ],
    )?;
    if claimed.is_none() {
        return Ok(None);
    }
    set_state(tx, call, id, was)?;
    // A team that was dissolved meanwhile has handed the person over.
    if was == ContractState::Active {
        tx.exec(
            "UPDATE contract SET team_id = (
                 SELECT r.team_id FROM resident r WHERE r.district_id = $1 AND r.id = $3)
             WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), id.into(), resident.into()],
        )?;
    }
    Ok(Some((id, was)))
}

fn set_state(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    state: ContractState,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE contract SET state = $3, version = version + 1 WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), contract.into(), Val::word(&state)?],
    )?;
    Ok(())
}

fn word(left: Option<&Departure>) -> Result<Val, Failure> {
    Ok(left.map_or(Ok(Val::Null), |left| Val::word(&left.how))?)
}

fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    version: i64,
    mark: &Mark<'_>,
    done: &Done,
) -> Result<(), Failure> {
    let left = mark.departure.as_ref();
    let was = done.contract.map(|(_, was)| Val::word(&was)).transpose()?;
    tx.exec(
        "INSERT INTO departure (district_id, resident_id, version, id, how, left_on, known_on, source,
             reason, marked_by, marked_ms, follow_ups, bookings, contract_id, contract_was)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &[
            (&call.district).into(),
            resident.into(),
            version.into(),
            mark.id.into(),
            word(left)?,
            left.and_then(|left| left.on).into(),
            left.map(|left| left.known_on).into(),
            Val::word(&mark.source)?,
            mark.reason.into(),
            mark.by.into(),
            call.now.into(),
            done.follow_ups.into(),
            done.bookings.into(),
            done.contract.map(|(id, _)| id).into(),
            was.unwrap_or(Val::Null),
        ],
    )?;
    Ok(())
}
