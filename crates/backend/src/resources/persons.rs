//! Whom a phone acts for, and the first way to it. A code proves a phone, not a person: one's own
//! record is opened by name and full ID number, and a refusal never says which of the two was
//! wrong. A child's is asked for in the same way, and opened by the desk; anybody else agrees
//! themselves (`grant_codes`, `grant_desk`).

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::grants::{GrantState, MyGrant};
use domain::api::session::{LinkPerson, LinkPersonBody, PersonCard, UnlinkPerson};
use domain::codes::{Capacity, GivenBy, Relation};
use domain::grant::{CHILD_BELOW, Functions, guardian_until};
use domain::ids::{AccountId, ResidentId};
use domain::person::{NationalId, NationalIdError, PersonName, age_on};
use domain::problem::{Code, FieldError, Problem};

use super::grant_giving::{NewGrant, give};
use super::grants::{end, mine, of_pair};
use super::registrations::refuse_linked;
use crate::auth::throttle::{Limit, Throttle};
use crate::call::Call;
use crate::db::{Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::http::Api;
use crate::seal::Purpose;

/// Links tried by one phone.
const LINKS_BY_ACCOUNT: Limit = Limit::new("link_account", 10, 60);
/// Names tried for one ID number, by whomever.
const LINKS_TO_NUMBER: Limit = Limit::new("link_number", 10, 24 * 60);

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<LinkPerson>(link_person);
    api.write::<UnlinkPerson>(unlink_person);
}

/// `link_person`
fn link_person(
    tx: &mut dyn Tx,
    call: &Call,
    (): (),
    body: LinkPersonBody,
) -> Result<MyGrant, Failure> {
    let (name, number) = identity(&body.name, &body.national_id, call.today)?;
    let account = own_account(call)?;
    refuse_linked(tx, call, account, &number)?;
    let child = age_on(number.birth_date(), call.today) < CHILD_BELOW;
    // Decided by what was typed alone, before it is known whether such a person exists.
    if child == (body.relation == Relation::Oneself) || (!child && acts_for_oneself(call)) {
        return Err(Code::ConsentNeeded.into());
    }
    let throttle = Throttle {
        district: &call.district,
        keys: &call.keys,
        now: call.now,
    };
    throttle.count(tx, LINKS_BY_ACCOUNT, &account.to_string())?;
    throttle.count(tx, LINKS_TO_NUMBER, number.as_str())?;

    let found = tx.one(
        "SELECT id, name FROM resident WHERE district_id = $1 AND national_id_index = $2",
        &[
            (&call.district).into(),
            call.keys
                .index(Purpose::NationalId, number.as_str().as_bytes())
                .into(),
        ],
    )?;
    let Some(row) = found else {
        return Err(Failure::kept(Code::NotMatched));
    };
    let resident: ResidentId = row.get("id")?;
    call.audit(resident, Action::Link, "link");
    if !same_name(&row.get::<String>("name")?, &name) {
        return Err(Failure::kept(Code::NotMatched));
    }
    let (capacity, state, ends) = if child {
        let until = guardian_until(number.birth_date(), call.today);
        (Capacity::GuardianOfChild, GrantState::Pending, until)
    } else {
        (Capacity::Oneself, GrantState::Holding, None)
    };
    give(
        tx,
        call,
        &NewGrant {
            id: call.new_id()?,
            account,
            resident,
            relation: body.relation,
            capacity,
            functions: Functions::ALL,
            given_by: GivenBy::IdNumber,
            papers: &[],
            state,
            ends,
        },
    )?;
    throttle.forget(tx, LINKS_BY_ACCOUNT, &account.to_string())?;
    let row = of_pair(tx, call, account, resident)?
        .ok_or_else(|| Failure::broken("a link that was just made is gone"))?;
    mine(&row)
}

/// A phone is one person's own; that of a second one is opened at the desk.
fn acts_for_oneself(call: &Call) -> bool {
    match &call.actor {
        Actor::Account { grants, .. } => grants
            .iter()
            .any(|grant| grant.capacity == Capacity::Oneself),
        Actor::Visitor | Actor::Staff { .. } => false,
    }
}

/// `unlink_person`
fn unlink_person(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    (): (),
) -> Result<(), Failure> {
    call.open_resident(tx, resident, Action::Link, "unlink")?;
    let row = of_pair(tx, call, own_account(call)?, resident)?.ok_or(Code::NotFound)?;
    end(tx, call, &row)
}

/// Whom an account may act for, oneself first, then in the order of linking.
pub fn of_account(
    tx: &mut dyn Tx,
    district: &DistrictId,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<PersonCard>, Failure> {
    tx.rows(
        "SELECT r.id, r.name, r.sex, r.birth_date, g.relation, g.functions
         FROM access_grant g
         JOIN resident r ON r.district_id = g.district_id AND r.id = g.resident_id
         WHERE g.district_id = $1 AND g.account_id = $2 AND g.state = 'holding'
             AND (g.ends IS NULL OR g.ends >= $3)
         ORDER BY CASE g.capacity WHEN 'oneself' THEN 0 ELSE 1 END, g.given_ms, r.id",
        &[district.into(), account.into(), today.into()],
    )?
    .iter()
    .map(|row| card(row, today))
    .collect()
}

fn card(row: &Row, today: NaiveDate) -> Result<PersonCard, Failure> {
    Ok(PersonCard {
        resident_id: row.get("id")?,
        name: row.get("name")?,
        sex: row.word("sex")?,
        age: age_on(row.get("birth_date")?, today),
        relation: row.word("relation")?,
        functions: row.json("functions")?,
    })
}

/// The account behind a call; staff have none.
pub(super) fn own_account(call: &Call) -> Result<AccountId, Failure> {
    match &call.actor {
        Actor::Account { account_id, .. } => Ok(*account_id),
        Actor::Visitor | Actor::Staff { .. } => Err(Code::Forbidden.into()),
    }
}

/// Name and ID number as typed, or the fields that cannot be read.
pub(super) fn identity(
    name: &str,
    national_id: &str,
    today: NaiveDate,
) -> Result<(PersonName, NationalId), Problem> {
    let mut errors = Vec::new();
    let name = name.parse::<PersonName>();
    if name.is_err() {
        errors.push(FieldError::new("name", "not_a_name"));
    }
    let number = NationalId::parse(national_id, today);
    if let Err(error) = &number {
        errors.push(FieldError::new("national_id", reason(error)));
    }
    match (name, number) {
        (Ok(name), Ok(number)) => Ok((name, number)),
        _ => Err(Problem::invalid(errors)),
    }
}

/// A word for what is wrong with an ID number.
pub(super) fn reason(error: &NationalIdError) -> &'static str {
    match error {
        NationalIdError::Length(_) => "wrong_length",
        NationalIdError::Characters => "wrong_characters",
        NationalIdError::BirthDate | NationalIdError::BornInFuture => "not_a_birth_date",
        NationalIdError::CheckDigit => "check_digit",
    }
}

/// Whether a name as typed is the one that is known, whatever its spaces and dots.
pub(super) fn same_name(stored: &str, typed: &PersonName) -> bool {
    stored
        .parse::<PersonName>()
        .is_ok_and(|stored| stored.search_form() == typed.search_form())
}
