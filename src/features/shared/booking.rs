//! How a booking's state is shown, alike to the resident and to those who receive them.

use domain::api::bookings::BookingState;

use crate::i18n::Text;
use crate::i18n::texts::booking as words;
use crate::ui::Tone;

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
