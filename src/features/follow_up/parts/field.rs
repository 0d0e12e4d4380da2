//! One field of the form, by its kind.

use domain::programme::{Carry, Field, Kind, NumberKind, Value};
use leptos::prelude::*;

use super::Work;
use crate::features::follow_up::model::stepped;
use crate::features::follow_up::more::later;
use crate::features::follow_up::reading::number;
use crate::features::follow_up::sheet::{Entry, PRESSED, drug_name, with_number};
use crate::features::follow_up::wording;
use crate::features::shared::{pick, said, word};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::platform::clock;
use crate::ui::{
    Banner, BannerKind, Choice, ChoiceRow, DateChip, DateField, Disclosure, NumberField, Opt,
    Switch, TextInput,
};

/// So many answers at most stand in one row, if none is longer than this.
const IN_A_ROW: usize = 5;
const SHORT: usize = 4;

/// Asks a field while it is to be asked, with what is agreed on for the next time beside it.
pub(super) fn asked(work: Work, field: Field) -> AnyView {
    if field.when.is_none() {
        return drawn(work, &field);
    }
    let asks = work.asks(&field);
    (move || asks.get().then(|| drawn(work, &field))).into_any()
}

fn drawn(work: Work, field: &Field) -> AnyView {
    let now = one(work, field, &field.key);
    match &field.target {
        Some(target) => {
            let then = one(work, field, target);
            view! { <div class="field-pair">{now}{then}</div> }.into_any()
        }
        None => now,
    }
}

/// The control of one key of a field: the field's own, or its target's.
pub(super) fn one(work: Work, field: &Field, key: &str) -> AnyView {
    let required = field.required && key == field.key;
    match (work.fields.entry(key), &field.kind) {
        (Some(Entry::Typed(value)), Kind::Number(kind)) => measured(work, field, kind, key, value),
        (Some(Entry::Typed(value)), _) => words_field(work, field, value),
        (Some(Entry::One(value)), Kind::Choice(list)) => {
            choice(work, field, (key, list), value, required)
        }
        (Some(Entry::Several(value)), Kind::Choices(list)) => several(work, field, list, value),
        (Some(Entry::Day(value)), kind) => day(work, field, *kind == Kind::Day, value),
        (Some(Entry::Flag(value)), _) => {
            view! { <Switch label=work.name(key) nostrip:hint=hint(work, field) value=value /> }
                .into_any()
        }
        (Some(Entry::Drugs(value)), _) => drugs(work, field, value),
        (None, Kind::Computed(_)) => computed(work, field),
        _ => ().into_any(),
    }
}

/// What stands below a field, with the figures that hold for this person.
pub(super) fn hint(work: Work, field: &Field) -> Option<Signal<String>> {
    let hint = field.hint.clone()?;
    Some(Signal::derive(move || work.say(&hint.zh, &hint.en)))
}

/// How minus and plus change a number that changes slowly: from the value that stands there, else from the one of
/// last time. Nothing without a press, and marked.
fn steps(
    work: Work,
    field: &Field,
    kind: &NumberKind,
    key: &str,
    value: RwSignal<String>,
) -> Option<Callback<bool>> {
    let last = match work.last(key) {
        Some(Value::Number(last)) => Some(last),
        _ => (field.carry == Carry::Last).then_some(kind.legal[0]),
    };
    if kind.step == 0 {
        return None;
    }
    let (kind, key) = (kind.clone(), key.to_owned());
    let pressed = work.fields.several(PRESSED);
    // Without anything to begin from there is nothing to press.
    last.map(|last| {
        Callback::new(move |up| {
            let now = value.with_untracked(|typed| number(typed, kind.scale));
            let next = stepped(&kind, now.unwrap_or(last), up);
            value.set(format::scaled(next, kind.scale));
            if let Some(pressed) = pressed {
                pressed.update(|pressed| {
                    pressed.retain(|one| one.split(' ').next() != Some(&key));
                    pressed.push(with_number(&key, next));
                });
            }
        })
    })
}

fn measured(
    work: Work,
    field: &Field,
    kind: &NumberKind,
    key: &str,
    value: RwSignal<String>,
) -> AnyView {
    view! {
        <NumberField
            label=work.name(key)
            unit=wording::signal(kind.unit.clone())
            nostrip:hint=hint(work, field)
            nostrip:before=work.before(field, key)
            error=work.error(key)
            warning=work.warning(key)
            nostrip:step=steps(work, field, kind, key, value)
            decimal=kind.scale != 0
            required=field.required && key == field.key
            value=value
        />
    }
    .into_any()
}

/// Words: what must be written stands open; what is seldom written opens with a tap.
fn words_field(work: Work, field: &Field, value: RwSignal<String>) -> AnyView {
    let label = work.name(&field.key);
    let error = work.error(field.key.as_str());
    if field.required {
        return view! {
            <TextInput label=label nostrip:hint=hint(work, field) value=value error=error required=true />
        }
        .into_any();
    }
    let summary = summary(label, move || value.get().trim().to_owned());
    folded(work, field, summary, false)
}

/// A line that says what stands there, and opens to change it.
fn folded(work: Work, field: &Field, summary: Signal<String>, open: bool) -> AnyView {
    let field = field.clone();
    let content = later(move |more| (more.folded)(work, &field));
    view! { <Disclosure summary=summary open=open>{content}</Disclosure> }.into_any()
}

/// `label：said`, where something is said.
fn summary(
    label: Signal<String>,
    said: impl Fn() -> String + Send + Sync + 'static,
) -> Signal<String> {
    Signal::derive(move || {
        let (label, said) = (label.get(), said());
        let colon = if said.is_empty() {
            ""
        } else {
            word("：", ": ")
        };
        [&label, colon, &said].concat()
    })
}

pub(super) fn answers(work: Work, list: &str) -> (Vec<Opt<String>>, usize, Option<String>) {
    work.definition.with_value(|form| {
        let codes = form.list(list);
        let alone = codes
            .iter()
            .find(|one| one.alone)
            .map(|one| one.code.clone());
        let longest = codes.iter().map(|one| one.zh.chars().count()).max();
        let answer = |one: &domain::programme::Opt| {
            let (zh, en) = (one.zh.clone(), one.en.clone());
            let label = Signal::derive(move || pick(&zh, &en).to_owned());
            Opt::new(one.code.clone(), label)
        };
        let answers = codes.iter().map(answer).collect();
        (answers, longest.unwrap_or_default(), alone)
    })
}

fn choice(
    work: Work,
    field: &Field,
    (key, list): (&str, &str),
    value: RwSignal<Option<String>>,
    required: bool,
) -> AnyView {
    let (options, longest, _) = answers(work, list);
    let label = work.name(key);
    let error = work.error(key);
    let hint = hint(work, field).or_else(|| work.before(field, key));
    if longest <= SHORT && options.len() <= IN_A_ROW {
        view! {
            <ChoiceRow
                label=label nostrip:hint=hint options=options value=value error=error
                required=required
            />
        }
        .into_any()
    } else {
        view! {
            <Choice
                label=label nostrip:hint=hint options=options value=value error=error
                required=required
            />
        }
        .into_any()
    }
}

/// Folded: the usual answer stands there already, and the list is long.
fn several(work: Work, field: &Field, list: &str, value: RwSignal<Vec<String>>) -> AnyView {
    let name = list.to_owned();
    let summary = summary(work.name(&field.key), move || {
        let chosen = value.get();
        work.definition.with_value(|form| {
            let names = chosen
                .iter()
                .filter_map(|code| wording::of_code(form.list(&name), code));
            names.collect::<Vec<_>>().join(word("、", ", "))
        })
    });
    let open = field.required && value.with_untracked(Vec::is_empty);
    folded(work, field, summary, open)
}

fn day(
    work: Work,
    field: &Field,
    past: bool,
    value: RwSignal<Option<chrono::NaiveDate>>,
) -> AnyView {
    let today = clock::today();
    let late = (field.key == "visit_date").then(|| recorded_late(work, value));
    let chips = if past {
        let yesterday = today
            .pred_opt()
            .map(|day| DateChip::new(words::YESTERDAY, day));
        let today = DateChip::new(words::TODAY, today);
        std::iter::once(today).chain(yesterday).collect()
    } else {
        Vec::new()
    };
    view! {
        <DateField
            label=work.name(&field.key)
            nostrip:hint=hint(work, field)
            value=value
            most=past.then_some(today)
            chips=Signal::stored(chips)
            error=work.error(field.key.as_str())
            required=field.required
        />
        {late}
    }
    .into_any()
}

/// Says that the visit lies before the last one that is known.
fn recorded_late(work: Work, day: RwSignal<Option<chrono::NaiveDate>>) -> AnyView {
    let last = match work.last("visit_date") {
        Some(Value::Text(day)) => day.parse::<chrono::NaiveDate>().ok(),
        _ => None,
    };
    (move || {
        let last = last.filter(|last| day.get().is_some_and(|day| day < *last))?;
        let text = Signal::derive(move || words::before_the_last(&format::date(last)));
        Some(view! { <Banner kind=BannerKind::Warn text=text /> })
    })
    .into_any()
}

fn drugs(work: Work, field: &Field, value: RwSignal<Vec<String>>) -> AnyView {
    let summary = summary(work.name(&field.key), move || {
        let names = value.with(|drugs| drugs.iter().map(|drug| drug_name(drug)).collect());
        let mut names: Vec<String> = names;
        names.retain(|name| !name.is_empty());
        if names.is_empty() {
            words::NO_DRUGS.get().to_owned()
        } else {
            names.join(word("、", ", "))
        }
    });
    folded(work, field, summary, false)
}

/// What follows from other answers, as soon as it does.
fn computed(work: Work, field: &Field) -> AnyView {
    let Kind::Computed(kind) = &field.kind else {
        return ().into_any();
    };
    let (key, kind) = (field.key.clone(), kind.clone());
    let label = work.name(&field.key);
    let told = Memo::new(move |_| {
        work.judged.with(|judged| {
            let found = judged.computed.iter().find(|(name, ..)| *name == key)?;
            let level = found.2.as_ref().map(|level| pick(&level.zh, &level.en));
            let number = format::scaled(found.1, kind.scale);
            let number = [&number, " ", said(&kind.unit)].concat();
            let parts = [Some(number.trim()), level].into_iter().flatten();
            Some(parts.collect::<Vec<_>>().join(word("，", ", ")))
        })
    });
    (move || {
        told.get().map(|told| view! { <p class="muted" role="status">{label.get()} " " <strong>{told}</strong></p> })
    })
    .into_any()
}
