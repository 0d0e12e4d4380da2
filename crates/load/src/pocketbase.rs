//! PocketBase: one binary over SQLite, the nearest thing to take instead of our service. It gets
//! the same district in collections of its own kind, indexed for what is asked, and is asked for
//! less than ours does: a booking is one row, its number chosen by the client; nothing is audited.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde_json::{Value, json};

use crate::fire::{Ask, Asked, once};
use crate::work::{self, Doctor, Kind, Phone, Plan};

const PASSWORD: &str = "hetang-2026";

/// What was copied.
#[derive(Serialize)]
pub struct Prepared {
    records: usize,
    due: usize,
}

/// Copies the district and makes the sign-ins of our plan for PocketBase as well.
pub fn prepare(data: &Path, to: &Path, port: u16, token: &str, plan: &Path) -> Result<Prepared> {
    let ours = Plan::read(&data.join("load-plan.json"))?;
    // One user made as anybody makes one; the others get its password.
    let first = user(port, token)?;
    let mut connection = Connection::open(to.join("data.db"))?;
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.execute(
        "ATTACH ?1 AS ours",
        params![data.join("jiayi.db").display().to_string()],
    )?;
    let transaction = connection.transaction()?;
    let due = transaction.execute(COPY_DUE, [])?;
    let records = transaction.execute(COPY_RECORDS, [])?;
    transaction.execute(COPY_PACKAGES, [])?;
    let mut users = transaction.prepare(
        "INSERT INTO users (id, email, password, tokenKey, team, created, updated, verified)
         SELECT ?1, ?2, password, ?3, ?4, created, updated, 1 FROM users WHERE id = ?5",
    )?;
    for (n, doctor) in ours.doctors.iter().enumerate() {
        let id = user_id("doctor", n);
        let email = format!("{}@example.com", doctor.login);
        users.execute(params![id, email, key(&id), doctor.team, first])?;
    }
    for (n, phone) in ours.phones.iter().enumerate() {
        let id = user_id("phone", n);
        let email = format!("{id}@example.com");
        users.execute(params![id, email, key(&id), "", first])?;
        transaction.execute(
            "UPDATE records SET account = ?1 WHERE id = ?2",
            params![id, record_id(&phone.resident)],
        )?;
    }
    drop(users);
    transaction.commit()?;
    connection.execute_batch("DETACH ours; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")?;

    let made = Plan {
        phones: signed_in(
            port,
            token,
            "phone",
            ours.phones.iter().enumerate(),
            |phone, token| Phone {
                token,
                resident: record_id(&phone.resident),
            },
        )?,
        doctors: signed_in(
            port,
            token,
            "doctor",
            ours.doctors.iter().enumerate(),
            |doctor, token| Doctor {
                token,
                login: format!("{}@example.com", doctor.login),
                team: doctor.team.clone(),
            },
        )?,
        sessions: ours.sessions,
        numbers: ours.numbers,
    };
    made.write(plan)?;
    Ok(Prepared { records, due })
}

/// Ids here are fifteen characters; the end of ours is the part that differs.
const COPY_DUE: &str = "
    INSERT INTO due (id, team, village, name, sex, birth_date, programme, due_on, urgent,
        last_class, last_on, last_sbp, last_dbp)
    SELECT 'd' || printf('%014d', p.rowid),
        lower(substr(hex(p.team_id), 1, 8) || '-' || substr(hex(p.team_id), 9, 4) || '-'
            || substr(hex(p.team_id), 13, 4) || '-' || substr(hex(p.team_id), 17, 4) || '-'
            || substr(hex(p.team_id), 21)),
        p.village, r.name, r.sex, r.birth_date, p.programme, p.due, p.urgent,
        coalesce(p.last_class, ''), coalesce(p.last_on, ''), coalesce(p.last_sbp, 0),
        coalesce(p.last_dbp, 0)
    FROM ours.follow_up_plan p
    JOIN ours.resident r ON r.district_id = p.district_id AND r.id = p.resident_id";

/// One JSON document a resident, with the values that our record shows.
const COPY_RECORDS: &str = "
    INSERT INTO records (id, account, body)
    SELECT 'r' || lower(substr(hex(r.id), 19)), '', json_object(
        'record_no', r.record_no, 'name', r.name, 'sex', r.sex, 'birth_date', r.birth_date,
        'national_id', r.national_id_masked, 'phone', r.phone_masked, 'village', r.village,
        'drugs', (SELECT json_group_array(json_object('name', d.name, 'times', d.times_a_day,
                'dose', d.dose)) FROM ours.drug d
            WHERE d.district_id = r.district_id AND d.resident_id = r.id),
        'conditions', (SELECT json_group_array(json_object('name', c.name, 'since', c.since))
            FROM ours.condition c
            WHERE c.district_id = r.district_id AND c.resident_id = r.id),
        'measurements', (SELECT json_group_array(json_object('kind', m.kind, 'on', m.measured_on,
                'value', m.value, 'second', m.second)) FROM ours.measurement m
            WHERE m.district_id = r.district_id AND m.resident_id = r.id),
        'follow_ups', (SELECT json_group_array(json_object('programme', f.programme,
                'on', f.visited_on, 'class', f.class, 'next', f.next_date, 'sbp', f.sbp,
                'dbp', f.dbp)) FROM ours.follow_up f
            WHERE f.district_id = r.district_id AND f.resident_id = r.id))
    FROM ours.resident r";

const COPY_PACKAGES: &str = "
    INSERT INTO packages (id, name, body)
    SELECT 'p' || lower(substr(hex(p.id), 19)), p.name, json_object('code', p.code,
        'price', p.price_fen, 'value', p.value_fen, 'groups', json(p.people_groups),
        'items', (SELECT json_group_array(json_object('code', i.code, 'name', i.name,
                'times', i.times, 'mode', i.mode)) FROM ours.package_item i
            WHERE i.district_id = p.district_id AND i.package_id = p.id))
    FROM ours.package p";

/// The same end of the id as [`COPY_RECORDS`] takes.
fn record_id(resident: &str) -> String {
    let digits: String = resident.chars().filter(|c| *c != '-').skip(18).collect();
    format!("r{digits}")
}

fn user_id(kind: &str, n: usize) -> String {
    let width = 15 - kind.len();
    format!("{kind}{n:0width$}")
}

/// A secret of a user, as long as PocketBase wants it.
fn key(id: &str) -> String {
    format!("{id:x<50}")
}

fn user(port: u16, token: &str) -> Result<String> {
    let body = json!({
        "email": "first@example.com", "password": PASSWORD, "passwordConfirm": PASSWORD,
    });
    let path = "/api/collections/users/records";
    let answer = once(port, Asked::post(path, &body).with("authorization", token))?;
    field(&answer, "id")
}

/// Tokens without a password each, which would take minutes of bcrypt.
fn signed_in<'a, T: 'a, M>(
    port: u16,
    superuser: &str,
    kind: &str,
    of: impl Iterator<Item = (usize, &'a T)>,
    made: impl Fn(&'a T, String) -> M,
) -> Result<Vec<M>> {
    of.map(|(n, one)| {
        let id = user_id(kind, n);
        let path = format!("/api/collections/users/impersonate/{id}");
        let body = json!({ "duration": 86_400 });
        let answer = once(
            port,
            Asked::post(path, &body).with("authorization", superuser),
        )?;
        Ok(made(one, field(&answer, "token")?))
    })
    .collect()
}

fn field(answer: &str, name: &str) -> Result<String> {
    let value: Value = serde_json::from_str(answer)?;
    match value.get(name).and_then(Value::as_str) {
        Some(text) => Ok(text.to_owned()),
        None => bail!("PocketBase answered {answer}"),
    }
}

/// Signs the superuser in.
pub fn superuser(port: u16, email: &str, password: &str) -> Result<String> {
    let body = json!({ "identity": email, "password": password });
    let path = "/api/collections/_superusers/auth-with-password";
    let answer = once(port, Asked::post(path, &body)).context("PocketBase does not answer")?;
    field(&answer, "token")
}

/// The requests of a workload.
pub fn ask(what: Kind, plan: Plan, run: usize) -> Ask {
    Arc::new(move |n| match (what, work::nth_booking(what, run, n)) {
        (_, Some(booking)) => book(&plan, booking),
        (Kind::List, _) => {
            // No total, which would cost it a second query.
            let path = "/api/collections/due/records?sort=-urgent,due_on&perPage=30&skipTotal=1";
            Asked::get(path).with("authorization", &plan.doctor(n).token)
        }
        (Kind::Public, _) => {
            Asked::get("/api/collections/packages/records?perPage=200&skipTotal=1")
        }
        (Kind::SignIn, _) => {
            let body = json!({ "identity": plan.doctor(n).login, "password": PASSWORD });
            Asked::post("/api/collections/users/auth-with-password", &body)
        }
        (Kind::Book | Kind::Morning | Kind::Mixed | Kind::Record, _) => record(&plan, n),
    })
}

fn record(plan: &Plan, n: usize) -> Asked {
    let phone = plan.phone(n);
    let path = format!("/api/collections/records/records/{}", phone.resident);
    Asked::get(path).with("authorization", &phone.token)
}

fn book(plan: &Plan, n: usize) -> Asked {
    let (phone, session, number) = plan.booking(n);
    let body = json!({
        "session": session, "number": number, "resident": phone.resident, "state": "booked",
    });
    Asked::post("/api/collections/bookings/records", &body).with("authorization", &phone.token)
}
