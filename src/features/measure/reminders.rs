//! When to be reminded of measuring.

use domain::api::home_measurements::{MeasureReminder, REMINDERS_MAX, RemindersBody, SetReminders};
use domain::ids::ResidentId;
use domain::rules::home_measurement::HomeKind;
use leptos::prelude::*;

use crate::features::shared::{Outcome, minute};
use crate::i18n::texts::measure as words;
use crate::i18n::{format, t};
use crate::store::{self, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Disclosure, List, ListRow, Opt, Section, Segmented, Select,
    use_toasts,
};

/// Half-hours of a waking day, in minutes after midnight.
fn times() -> impl Iterator<Item = u16> {
    (10..=44).map(|half| half * 30)
}

/// The reminders, and adding one.
#[component]
pub(super) fn Reminders(
    /// Whose.
    resident: ResidentId,
    /// What is set.
    set: Vec<MeasureReminder>,
) -> impl IntoView {
    let toasts = use_toasts();
    let kind = RwSignal::new(HomeKind::BloodPressure);
    let at = RwSignal::new(None::<u16>);
    let error = RwSignal::new(None::<String>);
    let send = use_submit::<SetReminders>();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::REMINDERS_SAVED);
            store::refresh();
        }
    });
    let full = set.len() >= REMINDERS_MAX;
    let all = StoredValue::new(set.clone());
    let change = move |reminders: Vec<MeasureReminder>| {
        send.send(resident, RemindersBody { reminders });
    };
    let add = move |()| {
        let minute = at.get_untracked();
        error.set(
            minute
                .is_none()
                .then(|| words::MOMENT_NEEDED.get().to_owned()),
        );
        let Some(minute) = minute else { return };
        let mut reminders = all.get_value();
        reminders.push(MeasureReminder {
            kind: kind.get_untracked(),
            minute,
        });
        change(reminders);
    };
    let none = set
        .is_empty()
        .then(|| view! { <p class="muted">{t(words::NO_REMINDERS)}</p> });
    let rows = set
        .into_iter()
        .map(|one| {
            let what = one.clone();
            let title = Signal::derive(move || {
                let kind = words::kind(what.kind).get();
                [&minute(what.minute), format::DOT, kind].concat()
            });
            let remove = move |()| {
                let mut reminders = all.get_value();
                reminders.retain(|other| *other != one);
                change(reminders);
            };
            view! {
                <ListRow title=title>
                    <Button label=words::REMOVE look=ButtonLook::Quiet on_press=remove />
                </ListRow>
            }
        })
        .collect_view();
    let any = none.is_none();
    let kinds = || {
        [HomeKind::BloodPressure, HomeKind::Glucose]
            .into_iter()
            .map(|kind| Opt::new(kind, words::kind(kind)))
            .collect::<Vec<_>>()
    };
    let options = || {
        times()
            .map(|one| Opt::new(one, Signal::derive(move || minute(one))))
            .collect::<Vec<_>>()
    };
    view! {
        <Section title=words::REMINDERS>
            <p class="muted">{t(words::REMINDERS_HINT)}</p>
            {none}
            {any.then(|| view! { <List>{rows}</List> })}
            <Outcome action=send />
            {if full {
                view! { <p class="muted">{t(words::REMINDERS_FULL)}</p> }.into_any()
            } else {
                view! {
                    <Disclosure summary=words::ADD>
                        <Card>
                            <Segmented label=words::WHAT options=kinds() value=kind />
                            <Select label=words::TIME options=options() value=at error=error required=true />
                            <Actions>
                                <Button
                                    label=words::ADD
                                    look=ButtonLook::Primary
                                    busy=Signal::derive(move || send.busy())
                                    on_press=add
                                />
                            </Actions>
                        </Card>
                    </Disclosure>
                }.into_any()
            }}
        </Section>
    }
}
