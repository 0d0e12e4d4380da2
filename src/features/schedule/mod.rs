//! The day's list: who comes, who has arrived, who is done.

mod finish;
mod page_day;

pub use page_day::SchedulePage;
