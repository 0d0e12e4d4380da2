//! What is done with several people at once, who are chosen in the list: handing them over to a colleague, or
//! reminding them; one sees whom a reminder reaches and who has to be called, and lets it go. It cannot be taken back, so nothing is sent without network.

use std::collections::BTreeSet;

use domain::api::passing_on::ListTeamColleagues;
use domain::api::reminders::{
    CHOSEN_MAX, ChooseBody, ChooseReminders, GetReminders, ReminderState, Reminders, SendReminders,
};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::grouping::Line;
use super::page_worklist::Shared;
use crate::api;
use crate::features::shared::{HandOver, Loaded, use_deed};
use crate::i18n::texts::{passing_on, worklist as words};
use crate::platform::{id, timer};
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, Button, ButtonLook, Dialog, List, ListRow, Progress, use_toasts};

/// How often one looks how far the sending is.
const LOOK_MS: i32 = 1_000;

/// What to do with those who are chosen; stands above the list, where choosing began.
pub(super) fn reminding(shared: Shared) -> AnyView {
    let all = move |()| shared.chosen.set(everybody(shared));
    let stop = move |()| {
        shared.choosing.set(false);
        shared.chosen.update(BTreeSet::clear);
    };
    let choose = use_deed::<ChooseReminders>();
    let toasts = use_toasts();
    let shown = RwSignal::new(None::<Reminders>);
    let open = RwSignal::new(false);
    let many = Memo::new(move |_| shared.chosen.with(BTreeSet::len));
    let label = Signal::derive(move || words::remind(many.get()));
    let hand_over = Signal::derive(move || passing_on::hand_over(many.get()));
    let handing = RwSignal::new(false);
    let none = Signal::derive(move || many.get() == 0 || many.get() > CHOSEN_MAX);
    let press = move |()| {
        let body = ChooseBody {
            id: id::new(),
            residents: shared
                .chosen
                .with_untracked(|chosen| chosen.iter().copied().collect()),
        };
        let failed = move |why: String| toasts.warn(Signal::stored(why));
        let done = move |reminders| {
            shown.set(Some(reminders));
            open.set(true);
        };
        choose.send_or(None, (), body, done, failed);
    };
    view! {
        <Actions>
            <Button label=label look=ButtonLook::Primary blocked=none busy=choose.busy() on_press=press />
            <Button label=hand_over blocked=none on_press=move |()| handing.set(true) />
            <Button label=words::CHOOSE_ALL on_press=all />
            <Button label=words::STOP_CHOOSING on_press=stop />
        </Actions>
        <Dialog open=open title=words::REMIND_TITLE>
            {move || shown.get().map(|reminders| preview(reminders, shared, open, shown))}
        </Dialog>
        <Dialog open=handing title=passing_on::HAND_OVER>{handing_over(shared, handing)}</Dialog>
    }
    .into_any()
}

/// To whom those who are chosen go.
fn handing_over(shared: Shared, open: RwSignal<bool>) -> AnyView {
    let colleagues = use_query::<ListTeamColleagues>((), ());
    let residents = Signal::derive(move || {
        shared
            .chosen
            .with(|chosen| chosen.iter().copied().collect::<Vec<_>>())
    });
    let done = move |()| {
        open.set(false);
        shared.choosing.set(false);
        shared.chosen.update(BTreeSet::clear);
    };
    view! {
        <Loaded query=colleagues rows=3 let:colleagues>
            <HandOver residents=residents colleagues=colleagues on_done=done />
        </Loaded>
    }
    .into_any()
}

/// Everybody whom the list shows, as far as one request may name them.
fn everybody(shared: Shared) -> BTreeSet<ResidentId> {
    let mut all = BTreeSet::new();
    shared.listed.with_untracked(|listed| {
        for line in listed.lines.iter() {
            if all.len() == CHOSEN_MAX {
                break;
            }
            if let Line::Due(due) = line {
                all.insert(due.resident());
            }
        }
    });
    all
}

/// Whom it reaches, and then how far it is.
fn preview(
    reminders: Reminders,
    shared: Shared,
    open: RwSignal<bool>,
    shown: RwSignal<Option<Reminders>>,
) -> AnyView {
    let send = use_deed::<SendReminders>();
    let id = reminders.reminder_id;
    let Reminders {
        state,
        reached,
        sent,
        ref without_account,
        today_already,
        nothing_due,
        ..
    } = reminders;
    let press = move |()| {
        send.send(None, id, (), move |now: Reminders| {
            follow(now.clone(), shown);
            shown.set(Some(now));
        });
    };
    let close = move |()| {
        open.set(false);
        shared.choosing.set(false);
        shared.chosen.update(BTreeSet::clear);
    };
    let without = u32::try_from(without_account.len()).unwrap_or(u32::MAX);
    let lines = [
        (without, words::without_account as fn(u32) -> String),
        (today_already, words::today_already),
        (nothing_due, words::nothing_due),
    ];
    let lines = lines
        .into_iter()
        .filter(|(many, _)| *many > 0)
        .map(|(many, say)| view! { <p>{move || say(many)}</p> })
        .collect_view();
    let to_call = calls(without_account, shared);
    let head = match state {
        ReminderState::Chosen => {
            view! { <p><strong>{move || words::reached(reached)}</strong></p> }.into_any()
        }
        _ => {
            let text = Signal::derive(move || words::sent_of(sent, reached));
            view! { <Progress label=words::SENDING value=Signal::stored(sent) of=Signal::stored(reached) text=text /> }
                .into_any()
        }
    };
    let foot = match state {
        ReminderState::Chosen if reached > 0 => view! {
            <p class="muted">{move || words::REMIND_HINT.get()}</p>
            <Actions>
                <Button label=words::REMIND_SEND look=ButtonLook::Primary busy=send.busy() on_press=press />
                <Button label=words::REMIND_NOT on_press=move |()| open.set(false) />
            </Actions>
        }
        .into_any(),
        _ => view! {
            <Actions><Button label=words::REMIND_CLOSE look=ButtonLook::Primary on_press=close /></Actions>
        }
        .into_any(),
    };
    view! {
        {head}
        {lines}
        {to_call}
        {send.outcome(|_| None)}
        {foot}
    }
    .into_any()
}

/// Those whom no reminder reaches, with the way to call each.
fn calls(without: &[ResidentId], shared: Shared) -> Option<AnyView> {
    let rows = without.iter().filter_map(|resident| {
        shared.whole.with_untracked(|whole| {
            let due = whole
                .people
                .iter()
                .find(|due| due.resident() == *resident)?;
            let href = Route::CallFor(*resident, due.card.programme.clone()).href();
            let name = Signal::stored(due.card.person.name.clone());
            let detail = Signal::derive(|| words::CALL_INSTEAD.get().to_owned());
            Some(view! { <ListRow title=name detail=detail href=href /> })
        })
    });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| view! { <List>{rows}</List> }.into_any())
}

/// Looks how far the sending is until all are done.
fn follow(begun: Reminders, shown: RwSignal<Option<Reminders>>) {
    timer::spawn(async move {
        let mut now = begun;
        while now.state == ReminderState::Sending {
            timer::sleep(LOOK_MS).await;
            let asked = api::call::<GetReminders>(&now.reminder_id, &(), &()).await;
            if let Ok(next) = asked {
                now = next;
            }
            // The page may be gone, or other reminders may stand there; then nobody looks.
            let ours = shown.try_with_untracked(|shown| {
                shown
                    .as_ref()
                    .is_some_and(|one| one.reminder_id == now.reminder_id)
            });
            if ours != Some(true) {
                return;
            }
            shown.set(Some(now.clone()));
        }
    });
}
