//! Writes what the demo made up about one person, once the record is open. Statements only; what
//! they say is decided in `history` and `contracts`.

use chrono::{DateTime, Utc};
use domain::api::contracts::Package;
use domain::ids::ResidentId;

use super::contracts::Draft;
use super::follow_up::FollowUp;
use super::history::History;
use super::inbox::Message;
use super::places::Team;
use crate::db::{DbError, Tx, Val};
use crate::district::DistrictId;

/// Everything about one person beyond the register.
#[derive(Clone, Debug)]
pub struct Life {
    /// The health record.
    pub history: History,
    /// The contract.
    pub contract: Option<Draft>,
    /// Messages.
    pub messages: Vec<Message>,
}

/// Where a life is written.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// District.
    pub district: &'a DistrictId,
    /// Whose record.
    pub resident: ResidentId,
    /// The team in charge.
    pub team: &'a Team,
    /// The village.
    pub village: &'a str,
    /// The catalogue.
    pub catalogue: &'a [Package],
    /// Version of the agreement in force.
    pub agreement: &'a str,
    /// The instant of writing.
    pub now: DateTime<Utc>,
}

impl Page<'_> {
    /// Writes a life.
    pub fn write(&self, tx: &mut dyn Tx, life: &Life) -> Result<(), DbError> {
        self.clinical(tx, &life.history)?;
        let history = &life.history;
        for visit in history.follow_ups.iter().chain(&history.other_visits) {
            self.follow_up(tx, visit)?;
        }
        for visit in history.last_visits().chain(&history.other_visits) {
            self.plan(tx, visit)?;
        }
        if let Some(contract) = &life.contract {
            self.contract(tx, contract)?;
        }
        for message in &life.messages {
            message.write(tx, self.district, self.resident, self.now)?;
        }
        Ok(())
    }

    fn whose(&self) -> [Val; 2] {
        [self.district.into(), self.resident.into()]
    }

    fn clinical(&self, tx: &mut dyn Tx, history: &History) -> Result<(), DbError> {
        for name in &history.allergies {
            let [district, resident] = self.whose();
            tx.exec(
                "INSERT INTO allergy (district_id, resident_id, name) VALUES ($1, $2, $3)",
                &[district, resident, (*name).into()],
            )?;
        }
        for condition in &history.conditions {
            let [district, resident] = self.whose();
            tx.exec(
                "INSERT INTO condition (district_id, resident_id, name, since)
                 VALUES ($1, $2, $3, $4)",
                &[
                    district,
                    resident,
                    (&condition.name).into(),
                    condition.since.into(),
                ],
            )?;
        }
        for (drug, sort) in history.drugs.iter().zip(0_i64..) {
            let [district, resident] = self.whose();
            tx.exec(
                "INSERT INTO drug (district_id, resident_id, name, times_a_day, dose, sort)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    district,
                    resident,
                    (&drug.name).into(),
                    drug.times_a_day.into(),
                    (&drug.dose).into(),
                    sort.into(),
                ],
            )?;
        }
        for measured in &history.measurements {
            let [district, resident] = self.whose();
            tx.exec(
                "INSERT INTO measurement
                     (district_id, resident_id, kind, measured_on, id, value, second)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &[
                    district,
                    resident,
                    Val::word(&measured.kind)?,
                    measured.on.into(),
                    measured.visit.into(),
                    measured.value.into(),
                    measured.second.into(),
                ],
            )?;
        }
        Ok(())
    }

    fn follow_up(&self, tx: &mut dyn Tx, visit: &FollowUp) -> Result<(), DbError> {
        let [district, resident] = self.whose();
        let (sbp, dbp) = visit.pressure().unzip();
        tx.exec(
            "INSERT INTO follow_up (district_id, resident_id, id, programme, visited_on, way, class,
                 referral, next_date, sbp, dbp, glucose_tenths, form, decision, rules_version,
                 bmi_tenths, doctor_id, institution_id, recorded_ms, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                 $18, $19, 1)",
            &[
                district,
                resident,
                visit.id.into(),
                visit.programme().into(),
                visit.on.into(),
                visit.word("way").into(),
                visit.word("class").into(),
                Val::word(&visit.decision.referral)?,
                visit.next().into(),
                sbp.into(),
                dbp.into(),
                visit.size("fasting_glucose").into(),
                Val::json(&visit.form)?,
                Val::json(&visit.decision)?,
                visit.definition.edition.as_str().into(),
                visit.bmi.into(),
                visit.doctor.into(),
                self.team.institution.into(),
                visit.recorded_at.into(),
            ],
        )?;
        Ok(())
    }

    /// What is due next in the programme of a last visit, where something is.
    fn plan(&self, tx: &mut dyn Tx, last: &FollowUp) -> Result<(), DbError> {
        let Some(due) = last.next() else {
            return Ok(());
        };
        let [district, resident] = self.whose();
        let (sbp, dbp) = last.pressure().unzip();
        tx.exec(
            "INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id, village, due,
                 urgent, last_class, last_on, last_sbp, last_dbp, last_glucose_tenths, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
            &[
                district,
                resident,
                last.programme().into(),
                self.team.id.into(),
                self.village.into(),
                due.into(),
                last.urgent().into(),
                last.word("class").into(),
                last.on.into(),
                sbp.into(),
                dbp.into(),
                last.size("fasting_glucose").into(),
            ],
        )?;
        Ok(())
    }

    fn contract(&self, tx: &mut dyn Tx, draft: &Draft) -> Result<(), DbError> {
        let package = &self.catalogue[draft.package];
        tx.exec(
            "INSERT INTO contract (district_id, resident_id, id, team_id, state, years, begins,
                 ends, price_fen, agreement_version, asked_ms, answered_ms, answered_by,
                 decline_reason, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
            &[
                self.district.into(),
                self.resident.into(),
                draft.id.into(),
                self.team.id.into(),
                Val::word(&draft.state)?,
                draft.years.into(),
                draft.begins.into(),
                draft.ends.into(),
                draft.price.0.into(),
                self.agreement.into(),
                draft.asked_at.into(),
                draft.answered.map(|(at, _)| at).into(),
                draft.answered.map(|(_, by)| by).into(),
                draft.decline_reason.into(),
            ],
        )?;
        tx.exec(
            "INSERT INTO contract_package (district_id, contract_id, package_id)
             VALUES ($1, $2, $3)",
            &[
                self.district.into(),
                draft.id.into(),
                package.package_id.into(),
            ],
        )?;
        if draft.holds_place() {
            let [district, resident] = self.whose();
            tx.exec(
                "INSERT INTO contract_current (district_id, resident_id, contract_id, ends)
                 VALUES ($1, $2, $3, $4)",
                &[district, resident, draft.id.into(), draft.ends.into()],
            )?;
        }
        for promise in &draft.plan {
            tx.exec(
                "INSERT INTO plan_item (district_id, resident_id, contract_id, due, id, package_id,
                     item_code, nth, of_times, done_on, done_by)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    self.district.into(),
                    self.resident.into(),
                    draft.id.into(),
                    promise.due.into(),
                    promise.id.into(),
                    package.package_id.into(),
                    (&package.items[promise.item].code).into(),
                    promise.nth.into(),
                    promise.of.into(),
                    promise.done.map(|(day, _)| day).into(),
                    promise.done.map(|(_, by)| by).into(),
                ],
            )?;
        }
        Ok(())
    }
}
