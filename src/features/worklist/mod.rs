//! The home of staff: whose follow-up is due, the most pressing first.

mod model;
mod page_worklist;
mod waiting;

pub use page_worklist::WorklistPage;
