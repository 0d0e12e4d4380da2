//! What programmes ask and by what they judge, for whoever answers for it in a district: every figure and rule of the
//! editions in force with its source, and what differs between two editions.

mod lines;
mod page_list;
mod page_one;
mod wording;

pub use page_list::ProgrammesPage;
pub use page_one::ProgrammePage;
