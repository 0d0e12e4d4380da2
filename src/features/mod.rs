//! The screens, one folder an area. Areas never import each other: they meet in
//! [`routes`](crate::routes) and in the types of `domain`. What every area needs to show its data
//! lives in [`shared`].

pub mod accounts;
pub mod booking;
pub mod contract;
pub mod covers;
pub mod desk_booking;
pub mod family;
pub mod follow_up;
pub mod grants_desk;
pub mod home;
pub mod me;
pub mod measure;
pub mod messages;
pub mod paper;
pub mod people;
pub mod plan;
pub mod programmes;
pub mod pushes;
pub mod rating;
pub mod record;
pub mod registrations;
pub mod residents;
pub mod round;
pub mod schedule;
pub mod shared;
pub mod sign_in;
pub mod staff_me;
pub mod suspects;
pub mod team_contracts;
pub mod worklist;
