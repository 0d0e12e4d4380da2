//! Signing in. Owns tokens, sessions, text-message codes, passwords and the limits on trying.
//! Called by `resources::session` and by the request frame in `http`; decides nothing about data.

pub mod codes;
pub mod passwords;
pub mod session;
pub mod sms;
pub mod throttle;
pub mod token;
