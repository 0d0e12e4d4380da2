//! The demo's place between two lives of the program: phones for some of its residents, services
//! to rate, and what is stored of what clients were told.

use anyhow::{Context, Result};
use backend::auth::session::{self, Owner};
use backend::db::{IfEmpty, Place, Store, Tx};
use backend::demo::SignIns;
use backend::district::{District, DistrictId};
use backend::failure::Failure;
use backend::http::cookie::SessionCookie;
use backend::seal::Keys;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ClinicSessionId, ResidentId, ServiceId, StaffId};
use oorandom::Rand64;

use super::load::{Loader, Order, Role, Told};
use super::stored::Stored;
use super::{Count, NOW};
use crate::program::Program;
use crate::town::{self, OWN_GRANT};

/// A resident's phone, with services that it may rate.
#[derive(Clone, Debug)]
pub struct Phone {
    pub resident: ResidentId,
    pub services: Vec<ServiceId>,
}

/// Somebody whom the doctor follows up.
#[derive(Clone, Debug)]
pub struct Patient {
    pub resident: ResidentId,
}

/// The demo.
pub struct Village {
    place: Place,
    district: DistrictId,
    doctor: StaffId,
    patients: Vec<Patient>,
    sessions: Vec<ClinicSessionId>,
    phones: Vec<(Phone, String)>,
    doctors_cookie: String,
    services: u64,
}

/// Services that each phone gets before each life.
const SERVICES: u64 = 12;

impl Village {
    /// Gives phones to residents of the demo's doctor, and signs everybody in.
    pub fn prepare(program: &Program<'_>, phones: usize) -> Result<Self> {
        let now = NOW.parse::<DateTime<Utc>>()?;
        let store = Store::open(program.place(), IfEmpty::Refuse)?;
        let keys = Keys::load(&program.data().join("keys.json"))?;
        let district = store.read_here(|tx| District::load(tx, &keys))?;
        let district = district.context("no district")?.id;
        let login = SignIns::of_a_demo()
            .staff
            .first()
            .context("no doctor")?
            .login;
        let found = store.write_here(move |tx| settle(tx, login, phones, now))?;
        Ok(Self {
            place: program.place(),
            district,
            doctor: found.doctor,
            patients: found.patients,
            sessions: found.sessions,
            phones: found.phones,
            doctors_cookie: found.doctors_cookie,
            services: 0,
        })
    }

    /// The clients.
    pub fn loaders(&self, doctors: usize, seed: u64) -> Vec<Loader> {
        let phones = self
            .phones
            .iter()
            .map(|(phone, cookie)| (Role::Phone(phone.clone(), self.sessions.clone()), cookie));
        let doctor = (Role::Doctor(self.patients.clone()), &self.doctors_cookie);
        let roles = phones.chain(std::iter::repeat_n(doctor, doctors));
        let loaders = roles.enumerate().map(|(number, (role, cookie))| {
            let random = Rand64::new(u128::from(seed) << 32 | number as u128);
            Loader::new(role, cookie.clone(), random)
        });
        loaders.collect()
    }

    /// Adds services that the next life's ratings are about.
    pub fn more_to_rate(&mut self, loaders: &mut [Loader]) -> Result<()> {
        let store = Store::open(&self.place, IfEmpty::Refuse)?;
        for loader in loaders {
            let Role::Phone(phone, _) = &mut loader.role else {
                continue;
            };
            let first = self.services;
            self.services += SERVICES;
            let new: Vec<ServiceId> = (first..self.services)
                .map(|number| town::id(10, number))
                .collect();
            phone.services.extend(&new);
            let (district, doctor, resident) = (self.district.clone(), self.doctor, phone.resident);
            store.write_here(move |tx| {
                for service in &new {
                    tx.exec(
                        "INSERT INTO service (district_id, id, resident_id, name, summary, given_on,
                             doctor_id, institution_id, recorded_ms)
                         SELECT $1, $2, $3, '测血压', '', '2026-11-23', s.id, s.institution_id, 0
                         FROM staff s WHERE s.district_id = $1 AND s.id = $4",
                        &[(&district).into(), (*service).into(), resident.into(), doctor.into()],
                    )?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Holds the storage against what clients were told.
    pub fn compare<'a>(
        &self,
        orders: impl Iterator<Item = &'a Order>,
        count: &mut Count,
    ) -> Result<()> {
        let store = Store::open(&self.place, IfEmpty::Refuse)?;
        let stored = store.read_here(Stored::read)?;
        for order in orders {
            let (effects, answers) = (stored.effects(order), stored.answers(order));
            match order.told {
                Told::Done if effects == 0 || answers == 0 => count.lost += 1,
                Told::Done if effects > 1 => count.not_once += 1,
                Told::Refused if effects > 0 => count.not_once += 1,
                // Done or not, but then with its answer, and once.
                Told::Nothing if effects != answers || effects > 1 => count.not_once += 1,
                _ => continue,
            }
            println!("{order:?}: {effects} effects, {answers} answers");
        }
        Ok(())
    }
}

struct Settled {
    doctor: StaffId,
    patients: Vec<Patient>,
    sessions: Vec<ClinicSessionId>,
    phones: Vec<(Phone, String)>,
    doctors_cookie: String,
}

fn settle(
    tx: &mut dyn Tx,
    login: &'static str,
    phones: usize,
    now: DateTime<Utc>,
) -> Result<Settled, Failure> {
    let doctor = tx.one(
        "SELECT district_id, id FROM staff WHERE login = $1",
        &[login.into()],
    )?;
    let doctor = doctor.ok_or_else(|| Failure::broken("the demo has no such doctor"))?;
    let district = DistrictId::new(&doctor.get::<String>("district_id")?);
    let doctor: StaffId = doctor.get("id")?;
    let cared_for = tx.rows(
        "SELECT r.id FROM resident r
         JOIN follow_up_plan p ON p.district_id = r.district_id AND p.resident_id = r.id
             AND p.programme = 'hypertension'
         JOIN team_member m ON m.district_id = r.district_id AND m.team_id = r.team_id
         WHERE r.district_id = $1 AND m.staff_id = $2 ORDER BY r.id",
        &[(&district).into(), doctor.into()],
    )?;
    let mut patients = Vec::new();
    for row in &cared_for {
        patients.push(Patient {
            resident: row.get("id")?,
        });
    }
    let open = tx.rows(
        "SELECT s.id FROM clinic_session s
         JOIN staff d ON d.district_id = s.district_id AND d.institution_id = s.institution_id
         WHERE s.district_id = $1 AND d.id = $2 AND s.held_on > '2026-11-25'
             AND s.held_on < '2026-12-05' ORDER BY s.id",
        &[(&district).into(), doctor.into()],
    )?;
    let sessions = open
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    let mut signed_in = Vec::new();
    for (number, patient) in patients.iter().take(phones).enumerate() {
        let account: AccountId = town::id(5, number as u64);
        tx.exec(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
             VALUES ($1, $2, $2, '', $2, 0)",
            &[(&district).into(), account.into()],
        )?;
        tx.exec(
            OWN_GRANT,
            &[(&district).into(), account.into(), patient.resident.into()],
        )?;
        let phone = Phone {
            resident: patient.resident,
            services: Vec::new(),
        };
        signed_in.push((phone, cookie(tx, &district, Owner::Account(account), now)?));
    }
    Ok(Settled {
        doctor,
        patients,
        sessions,
        phones: signed_in,
        doctors_cookie: cookie(tx, &district, Owner::Staff(doctor), now)?,
    })
}

fn cookie(
    tx: &mut dyn Tx,
    district: &DistrictId,
    owner: Owner,
    now: DateTime<Utc>,
) -> Result<String, Failure> {
    let token = session::begin(tx, district, owner, "测试", None, now)?;
    Ok(format!(
        "{}={}",
        SessionCookie::Loopback.name(),
        token.text()
    ))
}
