//! A booking, shown alike to the resident, to the desk and to those who receive them.

use domain::api::bookings::{Booking, BookingState, CancelBooking};
use domain::ids::BookingId;
use domain::money::Fen;
use domain::rules::booking::district_date;
use leptos::prelude::*;

use super::asked_button::AskedButton;
use super::words::minute;
use crate::i18n::texts::booking as words;
use crate::i18n::{Text, format, t};
use crate::store::use_submit;
use crate::ui::{Card, KeyValue, KeyValues, Question, Status, Tone};

/// A state as tone and word.
#[must_use]
pub fn booking_state(state: BookingState) -> (Tone, Text) {
    match state {
        BookingState::Booked => (Tone::Info, words::STATE_BOOKED),
        BookingState::Arrived => (Tone::Ok, words::STATE_ARRIVED),
        BookingState::Fulfilled => (Tone::Ok, words::STATE_FULFILLED),
        BookingState::Cancelled => (Tone::Neutral, words::STATE_CANCELLED),
        BookingState::NoShow => (Tone::Warn, words::STATE_NO_SHOW),
    }
}

/// What a visit costs.
fn cost(fee: Fen) -> String {
    if fee == Fen::ZERO {
        words::FREE.get().to_owned()
    } else {
        format::money(fee)
    }
}

/// Whom, when, number, whom to see, where, what it costs, what to bring. Also what stands on the
/// slip of paper.
///
/// `<BookingFacts booking=booking/>`
#[component]
pub fn BookingFacts(
    /// The booking.
    booking: Booking,
) -> impl IntoView {
    let (tone, word) = booking_state(booking.state);
    let Booking {
        date,
        minute: start,
        number,
        fee,
        cancel_until,
        person,
        doctor,
        clinic,
        institution,
        address,
        note,
        state,
        ..
    } = booking;
    // Whole dates: on paper "tomorrow" is wrong the day after.
    let when = move || [format::paper_date(date), " ".to_owned(), minute(start)].concat();
    let until = move || {
        let day = format::paper_date(district_date(cancel_until));
        [day, " ".to_owned(), format::time(cancel_until)].concat()
    };
    let place = [institution.as_str(), " ", &address].concat();
    let coming = state == BookingState::Booked;
    view! {
        <Card>
            <Status tone=tone label=word />
            <KeyValues>
                <KeyValue label=words::WHO>{person.name}</KeyValue>
                <KeyValue label=words::WHEN>{when}</KeyValue>
                <KeyValue label=words::NUMBER>
                    <strong class="number">{move || words::number(number)}</strong>
                </KeyValue>
                <KeyValue label=words::DOCTOR>{doctor}</KeyValue>
                <KeyValue label=words::CLINIC>{clinic}</KeyValue>
                <KeyValue label=words::PLACE>{place}</KeyValue>
                <KeyValue label=words::FEE>{move || cost(fee)}</KeyValue>
                {note.map(|note| view! { <KeyValue label=words::NOTE>{note}</KeyValue> })}
            </KeyValues>
        </Card>
        {coming.then(|| view! {
            <Card>
                <p>{t(words::COME_EARLY)}</p>
                <p>{t(words::BRING)}</p>
                <p class="muted">{move || words::cancel_until(&until())}</p>
            </Card>
        })}
    }
}

/// Gives the number back, after a question.
///
/// `<CancelButton booking=booking.booking_id name=name/>`
#[component]
pub fn CancelButton(
    /// The booking.
    booking: BookingId,
    /// Whose it is.
    name: String,
    /// Gets the booking as it is then.
    #[prop(optional, into)]
    on_done: Option<Callback<Booking>>,
) -> impl IntoView {
    let title = Signal::derive(move || words::cancel_ask(&name));
    let question = Question::new(title, words::CANCEL_TEXT, words::CANCEL).or(words::KEEP);
    let on_done = Callback::new(move |after| {
        if let Some(on_done) = on_done {
            on_done.run(after);
        }
    });
    view! {
        <AskedButton
            action={use_submit::<CancelBooking>()}
            path=booking
            question=question
            done=words::CANCELLED
            on_done=on_done
        />
    }
}
