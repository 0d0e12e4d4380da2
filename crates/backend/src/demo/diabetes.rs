//! Diabetes visits of somebody who does not exist. The domain has no diabetes form and no rule of
//! it yet, so the little that a list and a record show is decided here by NBPHS-3-2017 (fasting
//! glucose below 7.0 mmol/L), and the stored form holds that much.

use chrono::{Days, Months, NaiveDate};
use domain::api::records::Drug;
use domain::codes::{Compliance, ControlClass, VisitWay};
use domain::rules::chronic::{Decision, Referral};
use serde::Serialize;

use super::body::{Body, positive};
use super::chance::Chance;
use super::hypertension::drug;
use super::timetable::{Outcome, Slot};

/// Limits in tenths of mmol/L.
const CONTROLLED_BELOW: u16 = 70;
const URGENT_FROM: u16 = 167;
const URGENT_UP_TO: u16 = 39;

/// What is stored of a visit.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// Day.
    pub visit_date: NaiveDate,
    /// How.
    pub way: VisitWay,
    /// Systolic pressure, mmHg.
    pub sbp: u16,
    /// Diastolic pressure, mmHg.
    pub dbp: u16,
    /// Weight, tenths of kg.
    pub weight: u16,
    /// Fasting glucose, tenths of mmol/L.
    pub fasting_glucose: u16,
    /// 服药依从性.
    pub compliance: Compliance,
    /// Drugs.
    pub drugs: Vec<Drug>,
    /// Next date agreed.
    pub next_date: NaiveDate,
}

/// A visit with its decision.
#[derive(Clone, Debug)]
pub struct Visited {
    /// The form.
    pub form: Form,
    /// The decision.
    pub decision: Decision,
}

/// Drugs against diabetes, one or two.
pub fn drugs(chance: &mut Chance) -> Vec<Drug> {
    let mut drugs = vec![chance.pick(&[
        ("二甲双胍片", 2, "0.5 g"),
        ("二甲双胍片", 3, "0.5 g"),
        ("格列齐特缓释片", 1, "60 mg"),
    ])];
    if chance.percent(40) {
        drugs.push(chance.pick(&[("阿卡波糖片", 3, "50 mg"), ("达格列净片", 1, "10 mg")]));
    }
    drugs.into_iter().map(drug).collect()
}

/// Blood pressure of somebody without hypertension, mmHg.
pub const HEALTHY_PRESSURE: (u16, u16) = (124, 74);

/// The visits of a timetable, with values that fit its outcomes; the blood pressure stays near
/// the usual one.
pub fn visits(
    chance: &mut Chance,
    body: &Body,
    drugs: &[Drug],
    slots: &[Slot],
    usual: (u16, u16),
) -> Vec<Visited> {
    let (sbp, dbp) = (i32::from(usual.0), i32::from(usual.1));
    let level = chance.between(56, 64);
    let mut previous = None;
    let mut visits = Vec::with_capacity(slots.len());
    for slot in slots {
        let glucose = match slot.outcome {
            Outcome::Controlled => (level + chance.wobble(8)).clamp(45, 69),
            Outcome::Uncontrolled => 70 + chance.between(0, 32),
            Outcome::Emergency => 168 + chance.between(0, 20),
        };
        let form = Form {
            visit_date: slot.date,
            way: chance.pick(&[VisitWay::Clinic, VisitWay::Clinic, VisitWay::Home]),
            sbp: positive(sbp + chance.wobble(8)),
            dbp: positive(dbp + chance.wobble(6)),
            weight: body.weight_today(chance),
            fasting_glucose: positive(glucose),
            compliance: body.compliance,
            drugs: drugs.to_vec(),
            next_date: slot.next,
        };
        let decision = decide(slot.date, form.fasting_glucose, previous);
        previous = Some(decision.class);
        visits.push(Visited { form, decision });
    }
    visits
}

fn decide(date: NaiveDate, glucose: u16, previous: Option<ControlClass>) -> Decision {
    let urgent = glucose >= URGENT_FROM || glucose <= URGENT_UP_TO;
    let over = urgent || glucose >= CONTROLLED_BELOW;
    let class = if over {
        ControlClass::Uncontrolled
    } else {
        ControlClass::Controlled
    };
    let referral = match previous {
        _ if urgent => Referral::Urgent,
        Some(ControlClass::Uncontrolled) if over => Referral::Advised,
        _ => Referral::No,
    };
    let latest = if over {
        date.checked_add_days(Days::new(14))
    } else {
        date.checked_add_months(Months::new(3))
    };
    Decision {
        class,
        referral,
        latest_next: latest.unwrap_or(date),
        reasons: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_rule_hold() {
        let date: NaiveDate = "2026-11-24".parse().unwrap();
        for (glucose, previous, class, referral) in [
            (69, None, ControlClass::Controlled, Referral::No),
            (70, None, ControlClass::Uncontrolled, Referral::No),
            (
                70,
                Some(ControlClass::Uncontrolled),
                ControlClass::Uncontrolled,
                Referral::Advised,
            ),
            (166, None, ControlClass::Uncontrolled, Referral::No),
            (167, None, ControlClass::Uncontrolled, Referral::Urgent),
            (39, None, ControlClass::Uncontrolled, Referral::Urgent),
            (
                40,
                Some(ControlClass::Uncontrolled),
                ControlClass::Controlled,
                Referral::No,
            ),
        ] {
            let decision = decide(date, glucose, previous);
            assert_eq!(
                (decision.class, decision.referral),
                (class, referral),
                "{glucose}"
            );
        }
    }
}
