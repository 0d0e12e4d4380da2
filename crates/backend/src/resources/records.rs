//! The health record in one answer: basic data masked, and everything clinical that stands on the
//! page. Reads only; what a visit adds is written by `follow_ups`.

use domain::access::Action;
use domain::api::records::{BloodPressurePoint, Condition, Drug, FollowUpLine, GetRecord, Record};
use domain::api::residents::{BasicData, PackageInForce};
use domain::codes::PeopleGroup;
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::programme::Known;
use domain::rules::secrecy;

use super::measurements::{self, Good};
use super::people::{person_columns, person_shown};
use super::{home_readings, rounds};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetRecord>(get_record);
}

/// Follow-ups on the page: ten years of four a year in two programmes.
const FOLLOW_UPS_SHOWN: i64 = 80;

/// Answers a resident's health record; the read is audited before the answer.
pub fn get_record(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Record, Failure> {
    call.open_resident(tx, resident, Action::ReadRecord, "record")?;
    let (record, version) = record(tx, call, resident)?;
    call.answer_version(version);
    Ok(record)
}

/// The record with its version, for a caller who may read it.
pub(super) fn record(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<(Record, i64), Failure> {
    let (mut basic, known, version) = basic(tx, call, resident)?;
    let mut conditions = conditions(tx, call, resident)?;
    let mut drugs = drugs(tx, call, resident)?;
    if call.only_helps(resident) {
        conditions.retain(|one| !secrecy::secret_illness(&one.name));
        drugs.retain(|one| !secrecy::secret_drug(&one.name));
        basic
            .packages
            .retain(|one| !secrecy::secret_illness(&one.name));
    }
    let bp_target = programmes::pressure_limits(&known, call.today)
        .ok_or_else(|| Failure::broken("no edition of hypertension has limits"))?;
    let good = Good {
        pressure: bp_target.clone(),
        diabetes: basic.person.groups.contains(&PeopleGroup::Diabetes),
    };
    let shown = measurements::shown(tx, call, resident, &good)?;
    let record = Record {
        basic,
        allergies: allergies(tx, call, resident)?,
        conditions,
        drugs,
        latest: shown.latest,
        blood_pressure: shown.blood_pressure,
        glucose: shown.glucose,
        follow_ups: follow_ups(tx, call, resident)?,
        home: home_readings::readings(tx, call, resident, home_readings::MOST)?,
        rounds: rounds::said(tx, call, resident)?,
        bp_target,
    };
    Ok((record, version))
}

/// The resident in this call, as every statement here begins.
fn whose(call: &Call, resident: ResidentId) -> [Val; 2] {
    [(&call.district).into(), resident.into()]
}

fn basic(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<(BasicData, Known, i64), Failure> {
    let row = tx
        .one(
            concat!(
                "SELECT ",
                person_columns!(),
                ", r.record_no, r.national_id_masked, r.phone_masked, r.township, r.insurance,
                 r.updated_ms, r.version, i.name AS institution
                 FROM resident r
                 JOIN institution i ON i.district_id = r.district_id AND i.id = r.institution_id
                 WHERE r.district_id = $1 AND r.id = $2"
            ),
            &whose(call, resident),
        )?
        .ok_or(Code::NotFound)?;
    let person = person_shown(call, &row)?;
    let township: String = row.get("township")?;
    let insurance: Option<String> = row.get("insurance")?;
    let known = Known {
        born: row.get("person_birth_date")?,
        sex: person.sex,
        height: None,
    };
    let basic = BasicData {
        record_no: row.get("record_no")?,
        national_id_masked: row.get("national_id_masked")?,
        phone_masked: row.get("phone_masked")?,
        address_masked: format!("{township}{}***", person.village),
        insurance: insurance.map(|_| row.word("insurance")).transpose()?,
        institution: row.get("institution")?,
        packages: packages(tx, call, resident)?,
        updated_at: row.get("updated_ms")?,
        township,
        person,
    };
    Ok((basic, known, row.get("version")?))
}

fn packages(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<PackageInForce>, Failure> {
    let [district, id] = whose(call, resident);
    let rows = tx.rows(
        "SELECT p.id, p.name, p.class, c.id AS contract_id FROM contract_current u
         JOIN contract c ON c.district_id = u.district_id AND c.id = u.contract_id
         JOIN contract_package k ON k.district_id = c.district_id AND k.contract_id = c.id
         JOIN package p ON p.district_id = k.district_id AND p.id = k.package_id
         WHERE u.district_id = $1 AND u.resident_id = $2
             AND c.state IN ('active', 'expiring') AND c.begins <= $3 AND c.ends >= $3
         ORDER BY p.sort, p.id",
        &[district, id, call.today.into()],
    )?;
    rows.iter()
        .map(|row| {
            Ok(PackageInForce {
                package_id: row.get("id")?,
                name: row.get("name")?,
                class: row.word("class")?,
                contract_id: row.get("contract_id")?,
            })
        })
        .collect()
}

/// Allergies, in words.
pub fn allergies(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<String>, Failure> {
    let rows = tx.rows(
        "SELECT name FROM allergy WHERE district_id = $1 AND resident_id = $2 ORDER BY name",
        &whose(call, resident),
    )?;
    rows.iter().map(|row| Ok(row.get("name")?)).collect()
}

fn conditions(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<Condition>, Failure> {
    let rows = tx.rows(
        "SELECT name, since FROM condition
         WHERE district_id = $1 AND resident_id = $2 ORDER BY name",
        &whose(call, resident),
    )?;
    rows.iter()
        .map(|row| {
            Ok(Condition {
                name: row.get("name")?,
                since: row.get("since")?,
            })
        })
        .collect()
}

/// Drugs taken now, in the order in which they were written down.
pub fn drugs(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Vec<Drug>, Failure> {
    let rows = tx.rows(
        "SELECT name, times_a_day, dose FROM drug
         WHERE district_id = $1 AND resident_id = $2 ORDER BY sort, name",
        &whose(call, resident),
    )?;
    rows.iter()
        .map(|row| {
            Ok(Drug {
                name: row.get("name")?,
                times_a_day: row.get("times_a_day")?,
                dose: row.get("dose")?,
            })
        })
        .collect()
}

fn follow_ups(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<FollowUpLine>, Failure> {
    let [district, id] = whose(call, resident);
    let rows = tx.rows(
        "SELECT f.id, f.programme, f.visited_on, f.way, f.class, f.sbp, f.dbp, f.next_date,
             s.name AS doctor
         FROM follow_up f
         JOIN staff s ON s.district_id = f.district_id AND s.id = f.doctor_id
         WHERE f.district_id = $1 AND f.resident_id = $2
         ORDER BY f.visited_on DESC, f.recorded_ms DESC, f.id DESC LIMIT $3",
        &[district, id, FOLLOW_UPS_SHOWN.into()],
    )?;
    let mut lines = rows
        .iter()
        .map(|row| line(call, row))
        .collect::<Result<Vec<_>, Failure>>()?;
    if call.only_helps(resident) {
        lines.retain(|one| !programmes::secret(&one.programme));
    }
    Ok(lines)
}

fn line(call: &Call, row: &Row) -> Result<FollowUpLine, Failure> {
    let programme = row.word("programme")?;
    let class: String = row.get("class")?;
    let date = row.get("visited_on")?;
    let pressure = row.get::<Option<u16>>("sbp")?.zip(row.get("dbp")?);
    Ok(FollowUpLine {
        follow_up_id: row.get("id")?,
        title: programmes::title(&programme, call.today),
        class: programmes::class_card(&programme, &class),
        programme,
        date,
        way: row.word("way")?,
        bp: pressure.map(|(sbp, dbp)| BloodPressurePoint { date, sbp, dbp }),
        doctor: row.get("doctor")?,
        next_date: row.get("next_date")?,
    })
}
