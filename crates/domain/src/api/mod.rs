//! Requests, replies and endpoints, one file a resource. The type that a list needs is the type
//! that its endpoint answers; nothing here decides anything.

pub mod area;
pub mod bedside;
pub mod bookings;
pub mod calls;
pub mod colours;
pub mod conflicts;
pub mod contracts;
pub mod covers;
pub mod departures;
pub mod directory;
pub mod edition_1;
pub mod follow_ups;
pub mod grants;
pub mod handovers;
pub mod home_measurements;
pub mod households;
pub mod levels;
pub mod messages;
pub mod newcomers;
pub mod passing_on;
pub mod programmes;
pub mod quarantine;
pub mod ratings;
pub mod records;
pub mod registrations;
pub mod reminders;
pub mod residents;
pub mod rounds;
pub mod session;
pub mod staff;
pub mod suspects;
pub mod visit_tables;
pub mod wechat;

/// Edition of the requests that write, as `Jiayi-Edition` says it. A phone keeps what it wrote without
/// network for weeks; when a path or a body changes its shape, this rises, and the service goes on
/// taking the editions before it.
pub const EDITION: u32 = 2;

/// Shows every endpoint of the service to `visitor`.
#[cfg(feature = "schema")]
pub fn visit_all<V: crate::endpoint::Visitor>(visitor: &mut V) {
    session::visit_session(visitor);
    quarantine::visit_quarantine(visitor);
    residents::visit_residents(visitor);
    registrations::visit_registrations(visitor);
    newcomers::visit_newcomers(visitor);
    grants::visit_grants(visitor);
    records::visit_records(visitor);
    contracts::visit_contracts(visitor);
    bedside::visit_bedside(visitor);
    bookings::visit_bookings(visitor);
    ratings::visit_ratings(visitor);
    programmes::visit_programmes(visitor);
    follow_ups::visit_follow_ups(visitor);
    visit_tables::visit_visit_tables(visitor);
    edition_1::visit_edition_1(visitor);
    calls::visit_calls(visitor);
    suspects::visit_suspects(visitor);
    passing_on::visit_passing_on(visitor);
    departures::visit_departures(visitor);
    households::visit_households(visitor);
    reminders::visit_reminders(visitor);
    colours::visit_colours(visitor);
    home_measurements::visit_home_measurements(visitor);
    area::visit_area(visitor);
    rounds::visit_rounds(visitor);
    messages::visit_messages(visitor);
    directory::visit_directory(visitor);
    levels::visit_levels(visitor);
    staff::visit_staff(visitor);
    covers::visit_covers(visitor);
    handovers::visit_handovers(visitor);
    wechat::visit_wechat(visitor);
}

/// One page of a list with a keyset cursor.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Hand this back as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
