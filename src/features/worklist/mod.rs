//! The home of staff: whose follow-up is due, the most pressing first, or door by door; calling them,
//! reminding them, handing them over, and what a call has closed.

mod address;
mod gather;
mod grouping;
mod model;
mod month;
mod more;
mod page_call;
mod page_closed;
mod page_worklist;
mod remind;
mod rounds;
mod row;
mod said;
mod tools;
mod waiting;

pub use more::fetch as fetch_worklist_more;
pub use page_call::CallPage;
pub use page_closed::ClosedPage;
pub use page_worklist::WorklistPage;
