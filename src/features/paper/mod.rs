//! Visits as they leave the screen: a form on A4 in the order of the national one, and a team's visits as a
//! table for a spreadsheet.

mod csv;
mod form;
mod page_sheet;
mod page_table;
mod table;

pub use page_sheet::SheetPage;
pub use page_table::TablePage;
