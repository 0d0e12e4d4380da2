//! The resident's family-doctor contract: what is in force, the catalogue, the request.

mod page_contract;
mod page_packages;
mod page_request;
mod request_form;

pub use page_contract::{ContractDetailPage, ContractPage};
pub use page_packages::PackagesPage;
pub use page_request::RequestPage;
