//! What tests of records and follow-ups add to the town: measurements, plans, phones, a village
//! doctor, and many neighbours.

use backend::db::Val;
use backend::resources::area_positions::changed_in_care;
use backend::resources::follow_up_plans::recount;
use backend::seal::Purpose;
use chrono::{NaiveDate, TimeDelta};
use domain::access::Care;
use domain::api::follow_ups::RecordFollowUpBody;
use domain::ids::{ContractId, InstitutionId, PlanItemId, ResidentId, StaffId, TeamId, Uuid};
use domain::person::{Phone, Sex};
use domain::programme::{Answers, Known, ProgrammeCode, decide};

use super::{Town, new_id};

/// Birth date of 王桂英.
const WANG_BORN: &str = "1958-03-12";

impl Town {
    /// Runs a statement whose first value is the district.
    pub async fn put(&self, sql: &'static str, values: Vec<Val>) {
        let mut all: Vec<Val> = vec![(&self.district).into()];
        all.extend(values);
        self.write(move |tx| Ok(tx.exec(sql, &all)?)).await;
    }

    /// Keeps a measurement.
    pub async fn measured(
        &self,
        resident: ResidentId,
        kind: &str,
        on: &str,
        value: i64,
        second: Option<i64>,
    ) {
        self.put(
            "INSERT INTO measurement
                 (district_id, resident_id, kind, measured_on, id, value, second)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            vec![
                resident.into(),
                kind.into(),
                on.into(),
                new_id::<Uuid>().into(),
                value.into(),
                second.into(),
            ],
        )
        .await;
    }

    /// Makes a follow-up due.
    pub async fn due(&self, resident: ResidentId, programme: &str, due: &str, urgent: bool) {
        self.put(
            "INSERT INTO follow_up_plan
                 (district_id, resident_id, programme, team_id, village, due, urgent, version)
             SELECT district_id, id, $3, team_id, village, $4, $5, 1 FROM resident
             WHERE district_id = $1 AND id = $2",
            vec![resident.into(), programme.into(), due.into(), urgent.into()],
        )
        .await;
        self.recount().await;
    }

    /// Counts the follow-ups again that a test has written.
    pub async fn recount(&self) {
        let district = self.district.clone();
        self.write(move |tx| Ok(recount(tx, &district)?)).await;
    }

    /// A contract of 王桂英 in force, with these services promised: code and due day.
    pub async fn promised(&self, services: &[(&str, &str)]) {
        let contract: ContractId = new_id();
        self.put(
            "INSERT INTO contract (district_id, id, resident_id, team_id, state, years, begins,
                 ends, price_fen, agreement_version, asked_ms, version)
             VALUES ($1, $2, $3, $4, 'active', 1, '2026-01-01', '2026-12-31', 0, '1', 0, 1)",
            vec![contract.into(), self.ids.wang.into(), self.ids.team.into()],
        )
        .await;
        for (code, due) in services {
            self.put(
                "INSERT INTO plan_item (district_id, contract_id, due, id, resident_id, package_id,
                     item_code, nth, of_times)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 2)",
                vec![
                    contract.into(),
                    (*due).into(),
                    new_id::<PlanItemId>().into(),
                    self.ids.wang.into(),
                    self.ids.hypertension.into(),
                    (*code).into(),
                ],
            )
            .await;
        }
    }

    /// Gives a resident a phone and the initials of their name.
    pub async fn reachable(&self, resident: ResidentId, phone: &str, initials: &str) {
        let phone: Phone = phone.parse().unwrap();
        let keys = self.keys();
        self.put(
            "UPDATE resident SET phone_masked = $3, phone_last4_index = $4, name_initials = $5
             WHERE district_id = $1 AND id = $2",
            vec![
                resident.into(),
                phone.masked().into(),
                keys.index(Purpose::PhoneLast4, phone.last_four().as_bytes())
                    .into(),
                initials.into(),
            ],
        )
        .await;
    }

    /// A village doctor of a team, for these villages only.
    pub async fn village_doctor(&self, team: TeamId, villages: &[&str]) -> StaffId {
        let id: StaffId = new_id();
        let login = id.to_string();
        self.put(
            "INSERT INTO staff (district_id, id, login, name, role, institution_id, password_hash)
             SELECT $1, $2, $3, '罗村医', 'village_doctor', institution_id, '' FROM team
             WHERE district_id = $1 AND id = $4",
            vec![id.into(), login.into(), team.into()],
        )
        .await;
        self.put(
            "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)",
            vec![team.into(), id.into()],
        )
        .await;
        for village in villages {
            self.put(
                "INSERT INTO staff_village (district_id, staff_id, village) VALUES ($1, $2, $3)",
                vec![id.into(), (*village).into()],
            )
            .await;
        }
        id
    }

    /// Adds somebody who works at an institution, without a password.
    pub async fn hire(&self, login: &str, role: &str, institution: InstitutionId) -> StaffId {
        let id: StaffId = new_id();
        self.put(
            "INSERT INTO staff (district_id, id, login, name, role, institution_id, password_hash)
             VALUES ($1, $2, $3, '周静', $4, $5, '')",
            vec![id.into(), login.into(), role.into(), institution.into()],
        )
        .await;
        id
    }

    /// Neighbours of 王桂英 in her team, in two villages, whose names sort by their number.
    pub async fn neighbours(&self, count: i64) {
        let (district, wang) = (self.district.clone(), self.ids.wang);
        self.write(move |tx| {
            let ours = tx.one(
                "SELECT team_id, institution_id FROM resident WHERE district_id = $1 AND id = $2",
                &[(&district).into(), wang.into()],
            )?;
            let ours = ours.unwrap();
            for n in 1..=count {
                let id = format!("neighbour{n:07}").into_bytes();
                let village = if n % 2 == 0 { "601社区" } else { "602社区" };
                tx.exec(
                    "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex,
                         birth_date, national_id_sealed, national_id_masked, national_id_index,
                         address_sealed, township, village, registered_here, months_resident,
                         people_groups, institution_id, team_id, source_system, updated_ms,
                         version)
                     SELECT district_id, $3, $4, $5, 'lj', 'female', '1950-01-01',
                         national_id_sealed, national_id_masked, $6, address_sealed, township, $7,
                         1, 600, '[\"hypertension\"]', institution_id, team_id, 'test', 0, 1
                     FROM resident WHERE district_id = $1 AND id = $2",
                    &[
                        (&district).into(),
                        wang.into(),
                        id.clone().into(),
                        format!("{n:017}").into(),
                        format!("邻居{n:05}").into(),
                        id.clone().into(),
                        village.into(),
                    ],
                )?;
                let bytes: [u8; 16] = id.as_slice().try_into().unwrap();
                let care = Care {
                    resident_id: Uuid::from(bytes).into(),
                    institution_id: ours.get("institution_id")?,
                    team_id: ours.get("team_id")?,
                    village: village.to_owned(),
                    raised_team_id: None,
                };
                changed_in_care(tx, &district, &care)?;
            }
            Ok(())
        })
        .await;
    }

    /// Makes the hypertension follow-up of every neighbour due, spread over the weeks around today,
    /// each tenth of them urgent.
    pub async fn neighbours_due(&self) {
        let district = self.district.clone();
        self.write(move |tx| {
            let neighbours = tx.rows(
                "SELECT id, record_no FROM resident
                 WHERE district_id = $1 AND name_initials = 'lj' ORDER BY record_no",
                &[(&district).into()],
            )?;
            for neighbour in &neighbours {
                let number: i64 = neighbour.get::<String>("record_no")?.parse().unwrap();
                let due = day("2026-11-24") + TimeDelta::days(number % 60 - 30);
                tx.exec(
                    "INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id,
                         village, due, urgent, version)
                     SELECT district_id, id, 'hypertension', team_id, village, $3, $4, 1
                     FROM resident WHERE district_id = $1 AND id = $2",
                    &[
                        (&district).into(),
                        neighbour.get("id")?,
                        due.into(),
                        (number % 10 == 0).into(),
                    ],
                )?;
            }
            Ok(recount(tx, &district)?)
        })
        .await;
    }
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Where a hypertension follow-up of somebody is recorded.
pub fn hypertension(resident: ResidentId) -> (ResidentId, ProgrammeCode) {
    (resident, "hypertension".parse().unwrap())
}

/// Where a diabetes follow-up of somebody is recorded.
pub fn diabetes(resident: ResidentId) -> (ResidentId, ProgrammeCode) {
    (resident, "diabetes".parse().unwrap())
}

/// A sound form of 王桂英's visit with this pressure, seen again two weeks later.
pub fn form(on: &str, sbp: u16, dbp: u16) -> Answers {
    let next = day(on) + chrono::Days::new(14);
    answers(serde_json::json!({
        "visit_date": on, "way": "clinic", "symptoms": ["none"], "sbp": sbp, "dbp": dbp,
        "danger_signs": [], "pregnant_or_lactating": false, "weight": 600, "heart_rate": 72,
        "smoke": 0, "salt": "medium", "compliance": "regular", "class": "controlled",
        "drugs": [{"name": "氨氯地平", "times_a_day": 1, "dose": "5 mg"}], "next_date": next,
    }))
}

/// What a phone sends that knows the class of the visit before.
pub fn visit(form: Answers, previous: Option<&str>) -> RecordFollowUpBody {
    decided("hypertension", form, previous)
}

/// A sound form of 王桂英's visit with this fasting glucose in tenths of mmol/L, seen again two weeks
/// later.
pub fn diabetes_form(on: &str, fasting_glucose: u16) -> Answers {
    let next = day(on) + chrono::Days::new(14);
    answers(serde_json::json!({
        "visit_date": on, "way": "clinic", "symptoms": ["none"], "sbp": 128, "dbp": 78,
        "danger_signs": [], "pregnant_or_lactating": false, "weight": 600,
        "fasting_glucose": fasting_glucose, "hypoglycaemia": "none", "staple": 300,
        "compliance": "regular", "class": "controlled",
        "drugs": [{"name": "二甲双胍片", "times_a_day": 2, "dose": "0.5 g"}], "next_date": next,
    }))
}

/// As [`visit`], of a diabetes form.
pub fn diabetes_visit(form: Answers, previous: Option<&str>) -> RecordFollowUpBody {
    decided("diabetes", form, previous)
}

fn answers(form: serde_json::Value) -> Answers {
    serde_json::from_value(form).unwrap()
}

fn decided(programme: &str, form: Answers, previous: Option<&str>) -> RecordFollowUpBody {
    let programme = programme.parse().unwrap();
    let definition = backend::programmes::in_force(&programme, day("2026-11-24")).unwrap();
    let known = Known {
        born: day(WANG_BORN),
        sex: Sex::Female,
        height: None,
    };
    let decision = decide(definition, &form, &known, previous).unwrap();
    RecordFollowUpBody {
        id: new_id(),
        form: form.with("class", decision.class.as_str()),
        rules_version: definition.edition.clone(),
        decision,
        base: None,
    }
}
