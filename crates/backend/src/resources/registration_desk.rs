//! What the desk decides about a registration, once it has seen the ID card: a record is opened,
//! or the one that is there is used, and opened to the applicant's phone, in one transaction; or
//! the applicant is told why not.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Object};
use domain::api::grants::GrantState;
use domain::api::messages::MessageKind;
use domain::api::registrations::{
    DecideRegistration, DecideRegistrationAt, Registration, RegistrationState,
};
use domain::codes::{Capacity, Function, GivenBy, Paper, PeopleGroup, Relation};
use domain::grant::{Functions, guardian_until};
use domain::ids::{AccountId, InstitutionId, RegistrationId, ResidentId, StaffId};
use domain::person::{NationalId, Phone, age_on};
use domain::problem::Code;

use super::desk::reason;
use super::grant_giving::{NewGrant, give};
use super::grants::of_pair;
use super::messages::send_message;
use super::registrations::{For, find, registration};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::enrol::{Newcomer, Opened, Register};
use crate::failure::Failure;
use crate::http::Api;

/// Stands for the village where the address names none that a team serves; staff see it in their
/// lists and put it right.
pub(super) const VILLAGE_OPEN: &str = "待定";
/// From this age on somebody counts as elderly (老年人健康管理服务规范, third edition).
const ELDERLY_FROM: u16 = 65;
/// Up to this age somebody counts as a child (0～6岁儿童健康管理服务规范, third edition).
const CHILD_UNTIL: u16 = 6;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<DecideRegistrationAt>(decide_registration);
}

/// Confirms a registration after the ID card was seen, or refuses it with a reason.
pub fn decide_registration(
    tx: &mut dyn Tx,
    call: &Call,
    id: RegistrationId,
    body: DecideRegistration,
) -> Result<Registration, Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    let institution: InstitutionId = row.get("institution_id")?;
    call.require(
        Action::Register,
        &Object::Registration {
            institution_id: institution,
        },
    )?;
    if row.word::<RegistrationState>("state")? != RegistrationState::Pending {
        return Err(Code::WrongState.into());
    }
    if body.confirm {
        let resident = confirm(tx, call, id, &row)?;
        decided(
            tx,
            call,
            id,
            RegistrationState::Confirmed,
            None,
            Some(resident),
        )?;
    } else {
        let reason = reason(body.reason.as_deref().unwrap_or_default())?;
        call.audit_page(&[], Action::Register, "registration_refused");
        decided(tx, call, id, RegistrationState::Refused, Some(reason), None)?;
    }
    let row = find(tx, call, id)?.ok_or_else(|| Failure::broken("a registration is gone"))?;
    registration(call, &row, For::Desk)
}

fn confirm(
    tx: &mut dyn Tx,
    call: &Call,
    id: RegistrationId,
    row: &Row,
) -> Result<ResidentId, Failure> {
    let newcomer = newcomer(tx, call, id, row)?;
    let birth = newcomer.national_id.birth_date();
    let (township, village) = (&newcomer.township, &newcomer.village);
    let mut register = Register::load_for(tx, &call.district, township, village)?;
    let newcomer = newcomer.seal(&call.district, &call.keys, call.now)?;
    let (Opened::New(resident) | Opened::Known(resident)) =
        register.open(tx, &newcomer, "registration", call.now)?;
    call.audit(resident, Action::Register, "registration");
    link(tx, call, row, resident, birth)?;
    let (kind, about) = (MessageKind::RegistrationConfirmed, id.to_string());
    send_message(tx, call, resident, kind, Some(&about), None, None)?;
    Ok(resident)
}

/// The applicant, as far as registration and ID card tell. Where the household is registered is
/// read from the first six digits of the number, which stand for the county that issued it.
fn newcomer(
    tx: &mut dyn Tx,
    call: &Call,
    id: RegistrationId,
    row: &Row,
) -> Result<Newcomer, Failure> {
    let shown = registration(call, row, For::Desk)?;
    let national_id = national_id(tx, call, id)?;
    let (township, village) = place(tx, call, row.get("institution_id")?, &shown.address)?;
    let name = shown
        .name
        .parse()
        .map_err(|_| Failure::broken("a registered name is none"))?;
    Ok(Newcomer {
        name,
        sex: shown.sex,
        phone: Some(phone(tx, call, row.get("account_id")?)?),
        township,
        village,
        address: shown.address,
        registered_here: national_id.division() == call.district.as_str(),
        months_resident: 0,
        insurance: None,
        groups: vec![group(age_on(national_id.birth_date(), call.today))],
        national_id,
    })
}

pub(super) fn group(age: u16) -> PeopleGroup {
    match age {
        ..=CHILD_UNTIL => PeopleGroup::Child,
        ELDERLY_FROM.. => PeopleGroup::Elderly,
        _ => PeopleGroup::General,
    }
}

fn national_id(tx: &mut dyn Tx, call: &Call, id: RegistrationId) -> Result<NationalId, Failure> {
    let row = tx
        .one(
            "SELECT national_id_sealed FROM registration WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), id.into()],
        )?
        .ok_or(Code::NotFound)?;
    let bytes = id.0.bytes();
    let place = call.place("registration", "national_id_sealed", &bytes);
    let text = call
        .keys
        .open_text(place, &row.get::<Vec<u8>>("national_id_sealed")?)?;
    text.parse()
        .map_err(|_| Failure::broken("a registered ID number is none"))
}

/// The applicant's phone: the family's, where they registered somebody else.
fn phone(tx: &mut dyn Tx, call: &Call, account: AccountId) -> Result<Phone, Failure> {
    let row = tx
        .one(
            "SELECT phone_sealed FROM account WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), account.into()],
        )?
        .ok_or_else(|| Failure::broken("a registration has no account"))?;
    let bytes = account.0.bytes();
    let place = call.place("account", "phone_sealed", &bytes);
    let text = call
        .keys
        .open_text(place, &row.get::<Vec<u8>>("phone_sealed")?)?;
    text.parse()
        .map_err(|_| Failure::broken("the phone of an account is none"))
}

/// Street and village of an address: the village that it names, one of the institution's own
/// street before others, else the institution's street with the village left open.
fn place(
    tx: &mut dyn Tx,
    call: &Call,
    institution: InstitutionId,
    address: &str,
) -> Result<(String, String), Failure> {
    let row = tx
        .one(
            "SELECT township FROM institution WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), institution.into()],
        )?
        .ok_or_else(|| Failure::broken("a registration has no institution"))?;
    let here: String = row.get("township")?;
    let mut best: Option<((bool, bool, usize), String, String)> = None;
    for row in tx.rows(
        "SELECT township, village FROM team_village WHERE district_id = $1
         ORDER BY township, village",
        &[(&call.district).into()],
    )? {
        let (township, village): (String, String) = (row.get("township")?, row.get("village")?);
        if !address.contains(&village) {
            continue;
        }
        // A street that is named beats the institution's own; a longer name holds shorter ones.
        let rank = (address.contains(&township), township == here, village.len());
        if best.as_ref().is_none_or(|(other, _, _)| rank > *other) {
            best = Some((rank, township, village));
        }
    }
    Ok(match best {
        Some((_, township, village)) => (township, village),
        None => (here, VILLAGE_OPEN.to_owned()),
    })
}

/// Opens the record to the applicant's phone: their own, or as a helper for a year, by when the
/// person themselves has to agree. A child's guardian waits until the desk has seen the papers
/// that prove it, which are others than the ID card.
fn link(
    tx: &mut dyn Tx,
    call: &Call,
    row: &Row,
    resident: ResidentId,
    birth: NaiveDate,
) -> Result<(), Failure> {
    let relation: Relation = row.word("relation")?;
    let account: AccountId = row.get("account_id")?;
    call.audit(resident, Action::Link, "registration");
    if of_pair(tx, call, account, resident)?.is_some() {
        return Ok(());
    }
    let (capacity, functions, state, ends) = match guardian_until(birth, call.today) {
        _ if relation == Relation::Oneself => {
            (Capacity::Oneself, Functions::ALL, GrantState::Holding, None)
        }
        Some(until) => (
            Capacity::GuardianOfChild,
            Functions::ALL,
            GrantState::Pending,
            Some(until),
        ),
        None => (
            Capacity::Helper,
            Functions::ALL.without(Function::Identity),
            GrantState::Holding,
            Some(call.helper_term.last_day(call.today)),
        ),
    };
    give(
        tx,
        call,
        &NewGrant {
            id: call.new_id()?,
            account,
            resident,
            relation,
            capacity,
            functions,
            given_by: GivenBy::Desk,
            papers: &[Paper::PersonsId],
            state,
            ends,
        },
    )
}

fn decided(
    tx: &mut dyn Tx,
    call: &Call,
    id: RegistrationId,
    state: RegistrationState,
    reason: Option<&str>,
    resident: Option<ResidentId>,
) -> Result<(), Failure> {
    let by: Option<StaffId> = match &call.actor {
        Actor::Staff { staff_id, .. } => Some(*staff_id),
        Actor::Visitor | Actor::Account { .. } => None,
    };
    tx.exec(
        "UPDATE registration SET state = $3, reason = $4, resident_id = $5, decided_ms = $6,
             decided_by = $7, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            id.into(),
            Val::word(&state)?,
            reason.into(),
            resident.into(),
            call.now.into(),
            by.into(),
        ],
    )?;
    Ok(())
}
