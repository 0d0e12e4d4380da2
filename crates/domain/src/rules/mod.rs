//! Rules of the field as pure functions: no clock, no I/O. Each names its source; figures that
//! districts change are data with a version.

pub mod booking;
pub mod calls;
pub mod contract;
pub mod departure;
pub mod home_measurement;
pub mod levels;
pub mod overwrite;
pub mod password;
pub mod people_groups;
pub mod rating;
pub mod round;
pub mod secrecy;
pub mod signature;
pub mod suspects;
pub mod three_colours;
