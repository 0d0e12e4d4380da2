//! From texts as typed to the values of a form, with what is missing or no number. Pure; called by
//! `model`, which judges what was read.

use domain::api::records::Drug;
use domain::api::typed_follow_ups::HypertensionForm;
use domain::codes::{ControlClass, HypertensionSymptom};
use domain::problem::FieldError;

use super::sheet::{DrugLine, Sheet};
use crate::ui::plain_number;

/// Reads the texts, noting what is missing or no number.
#[derive(Default)]
pub(super) struct Reading {
    /// What is wrong so far.
    pub(super) errors: Vec<FieldError>,
}

impl Reading {
    /// The form, once day and pressure can be read; class and next date are the rules' to say.
    pub(super) fn form(&mut self, sheet: &Sheet) -> Option<HypertensionForm> {
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

/// A text without the blanks around it, where there is one.
pub(super) fn text(typed: &str) -> Option<String> {
    Some(typed.trim())
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
