//! Writing a reading down. What cannot be is said at its field and cannot be saved; what is rare is asked about
//! once.

use domain::api::home_measurements::{HomeMeasuring, Measure, MeasureBody};
use domain::ids::{HomeMeasurementId, ResidentId};
use domain::problem::FieldError;
use domain::rules::home_measurement::{Alert, Figures, HomeKind, Moment, Reading, Span};
use leptos::prelude::*;

use super::model::{self, Typed, When};
use crate::features::shared::{Outcome, reading_line};
use crate::i18n::format;
use crate::i18n::texts::{measure as words, medical};
use crate::platform::{clock, id};
use crate::store::{self, Action, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Card, ChoiceRow, Form, NumberField, Opt, Question, Segmented,
    use_confirm, use_toasts,
};

/// What is being typed. It outlives what is read anew below it.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    kind: RwSignal<HomeKind>,
    first: RwSignal<String>,
    second: RwSignal<String>,
    moment: RwSignal<Option<Moment>>,
    when: RwSignal<When>,
    errors: RwSignal<Vec<FieldError>>,
    /// What the last reading was, where it is an emergency.
    pub(super) told: RwSignal<Option<Alert>>,
    /// The write.
    pub(super) send: Action<Measure>,
}

impl Entry {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        let entry = Self {
            kind: RwSignal::new(HomeKind::BloodPressure),
            first: RwSignal::new(String::new()),
            second: RwSignal::new(String::new()),
            moment: RwSignal::new(None),
            when: RwSignal::new(When::Now),
            errors: RwSignal::new(Vec::new()),
            told: RwSignal::new(None),
            send: use_submit::<Measure>(),
        };
        let toasts = use_toasts();
        // Safe, here or there: the next reading begins anew.
        Effect::new(move |was: Option<bool>| {
            let done = entry.send.done();
            if done && was != Some(true) {
                toasts.say(words::SAVED);
                entry.first.set(String::new());
                entry.second.set(String::new());
                entry.moment.set(None);
                entry.when.set(When::Now);
            }
            done
        });
        Effect::new(move |_| {
            if entry.send.reply().is_some() {
                store::refresh();
            }
        });
        entry
    }

    fn typed(self) -> Typed {
        Typed {
            kind: self.kind.get_untracked(),
            first: self.first.get_untracked(),
            second: self.second.get_untracked(),
            moment: self.moment.get_untracked(),
            when: self.when.get_untracked(),
        }
    }

    fn reading(self, checked: bool) -> Option<Reading> {
        model::reading(&self.typed(), clock::today(), clock::now(), checked)
    }

    fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let kind = self.kind.get();
            self.errors.with(|errors| {
                let error = errors.iter().find(|error| error.field == field)?;
                Some(said(error, kind))
            })
        })
    }
}

/// What is wrong with a field.
fn said(error: &FieldError, kind: HomeKind) -> String {
    let text = match error.reason.as_str() {
        "not_below_systolic" => words::NOT_BELOW,
        "required" if error.field == "moment" => words::MOMENT_NEEDED,
        "between" => {
            let limits = error.limit.as_deref().unwrap_or_default();
            let (least, most) = limits.split_once('-').unwrap_or_default();
            return words::between(&written(least, kind), &written(most, kind));
        }
        _ => words::NUMBER_NEEDED,
    };
    text.get().to_owned()
}

fn written(limit: &str, kind: HomeKind) -> String {
    match (kind, limit.parse::<u16>()) {
        (HomeKind::Glucose, Ok(number)) => format::tenths(number),
        _ => limit.to_owned(),
    }
}

/// A fault with both ends of what can be.
fn with_span(error: FieldError, figures: &Figures, kind: HomeKind) -> FieldError {
    let Span { legal, .. } = match (kind, error.field.as_str()) {
        (HomeKind::Glucose, _) => figures.glucose,
        (HomeKind::BloodPressure, "second") => figures.dbp,
        (HomeKind::BloodPressure, _) => figures.sbp,
    };
    let [least, most] = legal;
    match error.reason.as_str() {
        "too_low" | "too_high" => FieldError::new(&error.field, "between")
            .with_limit([least.to_string(), most.to_string()].join("-")),
        _ => error,
    }
}

/// The form.
#[component]
pub(super) fn EntryForm(
    /// Whose.
    resident: ResidentId,
    /// What is known.
    known: HomeMeasuring,
    /// What is being typed.
    entry: Entry,
) -> impl IntoView {
    let confirm = use_confirm();
    let figures = StoredValue::new(known.figures);
    let keep = move |reading: Reading| {
        entry
            .told
            .set(figures.with_value(|figures| figures.alert(&reading)));
        let id: HomeMeasurementId = id::new();
        entry.send.send(resident, MeasureBody { id, reading });
    };
    let save = move |()| {
        let typed = entry.typed();
        let [first, second] = model::not_numbers(&typed);
        let Some(reading) = entry.reading(false) else {
            let missing =
                |field, missing: bool| missing.then(|| FieldError::new(field, "required"));
            let missing = [missing("value", first), missing("second", second)];
            entry.errors.set(missing.into_iter().flatten().collect());
            return;
        };
        let mut errors = figures.with_value(|figures| {
            let errors = figures.check(&reading, clock::now());
            let told = errors
                .into_iter()
                .map(|error| with_span(error, figures, reading.kind));
            told.collect::<Vec<_>>()
        });
        let rare = errors.iter().any(|error| error.field == "checked");
        errors.retain(|error| error.field != "checked");
        let sound = errors.is_empty();
        entry.errors.set(errors);
        if !sound {
            return;
        }
        if !rare {
            keep(reading);
            return;
        }
        let line = Signal::stored(reading_line(&reading));
        let question = Question::new(words::UNUSUAL_ASK, line, words::UNUSUAL_YES);
        confirm.ask(question.or(words::UNUSUAL_NO), move |yes| {
            if yes && let Some(reading) = entry.reading(true) {
                keep(reading);
            }
        });
    };
    let kinds = [HomeKind::BloodPressure, HomeKind::Glucose]
        .into_iter()
        .map(|kind| Opt::new(kind, words::kind(kind)))
        .collect();
    let whens = vec![
        Opt::new(When::Now, words::NOW),
        Opt::new(When::ThisMorning, words::THIS_MORNING),
        Opt::new(When::YesterdayEvening, words::YESTERDAY_EVENING),
    ];
    let moments = || {
        let all = [Moment::Fasting, Moment::AfterMeal, Moment::Other];
        all.into_iter()
            .map(|moment| Opt::new(moment, words::moment(moment)))
            .collect::<Vec<_>>()
    };
    let fields = move || match entry.kind.get() {
        HomeKind::BloodPressure => view! {
            <NumberField
                label=medical::SYSTOLIC
                unit=medical::MMHG
                error=entry.error("value")
                value=entry.first
                required=true
            />
            <NumberField
                label=medical::DIASTOLIC
                unit=medical::MMHG
                error=entry.error("second")
                value=entry.second
                required=true
            />
        }
        .into_any(),
        HomeKind::Glucose => view! {
            <NumberField
                label=words::GLUCOSE
                unit=medical::MMOL
                error=entry.error("value")
                value=entry.first
                decimal=true
                required=true
            />
            <ChoiceRow
                label=words::MOMENT
                options=moments()
                value=entry.moment
                error=entry.error("moment")
                required=true
            />
        }
        .into_any(),
    };
    view! {
        <Form on_submit=save>
            <Card>
                <Segmented label=words::WHAT options=kinds value=entry.kind />
                {fields}
                <Segmented label=words::WHEN options=whens value=entry.when />
            </Card>
            <Outcome action=entry.send />
            <Actions>
                {move || {
                    // In an emergency the one thing to do is the call above.
                    let look = match entry.told.get() {
                        Some(_) => ButtonLook::default(),
                        None => ButtonLook::Primary,
                    };
                    let busy = Signal::derive(move || entry.send.busy());
                    view! { <Button label=words::SAVE look=look submit=true busy=busy /> }
                }}
            </Actions>
        </Form>
    }
}
