//! The resident's inbox.

mod page_messages;

pub use page_messages::MessagesPage;
