//! Suspected cases (疑似病例) of one's own scope: who, by which readings, and what is decided about them.

mod page_suspects;

pub use page_suspects::SuspectsPage;
