//! What the product says, one file an area, both languages side by side.
//!
//! Chinese is short and spoken, says what to do before what went wrong, never blames and shows
//! no code. A test reads these files: a text that is empty, or the same in both languages, fails.

pub mod account;
pub mod accounts;
pub mod area;
pub mod bedside;
pub mod booking;
pub mod colours;
pub mod contract;
pub mod covers;
pub mod departure;
pub mod desk_booking;
pub mod family;
pub mod follow_up;
pub mod grants_desk;
pub mod home;
pub mod measure;
pub mod medical;
pub mod messages;
pub mod newcomers;
pub mod paper;
pub mod passing_on;
pub mod people;
pub mod pin;
pub mod problem;
pub mod programmes;
pub mod quarantine;
pub mod rating;
pub mod readers;
pub mod record;
pub mod residents;
pub mod round;
pub mod schedule;
pub mod security;
pub mod shared;
pub mod sign_in;
pub mod suspects;
pub mod ui;
pub mod unsent;
pub mod versions;
pub mod visit;
pub mod wechat;
pub mod worklist;

#[cfg(test)]
mod complete;
