//! Whether a definition can be used at all: every name that it uses is one that it has, nothing refers to
//! itself, and every figure is possible. Asked before a definition is taken into use, so that
//! judging a visit never meets a definition that means nothing.

use std::collections::BTreeSet;

use super::{Carry, Computed, Condition, Definition, Field, Interval, Kind, Value};
use crate::codes::VisitWay;

/// Figures that are known of a person without asking.
const KNOWN: [&str; 5] = [
    "age_years",
    "age_months",
    "age_days",
    "age_calendar",
    "height",
];

/// Fields without which a visit cannot be kept.
const NEEDED: [&str; 6] = [
    "visit_date",
    "way",
    "class",
    "class_reason",
    "referral_to",
    "next_date",
];

impl Definition {
    /// What is wrong with the definition, each in a sentence; empty when it can be used.
    #[must_use]
    pub fn unsound(&self) -> Vec<String> {
        let mut look = Look {
            definition: self,
            wrong: Vec::new(),
        };
        look.names();
        look.thresholds();
        look.fields();
        look.rules();
        look.print_groups();
        look.wrong
    }
}

struct Look<'a> {
    definition: &'a Definition,
    wrong: Vec<String>,
}

/// Where a condition stands, which says what it may ask about.
#[derive(Clone, Copy)]
struct Place<'a> {
    name: &'a str,
    /// Keys of fields that it may name; `None` for all.
    fields: Option<&'a [&'a str]>,
    thresholds: &'a [&'a str],
    class: bool,
}

impl<'a> Look<'a> {
    fn say(&mut self, wrong: String) {
        self.wrong.push(wrong);
    }

    fn once(&mut self, what: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if name.is_empty() {
                self.say(format!("{what}: a name is empty"));
            } else if !seen.insert(name) {
                self.say(format!("{what} {name}: stands twice"));
            }
        }
    }

    fn names(&mut self) {
        let definition = self.definition;
        if !definition.programme.is_sound() || !definition.edition.is_sound() {
            self.say("programme or edition: not a name".to_owned());
        }
        let targets = definition
            .fields()
            .filter_map(|field| field.target.as_deref());
        let fields = definition.fields().map(|field| field.key.as_str());
        let thresholds = definition.thresholds.iter().map(|one| one.key.as_str());
        let known = KNOWN.into_iter().filter(|key| *key != "height");
        self.once("key", fields.chain(targets).chain(thresholds).chain(known));
        self.once("list", definition.lists.iter().map(|one| one.name.as_str()));
        self.once(
            "class",
            definition.classes.iter().map(|one| one.code.as_str()),
        );
        self.once("rule", definition.rules.iter().map(|one| one.id.as_str()));
        self.once(
            "contact",
            definition.contacts.iter().map(|one| one.name.as_str()),
        );
        for list in &definition.lists {
            self.once(
                &format!("list {}", list.name),
                list.options.iter().map(|one| one.code.as_str()),
            );
            if list.options.is_empty() {
                self.say(format!("list {}: has no options", list.name));
            }
        }
        for key in NEEDED {
            if definition.field(key).is_none() {
                self.say(format!("field {key}: every form needs it"));
            }
        }
        for option in definition.options("way") {
            if VisitWay::ALL
                .iter()
                .all(|way| Value::from(way_word(*way)) != Value::from(option.code.as_str()))
            {
                self.say(format!("way {}: is no way of a visit", option.code));
            }
        }
        if definition.classes.is_empty() {
            self.say("classes: there is none".to_owned());
        }
    }

    fn thresholds(&mut self) {
        let mut earlier = Vec::new();
        for threshold in &self.definition.thresholds {
            let place = Place {
                name: &threshold.key,
                fields: Some(&[]),
                thresholds: &earlier,
                class: false,
            };
            for case in &threshold.cases {
                self.condition(case.when.as_ref(), place);
            }
            if threshold
                .cases
                .last()
                .is_none_or(|case| case.when.is_some())
            {
                self.say(format!(
                    "threshold {}: says nothing for everybody else",
                    threshold.key
                ));
            }
            earlier.push(threshold.key.as_str());
        }
    }

    fn all_thresholds(&self) -> Vec<&'a str> {
        self.definition
            .thresholds
            .iter()
            .map(|one| one.key.as_str())
            .collect()
    }

    fn fields(&mut self) {
        let thresholds = self.all_thresholds();
        for section in &self.definition.sections {
            let has = |quick: &super::Quick| {
                let mut fields = section.fields.iter();
                fields.any(|field| {
                    let mut options = self.definition.options(&field.key).iter();
                    options.any(|option| option.code == quick.code)
                })
            };
            if section.quick.as_ref().is_some_and(|quick| !has(quick)) {
                let title = &section.title.zh;
                self.say(format!("section {title}: its press answers nothing"));
            }
        }
        let mut earlier: Vec<&str> = Vec::new();
        for field in self.definition.fields() {
            let place = Place {
                name: &field.key,
                fields: Some(&earlier),
                thresholds: &thresholds,
                class: false,
            };
            self.condition(field.when.as_ref(), place);
            if field.zh.is_empty() || field.en.is_empty() {
                self.say(format!("field {}: has no label", field.key));
            }
            if let Some(hint) = &field.hint {
                self.named_in(&field.key, &hint.zh);
                self.named_in(&field.key, &hint.en);
            }
            self.carry(field);
            for stage in field.proposed.iter().flat_map(|one| &one.stages) {
                let place = Place {
                    fields: None,
                    ..place
                };
                self.condition(stage.last.as_ref(), place);
            }
            self.kind(field, &earlier);
            earlier.push(&field.key);
        }
    }

    /// What is measured is never carried over, and only a choice has a code behind another.
    fn carry(&mut self, field: &Field) {
        let key = &field.key;
        let fits = match field.carry {
            Carry::Never | Carry::Last => true,
            Carry::Asked => matches!(field.kind, Kind::Choice(_) | Kind::Choices(_) | Kind::Flag),
            Carry::Next => matches!(field.kind, Kind::Choice(_)),
        };
        if !fits {
            self.say(format!("field {key}: cannot be carried over like this"));
        }
        if field.by_time && field.kind != Kind::Drugs {
            self.say(format!(
                "field {key}: only drugs are written by time of day"
            ));
        }
        for stage in field.proposed.iter().flat_map(|one| &one.stages) {
            self.stage(field, stage);
        }
    }

    /// What stands under a heading of the paper form stands there together, and under no other.
    fn print_groups(&mut self) {
        let definition = self.definition;
        let fields = definition.on_paper().into_iter();
        let fields = fields.filter(|field| field.print.is_some());
        let printed: Vec<&str> = fields.map(|field| field.key.as_str()).collect();
        let all = definition.print_groups.iter();
        self.once(
            "field of a printed group",
            all.clone()
                .flat_map(|group| &group.fields)
                .map(String::as_str),
        );
        for group in all {
            let title = &group.title.zh;
            let place = |key: &String| printed.iter().position(|one| one == key);
            let places: Option<Vec<usize>> = group.fields.iter().map(place).collect();
            let together = |places: Vec<usize>| {
                let mut pairs = places.windows(2);
                pairs.all(|pair| matches!(pair, [one, next] if one + 1 == *next))
            };
            if !places.is_some_and(together) {
                self.say(format!(
                    "printed group {title}: its fields do not stand together"
                ));
            }
        }
    }

    /// A stage is a code of its field, and what it is counted from can be read off the last visit.
    fn stage(&mut self, field: &Field, stage: &super::Stage) {
        let (key, code) = (&field.key, &stage.code);
        let mut options = self.definition.options(key).iter();
        if !matches!(field.kind, Kind::Choice(_)) || !options.any(|one| one.code == *code) {
            self.say(format!(
                "field {key}: proposes {code}, which is no choice of it"
            ));
        }
        if let Some(from) = &stage.from {
            let counts =
                |field: &Field| matches!(field.kind, Kind::Day | Kind::AnyDay | Kind::Number(_));
            if from.day != "born" && !self.definition.field(&from.day).is_some_and(counts) {
                self.say(format!("field {key}: there is no day {}", from.day));
            }
        }
    }

    fn kind(&mut self, field: &'a Field, earlier: &[&str]) {
        let key = &field.key;
        match &field.kind {
            Kind::Number(number) => {
                let ([least, most], [low, high]) = (number.legal, number.usual);
                if !(least <= low && low <= high && high <= most) {
                    self.say(format!(
                        "field {key}: its ranges do not lie within each other"
                    ));
                }
                if number.scale > 3 {
                    self.say(format!(
                        "field {key}: more than three digits behind the point"
                    ));
                }
            }
            Kind::Choice(list) | Kind::Choices(list) => {
                if self.definition.list(list).is_empty() {
                    self.say(format!("field {key}: there is no list {list}"));
                }
            }
            Kind::Computed(computed) => {
                let named: Vec<&String> = match &computed.by {
                    Computed::Bmi { weight, height } => vec![weight, height],
                    Computed::Sum { of, reversed, .. } => of.iter().chain(reversed).collect(),
                    Computed::DaysSince(day) => vec![day],
                    Computed::Percent { of, whole, .. } => vec![of, whole],
                };
                for name in named {
                    let known = earlier.contains(&name.as_str()) || KNOWN.contains(&name.as_str());
                    if !known {
                        self.say(format!("field {key}: {name} is not asked before it"));
                    }
                }
                let thresholds = self.all_thresholds();
                let place = Place {
                    name: key,
                    fields: None,
                    thresholds: &thresholds,
                    class: false,
                };
                for level in &computed.levels {
                    self.condition(level.when.as_ref(), place);
                }
            }
            Kind::Class | Kind::Text | Kind::Day | Kind::AnyDay | Kind::Flag | Kind::Drugs => {}
        }
    }

    fn rules(&mut self) {
        let thresholds = self.all_thresholds();
        let definition = self.definition;
        for rule in &definition.rules {
            let class = rule.class.is_none();
            let place = Place {
                name: &rule.id,
                fields: None,
                thresholds: &thresholds,
                class,
            };
            self.condition(Some(&rule.when), place);
            if let Some(class) = rule
                .class
                .as_deref()
                .filter(|class| definition.class(class).is_none())
            {
                self.say(format!("rule {}: there is no class {class}", rule.id));
            }
            for name in &rule.call {
                if definition
                    .contacts
                    .iter()
                    .all(|contact| contact.name != *name)
                {
                    self.say(format!("rule {}: there is no contact {name}", rule.id));
                }
            }
            self.named_in(&rule.id, &rule.zh);
            self.named_in(&rule.id, &rule.en);
            self.interval(&rule.id, rule.within.as_ref());
        }
        for (at, step) in definition.schedule.iter().enumerate() {
            let name = format!("step {at}");
            let place = Place {
                name: &name,
                fields: None,
                thresholds: &thresholds,
                class: false,
            };
            self.condition(step.when.as_ref(), place);
            self.interval(&name, Some(&step.within));
        }
        for fault in &definition.faults {
            let place = Place {
                name: &fault.field,
                fields: None,
                thresholds: &thresholds,
                class: false,
            };
            self.condition(Some(&fault.when), place);
            if definition.field_or_target(&fault.field).is_none() {
                self.say(format!("fault: there is no field {}", fault.field));
            }
        }
    }

    fn interval(&mut self, name: &str, interval: Option<&Interval>) {
        match interval {
            Some(Interval::Days(0) | Interval::Months(0)) => {
                self.say(format!("{name}: the next visit is on the same day"));
            }
            Some(Interval::From(from))
                if from.day != "born" && self.definition.field(&from.day).is_none() =>
            {
                self.say(format!("{name}: there is no day {}", from.day));
            }
            _ => {}
        }
    }

    /// The numbers that a text names.
    fn named_in(&mut self, rule: &str, text: &str) {
        for part in text.split('{').skip(1) {
            let key = part.split('}').next().unwrap_or_default();
            let known =
                self.definition.field(key).is_some() || self.definition.threshold(key).is_some();
            if !known && !KNOWN.contains(&key) {
                self.say(format!("{rule}: its text names {key}, which is nothing"));
            }
        }
    }

    fn condition(&mut self, condition: Option<&Condition>, place: Place<'_>) {
        let Some(condition) = condition else { return };
        match condition {
            Condition::All(several) | Condition::Any(several) => {
                for one in several {
                    self.condition(Some(one), place);
                }
            }
            Condition::Not(one) => self.condition(Some(one), place),
            Condition::AtLeast(one, other) | Condition::AtMost(one, other) => {
                self.key(one, place);
                self.key(other, place);
            }
            Condition::OneOf(key, codes) => {
                self.key(key, place);
                let options = self.definition.options(key);
                for code in codes {
                    if options.iter().all(|option| option.code != *code) {
                        self.say(format!("{}: {key} has no option {code}", place.name));
                    }
                }
            }
            Condition::Chosen(key, _) | Condition::Filled(key) | Condition::Yes(key) => {
                self.key(key, place);
            }
            Condition::Sex(_) => {}
            Condition::Previous(classes) => self.classes(classes, place),
            Condition::Class(classes) => {
                self.classes(classes, place);
                if !place.class {
                    self.say(format!(
                        "{}: asks for the class before it is known",
                        place.name
                    ));
                }
            }
        }
    }

    fn classes(&mut self, classes: &[String], place: Place<'_>) {
        for class in classes
            .iter()
            .filter(|class| self.definition.class(class).is_none())
        {
            self.wrong
                .push(format!("{}: there is no class {class}", place.name));
        }
    }

    fn key(&mut self, key: &str, place: Place<'_>) {
        let field = match place.fields {
            Some(earlier) => earlier.contains(&key),
            None => self.definition.field(key).is_some(),
        };
        if !field && !place.thresholds.contains(&key) && !KNOWN.contains(&key) {
            self.say(format!(
                "{}: {key} is nothing that can be asked about here",
                place.name
            ));
        }
    }
}

fn way_word(way: VisitWay) -> &'static str {
    match way {
        VisitWay::Clinic => "clinic",
        VisitWay::Home => "home",
        VisitWay::Phone => "phone",
    }
}
