//! The resident's home: next visit, what is due, the team with one-tap call, the four verbs,
//! messages. One answer of the backend fills it.

mod page_home;
mod parts;

pub use page_home::HomePage;
