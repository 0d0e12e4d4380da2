//! Rules of the field as pure functions: no clock, no I/O. Each names its source; figures that
//! districts change are data with a version.

pub mod booking;
pub mod calls;
pub mod contract;
pub mod overwrite;
pub mod password;
pub mod rating;
pub mod round;
pub mod secrecy;
