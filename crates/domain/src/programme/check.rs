//! Whether a form can be accepted, and what in it is possible but rare.

use chrono::NaiveDate;

use super::{Answers, Decision, Definition, Facts, Field, Kind, Known, Referral, Value};
use crate::problem::FieldError;

/// Keys beside the fields of the form: what is kept about the answers themselves. `carried` says from which day
/// what is as it was; `confirmed` names the numbers that are rare and were looked at again; `stepped` those that
/// were pressed up or down from the last ones and not typed.
const BESIDE: [&str; 3] = ["carried", CONFIRMED, STEPPED];
/// Key of the list of numbers that are rare and were confirmed.
pub const CONFIRMED: &str = "confirmed";
/// Key of the list of numbers that were pressed up or down and not typed.
pub const STEPPED: &str = "stepped";

/// Fields that cannot be accepted, each with its reason and limit; empty when the form is sound.
#[must_use]
pub fn check(
    definition: &Definition,
    answers: &Answers,
    known: &Known,
    decision: Option<&Decision>,
    today: NaiveDate,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let Some(facts) = Facts::new(definition, answers, known, None) else {
        errors.push(FieldError::new("visit_date", "required"));
        return errors;
    };
    if facts.day > today {
        errors.push(FieldError::new("visit_date", "in_future").with_limit(today));
    }
    if facts.day < known.born {
        errors.push(FieldError::new("visit_date", "before_birth").with_limit(known.born));
    }
    for (key, value) in answers.iter() {
        match definition.field_or_target(key) {
            Some(field) => errors.extend(facts.answer_fault(field, key, value, today)),
            None if BESIDE.contains(&key) => errors.extend(facts.beside_fault(key, value)),
            None => errors.push(FieldError::new(key, "unknown")),
        }
    }
    for field in definition
        .fields()
        .filter(|field| field.required && facts.asks(field))
    {
        if !answers.filled(&field.key) && !is_said_later(&field.kind, &field.key) {
            errors.push(FieldError::new(&field.key, "required"));
        }
    }
    for fault in &definition.faults {
        if fault.when.holds(&facts) {
            errors.push(FieldError::new(&fault.field, &fault.reason));
        }
    }
    if let Some(decision) = decision {
        errors.extend(facts.decided_faults(decision));
    }
    errors
}

/// What follows from the decision is checked with it.
fn is_said_later(kind: &Kind, key: &str) -> bool {
    matches!(kind, Kind::Class) || matches!(key, "next_date" | "referral_to" | "class_reason")
}

/// Keys of numbers that are possible but unusual; the form asks once to check them.
pub fn unusual<'a>(definition: &'a Definition, answers: &Answers) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for field in definition.fields() {
        let Kind::Number(kind) = &field.kind else {
            continue;
        };
        let [least, most] = kind.usual;
        for key in std::iter::once(&field.key).chain(&field.target) {
            let value = answers.number(key);
            if value.is_some_and(|value| kind.accepts(value) && !(least..=most).contains(&value)) {
                keys.push(key.as_str());
            }
        }
    }
    keys
}

impl Facts<'_> {
    /// What is wrong with one answer by itself.
    fn answer_fault(
        &self,
        field: &Field,
        key: &str,
        value: &Value,
        today: NaiveDate,
    ) -> Option<FieldError> {
        let fault = |reason: &str| Some(FieldError::new(key, reason));
        let option = |list: &str, value: &Value| {
            let code = value.as_text().unwrap_or_default();
            self.definition
                .list(list)
                .iter()
                .find(|option| option.code == code)
        };
        match (&field.kind, value) {
            (Kind::Number(kind), Value::Number(number)) => {
                let [least, most] = kind.legal;
                if *number < least {
                    fault("too_low").map(|error| error.with_limit(least))
                } else if *number > most {
                    fault("too_high").map(|error| error.with_limit(most))
                } else {
                    None
                }
            }
            (Kind::Number(_), _) => fault("not_a_number"),
            (Kind::Choice(list), one) if option(list, one).is_some() => None,
            (Kind::Choices(list), Value::List(codes)) => {
                let mut ticked = codes.iter().enumerate();
                let twice = ticked.any(|(at, one)| codes.iter().take(at).any(|other| other == one));
                let alone = |one: &Value| option(list, one).is_some_and(|option| option.alone);
                if codes.iter().any(|one| option(list, one).is_none()) {
                    fault("unknown")
                } else if twice {
                    fault("twice")
                } else if codes.len() > 1 && codes.iter().any(alone) {
                    fault("none_stands_alone")
                } else {
                    None
                }
            }
            (Kind::Class, one) => {
                match one.as_text().and_then(|code| self.definition.class(code)) {
                    Some(_) => None,
                    None => fault("unknown"),
                }
            }
            (Kind::Text, Value::Text(_)) | (Kind::Flag, Value::Flag(_)) => None,
            (Kind::Day | Kind::AnyDay, _) => match self.answers.day(key) {
                None => fault("not_a_date"),
                // The day of the visit has a fault of its own.
                Some(day) if field.kind == Kind::Day && day > today && key != "visit_date" => {
                    fault("in_future").map(|error| error.with_limit(today))
                }
                Some(_) => None,
            },
            (Kind::Drugs, Value::List(drugs))
                if drugs.iter().all(|one| one.as_drug().is_some()) =>
            {
                None
            }
            _ => fault("unknown"),
        }
    }

    /// Whether a list about the answers names anything but numbers of the form, each once.
    fn beside_fault(&self, key: &str, value: &Value) -> Option<FieldError> {
        if key == "carried" {
            return None;
        }
        let number = |one: &Value| {
            let field = self.definition.field_or_target(one.as_text()?)?;
            matches!(field.kind, Kind::Number(_)).then_some(())
        };
        let sound = match value {
            Value::List(keys) => {
                let mut places = keys.iter().enumerate();
                places.all(|(at, one)| {
                    number(one).is_some() && !keys.iter().take(at).any(|other| other == one)
                })
            }
            _ => false,
        };
        (!sound).then(|| FieldError::new(key, "unknown"))
    }

    /// What does not fit the decision.
    fn decided_faults(&self, decision: &Decision) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let answers = self.answers;
        match answers.text("class") {
            None => errors.push(FieldError::new("class", "required")),
            Some(class) if class != decision.class && !answers.filled("class_reason") => {
                errors.push(FieldError::new("class_reason", "required"));
            }
            Some(_) => {}
        }
        if decision.referral != Referral::No && !answers.filled("referral_to") {
            errors.push(FieldError::new("referral_to", "required"));
        }
        let Some(latest) = decision.latest_next else {
            return errors;
        };
        match answers.day("next_date") {
            None => errors.push(FieldError::new("next_date", "required")),
            Some(next) if next <= self.day => {
                errors.push(FieldError::new("next_date", "not_after_visit").with_limit(self.day));
            }
            Some(next) if next > latest => {
                errors.push(FieldError::new("next_date", "too_late").with_limit(latest));
            }
            Some(_) => {}
        }
        errors
    }
}
