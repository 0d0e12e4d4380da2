//! From what is typed to a form and its decision. Pure: the day comes in.

use chrono::{Days, Months, NaiveDate};
use domain::api::follow_ups::{HypertensionForm, HypertensionStart};
use domain::api::records::Drug;
use domain::codes::{Compliance, ControlClass, HypertensionSymptom, VisitWay};
use domain::ids::FollowUpId;
use domain::problem::{FieldError, Problem};
use domain::rules::hypertension::{
    Decision, NBPHS_3_2017, Reason, Referral, Visit, check, decide, rules, unusual,
};
use domain::rules::limits::{DBP, SBP, Verdict};

use super::sheet::{DrugLine, Sheet};
use crate::i18n::format;
use crate::ui::plain_number;

/// The form as it opens: what rarely changes is taken from the last time; what is measured or
/// happens anew is left open, because a copied measurement would be a false one.
pub(super) fn opened(start: &HypertensionStart, id: FollowUpId, today: NaiveDate) -> Sheet {
    let last = start.last.as_ref().map(|last| &last.form);
    let number = |value: Option<u16>| value.map(|value| value.to_string()).unwrap_or_default();
    let tenths = |value: Option<u16>| value.map(short_tenths).unwrap_or_default();
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

/// Tenths without a needless zero: 65, 65.5.
pub(super) fn short_tenths(value: u16) -> String {
    let text = format::tenths(value);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
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
    start: &HypertensionStart,
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
    errors.extend(check(&form, &decision, today));
    if form.visit_date < start.birth_date {
        errors.push(FieldError::new("visit_date", "before_birth"));
    }
    let possible = plausible(&form);
    Judged {
        decision: possible.then_some(decision),
        unusual: unusual(&form),
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

/// Reads the texts, noting what is missing or no number.
#[derive(Default)]
struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    fn form(&mut self, sheet: &Sheet) -> Option<HypertensionForm> {
        let visit_date = self.needed("visit_date", sheet.visit_date);
        let sbp = self.number("sbp", &sheet.sbp);
        let dbp = self.number("dbp", &sheet.dbp);
        for (field, typed) in [("sbp", &sheet.sbp), ("dbp", &sheet.dbp)] {
            if typed.trim().is_empty() {
                self.errors.push(FieldError::new(field, "required"));
            }
        }
        let weight = self.tenths("weight", &sheet.weight);
        let weight_target = self.tenths("weight_target", &sheet.weight_target);
        let heart_rate = self.number("heart_rate", &sheet.heart_rate);
        let smoke = self.number("smoke", &sheet.smoke);
        let smoke_target = self.number("smoke_target", &sheet.smoke_target);
        let drink = self.tenths("drink", &sheet.drink);
        let drink_target = self.tenths("drink_target", &sheet.drink_target);
        let exercise_times = self.number("exercise_times", &sheet.exercise_times);
        let exercise_minutes = self.number("exercise_minutes", &sheet.exercise_minutes);
        let exercise_times_target =
            self.number("exercise_times_target", &sheet.exercise_times_target);
        let exercise_minutes_target =
            self.number("exercise_minutes_target", &sheet.exercise_minutes_target);
        let drugs = self.drugs(&sheet.drugs);
        let visit_date = visit_date?;
        Some(HypertensionForm {
            visit_date,
            way: sheet.way,
            symptoms: sheet.symptoms.clone(),
            symptom_other: sheet
                .symptoms
                .contains(&HypertensionSymptom::Other)
                .then(|| text(&sheet.symptom_other))
                .flatten(),
            sbp: sbp?,
            dbp: dbp?,
            danger_signs: sheet.danger_signs.clone(),
            pregnant_or_lactating: sheet.pregnant_or_lactating,
            weight,
            weight_target,
            heart_rate,
            sign_other: text(&sheet.sign_other),
            smoke,
            smoke_target,
            drink,
            drink_target,
            exercise_times,
            exercise_minutes,
            exercise_times_target,
            exercise_minutes_target,
            salt: sheet.salt,
            salt_target: sheet.salt_target,
            psych: sheet.psych,
            obey: sheet.obey,
            aux_exam: text(&sheet.aux_exam),
            compliance: sheet.compliance,
            adverse_reaction: text(&sheet.adverse_reaction),
            complication: text(&sheet.complication),
            class: ControlClass::Controlled,
            class_reason: None,
            drugs,
            referral_reason: text(&sheet.referral_reason),
            referral_to: text(&sheet.referral_to),
            next_date: visit_date,
        })
    }

    fn needed<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.errors.push(FieldError::new(field, "required"));
        }
        value
    }

    /// A whole number, where one is typed. More digits than fit count as the greatest, so that the
    /// field's own limit says what is wrong.
    fn number(&mut self, field: &str, typed: &str) -> Option<u16> {
        let plain = plain_number(typed);
        if plain.is_empty() {
            return None;
        }
        if plain.chars().all(|c| c.is_ascii_digit()) {
            return Some(plain.parse().unwrap_or(u16::MAX));
        }
        self.errors.push(FieldError::new(field, "not_a_number"));
        None
    }

    /// A number with at most one decimal, in tenths.
    fn tenths(&mut self, field: &str, typed: &str) -> Option<u16> {
        let plain = plain_number(typed);
        if plain.is_empty() {
            return None;
        }
        let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        if whole.is_empty() || part.len() > 1 || !digits(whole) || !digits(part) {
            self.errors.push(FieldError::new(field, "not_a_number"));
            return None;
        }
        let whole: u32 = whole.parse().unwrap_or(u32::from(u16::MAX));
        let part: u32 = part.parse().unwrap_or(0);
        Some(u16::try_from(whole.saturating_mul(10).saturating_add(part)).unwrap_or(u16::MAX))
    }

    /// The drugs; a row that was left empty is none.
    fn drugs(&mut self, lines: &[DrugLine]) -> Vec<Drug> {
        let mut drugs: Vec<Drug> = Vec::new();
        for line in lines {
            let (name, dose) = (line.name.trim(), line.dose.trim());
            if name.is_empty() && dose.is_empty() {
                continue;
            }
            let fault = |part: &str| ["drugs.", &line.key.to_string(), ".", part].concat();
            if name.is_empty() {
                self.errors
                    .push(FieldError::new(&fault("name"), "required"));
            }
            if drugs.iter().any(|other| other.name == name) {
                self.errors.push(FieldError::new(&fault("name"), "twice"));
            }
            let times = plain_number(&line.times)
                .parse::<u8>()
                .ok()
                .filter(|times| (1..=24).contains(times));
            if times.is_none() {
                self.errors
                    .push(FieldError::new(&fault("times"), "not_a_number"));
            }
            drugs.push(Drug {
                name: name.to_owned(),
                times_a_day: times.unwrap_or(0),
                dose: dose.to_owned(),
            });
        }
        drugs
    }
}

fn text(typed: &str) -> Option<String> {
    Some(typed.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
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
pub(super) fn previous(
    start: &HypertensionStart,
    visit: Option<NaiveDate>,
) -> Option<ControlClass> {
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
