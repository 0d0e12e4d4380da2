//! Grants at the desk: somebody is let act in person, with papers seen, or by the resident's call;
//! and guardians of children, who asked by phone, are checked before their grant holds.

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::grants::{
    DecideGrant, DecideGrantAt, GiveBody, GiveGrant, GrantHeld, GrantState, GrantToCheck,
    ListGrantsToCheck,
};
use domain::codes::{Capacity, GivenBy, Relation};
use domain::grant::{Functions, Wish, desk_terms};
use domain::ids::{GrantId, ResidentId};
use domain::person::Phone;
use domain::problem::{Code, FieldError, Problem};

use super::desk::{own_desk, reason};
use super::grant_codes::refusal;
use super::grant_giving::{NewGrant, give, not_own_family, tell};
use super::grants::{find, grants, held};
use crate::auth::account;
use crate::call::{Call, care};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Guardians shown at once.
const SHOWN: i64 = 200;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<GiveGrant>(give_grant);
    api.read::<ListGrantsToCheck>(list_grants_to_check);
    api.write::<DecideGrantAt>(decide_grant);
}

/// Lets a phone act for a resident, in person at the desk or by the resident's call.
pub fn give_grant(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: GiveBody,
) -> Result<GrantHeld, Failure> {
    call.open_resident(tx, resident, Action::Grant, "give")?;
    let phone: Phone = checked(&body)?;
    let wish = Wish {
        capacity: body.capacity,
        functions: body.functions,
        ends: body.ends,
        given_by: body.given_by,
        papers: &body.papers,
    };
    let birth = birth_date(tx, call, resident)?;
    let (functions, ends) =
        desk_terms(&wish, birth, call.today, call.helper_term).map_err(refusal)?;
    let account = account::of_phone(tx, &call.district, &call.keys, &phone, call.now)?;
    give(
        tx,
        call,
        &NewGrant {
            id: body.id,
            account,
            resident,
            relation: body.relation,
            capacity: body.capacity,
            functions,
            given_by: body.given_by,
            papers: &body.papers,
            state: GrantState::Holding,
            ends,
        },
    )?;
    let row = find(tx, call, body.id)?
        .ok_or_else(|| Failure::broken("a grant that was just given is gone"))?;
    held(call, &row)
}

/// The phone, where the form is one.
fn checked(body: &GiveBody) -> Result<Phone, Problem> {
    let mut errors = Vec::new();
    let phone = body.phone.parse().ok().filter(Phone::is_mobile);
    if phone.is_none() {
        errors.push(FieldError::new("phone", "not_a_mobile"));
    }
    if !matches!(body.given_by, GivenBy::Desk | GivenBy::Call) {
        errors.push(FieldError::new("given_by", "not_at_the_desk"));
    }
    if (body.relation == Relation::Oneself) != (body.capacity == Capacity::Oneself) {
        errors.push(FieldError::new("relation", "contradicts"));
    }
    match phone {
        Some(phone) if errors.is_empty() => Ok(phone),
        _ => Err(Problem::invalid(errors)),
    }
}

fn birth_date(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<NaiveDate, Failure> {
    let row = tx
        .one(
            "SELECT birth_date FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(row.get("birth_date")?)
}

/// Lists the guardians whose papers the own desk has to see; whoever has waited longest first.
pub fn list_grants_to_check(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<GrantToCheck>, Failure> {
    let institution = own_desk(call)?;
    let rows = tx.rows(
        grants!("g.state = 'pending' AND r.institution_id = $2 ORDER BY g.given_ms, g.id LIMIT $3"),
        &[(&call.district).into(), institution.into(), SHOWN.into()],
    )?;
    let waiting = rows
        .iter()
        .map(|row| to_check(call, row))
        .collect::<Result<Vec<_>, Failure>>()?;
    let shown: Vec<ResidentId> = waiting.iter().map(|one| one.resident_id).collect();
    call.audit_page(&shown, Action::List, "grants_to_check");
    Ok(waiting)
}

fn to_check(call: &Call, row: &Row) -> Result<GrantToCheck, Failure> {
    Ok(GrantToCheck {
        resident_id: row.get("resident_id")?,
        name: row.get("name")?,
        national_id_masked: row.get("national_id_masked")?,
        birth_date: row.get("birth_date")?,
        grant: held(call, row)?,
    })
}

/// Confirms a guardian after the papers were seen, or refuses with a reason.
pub fn decide_grant(
    tx: &mut dyn Tx,
    call: &Call,
    grant: GrantId,
    body: DecideGrant,
) -> Result<GrantHeld, Failure> {
    let row = find(tx, call, grant)?.ok_or(Code::NotFound)?;
    call.open(&care(&row)?, Action::Grant, "decide")?;
    if row.word::<GrantState>("state")? != GrantState::Pending {
        return Err(Code::WrongState.into());
    }
    let mut shown = held(call, &row)?;
    if body.confirm {
        not_own_family(tx, call, row.get("account_id")?, row.get("resident_id")?)?;
        let wish = Wish {
            capacity: row.word("capacity")?,
            functions: Functions::ALL,
            ends: None,
            given_by: GivenBy::Desk,
            papers: &body.papers,
        };
        let birth = row.get("birth_date")?;
        let (_, ends) = desk_terms(&wish, birth, call.today, call.helper_term).map_err(refusal)?;
        shown.state = GrantState::Holding;
        shown.given_by = GivenBy::Desk;
        shown.ends = ends;
        shown.papers = body.papers;
        decided(tx, call, &shown, None)?;
        tell(tx, call, grant)?;
    } else {
        let reason = reason(body.reason.as_deref().unwrap_or_default())?;
        shown.state = GrantState::Refused;
        decided(tx, call, &shown, Some(reason))?;
    }
    shown.may_end = shown.state == GrantState::Holding;
    Ok(shown)
}

/// Writes what the desk decided; from now on it is the desk that gave the grant.
fn decided(
    tx: &mut dyn Tx,
    call: &Call,
    grant: &GrantHeld,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let by = match &call.actor {
        Actor::Staff { staff_id, .. } => Some(staff_id.0),
        Actor::Visitor | Actor::Account { .. } => None,
    };
    tx.exec(
        "UPDATE access_grant SET state = $3, given_by = $4, papers = $5, ends = $6, reason = $7,
             giver_kind = 'staff', giver_id = $8, given_ms = $9
         WHERE district_id = $1 AND id = $2 AND state = 'pending'",
        &[
            (&call.district).into(),
            grant.grant_id.into(),
            Val::word(&grant.state)?,
            Val::word(&grant.given_by)?,
            Val::json(&grant.papers)?,
            grant.ends.into(),
            reason.into(),
            by.into(),
            call.now.into(),
        ],
    )?;
    Ok(())
}
