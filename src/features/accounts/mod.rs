//! Accounts of staff, for administrators: who has one, a new one, what is done with one, and what
//! all of them are bound by; and where people find the institutions. No resident is ever shown here.

mod choices;
mod code;
mod levels;
mod page_account;
mod page_accounts;
mod page_handed_in;
mod page_institution;
mod page_institutions;
mod page_invite;
mod page_rules;

pub use page_account::AccountPage;
pub use page_accounts::AccountsPage;
pub use page_handed_in::HandedInPage;
pub use page_institution::InstitutionPage;
pub use page_institutions::InstitutionsPage;
pub use page_invite::InvitePage;
pub use page_rules::RulesPage;
