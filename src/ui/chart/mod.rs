//! Charts of our own: small, without a library, readable without seeing them.
//!
//! [`scale`] and [`path`] are arithmetic and text, `drawing` puts them together for given points,
//! all tested on the host; [`trend`] is the one view.

mod drawing;
pub mod path;
pub mod scale;
pub mod trend;

pub use drawing::{Band, Series, TrendPoint};
pub use trend::Trend;
