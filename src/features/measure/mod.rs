//! What a resident measures at home: writing it down, what to do when it is an emergency, how it went over
//! time, and when to be reminded.

mod alert;
mod entry;
mod model;
mod over_time;
mod page_measure;
mod reminders;

pub use page_measure::MeasurePage;
