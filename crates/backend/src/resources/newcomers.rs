//! A new record by the desk. Who has one is found by the ID number exactly; who may be the same
//! person, by name and birth date. A desk learns of a record elsewhere no more than it needs to
//! send somebody there.

use domain::access::Action;
use domain::api::newcomers::{
    CheckNewcomer, KnownRecord, NewcomerCheck, OpenRecordBody, OpenedRecord, PostNewcomer,
    PostNewcomerCheck,
};
use domain::ids::{InstitutionId, ResidentId};
use domain::person::{NationalId, PersonName, Phone, age_on};
use domain::problem::{Code, FieldError, Problem};

use super::desk::own_desk;
use super::registration_desk::{VILLAGE_OPEN, group};
use crate::call::Call;
use crate::db::{Row, Tx};
use crate::enrol::{Newcomer, Opened, Register};
use crate::failure::Failure;
use crate::http::Api;
use crate::seal::Purpose;

/// Longest address, in characters.
const LONGEST_ADDRESS: usize = 200;
/// People of one name and birth date that are shown.
const SHOWN: i64 = 10;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<PostNewcomerCheck>(check_newcomer);
    api.write::<PostNewcomer>(open_record);
}

/// Looks whether somebody at the desk has a record, or somebody very like them.
pub fn check_newcomer(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: CheckNewcomer,
) -> Result<NewcomerCheck, Failure> {
    let institution = own_desk(call)?;
    let (name, national_id) = identity(&body.name, &body.national_id)?;
    let record = by_number(tx, call, &national_id, institution)?;
    let maybe = maybe_same(tx, call, &name, &national_id, institution)?;
    let shown: Vec<ResidentId> = record.iter().chain(&maybe).map(|found| found.id).collect();
    call.audit_page(&shown, Action::Register, "duplicate_check");
    Ok(NewcomerCheck {
        sex: national_id.sex(),
        birth_date: national_id.birth_date(),
        record: record.map(|found| found.record),
        maybe: maybe.into_iter().map(|found| found.record).collect(),
        villages: villages(tx, call, institution)?,
    })
}

/// Opens a record for somebody at the desk.
pub fn open_record(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: OpenRecordBody,
) -> Result<OpenedRecord, Failure> {
    let institution = own_desk(call)?;
    let (name, national_id) = identity(&body.name, &body.national_id)?;
    let phone = phone(body.phone.as_deref())?;
    let address = address(&body.address)?;
    let village = match body.village {
        None => VILLAGE_OPEN.to_owned(),
        Some(village) if villages(tx, call, institution)?.contains(&village) => village,
        Some(_) => return Err(invalid("village", "unknown").into()),
    };
    if let Some(found) = by_number(tx, call, &national_id, institution)? {
        // The same request once more, long after its answer was kept.
        if found.id == body.id {
            return opened(tx, call, body.id);
        }
        call.audit(found.id, Action::Register, "duplicate_check");
        return Err(Code::RecordExists.into());
    }
    let maybe = maybe_same(tx, call, &name, &national_id, institution)?;
    if !maybe.is_empty() && !body.somebody_else {
        return Err(Code::MaybeSame.into());
    }
    let newcomer = Newcomer {
        name,
        sex: national_id.sex(),
        phone,
        township: township(tx, call, institution)?,
        village,
        address,
        registered_here: national_id.division() == call.district.as_str(),
        months_resident: body.months_resident,
        insurance: body.insurance,
        groups: vec![group(age_on(national_id.birth_date(), call.today))],
        national_id,
    };
    let (township, village) = (&newcomer.township, &newcomer.village);
    let mut register = Register::load_for(tx, &call.district, township, village)?;
    let sealed = newcomer.seal_as(body.id, &call.district, &call.keys)?;
    match register.open(tx, &sealed, "desk", call.now)? {
        Opened::New(resident) => {
            call.audit(resident, Action::Register, "desk");
            opened(tx, call, resident)
        }
        Opened::Known(_) => Err(Code::RecordExists.into()),
    }
}

/// A record that was found, with its id for the trail.
struct Found {
    id: ResidentId,
    record: KnownRecord,
}

/// Columns of a found record, read by [`found`].
macro_rules! found_select {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.name, r.national_id_masked, r.village, r.institution_id,
                 i.name AS institution
             FROM resident r JOIN institution i
                 ON i.district_id = r.district_id AND i.id = r.institution_id
             WHERE r.district_id = $1 AND ",
            $which
        )
    };
}

fn by_number(
    tx: &mut dyn Tx,
    call: &Call,
    national_id: &NationalId,
    desk: InstitutionId,
) -> Result<Option<Found>, Failure> {
    let index = call
        .keys
        .index(Purpose::NationalId, national_id.as_str().as_bytes());
    let row = tx.one(
        found_select!("r.national_id_index = $2"),
        &[(&call.district).into(), index.into()],
    )?;
    row.map(|row| found(&row, desk)).transpose()
}

fn maybe_same(
    tx: &mut dyn Tx,
    call: &Call,
    name: &PersonName,
    national_id: &NationalId,
    desk: InstitutionId,
) -> Result<Vec<Found>, Failure> {
    let index = call
        .keys
        .index(Purpose::NationalId, national_id.as_str().as_bytes());
    let rows = tx.rows(
        found_select!(
            "r.birth_date = $2 AND r.name = $3 AND r.national_id_index <> $4
             ORDER BY r.id LIMIT $5"
        ),
        &[
            (&call.district).into(),
            national_id.birth_date().into(),
            name.as_str().into(),
            index.into(),
            SHOWN.into(),
        ],
    )?;
    rows.iter().map(|row| found(row, desk)).collect()
}

fn found(row: &Row, desk: InstitutionId) -> Result<Found, Failure> {
    let id: ResidentId = row.get("id")?;
    let here = row.get::<InstitutionId>("institution_id")? == desk;
    Ok(Found {
        id,
        record: KnownRecord {
            name: row.get("name")?,
            national_id_masked: row.get("national_id_masked")?,
            village: row.get("village")?,
            institution: row.get("institution")?,
            resident_id: here.then_some(id),
        },
    })
}

fn opened(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<OpenedRecord, Failure> {
    let row = tx
        .one(
            "SELECT r.record_no, r.name, t.name AS team FROM resident r
             JOIN team t ON t.district_id = r.district_id AND t.id = r.team_id
             WHERE r.district_id = $1 AND r.id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or_else(|| Failure::broken("a record that was just opened is gone"))?;
    Ok(OpenedRecord {
        resident_id: resident,
        record_no: row.get("record_no")?,
        name: row.get("name")?,
        team: row.get("team")?,
    })
}

fn township(tx: &mut dyn Tx, call: &Call, institution: InstitutionId) -> Result<String, Failure> {
    let row = tx
        .one(
            "SELECT township FROM institution WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), institution.into()],
        )?
        .ok_or_else(|| Failure::broken("a desk of no institution"))?;
    Ok(row.get("township")?)
}

/// Communities and villages of the institution's street or town.
fn villages(
    tx: &mut dyn Tx,
    call: &Call,
    institution: InstitutionId,
) -> Result<Vec<String>, Failure> {
    let township = township(tx, call, institution)?;
    let rows = tx.rows(
        "SELECT village FROM team_village WHERE district_id = $1 AND township = $2
         ORDER BY village",
        &[(&call.district).into(), township.into()],
    )?;
    rows.iter().map(|row| Ok(row.get("village")?)).collect()
}

fn identity(name: &str, number: &str) -> Result<(PersonName, NationalId), Problem> {
    match (name.parse(), number.parse()) {
        (Ok(name), Ok(number)) => Ok((name, number)),
        (name, number) => {
            let mut errors = Vec::new();
            if name.is_err() {
                errors.push(FieldError::new("name", "not_a_name"));
            }
            if number.is_err() {
                errors.push(FieldError::new("national_id", "not_an_id_number"));
            }
            Err(Problem::invalid(errors))
        }
    }
}

fn phone(typed: Option<&str>) -> Result<Option<Phone>, Problem> {
    typed
        .map(str::trim)
        .filter(|typed| !typed.is_empty())
        .map(|typed| typed.parse().map_err(|_| invalid("phone", "not_a_phone")))
        .transpose()
}

fn address(typed: &str) -> Result<String, Problem> {
    let address = typed.trim();
    match address.chars().count() {
        0 => Err(invalid("address", "required")),
        long if long > LONGEST_ADDRESS => Err(Problem::invalid(vec![
            FieldError::new("address", "too_long").with_limit(LONGEST_ADDRESS),
        ])),
        _ => Ok(address.to_owned()),
    }
}

fn invalid(field: &str, reason: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, reason)])
}
