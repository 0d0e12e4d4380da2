//! Family and helpers: who may act for whom, giving it by a code, ending it, and what is said
//! where something was not opened.

mod not_open;
mod page_code;
mod page_family;

pub use not_open::NotOpen;
pub use page_code::GiveCodePage;
pub use page_family::FamilyPage;
