//! What is shown of bookings. Pure.

use chrono::NaiveDate;
use domain::api::bookings::{Booking, BookingState};

/// Splits bookings into those still to come, soonest first, and the others, newest first.
pub(super) fn split(bookings: Vec<Booking>, today: NaiveDate) -> (Vec<Booking>, Vec<Booking>) {
    let to_come = |booking: &Booking| {
        booking.date >= today
            && matches!(booking.state, BookingState::Booked | BookingState::Arrived)
    };
    let (mut upcoming, mut past): (Vec<_>, Vec<_>) = bookings.into_iter().partition(to_come);
    upcoming.sort_by_key(|booking| (booking.date, booking.minute));
    past.sort_by_key(|booking| std::cmp::Reverse((booking.date, booking.minute)));
    (upcoming, past)
}
