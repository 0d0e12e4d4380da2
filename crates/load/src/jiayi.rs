//! Our service: its sign-ins, made in the data folder before it starts, and its requests.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use backend::auth::session::{self, Owner};
use backend::call::new_id;
use backend::db::{IfEmpty, Store, Tx, Val};
use backend::district::{District, DistrictId};
use backend::failure::Failure;
use backend::seal::Keys;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ClinicSessionId, ResidentId, StaffId, Uuid};
use domain::rules::booking::{DEFAULT, district_date, window};
use serde::Serialize;
use serde_json::json;

use crate::fire::{Ask, Asked};
use crate::work::{self, Doctor, Kind, Phone, Plan};

/// Phones that are signed in, and numbers in each session: as many, since a phone takes one number
/// of a session.
const PHONES: i64 = 500;
/// Sessions opened to them.
const SESSIONS: i64 = 240;
/// Doctors who read their lists.
const DOCTORS: i64 = 28;
/// Numbers beyond the phones', for those that the demo has given away already.
const SPARE: i64 = 60;
/// Password of the demo's staff.
const PASSWORD: &str = backend::demo::PASSWORD;

/// What was made.
#[derive(Serialize)]
pub struct Prepared {
    phones: usize,
    doctors: usize,
    sessions: usize,
}

/// Opens the district to many phones and doctors, and makes its sessions long enough for them.
pub fn prepare(data: &Path, plan: &Path, now: DateTime<Utc>) -> Result<Prepared> {
    let keys = Keys::load(&data.join("keys.json"))?;
    let store = Store::open(data, IfEmpty::Refuse)?;
    let district = store
        .read_here(|tx| District::load(tx, &keys))?
        .context("the folder holds no district")?
        .id;
    let made = Plan {
        phones: phones(&store, &district, now)?,
        doctors: doctors(&store, &district, now)?,
        sessions: sessions(&store, &district, now)?,
        numbers: usize::try_from(PHONES)?,
    };
    made.write(plan)?;
    Ok(Prepared {
        phones: made.phones.len(),
        doctors: made.doctors.len(),
        sessions: made.sessions.len(),
    })
}

/// Lets the messages of the day be made once more: forgets that they were, and the messages.
pub fn before_morning(data: &Path) -> Result<Forgotten> {
    let store = Store::open(data, IfEmpty::Refuse)?;
    Ok(store.write_here(|tx| {
        Ok(Forgotten {
            jobs: tx.exec(
                "DELETE FROM job WHERE kind IN ('day', 'follow_ups_due', 'contracts_ending')",
                &[],
            )?,
            messages: tx.exec(
                "DELETE FROM message WHERE kind IN ('follow_up_due', 'contract_ending')",
                &[],
            )?,
        })
    })?)
}

/// What was forgotten.
#[derive(Serialize)]
pub struct Forgotten {
    jobs: u64,
    messages: u64,
}

fn phones(store: &Store, district: &DistrictId, now: DateTime<Utc>) -> Result<Vec<Phone>> {
    let district = district.clone();
    Ok(store.write_here(move |tx| {
        let residents = tx.rows(
            "SELECT r.id FROM resident r WHERE r.district_id = $1 AND NOT EXISTS (
                 SELECT 1 FROM booking b
                 WHERE b.district_id = r.district_id AND b.resident_id = r.id)
             ORDER BY r.record_no LIMIT $2",
            &[(&district).into(), PHONES.into()],
        )?;
        residents
            .iter()
            .map(|row| phone(tx, &district, row.get("id")?, now))
            .collect()
    })?)
}

/// A phone of a resident, signed in. The number itself is nobody's: it is never read back.
fn phone(
    tx: &mut dyn Tx,
    district: &DistrictId,
    resident: ResidentId,
    now: DateTime<Utc>,
) -> Result<Phone, Failure> {
    let account: AccountId = new_id(now)?;
    let nobody = Val::Blob(account.0.bytes().to_vec());
    tx.exec(
        "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
         VALUES ($1, $2, $3, '138****0000', $3, $4)",
        &[district.into(), account.into(), nobody, now.into()],
    )?;
    tx.exec(
        r#"INSERT INTO access_grant (district_id, id, account_id, resident_id, relation, capacity,
             functions, given_by, papers, giver_kind, given_ms, state)
         VALUES ($1, $2, $2, $3, 'oneself', 'oneself',
             '["record","contract","booking","rating","messages","readers","identity"]',
             'desk', '[]', 'system', $4, 'holding')"#,
        &[district.into(), account.into(), resident.into(), now.into()],
    )?;
    let token = session::begin(tx, district, Owner::Account(account), "负载", None, now)?;
    Ok(Phone {
        token: token.text(),
        resident: resident.to_string(),
    })
}

fn doctors(store: &Store, district: &DistrictId, now: DateTime<Utc>) -> Result<Vec<Doctor>> {
    let district = district.clone();
    Ok(store.write_here(move |tx| {
        let staff = tx.rows(
            "SELECT s.id, s.login, m.team_id FROM staff s
             JOIN team_member m ON m.district_id = s.district_id AND m.staff_id = s.id
             WHERE s.district_id = $1 AND s.role = 'gp' ORDER BY s.login LIMIT $2",
            &[(&district).into(), DOCTORS.into()],
        )?;
        staff
            .iter()
            .map(|row| {
                let owner = Owner::Staff(row.get::<StaffId>("id")?);
                let token = session::begin(tx, &district, owner, "负载", None, now)?;
                Ok(Doctor {
                    token: token.text(),
                    login: row.get("login")?,
                    team: row.get::<Uuid>("team_id")?.to_string(),
                })
            })
            .collect()
    })?)
}

/// Sessions of the coming days with a number for every phone.
fn sessions(store: &Store, district: &DistrictId, now: DateTime<Utc>) -> Result<Vec<String>> {
    let (from, to) = window(&DEFAULT, district_date(now));
    let chosen = {
        let district = district.clone();
        store.read_here(move |tx| {
            tx.rows(
                "SELECT id FROM clinic_session s WHERE district_id = $1
                     AND held_on BETWEEN $3 AND $4
                     AND NOT EXISTS (
                         SELECT 1 FROM clinic_session e WHERE e.district_id = s.district_id
                             AND e.doctor_id = s.doctor_id AND e.held_on = s.held_on
                             AND e.half < s.half)
                 ORDER BY held_on DESC, id LIMIT $2",
                &[(&district).into(), SESSIONS.into(), from.into(), to.into()],
            )?
            .iter()
            .map(|row| Ok(row.get::<ClinicSessionId>("id")?))
            .collect::<Result<Vec<_>, Failure>>()
        })?
    };
    for session in &chosen {
        let (district, session) = (district.clone(), *session);
        store.write_here(move |tx| lengthen(tx, &district, session))?;
    }
    Ok(chosen.iter().map(ToString::to_string).collect())
}

fn lengthen(
    tx: &mut dyn Tx,
    district: &DistrictId,
    session: ClinicSessionId,
) -> Result<(), Failure> {
    let numbers = PHONES + SPARE;
    tx.exec(
        "INSERT INTO ticket (district_id, session_id, number)
         WITH RECURSIVE made (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < $3)
         SELECT $1, $2, n FROM made WHERE true
         ON CONFLICT (district_id, session_id, number) DO NOTHING",
        &[district.into(), session.into(), numbers.into()],
    )?;
    tx.exec(
        "UPDATE clinic_session SET capacity = $3 WHERE district_id = $1 AND id = $2",
        &[district.into(), session.into(), numbers.into()],
    )?;
    Ok(())
}

/// The requests of a workload. Every run books others than the runs before it.
pub fn ask(what: Kind, plan: Plan, run: usize) -> Ask {
    Arc::new(move |n| match (what, work::nth_booking(what, run, n)) {
        (_, Some(booking)) => book(&plan, booking),
        (Kind::List, _) => {
            let doctor = plan.doctor(n);
            signed(Asked::get("/api/v1/follow-ups/due"), &doctor.token)
        }
        (Kind::Public, _) => Asked::get("/api/v1/packages"),
        (Kind::SignIn, _) => {
            let body = json!({ "login": plan.doctor(n).login, "password": PASSWORD });
            // A clinic behind each address, as a district has them.
            Asked::post("/api/v1/sessions/staff", &body).with(
                "x-forwarded-for",
                format!("10.0.{}.{}", n / 200 % 200, n % 200),
            )
        }
        (Kind::Book | Kind::Morning | Kind::Mixed | Kind::Record, _) => record(&plan, n),
    })
}

fn record(plan: &Plan, n: usize) -> Asked {
    let phone = plan.phone(n);
    let path = format!("/api/v1/residents/{}/record", phone.resident);
    signed(Asked::get(path), &phone.token)
}

fn book(plan: &Plan, n: usize) -> Asked {
    let (phone, session, _) = plan.booking(n);
    // Another id each time, in the form that a client makes.
    let id = new_id::<Uuid>(Utc::now()).map_or_else(|_| String::new(), |id| id.to_string());
    let body = json!({ "id": id, "resident_id": phone.resident, "session_id": session });
    signed(Asked::post("/api/v1/bookings", &body), &phone.token).with("idempotency-key", id)
}

fn signed(asked: Asked, token: &str) -> Asked {
    asked.with("cookie", format!("__Host-jiayi={token}"))
}
