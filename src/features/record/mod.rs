//! The resident's own health record, one follow-up in plain words, and who has read the record.

mod page_follow_up;
mod page_readers;
mod page_record;

pub use page_follow_up::FollowUpPage;
pub use page_readers::ReadersPage;
pub use page_record::RecordPage;
