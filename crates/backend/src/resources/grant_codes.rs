//! Letting somebody act by a code: the resident's phone makes eight digits, good for fifteen
//! minutes and one use; whoever shall act enters them with the resident's name. Storage has a
//! keyed hash of the code, so that a copy of the database opens nothing.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::access::Action;
use domain::api::grants::{
    GrantState, Invitation, Invite, InviteBody, MyGrant, TakeBody, TakeInvitation,
};
use domain::codes::{Capacity, GivenBy, Relation};
use domain::grant::{CHILD_BELOW, Refused, helper_terms};
use domain::ids::{AccountId, InvitationId, ResidentId};
use domain::person::{PersonName, age_on};
use domain::problem::{Code, FieldError, Problem};

use super::grant_giving::{NewGrant, give};
use super::grants::{mine, of_pair};
use super::persons::{own_account, same_name};
use crate::auth::throttle::{Limit, Throttle};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::qr::draw;
use crate::seal::{Purpose, random};

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<Invite>(invite);
    api.write::<TakeInvitation>(take_invitation);
}

/// How long a code is good for.
const GOOD_FOR: TimeDelta = TimeDelta::minutes(15);
/// Wrong names that a code bears.
const TRIES: i64 = 5;
/// Codes are removed when they are this old, a few with each new one.
const KEPT: TimeDelta = TimeDelta::days(30);
const SWEEP: i64 = 16;

/// Codes made for one resident.
const INVITATIONS: Limit = Limit::new("invite", 20, 24 * 60);
/// Codes tried by one phone.
const TAKES_BY_ACCOUNT: Limit = Limit::new("take_account", 10, 60);
/// Codes tried from one address, behind which a whole town may sit.
const TAKES_BY_ADDRESS: Limit = Limit::new("take_address", 100, 60);

/// Makes a code by which somebody may act for a resident; ends the one before.
pub fn invite(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: InviteBody,
) -> Result<Invitation, Failure> {
    call.open_resident(tx, resident, Action::Grant, "invite")?;
    helper_terms(
        body.functions,
        Some(body.ends),
        call.today,
        call.helper_term,
    )
    .map_err(refusal)?;
    refuse_child(tx, call, resident)?;
    throttle(call).count(tx, INVITATIONS, &resident.to_string())?;
    sweep(tx, call)?;
    tx.exec(
        "UPDATE grant_invitation SET expires_ms = $3
         WHERE district_id = $1 AND resident_id = $2 AND used_ms IS NULL AND expires_ms > $3",
        &[(&call.district).into(), resident.into(), call.now.into()],
    )?;
    let code = unused(tx, call)?;
    let expires_at = call.now + GOOD_FOR;
    let written = tx.exec(
        "INSERT INTO grant_invitation (district_id, id, resident_id, account_id, functions, ends,
             code_hash, made_ms, expires_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (district_id, id) DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            resident.into(),
            own_account(call)?.into(),
            Val::json(&body.functions)?,
            body.ends.into(),
            hash(call, &code).into(),
            call.now.into(),
            expires_at.into(),
        ],
    )?;
    if written == 0 {
        return Err(Code::Conflict.into());
    }
    let drawn = draw(&code)?;
    Ok(Invitation {
        code,
        expires_at,
        side: drawn.side,
        path: drawn.path,
    })
}

/// Takes up what a code gives: this phone acts for the resident from now on.
pub fn take_invitation(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: TakeBody,
) -> Result<MyGrant, Failure> {
    let (code, name) = typed(&body)?;
    let account = own_account(call)?;
    let throttle = throttle(call);
    throttle.count(tx, TAKES_BY_ACCOUNT, &account.to_string())?;
    throttle.count(tx, TAKES_BY_ADDRESS, &call.origin.address)?;
    let Some(row) = find(tx, call, &code)? else {
        return Err(Failure::kept(Code::WrongCode));
    };
    let resident: ResidentId = row.get("resident_id")?;
    call.audit(resident, Action::Grant, "take");
    if !same_name(&row.get::<String>("name")?, &name) {
        tx.exec(
            "UPDATE grant_invitation SET tries = tries + 1 WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                row.get::<InvitationId>("id")?.into(),
            ],
        )?;
        return Err(Failure::kept(Code::WrongCode));
    }
    if row.get::<AccountId>("account_id")? == account {
        return Err(Failure::kept(Code::AlreadyLinked));
    }
    give(
        tx,
        call,
        &NewGrant {
            id: call.new_id()?,
            account,
            resident,
            relation: body.relation,
            capacity: Capacity::Helper,
            functions: row.json("functions")?,
            given_by: GivenBy::Code,
            papers: &[],
            state: GrantState::Holding,
            ends: Some(row.get("ends")?),
        },
    )?;
    tx.exec(
        "UPDATE grant_invitation SET used_ms = $3 WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            row.get::<InvitationId>("id")?.into(),
            call.now.into(),
        ],
    )?;
    throttle.forget(tx, TAKES_BY_ACCOUNT, &account.to_string())?;
    let row = of_pair(tx, call, account, resident)?
        .ok_or_else(|| Failure::broken("a grant that was just taken is gone"))?;
    mine(&row)
}

/// The invitation of a code that still works, and whose maker may still give.
fn find(tx: &mut dyn Tx, call: &Call, code: &str) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        "SELECT i.id, i.resident_id, i.account_id, i.functions, i.ends, r.name
         FROM grant_invitation i
         JOIN resident r ON r.district_id = i.district_id AND r.id = i.resident_id
         JOIN access_grant g ON g.district_id = i.district_id AND g.account_id = i.account_id
             AND g.resident_id = i.resident_id
         WHERE i.district_id = $1 AND i.code_hash = $2 AND i.used_ms IS NULL
             AND i.expires_ms > $3 AND i.tries < $4 AND i.ends >= $5
             AND g.state = 'holding' AND g.capacity <> 'helper'
             AND (g.ends IS NULL OR g.ends >= $5)",
        &[
            (&call.district).into(),
            hash(call, code).into(),
            call.now.into(),
            TRIES.into(),
            call.today.into(),
        ],
    )?)
}

/// Eight digits and a name as typed. A code of another length is a wrong one, not a fault of form.
fn typed(body: &TakeBody) -> Result<(String, PersonName), Failure> {
    let fault = |field, reason| Problem::invalid(vec![FieldError::new(field, reason)]);
    if body.relation == Relation::Oneself {
        return Err(fault("relation", "not_oneself").into());
    }
    let name = body.name.parse().map_err(|_| fault("name", "not_a_name"))?;
    let code = body
        .code
        .chars()
        .map(domain::person::half_width)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .collect();
    Ok((code, name))
}

/// The terms that a helper may not have, as fields of the form.
pub(super) fn refusal(refused: Refused) -> Problem {
    let (field, reason) = match refused {
        Refused::InPerson => ("given_by", "in_person"),
        Refused::Papers => ("papers", "not_enough"),
        Refused::NotAMinor => ("capacity", "not_a_minor"),
        Refused::Child => ("capacity", "child"),
        Refused::NoFunction => ("functions", "required"),
        Refused::Ends => ("ends", "out_of_range"),
    };
    Problem::invalid(vec![FieldError::new(field, reason)])
}

/// For a child the other parent is a guardian too, whose papers the desk checks; a code cannot
/// pass a child on.
fn refuse_child(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(), Failure> {
    let row = tx
        .one(
            "SELECT birth_date FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let birth: NaiveDate = row.get("birth_date")?;
    if age_on(birth, call.today) < CHILD_BELOW {
        return Err(refusal(Refused::Child).into());
    }
    Ok(())
}

/// A code that no invitation in force has.
fn unused(tx: &mut dyn Tx, call: &Call) -> Result<String, Failure> {
    loop {
        let code = eight_digits()?;
        let taken = tx.one(
            "SELECT id FROM grant_invitation
             WHERE district_id = $1 AND code_hash = $2 AND expires_ms > $3",
            &[
                (&call.district).into(),
                hash(call, &code).into(),
                call.now.into(),
            ],
        )?;
        if taken.is_none() {
            return Ok(code);
        }
    }
}

fn sweep(tx: &mut dyn Tx, call: &Call) -> Result<(), Failure> {
    let old: DateTime<Utc> = call.now - KEPT;
    tx.exec(
        "DELETE FROM grant_invitation WHERE district_id = $1 AND id IN (
             SELECT id FROM grant_invitation WHERE district_id = $1 AND expires_ms < $2
             ORDER BY expires_ms LIMIT $3)",
        &[(&call.district).into(), old.into(), SWEEP.into()],
    )?;
    Ok(())
}

fn hash(call: &Call, code: &str) -> Vec<u8> {
    call.keys.index(Purpose::Invitation, code.as_bytes())
}

/// Eight digits, all equally likely.
fn eight_digits() -> Result<String, Failure> {
    const CODES: u32 = 100_000_000;
    const FAIR: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let number = u32::from_be_bytes(random()?);
        if number < FAIR {
            return Ok(format!("{:08}", number % CODES));
        }
    }
}

fn throttle(call: &Call) -> Throttle<'_> {
    Throttle {
        district: &call.district,
        keys: &call.keys,
        now: call.now,
    }
}
