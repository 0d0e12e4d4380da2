//! The sheet before a number is taken: who, when, where, what it costs, what it is about.

use domain::api::bookings::{Book, BookBody, ClinicSession};
use domain::ids::BookingId;
use domain::money::Fen;
use leptos::prelude::*;

use crate::features::shared::{Outcome, minute};
use crate::i18n::format;
use crate::i18n::texts::booking as words;
use crate::platform::{id, nav};
use crate::routes::Route;
use crate::session;
use crate::store::{self, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Dialog, Form, KeyValue, KeyValues, TextArea, use_toasts,
};

const NOTE_LIMIT: u32 = 200;

/// Asks to confirm the chosen session and takes a number in it.
#[component]
pub(super) fn ConfirmBooking(
    /// The session; the sheet is open while there is one.
    chosen: RwSignal<Option<ClinicSession>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let note = RwSignal::new(String::new());
    let book = use_submit::<Book>();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if chosen.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            chosen.set(None);
        }
        is_open
    });
    Effect::new(move |_| {
        if let Some(booking) = book.reply() {
            toasts.say(words::BOOKED);
            nav::go(&Route::Booking(booking.booking_id).href());
        }
    });
    // Somebody else may have been faster: show what is left now.
    Effect::new(move |_| {
        if book.refused().is_some() {
            store::refresh();
        }
    });
    let take = move || {
        let (Some(session), Some(resident_id)) =
            (chosen.get_untracked(), untrack(session::resident_id))
        else {
            return;
        };
        let said = note.with_untracked(|note| note.trim().to_owned());
        let body = BookBody {
            id: id::new::<BookingId>(),
            resident_id,
            session_id: session.session_id,
            note: (!said.is_empty()).then_some(said),
        };
        book.send((), body);
    };
    view! {
        <Dialog open=open title=words::CONFIRM>
            {move || chosen.get().map(|session| view! { <Facts session=session /> })}
            <Form on_submit=move |()| take()>
                <TextArea label=words::NOTE hint=words::NOTE_HINT limit=NOTE_LIMIT value=note />
                <Outcome action=book />
                <Actions>
                    <Button
                        label=words::BOOK
                        look=ButtonLook::Primary
                        submit=true
                        busy=Signal::derive(move || book.busy())
                        blocked=Signal::derive(move || book.done())
                    />
                </Actions>
            </Form>
        </Dialog>
    }
}

#[component]
fn Facts(session: ClinicSession) -> impl IntoView {
    let ClinicSession {
        date,
        start,
        end,
        doctor,
        clinic,
        institution,
        fee,
        ..
    } = session;
    let who = move || session::person().map(|person| person.name);
    let when = move || {
        [
            format::date(date),
            " ".to_owned(),
            minute(start),
            "–".to_owned(),
            minute(end),
        ]
        .concat()
    };
    let cost = move || {
        if fee == Fen::ZERO {
            words::FREE.get().to_owned()
        } else {
            format::money(fee)
        }
    };
    view! {
        <KeyValues>
            <KeyValue label=words::WHO>{who}</KeyValue>
            <KeyValue label=words::WHEN>{when}</KeyValue>
            <KeyValue label=words::DOCTOR>{doctor}</KeyValue>
            <KeyValue label=words::CLINIC>{clinic}</KeyValue>
            <KeyValue label=words::PLACE>{institution}</KeyValue>
            <KeyValue label=words::FEE>{cost}</KeyValue>
        </KeyValues>
    }
}
