//! The people behind a phone: choose one, link a record, ask for a new one.

mod identity;
mod page_choose;
mod page_link;
mod page_register;
mod page_take;

pub use page_choose::PersonsPage;
pub use page_link::LinkPage;
pub use page_register::RegisterPage;
pub use page_take::TakeCodePage;
