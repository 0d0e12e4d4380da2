//! PostgreSQL underneath: the same closures on connections that each live on a thread of ours (the
//! client blocks, which an async task must not).
//!
//! Writes are SERIALIZABLE and run again when the engine finds a conflict; reads hold one snapshot.
//! A connection is encrypted, or stays on this machine, or is plain because its URL says so.

mod address;
mod connection;
mod pool;
mod queue;
mod schema;
mod turns;
mod values;

pub(super) use connection::Connection;
pub(super) use pool::Pool;

use super::DbError;

/// Says what of a URL cannot work, as far as it shows without connecting.
pub(super) fn understand(url: &str) -> Result<(), DbError> {
    address::Address::parse(url).map(drop)
}

/// Runs work that blocks on a thread without an async runtime around it, and waits for it.
pub(super) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, DbError> {
    std::thread::scope(|scope| scope.spawn(work).join()).map_err(|_| DbError::Panicked)
}
