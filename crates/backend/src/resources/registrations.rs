//! Requests to be registered (建档申请), as the applicant sends and sees them, and the list at the
//! desk. What the desk decides is `registration_desk`'s.
//!
//! Whether somebody has a record already is told to the desk and to nobody else: an applicant who
//! types another person's number gets the same answer as for a number without a record.

use domain::access::Action;
use domain::api::registrations::{
    ListMyRegistrations, ListRegistrations, Register, RegisterBody, Registration,
    RegistrationQuery, RegistrationState,
};
use domain::ids::{AccountId, RegistrationId};
use domain::person::{NationalId, PersonName};
use domain::problem::{Code, FieldError, Problem};

use super::desk::own_desk;
use super::persons::{identity, own_account};
use crate::auth::throttle::{Limit, Throttle};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::seal::Purpose;

/// Registrations that one phone sends in a day.
const BY_ACCOUNT: Limit = Limit::new("register", 10, 24 * 60);
/// Longest address, in characters.
const LONGEST_ADDRESS: usize = 200;
/// Registrations in a list.
const SHOWN: i64 = 200;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<Register>(send);
    api.read::<ListMyRegistrations>(list_my_registrations);
    api.read::<ListRegistrations>(list_registrations);
}

/// Columns of a registration; read by [`registration`].
macro_rules! registrations {
    ($rest:literal) => {
        concat!(
            "SELECT g.id, g.account_id, g.name, g.national_id_masked, g.national_id_index, g.sex,
                g.birth_date, g.relation, g.address_sealed, g.asked_ms, g.state, g.reason,
                g.resident_id, g.institution_id, o.phone_masked, i.name AS institution,
                known.id AS known_id
            FROM registration g
            JOIN account o ON o.district_id = g.district_id AND o.id = g.account_id
            JOIN institution i ON i.district_id = g.district_id AND i.id = g.institution_id
            LEFT JOIN resident known ON known.district_id = g.district_id
                AND known.national_id_index = g.national_id_index
            WHERE g.district_id = $1 AND ",
            $rest
        )
    };
}

/// For whom a registration is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// Whoever asked for it.
    Applicant,
    /// The desk, which also sees that the number has a record already.
    Desk,
}

/// Asks for a new record; the desk checks the ID card.
pub fn send(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: RegisterBody,
) -> Result<Registration, Failure> {
    let account = own_account(call)?;
    let (name, number) = checked(tx, call, &body)?;
    if let Some(row) = find(tx, call, body.id)? {
        return repeated(call, &row, account, &body, &name, &number);
    }
    let throttle = Throttle {
        district: &call.district,
        keys: &call.keys,
        now: call.now,
    };
    throttle.count(tx, BY_ACCOUNT, &account.to_string())?;
    refuse_linked(tx, call, account, &number)?;
    insert(tx, call, account, &body, &name, &number)?;
    let row = find(tx, call, body.id)?.ok_or_else(|| Failure::broken("a registration is gone"))?;
    registration(call, &row, For::Applicant)
}

/// Name and number as they are kept, or every field that cannot be accepted.
fn checked(
    tx: &mut dyn Tx,
    call: &Call,
    body: &RegisterBody,
) -> Result<(PersonName, NationalId), Failure> {
    let mut errors = Vec::new();
    let who = identity(&body.name, &body.national_id, call.today);
    if let Err(problem) = &who {
        errors.extend(problem.errors.clone());
    }
    let institution = tx.one(
        "SELECT id FROM institution WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), body.institution_id.into()],
    )?;
    if institution.is_none() {
        errors.push(FieldError::new("institution_id", "unknown"));
    }
    match body.address.trim().chars().count() {
        0 => errors.push(FieldError::new("address", "required")),
        long if long > LONGEST_ADDRESS => {
            errors.push(FieldError::new("address", "too_long").with_limit(LONGEST_ADDRESS));
        }
        _ => {}
    }
    match who {
        Ok(who) if errors.is_empty() => Ok(who),
        _ => Err(Problem::invalid(errors).into()),
    }
}

/// The same registration again is answered as before; another one under its id is refused.
fn repeated(
    call: &Call,
    row: &Row,
    account: AccountId,
    body: &RegisterBody,
    name: &PersonName,
    number: &NationalId,
) -> Result<Registration, Failure> {
    let earlier = registration(call, row, For::Applicant)?;
    let same = row.get::<AccountId>("account_id")? == account
        && earlier.name == name.as_str()
        && row.get::<Vec<u8>>("national_id_index")? == index(call, number)
        && earlier.relation == body.relation
        && earlier.address == body.address.trim()
        && row.get::<domain::ids::InstitutionId>("institution_id")? == body.institution_id;
    if same {
        Ok(earlier)
    } else {
        Err(Code::Conflict.into())
    }
}

fn index(call: &Call, number: &NationalId) -> Vec<u8> {
    call.keys
        .index(Purpose::NationalId, number.as_str().as_bytes())
}

/// Somebody whom the phone may act for already needs no registration.
pub(super) fn refuse_linked(
    tx: &mut dyn Tx,
    call: &Call,
    account: AccountId,
    number: &NationalId,
) -> Result<(), Failure> {
    let linked = tx.one(
        "SELECT r.id FROM resident r
         JOIN access_grant g ON g.district_id = r.district_id AND g.resident_id = r.id
         WHERE r.district_id = $1 AND r.national_id_index = $2 AND g.account_id = $3
             AND g.state = 'holding' AND (g.ends IS NULL OR g.ends >= $4)",
        &[
            (&call.district).into(),
            index(call, number).into(),
            account.into(),
            call.today.into(),
        ],
    )?;
    if linked.is_some() {
        Err(Failure::kept(Code::AlreadyLinked))
    } else {
        Ok(())
    }
}

fn insert(
    tx: &mut dyn Tx,
    call: &Call,
    account: AccountId,
    body: &RegisterBody,
    name: &PersonName,
    number: &NationalId,
) -> Result<(), Failure> {
    let id = body.id.0.bytes();
    let seal = |column: &str, text: &str| {
        call.keys
            .seal_text(call.place("registration", column, &id), text)
    };
    let written = tx.exec(
        "INSERT INTO registration
             (district_id, id, account_id, relation, name, sex, birth_date, national_id_sealed,
              national_id_masked, national_id_index, address_sealed, institution_id, state,
              asked_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', $13)
         ON CONFLICT DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            account.into(),
            Val::word(&body.relation)?,
            name.as_str().into(),
            Val::word(&number.sex())?,
            number.birth_date().into(),
            seal("national_id_sealed", number.as_str())?.into(),
            number.masked().into(),
            index(call, number).into(),
            seal("address_sealed", body.address.trim())?.into(),
            body.institution_id.into(),
            call.now.into(),
        ],
    )?;
    if written == 0 {
        Err(Failure::kept(Code::RegistrationPending))
    } else {
        Ok(())
    }
}

/// Lists the registrations of this phone.
pub fn list_my_registrations(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<Registration>, Failure> {
    let rows = tx.rows(
        registrations!("g.account_id = $2 ORDER BY g.asked_ms DESC, g.id DESC LIMIT $3"),
        &[
            (&call.district).into(),
            own_account(call)?.into(),
            SHOWN.into(),
        ],
    )?;
    rows.iter()
        .map(|row| registration(call, row, For::Applicant))
        .collect()
}

/// Lists the registrations waiting at one's own institution.
pub fn list_registrations(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: RegistrationQuery,
) -> Result<Vec<Registration>, Failure> {
    let institution = own_desk(call)?;
    let district: Val = (&call.district).into();
    let rows = match query.state {
        // Whoever has waited longest comes first.
        Some(RegistrationState::Pending) => tx.rows(
            registrations!(
                "g.institution_id = $2 AND g.state = 'pending'
                 ORDER BY g.asked_ms, g.id LIMIT $3"
            ),
            &[district, institution.into(), SHOWN.into()],
        )?,
        Some(state) => tx.rows(
            registrations!(
                "g.institution_id = $2 AND g.state = $4
                 ORDER BY g.asked_ms DESC, g.id DESC LIMIT $3"
            ),
            &[
                district,
                institution.into(),
                SHOWN.into(),
                Val::word(&state)?,
            ],
        )?,
        None => tx.rows(
            registrations!("g.institution_id = $2 ORDER BY g.asked_ms DESC, g.id DESC LIMIT $3"),
            &[district, institution.into(), SHOWN.into()],
        )?,
    };
    call.audit_page(&[], Action::Register, "registrations");
    rows.iter()
        .map(|row| registration(call, row, For::Desk))
        .collect()
}

/// The row of a registration, for [`registration`].
pub(super) fn find(
    tx: &mut dyn Tx,
    call: &Call,
    id: RegistrationId,
) -> Result<Option<Row>, Failure> {
    Ok(tx.one(
        registrations!("g.id = $2"),
        &[(&call.district).into(), id.into()],
    )?)
}

/// A registration as it is shown.
pub(super) fn registration(call: &Call, row: &Row, shown_to: For) -> Result<Registration, Failure> {
    let id: RegistrationId = row.get("id")?;
    let bytes = id.0.bytes();
    let address: Vec<u8> = row.get("address_sealed")?;
    let place = call.place("registration", "address_sealed", &bytes);
    let column = if shown_to == For::Desk {
        "known_id"
    } else {
        "resident_id"
    };
    Ok(Registration {
        id,
        name: row.get("name")?,
        national_id_masked: row.get("national_id_masked")?,
        sex: row.word("sex")?,
        birth_date: row.get("birth_date")?,
        phone_masked: row.get("phone_masked")?,
        relation: row.word("relation")?,
        address: call.keys.open_text(place, &address)?,
        institution: row.get("institution")?,
        asked_at: row.get("asked_ms")?,
        state: row.word("state")?,
        reason: row.get("reason")?,
        resident_id: row.get(column)?,
    })
}
