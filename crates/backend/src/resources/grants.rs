//! Who may act for whom: the two lists, and ending a grant. A phone of somebody else is shown
//! masked. How a grant comes into being stands in `grant_giving`.

use chrono::TimeDelta;
use domain::access::{Action, Actor};
use domain::api::grants::{
    EndGrant, GrantHeld, GrantState, ListGrants, ListMyGrants, MyGrant, ResidentGrants,
};
use domain::api::messages::MessageKind;
use domain::codes::Capacity;
use domain::grant::may_end;
use domain::ids::{AccountId, GrantId, ResidentId};
use domain::problem::Code;

use super::grant_giving::giver;
use super::messages::send_message;
use super::people::person_header;
use super::persons::own_account;
use crate::call::{Call, care};
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListGrants>(list_grants);
    api.read::<ListMyGrants>(list_my_grants);
    api.write::<EndGrant>(end_grant);
}

/// Refused requests are shown so long.
const REFUSED_SHOWN: TimeDelta = TimeDelta::days(90);

/// What a list of grants reads, before its `WHERE`.
macro_rules! grants {
    ($which:literal) => {
        concat!(
            "SELECT g.id, g.account_id, g.resident_id, g.relation, g.capacity, g.functions,
                 g.given_by, g.papers, g.given_ms, g.state, g.ends, g.reason, o.phone_masked,
                 r.name, r.sex, r.birth_date, r.national_id_masked, ",
            $crate::call::care_columns!(),
            " FROM access_grant g
             JOIN account o ON o.district_id = g.district_id AND o.id = g.account_id
             JOIN resident r ON r.district_id = g.district_id AND r.id = g.resident_id
             WHERE g.district_id = $1 AND ",
            $which
        )
    };
}
pub(super) use grants;

/// Lists who may act for a resident, and who waits for the desk.
pub fn list_grants(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<ResidentGrants, Failure> {
    call.open_resident(tx, resident, Action::Grant, "grants")?;
    let rows = tx.rows(
        grants!(
            "g.resident_id = $2 AND g.state IN ('pending', 'holding')
             AND (g.ends IS NULL OR g.ends >= $3)
             ORDER BY g.given_ms, g.id"
        ),
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    Ok(ResidentGrants {
        person: person_header(tx, call, resident)?,
        grants: rows
            .iter()
            .map(|row| held(call, row))
            .collect::<Result<_, _>>()?,
    })
}

/// Lists whom this phone acts for, or has asked to act for.
pub fn list_my_grants(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<MyGrant>, Failure> {
    let rows = tx.rows(
        grants!(
            "g.account_id = $2
             AND ((g.state IN ('pending', 'holding') AND (g.ends IS NULL OR g.ends >= $3))
                 OR (g.state = 'refused' AND g.given_ms > $4))
             ORDER BY CASE g.capacity WHEN 'oneself' THEN 0 ELSE 1 END, g.given_ms, g.id"
        ),
        &[
            (&call.district).into(),
            own_account(call)?.into(),
            call.today.into(),
            (call.now - REFUSED_SHOWN).into(),
        ],
    )?;
    rows.iter().map(mine).collect()
}

/// Ends a grant at once: by the person, a guardian, the desk, or whoever holds it.
pub fn end_grant(tx: &mut dyn Tx, call: &Call, grant: GrantId, _body: ()) -> Result<(), Failure> {
    let row = find(tx, call, grant)?.ok_or(Code::NotFound)?;
    let resident: ResidentId = row.get("resident_id")?;
    let own = matches!(&call.actor, Actor::Account { account_id, .. }
        if *account_id == row.get::<AccountId>("account_id")?);
    if own {
        call.audit(resident, Action::Link, "give_back");
    } else {
        call.open(&care(&row)?, Action::Grant, "end")?;
        if !ends_for(call, resident, row.word("capacity")?) {
            return Err(Code::Forbidden.into());
        }
    }
    end(tx, call, &row)
}

/// Ends a grant that was found, and tells the person where it was not they themselves.
pub(super) fn end(tx: &mut dyn Tx, call: &Call, row: &Row) -> Result<(), Failure> {
    let (id, resident): (GrantId, ResidentId) = (row.get("id")?, row.get("resident_id")?);
    tx.exec(
        "UPDATE access_grant SET state = 'ended', ended_ms = $3, ended_by = $4
         WHERE district_id = $1 AND id = $2 AND state IN ('pending', 'holding')",
        &[
            (&call.district).into(),
            id.into(),
            call.now.into(),
            giver(&call.actor).1.into(),
        ],
    )?;
    let by_person = call
        .actor
        .grant(resident)
        .is_some_and(|grant| grant.capacity == Capacity::Oneself);
    if by_person || row.word::<GrantState>("state")? == GrantState::Pending {
        return Ok(());
    }
    let phone: String = row.get("phone_masked")?;
    let (kind, about) = (MessageKind::GrantEnded, id.to_string());
    send_message(tx, call, resident, kind, Some(&about), Some(&phone), None)?;
    Ok(())
}

/// Whether the caller may end a grant of this capacity.
fn ends_for(call: &Call, resident: ResidentId, capacity: Capacity) -> bool {
    match &call.actor {
        Actor::Staff { .. } => true,
        Actor::Account { .. } => call
            .actor
            .grant(resident)
            .is_some_and(|own| may_end(own.capacity, capacity)),
        Actor::Visitor => false,
    }
}

/// A grant that is asked for or in force, by its id.
pub(super) fn find(tx: &mut dyn Tx, call: &Call, grant: GrantId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        grants!(
            "g.id = $2 AND g.state IN ('pending', 'holding')
             AND (g.ends IS NULL OR g.ends >= $3)"
        ),
        &[(&call.district).into(), grant.into(), call.today.into()],
    )?)
}

/// The grant of a phone for a resident that is asked for or in force.
pub(super) fn of_pair(
    tx: &mut dyn Tx,
    call: &Call,
    account: AccountId,
    resident: ResidentId,
) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        grants!("g.account_id = $2 AND g.resident_id = $3 AND g.state IN ('pending', 'holding')"),
        &[(&call.district).into(), account.into(), resident.into()],
    )?)
}

/// A grant as the person and the desk see it.
pub(super) fn held(call: &Call, row: &Row) -> Result<GrantHeld, Failure> {
    let account: AccountId = row.get("account_id")?;
    let capacity: Capacity = row.word("capacity")?;
    let this_phone =
        matches!(&call.actor, Actor::Account { account_id, .. } if *account_id == account);
    Ok(GrantHeld {
        grant_id: row.get("id")?,
        phone_masked: row.get("phone_masked")?,
        this_phone,
        relation: row.word("relation")?,
        capacity,
        functions: row.json("functions")?,
        given_by: row.word("given_by")?,
        papers: row.json("papers")?,
        given_at: row.get("given_ms")?,
        state: row.word("state")?,
        ends: row.get("ends")?,
        may_end: !this_phone && ends_for(call, row.get("resident_id")?, capacity),
    })
}

/// A grant as whoever holds it sees it.
pub(super) fn mine(row: &Row) -> Result<MyGrant, Failure> {
    Ok(MyGrant {
        grant_id: row.get("id")?,
        resident_id: row.get("resident_id")?,
        name: row.get("name")?,
        sex: row.word("sex")?,
        relation: row.word("relation")?,
        capacity: row.word("capacity")?,
        functions: row.json("functions")?,
        given_by: row.word("given_by")?,
        given_at: row.get("given_ms")?,
        state: row.word("state")?,
        ends: row.get("ends")?,
        reason: row.get("reason")?,
    })
}
