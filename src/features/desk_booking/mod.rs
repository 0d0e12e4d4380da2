//! The desk books for whoever calls or comes without a phone: finding the person, a number in a
//! session, the slip of paper to hand over.

mod page_find;
mod page_person;
mod slip;

pub use page_find::DeskBookingPage;
pub use page_person::BookForPage;
