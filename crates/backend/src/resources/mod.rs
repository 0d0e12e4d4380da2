//! The handlers, one file a resource, named like `domain::api`. A handler parses nothing, opens
//! no transaction and sends nothing: it asks [`crate::call::Call`] whether it may, reads or
//! writes through [`crate::db::Tx`], and answers.

pub mod bookings;
pub mod contract_answers;
pub mod contract_options;
pub mod contract_plan;
pub mod contract_requests;
pub mod contracts;
pub mod messages;
pub mod packages;
pub mod paging;
pub mod people;
pub mod ratings;
pub mod schedule;
pub mod session;
pub mod sessions_open;
pub mod tickets;

use crate::http::Api;

/// Registers every endpoint.
pub fn register(api: &mut Api) {
    session::register(api);
    packages::register(api);
    contract_options::register(api);
    contract_requests::register(api);
    contracts::register(api);
    contract_answers::register(api);
    sessions_open::register(api);
    tickets::register(api);
    bookings::register(api);
    schedule::register(api);
    ratings::register(api);
}
