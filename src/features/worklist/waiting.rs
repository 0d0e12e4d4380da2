//! What waits above the list: measurements at home that are an emergency, until somebody of the team has looked,
//! people who are pushed to or from one's own level, and suspected cases.

use domain::api::colours::{GetWaiting, Waiting};
use domain::api::home_measurements::{AlertCard, SeeAlert};
use leptos::prelude::*;

use crate::features::shared::{person_line, reading_line};
use crate::i18n::texts::{colours as words, measure, suspects as suspect_words};
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::session;
use crate::store::{use_query, use_submit};
use crate::ui::{List, ListCell, ListRow, Section, Status, Tone, icon, icon::DONE, use_toasts};

/// What waits; nothing is shown while nothing does.
#[component]
pub(super) fn WaitingPart() -> impl IntoView {
    let waiting = use_query::<GetWaiting>((), ());
    let known = Memo::new(move |_| waiting.data());
    Effect::new(move |_| {
        if let Some(count) = known.with(|known| known.as_ref().map(count)) {
            session::set_waiting(count);
        }
    });
    move || {
        known
            .get()
            .filter(|waiting| count(waiting) > 0 || waiting.suspects > 0)
            .map(|waiting| view! { <Part waiting=waiting /> })
    }
}

fn count(waiting: &Waiting) -> u32 {
    let alerts = u32::try_from(waiting.alerts.len()).unwrap_or(u32::MAX);
    waiting
        .incoming
        .saturating_add(waiting.outgoing)
        .saturating_add(alerts)
}

#[component]
fn Part(waiting: Waiting) -> impl IntoView {
    let Waiting {
        incoming,
        outgoing,
        late,
        suspects,
        alerts,
    } = waiting;
    let alerts = first_alerts(alerts);
    let to_us = (incoming > 0).then(|| {
        let line = Signal::derive(move || words::incoming(incoming, late));
        view! { <Pushes tone={if late > 0 { Tone::Bad } else { Tone::Info }} line=line side="" /> }
    });
    let from_us = (outgoing > 0).then(|| {
        let line = Signal::derive(move || words::outgoing(outgoing));
        view! { <Pushes tone=Tone::Warn line=line side="outgoing" /> }
    });
    let suspected = (suspects > 0).then(|| {
        let line = Signal::derive(move || suspect_words::many(suspects));
        view! {
            <ListRow title=line href=Route::Suspects.href()>
                <Status tone=Tone::Warn label=suspect_words::TITLE />
            </ListRow>
        }
    });
    view! {
        <Section title=words::WAITS>
            <List>{alerts} {to_us} {from_us} {suspected}</List>
        </Section>
    }
}

/// So many alerts stand above the list; the others come when they are asked for, so that the list begins on the
/// first screen.
const FIRST: usize = 2;

thread_local! {
    /// Whether all were asked for: an alert that is seen and gone does not fold the others.
    static ALL: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// How many of so many stand there unasked. One more than the first takes no more room than the row that would
/// stand for it.
fn folded(many: usize) -> usize {
    if many <= FIRST + 1 { many } else { FIRST }
}

fn first_alerts(alerts: Vec<AlertCard>) -> impl IntoView {
    let all = ALL.with(Clone::clone);
    let many = alerts.len();
    let alerts = StoredValue::new(alerts);
    let row = |alert: AlertCard| view! { <AlertRow alert=alert /> };
    move || {
        let all = all.clone();
        let shown = if all.get() { many } else { folded(many) };
        let rows = alerts.with_value(|alerts| {
            let shown = alerts.iter().take(shown);
            shown.cloned().map(row).collect_view()
        });
        let left = many - shown;
        let more = (left > 0).then(|| {
            let line = Signal::derive(move || words::more_alerts(left));
            view! { <ListRow title=line on_press=move |()| all.set(true) /> }
        });
        view! { {rows} {more} }
    }
}

/// How many are on the way, and where to look at them.
#[component]
fn Pushes(tone: Tone, line: Signal<String>, side: &'static str) -> impl IntoView {
    let href = if side.is_empty() {
        Route::Pushes.href()
    } else {
        Route::Pushes.href_with(&[("side", side)])
    };
    view! {
        <ListRow title=line href=href>
            <Status tone=tone label=words::PUSHES />
        </ListRow>
    }
}

#[component]
fn AlertRow(alert: AlertCard) -> impl IntoView {
    let AlertCard {
        id,
        person,
        reading,
        alert,
    } = alert;
    let toasts = use_toasts();
    let see = use_submit::<SeeAlert>();
    Effect::new(move |_| {
        if see.reply().is_some() {
            toasts.say(words::SEEN_DONE);
            crate::store::refresh();
        }
    });
    let (name, resident) = (person.name.clone(), person.resident_id);
    let at = reading.taken_at;
    let measured = move || {
        [
            measure::SELF_MEASURED.get(),
            " ",
            &reading_line(&reading),
            format::DOT,
            &format::date_time(at),
        ]
        .concat()
    };
    let title = Signal::derive(move || [&name, " ", &person_line(&person)].concat());
    let done = move |_| {
        if !see.busy() && !see.done() {
            see.send(id, ());
        }
    };
    let href = Route::Resident(resident).href();
    view! {
        <li>
            <div class="due-row">
                <ListCell title=title detail=Signal::derive(measured) href=href>
                    <Status tone=Tone::Bad label=measure::alert_name(alert) />
                </ListCell>
                <button class="due-call" type="button" on:click=done>
                    {icon(DONE)}
                    <span>{t(words::SEEN)}</span>
                </button>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn no_row_stands_for_a_single_one() {
        for (many, shown) in [(0, 0), (1, 1), (3, 3), (4, 2), (40, 2)] {
            assert_eq!(folded(many), shown, "{many}");
        }
    }
}
