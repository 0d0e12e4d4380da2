//! From what is typed to answers and their decision. Pure: the day comes in.

use chrono::{Days, Months, NaiveDate};
use domain::api::conflicts::VisitBase;
use domain::api::follow_ups::{Carried, FollowUpStart};
use domain::ids::FollowUpId;
use domain::problem::{FieldError, Problem};
use domain::programme::{
    Answers, CONFIRMED, Carry, Decision, Definition, Facts, Field, Kind, Known, Level, NumberKind,
    Referral, STEPPED, Value, check, decide, following, proposed, unusual,
};
use domain::rules::departure::visit_fault;
use domain::rules::three_colours::{Colour, Scale, Visited};

use super::reading::read;
use super::sheet::{DrugLine, PRESSED, SURE, Sheet, TAKEN, with_number};
use crate::i18n::format;

/// Keys that only stand in a visit where the person is referred.
const OF_REFERRAL: [&str; 2] = ["referral_to", "referral_reason"];

/// What is known of the person without asking.
pub(super) fn known(start: &FollowUpStart) -> Known {
    Known {
        born: start.birth_date,
        sex: start.person.sex,
        height: start.height_tenths,
    }
}

/// What was known of earlier visits when the form was opened.
fn base(start: &FollowUpStart) -> VisitBase {
    start
        .last
        .as_ref()
        .map_or_else(VisitBase::default, |last| VisitBase {
            follow_up_id: Some(last.follow_up_id),
            version: last.version,
            own: None,
        })
}

/// The form as it opens: what rarely changes is taken from the last time; what is measured or
/// happens anew is left open, because a copied measurement would be a false one.
pub(super) fn opened(
    definition: &Definition,
    start: &FollowUpStart,
    id: FollowUpId,
    today: NaiveDate,
) -> Sheet {
    let mut typed = Answers::default();
    for field in definition.fields() {
        for key in std::iter::once(&field.key).chain(&field.target) {
            let stage = proposed_on(definition, field, start, today).filter(|_| *key == field.key);
            let last = carried(start, key).filter(|_| field.carry == Carry::Last);
            let next = || {
                let last = &start.last.as_ref()?.form;
                following(definition, field, last).map(Value::from)
            };
            let value = match &field.kind {
                Kind::Drugs if field.carry == Carry::Last => {
                    let drugs = start.drugs.iter().cloned();
                    let lines: Vec<DrugLine> = (0..)
                        .zip(drugs)
                        .map(|(key, drug)| DrugLine::of(key, drug))
                        .collect();
                    Some(lines.into())
                }
                _ if key == "visit_date" => Some(today.into()),
                _ if stage.is_some() => stage.map(Value::from),
                _ => match (last, &field.default) {
                    (Some(last), _) => Some(last.value.clone()),
                    (None, Some(usual)) if *key == field.key => Some(usual.clone()),
                    (None, _) => next(),
                },
            };
            typed.set(key, value.map(|value| as_typed(field, value)));
        }
    }
    Sheet {
        id,
        typed,
        base: base(start),
    }
}

/// The stage that is proposed for a visit of that day.
pub(super) fn proposed_on<'d>(
    definition: &Definition,
    field: &'d Field,
    start: &FollowUpStart,
    day: NaiveDate,
) -> Option<&'d str> {
    let last = start.last.as_ref().map(|last| &last.form);
    proposed(definition, field, &known(start), last, day)
}

/// The colour that the programme would make with this visit.
pub(super) fn made(
    scale: &Scale,
    answers: &Answers,
    decision: &Decision,
    today: NaiveDate,
) -> Option<Colour> {
    // A doctor's own class makes another one.
    let class = answers.text("class").unwrap_or(&decision.class);
    let visit = Visited {
        on: answers.day("visit_date")?,
        class: class.to_owned(),
        referral: decision.referral,
    };
    Some(scale.own(visit, answers.day("next_date"), today))
}

fn carried<'s>(start: &'s FollowUpStart, key: &str) -> Option<&'s Carried> {
    start.carried.iter().find(|one| one.key == key)
}

/// What one press takes over from the last time: what is looked at anew each time and is not answered yet.
pub(super) fn as_last_time<'s>(
    definition: &Definition,
    start: &'s FollowUpStart,
    judged: &Judged,
) -> Vec<&'s Carried> {
    let open = |field: &&Field| {
        let asked = field.when.is_none() || judged.asked.contains(&field.key);
        field.carry == Carry::Asked && asked && !judged.answers.filled(&field.key)
    };
    let open = definition.fields().filter(open);
    open.filter_map(|field| carried(start, &field.key))
        .collect()
}

pub(super) fn as_typed(field: &Field, value: Value) -> Value {
    match value {
        Value::Number(number) => Value::Text(format::scaled(number, field.scale())),
        other => other,
    }
}

/// What is known of a form while it is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// What is answered, as it would be recorded.
    pub(super) answers: Answers,
    /// What the rules say so far; only to be shown where `shown`.
    pub(super) decision: Option<Decision>,
    /// Whether all that the rules wait for is there, or it is urgent already.
    pub(super) shown: bool,
    /// Keys of what the rules still wait for.
    pub(super) awaited: Vec<String>,
    /// Keys of what is asked under a condition that holds.
    pub(super) asked: Vec<String>,
    /// What follows from the answers: key, number, and how it is called.
    pub(super) computed: Vec<(String, i32, Option<Level>)>,
    /// What cannot be accepted.
    pub(super) errors: Vec<FieldError>,
    /// Keys of what is possible but rare.
    pub(super) unusual: Vec<String>,
    /// Those of them that nobody has confirmed yet.
    pub(super) unsure: Vec<String>,
}

impl Judged {
    /// The decision, where it is one.
    pub(super) fn decided(&self) -> Option<&Decision> {
        self.decision.as_ref().filter(|_| self.shown)
    }
}

/// Judges what is typed. `previous` is the class of the visit before this one.
pub(super) fn judge(
    definition: &Definition,
    typed: &Answers,
    start: &FollowUpStart,
    previous: Option<&str>,
    today: NaiveDate,
) -> Judged {
    let known = known(start);
    let (mut answers, mut errors) = read(definition, typed);
    // A field depends on earlier ones alone, so one walk in the form's order finds all that is asked.
    let mut asked = Vec::new();
    for field in definition.fields().filter(|field| field.when.is_some()) {
        let facts = Facts::new(definition, &answers, &known, previous);
        if facts.is_some_and(|facts| facts.asks(field)) {
            asked.push(field.key.clone());
        } else {
            let keys = std::iter::once(&field.key).chain(&field.target);
            keys.for_each(|key| answers.set(key, None));
        }
    }
    errors.retain(|error| {
        let field = definition.field_or_target(&error.field);
        field.is_none_or(|field| field.when.is_none() || asked.contains(&field.key))
    });
    let decision = decide(definition, &answers, &known, previous);
    if let Some(decision) = &decision {
        conclude(definition, &mut answers, decision);
    }
    remember(definition, typed, &mut answers, start);
    let unusual: Vec<String> = unusual(definition, &answers)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let (sure, unsure) = unusual
        .iter()
        .cloned()
        .partition(|key| noted(typed, SURE, &answers, key));
    note(&mut answers, CONFIRMED, sure);
    let pressed = answers.iter().map(|(key, _)| key.to_owned());
    let pressed = pressed.filter(|key| noted(typed, PRESSED, &answers, key));
    let pressed = pressed.collect();
    note(&mut answers, STEPPED, pressed);
    let mut found = check(definition, &answers, &known, decision.as_ref(), today);
    let on = answers.day("visit_date");
    found.extend(on.and_then(|on| visit_fault("visit_date", start.departure.as_ref(), on)));
    for error in found {
        if !errors.iter().any(|other| other.field == error.field) {
            errors.push(error);
        }
    }
    let facts = Facts::new(definition, &answers, &known, previous);
    let wrong = |key: &str| errors.iter().any(|error| error.field == key);
    let deciding = || {
        let fields = definition.fields().filter(|field| field.decides);
        fields.filter(|field| facts.is_some_and(|facts| facts.asks(field)))
    };
    let awaited: Vec<String> = deciding()
        .filter(|field| !answers.filled(&field.key))
        .map(|field| field.key.clone())
        .collect();
    let impossible = deciding().any(|field| answers.filled(&field.key) && wrong(&field.key));
    let decisive = facts.is_some_and(|facts| facts.decisive());
    let urgent = decision
        .as_ref()
        .is_some_and(|decision| decision.referral == Referral::Urgent);
    let computed = definition.fields().filter_map(|field| {
        let (Kind::Computed(kind), Some(facts)) = (&field.kind, facts) else {
            return None;
        };
        let number = facts.quantity(&field.key)?;
        Some((field.key.clone(), number, facts.level(kind).cloned()))
    });
    Judged {
        computed: computed.collect(),
        shown: !impossible && (decisive || urgent),
        awaited,
        asked,
        unusual,
        unsure,
        decision,
        answers,
        errors,
    }
}

/// Fills in what follows from the decision where the doctor says nothing else.
pub(super) fn conclude(definition: &Definition, answers: &mut Answers, decision: &Decision) {
    if definition.field("class").is_some() && !answers.filled("class") {
        answers.set("class", Some(decision.class.as_str().into()));
    }
    if answers.text("class") == Some(&decision.class) {
        answers.set("class_reason", None);
    }
    if decision.referral == Referral::No {
        OF_REFERRAL.iter().for_each(|key| answers.set(key, None));
    }
    match decision.latest_next {
        None => answers.set("next_date", None),
        Some(latest) if !answers.filled("next_date") => {
            answers.set("next_date", Some(latest.into()));
        }
        Some(_) => {}
    }
}

/// Whether the number that stands there now was noted.
fn noted(typed: &Answers, list: &str, answers: &Answers, key: &str) -> bool {
    let Some(number) = answers.number(key) else {
        return false;
    };
    let now = with_number(key, number);
    typed.codes(list).any(|one| one == now)
}

fn note(answers: &mut Answers, list: &str, keys: Vec<String>) {
    answers.set(
        list,
        Some(keys).filter(|keys| !keys.is_empty()).map(Value::from),
    );
}

/// Says of what is as it was carried over from which day it is. What has to be looked at anew is only carried
/// over where a press took it over.
fn remember(
    definition: &Definition,
    typed: &Answers,
    answers: &mut Answers,
    start: &FollowUpStart,
) {
    let taken = |key: &str| {
        let asked = |field: &Field| field.carry == Carry::Asked;
        !definition.field(key).is_some_and(asked) || typed.codes(TAKEN).any(|one| one == key)
    };
    let same = |one: &&Carried| answers.get(&one.key) == Some(&one.value) && taken(&one.key);
    let mut days = Answers::default();
    for one in start.carried.iter().filter(same) {
        days.set(&one.key, Some(one.since.into()));
    }
    if days != Answers::default() {
        answers.set("carried", Some(Value::Map(days)));
    }
}

/// Whether an error is told while one types. The others wait for the attempt to save: a number
/// of which one digit is typed is not "too low" yet.
pub(super) fn told_at_once(
    definition: &Definition,
    error: &FieldError,
    all: &[FieldError],
) -> bool {
    match error.reason.as_str() {
        "too_high" | "in_future" | "not_after_visit" | "too_late" | "none_stands_alone"
        | "before_birth" | "after_death" => true,
        // What the programme itself forbids, once the numbers can be those that are meant.
        reason => {
            let fault = |one: &domain::programme::Fault| one.reason == reason;
            definition.faults.iter().any(fault)
                && !all.iter().any(|other| other.reason == "too_low")
        }
    }
}

/// One step up or down, on the steps of the number and within what it can be.
pub(super) fn stepped(kind: &NumberKind, from: i32, up: bool) -> i32 {
    let step = i32::from(kind.step).max(1);
    let at = if up {
        from.saturating_add(step)
    } else {
        from.saturating_sub(step)
    };
    let [least, most] = kind.legal;
    at.clamp(least, most)
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
pub(super) fn previous(start: &FollowUpStart, visit: Option<NaiveDate>) -> Option<String> {
    let last = start.last.as_ref();
    let last = last.and_then(|last| last.form.day("visit_date"));
    match (visit, last) {
        (Some(visit), Some(last)) if visit <= last => None,
        _ => start.previous_class.clone(),
    }
}

/// Which class of the visit before explains the backend's objection, where one does: a decision that differs
/// while the class is the same can only come from there.
pub(super) fn previous_by(
    definition: &Definition,
    problem: &Problem,
    answers: &Answers,
    known: &Known,
    seen: &Decision,
) -> Option<Option<String>> {
    let differs = |field: &str| problem.errors.iter().any(|error| error.field == field);
    if differs("decision.class") {
        return None;
    }
    let classes = definition
        .classes
        .iter()
        .map(|class| Some(class.code.as_str()));
    let mut candidates = std::iter::once(None).chain(classes);
    let explains = |previous: &Option<&str>| {
        let decision = decide(definition, answers, known, *previous);
        decision.is_some_and(|decision| {
            differs("decision.reasons") == (decision.reasons != seen.reasons)
                && differs("decision.referral") == (decision.referral != seen.referral)
                && differs("decision.latest_next") == (decision.latest_next != seen.latest_next)
        })
    };
    candidates
        .find(explains)
        .map(|class| class.map(str::to_owned))
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
