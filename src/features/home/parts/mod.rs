//! Pieces of the home page.

pub mod call;
pub mod due;
pub mod team;
pub mod verbs;
pub mod visit;
