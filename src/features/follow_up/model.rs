//! From what is typed to a form and its decision. Pure: the day comes in.

use chrono::{Days, Months, NaiveDate};
use domain::api::typed_follow_ups::HypertensionForm;
use domain::codes::{Compliance, ControlClass, HypertensionSymptom, VisitWay};
use domain::ids::FollowUpId;
use domain::problem::{FieldError, Problem};
use domain::rules::chronic::{Decision, Form, Reason, Referral};
use domain::rules::hypertension::{NBPHS_3_2017, Visit, decide, rules};
use domain::rules::limits::{DBP, SBP, Verdict};

use super::Start;
use super::reading::{Reading, text};
use super::sheet::{DrugLine, Sheet};
use crate::i18n::format;

/// The form as it opens: what rarely changes is taken from the last time; what is measured or
/// happens anew is left open, because a copied measurement would be a false one.
pub(super) fn opened(start: &Start, id: FollowUpId, today: NaiveDate) -> Sheet {
    let last = start.last.as_ref().map(|last| &last.form);
    let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let tenths = |value: Option<u16>| value.map(format::short_tenths).unwrap_or_default();
    let key = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Sheet {
        id,
        visit_date: Some(today),
        way: last.map_or(VisitWay::Clinic, |last| last.way),
        symptoms: vec![HypertensionSymptom::None],
        symptom_other: String::new(),
        sbp: String::new(),
        dbp: String::new(),
        danger_signs: Vec::new(),
        pregnant_or_lactating: last.is_some_and(|last| last.pregnant_or_lactating),
        weight: String::new(),
        weight_target: tenths(last.and_then(|last| last.weight_target)),
        heart_rate: String::new(),
        sign_other: String::new(),
        smoke: number(start.habits.smoke),
        smoke_target: number(last.and_then(|last| last.smoke_target)),
        drink: tenths(start.habits.drink),
        drink_target: tenths(last.and_then(|last| last.drink_target)),
        exercise_times: number(start.habits.exercise_times),
        exercise_times_target: number(last.and_then(|last| last.exercise_times_target)),
        exercise_minutes: number(start.habits.exercise_minutes),
        exercise_minutes_target: number(last.and_then(|last| last.exercise_minutes_target)),
        salt: start.habits.salt,
        salt_target: last.and_then(|last| last.salt_target),
        psych: last.and_then(|last| last.psych),
        obey: last.and_then(|last| last.obey),
        aux_exam: String::new(),
        compliance: last.map_or(Compliance::Regular, |last| last.compliance),
        adverse_reaction: String::new(),
        complication: String::new(),
        class: None,
        class_reason: String::new(),
        drugs: start
            .drugs
            .iter()
            .enumerate()
            .map(|(at, drug)| DrugLine::of(key(at), drug))
            .collect(),
        referral_reason: String::new(),
        referral_to: last
            .and_then(|last| last.referral_to.clone())
            .unwrap_or_default(),
        next_date: None,
    }
}

/// What is known of a form while it is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// The rules' answer, as soon as a possible pressure stands there.
    pub(super) decision: Option<Decision>,
    /// What cannot be accepted.
    pub(super) errors: Vec<FieldError>,
    /// What is possible but rare.
    pub(super) unusual: Vec<&'static str>,
    /// The form, once nothing is wrong with it.
    pub(super) form: Option<HypertensionForm>,
}

/// Judges what is typed. `previous` is the class of the visit before this one.
pub(super) fn judge(
    sheet: &Sheet,
    start: &Start,
    previous: Option<ControlClass>,
    today: NaiveDate,
) -> Judged {
    let mut read = Reading::default();
    let form = read.form(sheet);
    let mut errors = read.errors;
    let Some(mut form) = form else {
        return Judged {
            decision: None,
            errors,
            unusual: Vec::new(),
            form: None,
        };
    };
    let edition = rules(&start.rules_version).unwrap_or(&NBPHS_3_2017);
    let decision = decide(edition, &Visit::of(&form, start.birth_date), previous);
    form.class = sheet.class.unwrap_or(decision.class);
    form.class_reason = (form.class != decision.class)
        .then(|| text(&sheet.class_reason))
        .flatten();
    if decision.referral == Referral::No {
        form.referral_to = None;
        form.referral_reason = None;
    }
    form.next_date = sheet.next_date.unwrap_or(decision.latest_next);
    errors.extend(form.check(&decision, today));
    if form.visit_date < start.birth_date {
        errors.push(FieldError::new("visit_date", "before_birth"));
    }
    let possible = plausible(&form);
    Judged {
        decision: possible.then_some(decision),
        unusual: form.unusual(),
        form: errors.is_empty().then_some(form),
        errors,
    }
}

fn plausible(form: &HypertensionForm) -> bool {
    let accepted = |verdict| matches!(verdict, Verdict::Usual | Verdict::Unusual);
    accepted(SBP.judge(form.sbp)) && accepted(DBP.judge(form.dbp)) && form.sbp > form.dbp
}

/// Whether an error is told while one types. The others wait for the attempt to save: a pressure
/// of which one digit is typed is not "too low" yet.
pub(super) fn told_at_once(error: &FieldError, all: &[FieldError]) -> bool {
    match error.reason.as_str() {
        "too_high" | "in_future" | "not_after_visit" | "too_late" | "none_stands_alone"
        | "before_birth" => true,
        "not_below_systolic" => !all.iter().any(|other| other.reason == "too_low"),
        _ => false,
    }
}

/// Usual next days that the decision allows, the latest one last.
pub(super) fn next_days(visit: NaiveDate, latest: NaiveDate) -> Vec<(NextDay, NaiveDate)> {
    let days = [
        (NextDay::TwoWeeks, visit.checked_add_days(Days::new(14))),
        (NextDay::OneMonth, visit.checked_add_months(Months::new(1))),
        (
            NextDay::ThreeMonths,
            visit.checked_add_months(Months::new(3)),
        ),
    ];
    days.into_iter()
        .filter_map(|(name, day)| Some((name, day.filter(|day| *day <= latest)?)))
        .collect()
}

/// A usual distance to the next visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NextDay {
    /// 14 days.
    TwoWeeks,
    /// A month.
    OneMonth,
    /// Three months.
    ThreeMonths,
}

/// The class of the visit before this one, as far as the phone knows: a visit entered late may
/// lie before the last one, and then only the backend knows.
pub(super) fn previous(start: &Start, visit: Option<NaiveDate>) -> Option<ControlClass> {
    let last = start.last.as_ref().map(|last| last.form.visit_date);
    match (visit, last) {
        (Some(visit), Some(last)) if visit <= last => None,
        _ => start.previous_class,
    }
}

/// What the backend's objection says of the visit before: a decision that differs in its referral
/// while the class is the same can only come from there.
pub(super) fn previous_by(problem: &Problem, seen: &Decision) -> Option<Option<ControlClass>> {
    let differs = |field: &str| problem.errors.iter().any(|error| error.field == field);
    if differs("decision.class") || !(differs("decision.referral") || differs("decision.reasons")) {
        return None;
    }
    let second = seen.reasons.contains(&Reason::SecondInARow);
    Some((!second).then_some(ControlClass::Uncontrolled))
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
