//! Who covers for whom: seen by both sides, arranged by a team's leader or an administrator.

mod arrange;
mod page_covers;

pub use page_covers::CoversPage;
