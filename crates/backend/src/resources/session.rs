//! Sessions.

use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(_: &mut Api) {}
