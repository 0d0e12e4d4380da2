//! Booking a visit: my bookings, sessions with numbers left, and one booking.

mod confirm;
mod model;
mod page_booking;
mod page_bookings;
mod page_sessions;

pub use page_booking::BookingPage;
pub use page_bookings::BookingsPage;
pub use page_sessions::SessionsPage;
