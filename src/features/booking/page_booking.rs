//! One booking: number, time, place; cancelling until the day before, rating when it is done.

use domain::api::bookings::{Booking, BookingAction, BookingState, CancelBooking, GetBooking};
use domain::ids::BookingId;
use domain::money::Fen;
use leptos::prelude::*;

use crate::features::shared::{Loaded, Outcome, booking_state, minute};
use crate::i18n::texts::booking as words;
use crate::i18n::{format, t};
use crate::platform::page;
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLink, ButtonLook, Card, KeyValue, KeyValues, Page, Question, Status,
    icon, use_confirm, use_toasts,
};

/// A booking and what can be done with it.
#[component]
pub fn BookingPage(
    /// The booking.
    booking: BookingId,
) -> impl IntoView {
    let booking = use_query::<GetBooking>(booking, ());
    view! {
        <Page title=words::DETAIL back=Route::Bookings.href()>
            <Loaded query=booking let:booking>
                <Content booking=booking />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(booking: Booking) -> impl IntoView {
    let (tone, word) = booking_state(booking.state);
    let Booking {
        date,
        minute: start,
        number,
        fee,
        cancel_until,
        ..
    } = booking;
    let when = move || [format::date(date), " ".to_owned(), minute(start)].concat();
    let cost = move || {
        if fee == Fen::ZERO {
            words::FREE.get().to_owned()
        } else {
            format::money(fee)
        }
    };
    let coming = matches!(booking.state, BookingState::Booked);
    let may_cancel = booking.allowed.contains(&BookingAction::Cancel);
    let name = booking.person.name.clone();
    let place = [booking.institution.as_str(), " ", &booking.address].concat();
    let call = ["tel:", &booking.phone].concat();
    view! {
        <Card>
            <Status tone=tone label=word />
            <KeyValues>
                <KeyValue label=words::WHO>{booking.person.name.clone()}</KeyValue>
                <KeyValue label=words::WHEN>{when}</KeyValue>
                <KeyValue label=words::NUMBER>
                    <strong class="number">{move || words::number(number)}</strong>
                </KeyValue>
                <KeyValue label=words::DOCTOR>{booking.doctor.clone()}</KeyValue>
                <KeyValue label=words::CLINIC>{booking.clinic.clone()}</KeyValue>
                <KeyValue label=words::PLACE>{place}</KeyValue>
                <KeyValue label=words::FEE>{cost}</KeyValue>
                {booking.note.clone().map(|note| view! { <KeyValue label=words::NOTE>{note}</KeyValue> })}
            </KeyValues>
        </Card>
        {coming.then(|| view! {
            <Card>
                <p>{t(words::COME_EARLY)}</p>
                <p>{t(words::BRING)}</p>
                <p class="muted">{move || words::cancel_until(&format::date_time(cancel_until))}</p>
            </Card>
        })}
        <Actions>
            {booking.can_rate.then_some(booking.service_id).flatten().map(|service| view! {
                <ButtonLink
                    label=words::RATE
                    look=ButtonLook::Primary
                    glyph=icon::STAR
                    href=Route::Rate(service).href()
                />
            })}
            <ButtonLink label=words::CALL glyph=icon::PHONE href=Signal::stored(call) />
            <Button label=words::PRINT glyph=icon::PRINT on_press=move |()| page::print() />
            {may_cancel.then(|| view! { <Cancel booking=booking.booking_id name=name /> })}
        </Actions>
    }
}

#[component]
fn Cancel(booking: BookingId, name: String) -> impl IntoView {
    let title = Signal::derive(move || words::cancel_ask(&name));
    let cancel = use_submit::<CancelBooking>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if cancel.reply().is_some() {
            toasts.say(words::CANCELLED);
        }
    });
    let ask = move |()| {
        let question = Question::new(title, words::CANCEL_TEXT, words::CANCEL)
            .or(words::KEEP)
            .dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                cancel.send(booking, ());
            }
        });
    };
    view! {
        <Button
            label=words::CANCEL
            look=ButtonLook::Danger
            busy=Signal::derive(move || cancel.busy())
            on_press=ask
        />
        <Outcome action=cancel />
    }
}
