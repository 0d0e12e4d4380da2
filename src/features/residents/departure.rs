//! Whether a resident lives here: what is marked, marking and correcting it with a reason, what was marked before.

use chrono::NaiveDate;
use domain::api::departures::{
    DepartureCard, DepartureMark as Mark, GetDeparture, MarkDeparture, MarkDepartureBody,
};
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::rules::departure::Leaving;
use leptos::prelude::*;

use crate::features::shared::{Deed, DepartureMark, Loaded, use_deed};
use crate::i18n::texts::departure as words;
use crate::i18n::{Text, format, t};
use crate::platform::clock;
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Choice, DateField, Dialog, Disclosure, Form, Opt, Question,
    Section, TextArea, use_confirm, use_toasts,
};

/// Whether one resident lives here.
#[component]
pub(super) fn DeparturePart(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let known = use_query::<GetDeparture>(resident, ());
    view! {
        <Section title=words::TITLE>
            <Loaded query=known rows=1 let:card><Known card=card /></Loaded>
        </Section>
    }
}

#[component]
fn Known(card: DepartureCard) -> impl IntoView {
    let DepartureCard {
        person,
        departure,
        marks,
        may_mark,
        version,
    } = card;
    let now = match departure {
        Some(departure) => view! { <DepartureMark departure=departure /> }.into_any(),
        None => view! { <span>{t(words::HERE)}</span> }.into_any(),
    };
    let told = marks.first().and_then(done);
    let told = told.map(|told| view! { <p class="muted">{told}</p> });
    let before = (!marks.is_empty()).then(|| {
        let marks = marks.into_iter().map(one).collect_view();
        view! { <Disclosure summary=words::HISTORY>{marks}</Disclosure> }
    });
    let how = departure.map(|departure| departure.how);
    view! {
        <Card>
            <p>{now}</p>
            {told}
            {before}
            {may_mark.then(|| view! { <Set resident=person.resident_id how=how version=version /> })}
        </Card>
    }
}

/// What a mark has ended or brought back.
fn done(mark: &Mark) -> Option<String> {
    let left = mark.how.is_some();
    words::done(left, mark.follow_ups, mark.bookings, mark.contract)
}

/// One mark: when, what, by whom, why, and what it did.
fn one(mark: Mark) -> AnyView {
    let told = move || {
        let how = mark.how.map_or(words::HERE, words::how);
        let parts = [
            Some(format::date_time(mark.at)),
            Some(how.get().to_owned()),
            mark.on.map(format::full_date),
            Some(mark.by.clone()),
            words::source(mark.source).map(|source| source.get().to_owned()),
            mark.reason.clone(),
            done(&mark),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        parts.join(format::DOT)
    };
    view! { <p>{told}</p> }.into_any()
}

/// Marking it.
#[component]
fn Set(resident: ResidentId, how: Option<Leaving>, version: i64) -> impl IntoView {
    let (toasts, confirm) = (use_toasts(), use_confirm());
    let open = RwSignal::new(false);
    // Nothing chosen, or how the person left; the inner one is none where they live here after all.
    let wanted = RwSignal::new(None::<Option<Leaving>>);
    let on = RwSignal::new(None::<NaiveDate>);
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let mark = use_deed::<MarkDeparture>();
    let send = move |body: MarkDepartureBody| {
        mark.send(Some(version), resident, body, move |_| {
            open.set(false);
            toasts.say(words::DONE);
            store::refresh();
        });
    };
    let save = move |()| {
        tried.set(true);
        let chosen = wanted.get_untracked();
        let dated = on.with_untracked(Option::is_some);
        let said = reason.with_untracked(|text| !text.trim().is_empty());
        let Some(how) = chosen.filter(|how| said && (how.is_none() || dated)) else {
            return;
        };
        let (ask, hint) = match how {
            Some(_) => (words::ASK, words::MARK_HINT),
            None => (words::ASK_BACK, words::BACK_HINT),
        };
        let question = Question::new(ask, hint, words::YES);
        let question = if how.is_some() {
            question.dangerous()
        } else {
            question
        };
        // The question outlives the sheet, where another phone's mark has changed the page meanwhile.
        let body = MarkDepartureBody {
            how,
            on: on.get_untracked().filter(|_| how.is_some()),
            reason: reason.with_untracked(|text| text.trim().to_owned()),
        };
        confirm.ask(question, move |yes| {
            if yes {
                send(body.clone());
            }
        });
    };
    let label = if how.is_some() {
        words::CORRECT
    } else {
        words::MARK
    };
    let options = move || {
        let back = how.map(|_| Opt::new(None, words::BACK));
        let both = [Leaving::Moved, Leaving::Died].map(|how| Opt::new(Some(how), words::how(how)));
        both.into_iter().chain(back).collect::<Vec<_>>()
    };
    let missing = move |text: Text, is: fn(&Option<Option<Leaving>>) -> bool| {
        Signal::derive(move || (tried.get() && wanted.with(is)).then(|| text.get().to_owned()))
    };
    let quicker = |code| (code == Code::Conflict).then_some(words::CHANGED_MEANWHILE);
    view! {
        <Actions row=true>
            <Button label=label look=ButtonLook::Quiet on_press=move |()| open.set(true) />
        </Actions>
        <Dialog open=open title=label>
            <Form on_submit=save>
                <Choice
                    label=words::WHICH
                    options=options()
                    value=wanted
                    error=missing(words::WHICH_NEEDED, Option::is_none)
                    required=true
                />
                {move || day(wanted.get()??, on, tried, mark)}
                <TextArea
                    label=words::REASON
                    error=reason_error(reason, tried, mark)
                    limit=200
                    value=reason
                    required=true
                />
                {mark.outcome(quicker)}
                <Actions>
                    <Button
                        label=words::YES
                        look=ButtonLook::Primary
                        submit=true
                        busy=mark.busy()
                    />
                </Actions>
            </Form>
        </Dialog>
    }
}

fn reason_error(
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
    mark: Deed<MarkDeparture>,
) -> Signal<Option<String>> {
    let refused = mark.field("reason", |_| None);
    Signal::derive(move || {
        let missing = tried.get() && reason.with(|text| text.trim().is_empty());
        let missing = missing.then(|| words::REASON_NEEDED.get().to_owned());
        missing.or_else(|| refused.get())
    })
}

/// The day on which somebody left.
fn day(
    how: Leaving,
    on: RwSignal<Option<NaiveDate>>,
    tried: RwSignal<bool>,
    mark: Deed<MarkDeparture>,
) -> Option<AnyView> {
    let label = match how {
        Leaving::Moved => words::DAY_MOVED,
        Leaving::Died => words::DAY_DIED,
    };
    let today = clock::today();
    let own = |reason: &str| (reason == "before_birth").then_some(words::DAY_BEFORE_BIRTH);
    let refused = mark.field("on", own);
    let error = Signal::derive(move || {
        let missing = tried.get() && on.with(Option::is_none);
        let missing = missing.then(|| words::DAY_NEEDED.get().to_owned());
        missing.or_else(|| refused.get())
    });
    Some(
        view! {
            <DateField
                label=label
                value=on
                required=true
                most=Signal::stored(Some(today))
                error=error
            />
        }
        .into_any(),
    )
}
