//! Residents as staff see them: finding one, one person's record with what can be
//! done now, and one visit of theirs.

mod colour;
mod departure;
mod follow_up_doctor;
mod list;
mod page_resident;
mod page_residents;
mod page_visit;
mod suspicions;
mod visits;
mod void;

pub use page_resident::ResidentPage;
pub use page_residents::ResidentsPage;
pub use page_visit::VisitPage;
