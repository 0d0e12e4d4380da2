//! Helpers and guardians at the desk: guardians whose papers are to be checked, and one resident
//! with everybody who may act for them, to be given and ended in person or during a call.

mod form;
mod page_desk;
mod page_resident;

pub use page_desk::DeskGrantsPage;
pub use page_resident::ResidentGrantsPage;
