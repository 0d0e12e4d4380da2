//! Giving a grant: through [`give`] every one comes into being, by a code, at the desk, by a call or
//! by an ID number, and the person is told. Whoever calls has asked whether it may be given.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::api::grants::GrantState;
use domain::api::messages::MessageKind;
use domain::codes::{Capacity, GivenBy, Paper, Relation};
use domain::grant::Functions;
use domain::ids::{AccountId, GrantId, ResidentId, Uuid};
use domain::problem::Code;

use super::grants::{find, of_pair};
use super::messages::send_message;
use crate::auth::family;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::jobs;

/// A grant that is to be.
#[derive(Clone, Debug)]
pub(super) struct NewGrant<'a> {
    pub id: GrantId,
    pub account: AccountId,
    pub resident: ResidentId,
    pub relation: Relation,
    pub capacity: Capacity,
    pub functions: Functions,
    pub given_by: GivenBy,
    pub papers: &'a [Paper],
    pub state: GrantState,
    pub ends: Option<NaiveDate>,
}

/// Gives a grant and tells the person. It takes the place of what the phone had, unless that is
/// more: whoever is the person or their guardian does not become a helper.
///
/// # Errors
/// `AlreadyLinked` where the phone has as much already; `Conflict` where the id was used;
/// `OwnFamily` where staff would let somebody of their family act, or act for them.
pub(super) fn give(tx: &mut dyn Tx, call: &Call, new: &NewGrant<'_>) -> Result<(), Failure> {
    if let Some(row) = of_pair(tx, call, new.account, new.resident)? {
        let past = row
            .get::<Option<NaiveDate>>("ends")?
            .is_some_and(|ends| ends < call.today);
        let had: Capacity = row.word("capacity")?;
        if !past
            && had != Capacity::Helper
            && (had == new.capacity || new.capacity == Capacity::Helper)
        {
            return Err(Failure::kept(Code::AlreadyLinked));
        }
        tx.exec(
            "UPDATE access_grant SET state = 'ended', ended_ms = $3, ended_by = $4
             WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                row.get::<GrantId>("id")?.into(),
                call.now.into(),
                giver(&call.actor).1.into(),
            ],
        )?;
    }
    insert(tx, call, new)?;
    not_own_family(tx, call, new.account, new.resident)?;
    if new.state != GrantState::Holding || first_own(tx, call, new)? {
        return Ok(());
    }
    tell(tx, call, new.id)
}

/// Staff let nobody act for their own family, and no phone of their family act for anybody: the one
/// they ask for their own phone would show them what their office does not. Looks at the family as
/// it is with the grant, so that whoever opens a record for themselves is found as well.
pub(super) fn not_own_family(
    tx: &mut dyn Tx,
    call: &Call,
    account: AccountId,
    resident: ResidentId,
) -> Result<(), Failure> {
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Ok(());
    };
    let family = family::of_staff(tx, &call.district, *staff_id, call.today)?;
    let owners = tx.rows(
        "SELECT resident_id FROM access_grant
         WHERE district_id = $1 AND account_id = $2 AND state = 'holding'
             AND capacity = 'oneself'",
        &[(&call.district).into(), account.into()],
    )?;
    let owners = owners.iter().map(|row| row.get("resident_id"));
    let persons = owners
        .chain([Ok(resident)])
        .collect::<Result<Vec<_>, _>>()?;
    if persons.iter().any(|person| family.contains(person)) {
        return Err(Code::OwnFamily.into());
    }
    Ok(())
}

/// Whether it is the person's first phone, which needs not be told of itself. Of a second one the
/// first is told.
fn first_own(tx: &mut dyn Tx, call: &Call, new: &NewGrant<'_>) -> Result<bool, Failure> {
    if new.capacity != Capacity::Oneself {
        return Ok(false);
    }
    let other = tx.one(
        "SELECT id FROM access_grant
         WHERE district_id = $1 AND resident_id = $2 AND state = 'holding' AND id <> $3 LIMIT 1",
        &[(&call.district).into(), new.resident.into(), new.id.into()],
    )?;
    Ok(other.is_none())
}

fn insert(tx: &mut dyn Tx, call: &Call, new: &NewGrant<'_>) -> Result<(), Failure> {
    let (kind, by) = giver(&call.actor);
    let written = tx.exec(
        "INSERT INTO access_grant (district_id, id, account_id, resident_id, relation, capacity,
             functions, given_by, papers, giver_kind, giver_id, given_ms, state, ends)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (district_id, id) DO NOTHING",
        &[
            (&call.district).into(),
            new.id.into(),
            new.account.into(),
            new.resident.into(),
            Val::word(&new.relation)?,
            Val::word(&new.capacity)?,
            Val::json(&new.functions)?,
            Val::word(&new.given_by)?,
            Val::json(&new.papers)?,
            kind.into(),
            by.into(),
            call.now.into(),
            Val::word(&new.state)?,
            new.ends.into(),
        ],
    )?;
    if written == 0 {
        return Err(Code::Conflict.into());
    }
    Ok(())
}

/// Tells the person who may act for them from now on, and in time that it will end.
pub(super) fn tell(tx: &mut dyn Tx, call: &Call, grant: GrantId) -> Result<(), Failure> {
    let row = find(tx, call, grant)?
        .ok_or_else(|| Failure::broken("a grant that was just given is gone"))?;
    let (phone, resident): (String, ResidentId) =
        (row.get("phone_masked")?, row.get("resident_id")?);
    if let Some(ends) = row.get("ends")? {
        jobs::foretell(tx, call, grant, ends)?;
    }
    let (kind, about) = (MessageKind::GrantGiven, grant.to_string());
    send_message(
        tx,
        call,
        resident,
        kind,
        Some(&about),
        Some(&phone),
        row.get("ends")?,
    )?;
    Ok(())
}

/// Who gives or ends, in columns.
pub(super) fn giver(actor: &Actor) -> (&'static str, Option<Uuid>) {
    match actor {
        Actor::Account { account_id, .. } => ("account", Some(account_id.0)),
        Actor::Staff { staff_id, .. } => ("staff", Some(staff_id.0)),
        Actor::Visitor => ("system", None),
    }
}
