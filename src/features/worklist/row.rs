//! A row of the worklist: who, why now, the last value, the visit as what to do, and a call beside it.

use std::sync::Arc;

use domain::api::calls::RecordCall;
use domain::api::follow_ups::RecordFollowUp;
use leptos::prelude::*;

use super::grouping::Due;
use super::model;
use super::page_worklist::Shared;
use crate::features::shared::{ColourMark, doctor_line, said, sync_state};
use crate::i18n::texts::worklist as words;
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::store;
use crate::ui::{ListCell, RowChoice, Status, SyncMark, Tone, icon, icon::PHONE};

/// The row of somebody.
pub(super) fn due_row(due: Arc<Due>, shared: Shared) -> AnyView {
    let resident = due.resident();
    let card = &due.card;
    let today = shared
        .whole
        .with_untracked(|whole| whole.today)
        .unwrap_or(card.due);
    let programme = card.programme.clone();
    // Whoever is due in several programmes is visited once, on one sheet.
    let form = Route::FollowUpForm(resident, programme.clone());
    let several = due.together;
    let visit = if several > 1 {
        form.href_with(&[("with", "due")])
    } else {
        form.href()
    };
    let call = Route::CallFor(resident, programme.clone()).href();
    let title = {
        let due = due.clone();
        Signal::derive(move || {
            let person = &due.card.person;
            [person.name.as_str(), " ", &format::age(person.age)].concat()
        })
    };
    let detail = {
        let due = due.clone();
        Signal::derive(move || detail(&due))
    };
    let (tone, why) = {
        let due = due.clone();
        let tone = model::why(&due.card, today).0;
        (tone, Signal::derive(move || model::why(&due.card, today).1))
    };
    let call_name = {
        let name = card.person.name.clone();
        move || words::call(&name)
    };
    // What was recorded without network stays in the list until the backend has it.
    let unsent = Memo::new(move |_| {
        let visit = store::standing_at::<RecordFollowUp>(&(resident, programme.clone()));
        let standing = visit.or_else(|| store::standing_at::<RecordCall>(&resident));
        standing.as_ref().map(sync_state)
    });
    let end = move || match unsent.get() {
        Some(state) => view! { <SyncMark state=Signal::stored(state) /> }.into_any(),
        None if several > 1 => {
            view! { <strong>{move || words::visit_together(several)}</strong> }.into_any()
        }
        None => view! { <strong>{t(words::VISIT)}</strong> }.into_any(),
    };
    let last = card.call.clone();
    let colour = card.colour;
    let called = last.map(|call| {
        let label = Signal::derive(move || model::called(&call));
        view! { <Status tone=Tone::Neutral label=label /> }
    });
    view! {
        <div class="due-row">
            {move || shared.choosing.get().then(|| choice(&due, shared))}
            <ListCell title=title detail=detail href=visit>
                {colour.map(|colour| view! { <ColourMark colour=colour /> })}
                <Status tone=tone label=why />
                {called}
                {end}
            </ListCell>
            <a class="due-call" href=call aria-label=call_name>
                {icon(PHONE)}
                <span aria-hidden="true">{t(words::CALL_SHORT)}</span>
            </a>
        </div>
    }
    .into_any()
}

fn detail(due: &Due) -> String {
    let card = &due.card;
    let parts = [
        Some(said(&card.title).to_owned()),
        model::last_value(card),
        Some(card.person.village.clone()),
        card.was_due.map(|day| words::was_due(&format::date(day))),
        card.doctor.as_ref().map(doctor_line),
    ];
    parts
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(format::DOT)
}

/// Whether somebody gets a reminder.
fn choice(due: &Arc<Due>, shared: Shared) -> AnyView {
    let resident = due.resident();
    let name = due.card.person.name.clone();
    let label = Signal::derive(move || words::choose(&name));
    let checked = Signal::derive(move || shared.chosen.with(|chosen| chosen.contains(&resident)));
    let pick = move |()| {
        shared.chosen.update(|chosen| {
            if !chosen.remove(&resident) {
                chosen.insert(resident);
            }
        });
    };
    view! { <RowChoice label=label checked=checked on_pick=pick /> }.into_any()
}
