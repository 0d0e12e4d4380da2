//! The handlers, one file a resource, named like `domain::api`. A handler parses nothing, opens
//! no transaction and sends nothing: it asks [`crate::call::Call`] whether it may, reads or
//! writes through [`crate::db::Tx`], and answers.

pub mod area;
mod area_cursor;
pub mod area_positions;
pub mod bookings;
pub mod care;
pub mod contract_answers;
pub mod contract_options;
pub mod contract_plan;
pub mod contract_requests;
pub mod contracts;
pub mod covers;
mod desk;
pub mod directory;
pub mod due_counts;
pub mod due_list;
pub mod follow_up_entry;
pub mod follow_up_judgement;
pub mod follow_up_plans;
pub mod follow_ups;
pub mod grant_codes;
pub mod grant_desk;
mod grant_giving;
pub mod grants;
pub mod handovers;
pub mod home;
pub mod invariants;
mod kept_numbers;
pub mod measurements;
pub mod messages;
pub mod newcomers;
pub mod own_account;
pub mod packages;
pub mod paging;
pub mod people;
pub mod persons;
#[cfg(test)]
mod plans;
pub mod ratings;
pub mod ratings_received;
pub mod readers;
pub mod records;
pub mod registration_desk;
pub mod registrations;
pub mod residents;
pub mod schedule;
pub mod search;
pub mod second_factor;
pub mod session;
pub mod sessions_open;
pub mod staff_accounts;
pub mod staff_changes;
mod staff_checks;
pub mod staff_policy;
pub mod staff_session;
pub mod tickets;
pub mod wechat_link;
pub mod wechat_page;
pub mod wechat_sign_in;

use crate::http::Api;

/// Registers every endpoint.
pub fn register(api: &mut Api) {
    session::register(api);
    staff_session::register(api);
    own_account::register(api);
    second_factor::register(api);
    staff_accounts::register(api);
    staff_changes::register(api);
    staff_policy::register(api);
    covers::register(api);
    handovers::register(api);
    persons::register(api);
    grants::register(api);
    grant_codes::register(api);
    grant_desk::register(api);
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
    ratings_received::register(api);
    directory::register(api);
    residents::register(api);
    home::register(api);
    readers::register(api);
    records::register(api);
    due_list::register(api);
    follow_ups::register(api);
    follow_up_entry::register(api);
    area::register(api);
    messages::register(api);
    registrations::register(api);
    registration_desk::register(api);
    newcomers::register(api);
    wechat_sign_in::register(api);
    wechat_link::register(api);
    wechat_page::register(api);
}
