//! The smallest district that numbers can be booked in: one institution, a team and a session for
//! each doctor, residents with a phone each. Nobody opens their sealed fields.

use backend::app::{App, Settings};
use backend::clock::Clock;
use backend::db::{Store, Tx, Val};
use backend::district::{District, DistrictId};
use backend::failure::Failure;
use backend::http::cookie::SessionCookie;
use backend::seal::Keys;
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, ClinicSessionId, InstitutionId, ResidentId, StaffId, TeamId, Uuid};

/// Tuesday, 10:00 in the district.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_485_600, 0).unwrap_or_default()
}

/// The day of the sessions, the day after [`now`].
const DAY: &str = "2026-11-25";

/// Lets a phone act for the person whose own it is: district, account, resident.
pub const OWN_GRANT: &str = "INSERT INTO access_grant (district_id, id, account_id, resident_id,
         relation, capacity, functions, given_by, papers, giver_kind, given_ms, state)
     VALUES ($1, $2, $2, $3, 'oneself', 'oneself',
         '[\"record\",\"contract\",\"booking\",\"rating\",\"messages\",\"readers\",\"identity\"]',
         'desk', '[]', 'system', 0, 'holding')";

/// How large a town is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People who book.
    pub residents: u16,
    /// Doctors, each with one session.
    pub sessions: u8,
    /// Numbers in each session.
    pub capacity: u16,
}

/// Somebody who books.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Their phone.
    pub account: AccountId,
    /// They themselves.
    pub resident: ResidentId,
}

/// Who is there and what can be booked.
#[derive(Clone, Debug)]
pub struct Town {
    /// The district.
    pub district: DistrictId,
    /// Keys for sealed fields.
    pub keys: Keys,
    /// People who book.
    pub people: Vec<Person>,
    /// Sessions.
    pub sessions: Vec<ClinicSessionId>,
}

impl Town {
    /// Settles a town in an empty storage, under keys that nobody keeps.
    pub fn settle(store: &Store, size: Size) -> Result<Self, Failure> {
        Self::settle_under(store, Keys::ephemeral()?, size)
    }

    /// [`Town::settle`] under these keys.
    pub fn settle_under(store: &Store, keys: Keys, size: Size) -> Result<Self, Failure> {
        let district = District {
            id: DistrictId::new("430202"),
            name: "荷塘区".to_owned(),
            service_phone: "0731-28480000".to_owned(),
            demo: true,
        };
        let (sealing, id) = (keys.clone(), district.id.clone());
        let (people, sessions) = store.write_here(move |tx| {
            district.create(tx, &sealing, now())?;
            fill(tx, &district.id, size)
        })?;
        Ok(Self {
            district: id,
            keys,
            people,
            sessions,
        })
    }

    /// The service of this town over a storage that holds it.
    pub fn app(&self, store: Store) -> anyhow::Result<App> {
        let settings = Settings {
            clock: Clock::Fixed(now()),
            helper_term: Default::default(),
            sms_command: None,
            cookie: SessionCookie::Loopback,
            behind_proxy: false,
            spill_bytes: 64 * 1024,
        };
        Ok(App::start(store, self.keys.clone(), settings)?)
    }
}

/// An identifier that its kind and number make.
pub fn id<T: From<Uuid>>(kind: u8, number: u64) -> T {
    let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
    let ms = u64::try_from(now().timestamp_millis()).unwrap_or_default();
    Uuid::v7(ms, [kind, kind, a, b, c, d, e, f, g, h]).into()
}

fn fill(
    tx: &mut dyn Tx,
    district: &DistrictId,
    size: Size,
) -> Result<(Vec<Person>, Vec<ClinicSessionId>), Failure> {
    let mut put = |sql: &'static str, params: &[Val]| {
        let all: Vec<Val> = std::iter::once(Val::from(district))
            .chain(params.iter().cloned())
            .collect();
        tx.exec(sql, &all)
    };
    let institution: InstitutionId = id(1, 0);
    put(
        "INSERT INTO institution (district_id, id, name, township, address, phone, sort)
         VALUES ($1, $2, '月塘街道社区卫生服务中心', '月塘街道', '新华东路 1 号', '0731-28400001', 1)",
        &[institution.into()],
    )?;
    let mut sessions = Vec::new();
    for number in 0..u64::from(size.sessions) {
        let (doctor, team): (StaffId, TeamId) = (id(2, number), id(3, number));
        let session: ClinicSessionId = id(4, number);
        put(
            "INSERT INTO staff (district_id, id, login, name, role, institution_id, password_hash)
             VALUES ($1, $2, $3, '彭海燕', 'gp', $4, '')",
            &[
                doctor.into(),
                format!("gp{number}").into(),
                institution.into(),
            ],
        )?;
        put(
            "INSERT INTO team (district_id, id, institution_id, name, phone, leader_id, sort)
             VALUES ($1, $2, $3, '月塘一队', '0731-28400002', $4, 1)",
            &[team.into(), institution.into(), doctor.into()],
        )?;
        put(
            "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
            &[team.into(), doctor.into()],
        )?;
        put(
            "INSERT INTO clinic_session (district_id, id, institution_id, team_id, doctor_id, clinic,
                 held_on, half, start_minute, end_minute, fee_fen, capacity, taken, version)
             VALUES ($1, $2, $3, $4, $5, '全科', $6, 'morning', 480, 720, 1000, $7, 0, 1)",
            &[
                session.into(),
                institution.into(),
                team.into(),
                doctor.into(),
                DAY.into(),
                size.capacity.into(),
            ],
        )?;
        for ticket in 1..=size.capacity {
            put(
                "INSERT INTO ticket (district_id, session_id, number) VALUES ($1, $2, $3)",
                &[session.into(), ticket.into()],
            )?;
        }
        sessions.push(session);
    }
    let team: TeamId = id(3, 0);
    let mut people = Vec::new();
    for number in 0..u64::from(size.residents) {
        let (account, resident): (AccountId, ResidentId) = (id(5, number), id(6, number));
        put(
            "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
                 national_id_sealed, national_id_masked, national_id_index, address_sealed,
                 township, village, registered_here, months_resident, people_groups,
                 institution_id, team_id, source_system, updated_ms, version)
             VALUES ($1, $2, $3, '居民', 'jm', 'female', '1970-01-01', $2, '', $2, $2,
                 '月塘街道', '601社区', 1, 600, '[]', $4, $5, 'test', 0, 1)",
            &[
                resident.into(),
                format!("43020299900{number:06}").into(),
                institution.into(),
                team.into(),
            ],
        )?;
        put(
            "INSERT INTO area_change (district_id, team_id, village, resident_id, position)
             VALUES ($1, $2, '601社区', $3, $4)",
            &[team.into(), resident.into(), (number as i64 + 1).into()],
        )?;
        put(
            "INSERT INTO account (district_id, id, phone_sealed, phone_masked, phone_index, created_ms)
             VALUES ($1, $2, $2, '', $2, 0)",
            &[account.into()],
        )?;
        put(OWN_GRANT, &[account.into(), resident.into()])?;
        people.push(Person { account, resident });
    }
    put(
        "INSERT INTO area_position (district_id, team_id, newest) VALUES ($1, $2, $3)",
        &[team.into(), i64::from(size.residents).into()],
    )?;
    Ok((people, sessions))
}
