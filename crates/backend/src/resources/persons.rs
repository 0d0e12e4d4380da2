//! Whom a phone may act for. A code proves a phone, not a person: a record is opened to a phone
//! by name and full ID number, and a refusal never says which of the two was wrong.

use chrono::NaiveDate;
use domain::access::{Action, Actor};
use domain::api::session::{LinkPerson, LinkPersonBody, PersonCard, UnlinkPerson};
use domain::ids::{AccountId, ResidentId};
use domain::person::{NationalId, NationalIdError, PersonName, age_on};
use domain::problem::{Code, FieldError, Problem};

use crate::auth::throttle::{Limit, Throttle};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
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
) -> Result<PersonCard, Failure> {
    let (name, number) = identity(&body.name, &body.national_id, call.today)?;
    let account = own_account(call)?;
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
    let linked = tx.one(
        "INSERT INTO account_person
             (district_id, account_id, resident_id, relation, proved_by, linked_ms)
         VALUES ($1, $2, $3, $4, 'national_id', $5)
         ON CONFLICT (district_id, account_id, resident_id) DO NOTHING RETURNING resident_id",
        &[
            (&call.district).into(),
            account.into(),
            resident.into(),
            Val::word(&body.relation)?,
            call.now.into(),
        ],
    )?;
    if linked.is_none() {
        return Err(Code::AlreadyLinked.into());
    }
    throttle.forget(tx, LINKS_BY_ACCOUNT, &account.to_string())?;
    of_account(tx, &call.district, account, call.today)?
        .into_iter()
        .find(|person| person.resident_id == resident)
        .ok_or_else(|| Failure::broken("a link that was just made is gone"))
}

/// `unlink_person`
fn unlink_person(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    (): (),
) -> Result<(), Failure> {
    call.open_resident(tx, resident, Action::Link, "unlink")?;
    tx.exec(
        "DELETE FROM account_person
         WHERE district_id = $1 AND account_id = $2 AND resident_id = $3",
        &[
            (&call.district).into(),
            own_account(call)?.into(),
            resident.into(),
        ],
    )?;
    Ok(())
}

/// Whom an account may act for, oneself first, then in the order of linking.
pub fn of_account(
    tx: &mut dyn Tx,
    district: &DistrictId,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<PersonCard>, Failure> {
    tx.rows(
        "SELECT resident.id, resident.name, resident.sex, resident.birth_date,
             account_person.relation
         FROM account_person
         JOIN resident ON resident.district_id = account_person.district_id
             AND resident.id = account_person.resident_id
         WHERE account_person.district_id = $1 AND account_person.account_id = $2
         ORDER BY CASE account_person.relation WHEN 'oneself' THEN 0 ELSE 1 END,
             account_person.linked_ms, resident.id",
        &[district.into(), account.into()],
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

fn reason(error: &NationalIdError) -> &'static str {
    match error {
        NationalIdError::Length(_) => "wrong_length",
        NationalIdError::Characters => "wrong_characters",
        NationalIdError::BirthDate | NationalIdError::BornInFuture => "not_a_birth_date",
        NationalIdError::CheckDigit => "check_digit",
    }
}

fn same_name(stored: &str, typed: &PersonName) -> bool {
    stored
        .parse::<PersonName>()
        .is_ok_and(|stored| stored.search_form() == typed.search_form())
}
