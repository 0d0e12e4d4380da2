//! The handlers, one file a resource, named like `domain::api`. A handler parses nothing, opens
//! no transaction and sends nothing: it asks [`crate::call::Call`] whether it may, reads or
//! writes through [`crate::db::Tx`], and answers.

pub mod session;

use crate::http::Api;

/// Registers every endpoint.
pub fn register(api: &mut Api) {
    session::register(api);
}
