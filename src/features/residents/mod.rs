//! Residents as staff see them: finding one, and one person's record with what can be done now.

mod list;
mod page_resident;
mod page_residents;

pub use page_resident::ResidentPage;
pub use page_residents::ResidentsPage;
