//! Signing in. Owns tokens, sessions, text-message codes, passwords, authenticators and the limits
//! on trying.
//! Called by `resources::session` and by the request frame in `http`; decides nothing about data.

pub mod account;
pub mod codes;
pub mod doors;
pub mod family;
mod holder;
pub mod one_time;
pub mod passwords;
pub mod policy;
pub mod session;
pub mod sms;
pub mod throttle;
pub mod token;
pub mod totp;
