//! Charts of our own: small, without a library, readable without seeing them.
//!
//! [`scale`] and [`path`] are arithmetic and text, tested on the host; [`trend`] is the one view.

pub mod path;
pub mod scale;
pub mod trend;

pub use trend::{Band, Series, Trend, TrendPoint};
