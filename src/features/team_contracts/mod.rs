//! The team's contracts: requests waiting first, each to be accepted or declined.

mod page_bedside;
mod page_inbox;
mod page_one;

pub use page_bedside::BedsidePage;
pub use page_inbox::TeamContractsPage;
pub use page_one::TeamContractPage;
