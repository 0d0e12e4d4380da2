//! Who covers for whom: seen by both sides, arranged by a team's leader or an administrator. And
//! residents handed over for good, by an administrator.

mod arrange;
mod hand_over;
mod page_covers;

pub use page_covers::CoversPage;
