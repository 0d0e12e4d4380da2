//! Rating what was done: the list of services, and one service with its stars and words.

mod form;
mod page_list;
mod page_rate;

pub use page_list::RatingsPage;
pub use page_rate::RatePage;
