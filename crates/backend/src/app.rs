//! What the running service holds: one value, made at start, shared by all requests.

use std::sync::Arc;

use crate::auth::passwords::Passwords;
use crate::auth::session::SessionLimits;
use crate::auth::sms::SmsGateway;
use crate::clock::Clock;
use crate::db::Store;
use crate::district::District;
use crate::http::cookie::SessionCookie;
use crate::seal::Keys;

/// Shared by all requests.
pub struct App {
    /// Storage.
    pub store: Store,
    /// The district that the storage belongs to.
    pub district: District,
    /// Keys for sealed fields.
    pub keys: Arc<Keys>,
    /// What time it is.
    pub clock: Clock,
    /// Way to a phone.
    pub sms: Arc<dyn SmsGateway>,
    /// Password hashing, as much of it at a time as the machine can bear.
    pub passwords: Passwords,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// Name and flags of the session cookie.
    pub cookie: SessionCookie,
    /// Whether the address of a caller is taken from `X-Forwarded-For`, which only a proxy in
    /// front may have written.
    pub behind_proxy: bool,
}
