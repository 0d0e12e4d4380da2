//! A repeated request has one effect. The answer to a POST is kept for a day under the caller's
//! key, in the transaction that made it, sealed; the same request gets it again, another request
//! under the same key is refused.
//!
//! Kept are answers and refusals whose writes were kept. A plain refusal changed nothing, so a
//! repetition is simply tried again. Sign-in endpoints keep nothing: a kept answer would be a
//! second way in.

use chrono::TimeDelta;
use domain::problem::Code;

use crate::audit::actor_key;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::seal::{Keys, Purpose};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// One new row in so many removes old ones; looking for them costs as much as keeping one.
const SWEEPING: u8 = 8;
/// Old rows that it removes.
const SWEEP: i64 = 128;
/// Longest key that is accepted.
pub const LONGEST_KEY: usize = 64;

/// A request that carries a key.
#[derive(Clone, Debug)]
pub struct Keyed {
    key: String,
    /// Keyed hash of the request.
    request: Vec<u8>,
}

impl Keyed {
    /// A request under a caller's key: operation, path and body, as they came. Hashed here, beside
    /// the one thread that writes.
    #[must_use]
    pub fn new(keys: &Keys, key: &str, request: &[u8]) -> Self {
        Self {
            key: key.to_owned(),
            request: keys.index(Purpose::Request, request),
        }
    }
}

/// An answer that was given before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub reply: Vec<u8>,
}

/// The answer that was kept for this request, if there is one.
pub fn find(tx: &mut dyn Tx, call: &Call, keyed: &Keyed) -> Result<Option<Kept>, Failure> {
    let Some(actor) = actor_key(&call.actor) else {
        return Ok(None);
    };
    let found = tx.one(
        "SELECT request_hash, status, reply FROM idempotency
         WHERE district_id = $1 AND actor = $2 AND key = $3 AND created_ms > $4",
        &[
            (&call.district).into(),
            actor,
            (&keyed.key).into(),
            (call.now - KEPT).into(),
        ],
    )?;
    let Some(row) = found else { return Ok(None) };
    let hash: Vec<u8> = row.get("request_hash")?;
    if hash != keyed.request {
        return Err(Code::KeyReused.into());
    }
    let place = call.place("idempotency", "reply", keyed.key.as_bytes());
    let reply = call.keys.open(place, &row.get::<Vec<u8>>("reply")?)?;
    Ok(Some(Kept {
        status: row.get("status")?,
        reply,
    }))
}

/// Keeps an answer, and removes a few that are too old.
pub fn keep(tx: &mut dyn Tx, call: &Call, keyed: &Keyed, kept: &Kept) -> Result<(), Failure> {
    let Some(actor) = actor_key(&call.actor) else {
        return Ok(());
    };
    let place = call.place("idempotency", "reply", keyed.key.as_bytes());
    tx.exec(
        "INSERT INTO idempotency
             (district_id, actor, key, request_hash, status, reply, created_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (district_id, actor, key) DO UPDATE SET
             request_hash = excluded.request_hash, status = excluded.status,
             reply = excluded.reply, created_ms = excluded.created_ms",
        &[
            (&call.district).into(),
            actor,
            (&keyed.key).into(),
            keyed.request.as_slice().into(),
            kept.status.into(),
            call.keys.seal(place, &kept.reply)?.into(),
            call.now.into(),
        ],
    )?;
    // The last digit of a key is as good as chance.
    if !matches!(keyed.key.as_bytes(), [.., last] if last.is_multiple_of(SWEEPING)) {
        return Ok(());
    }
    tx.exec(
        "DELETE FROM idempotency WHERE district_id = $1 AND (actor, key) IN (
             SELECT actor, key FROM idempotency
             WHERE district_id = $1 AND created_ms <= $2 ORDER BY created_ms LIMIT $3)",
        &[
            (&call.district).into(),
            (call.now - KEPT).into(),
            Val::Int(SWEEP),
        ],
    )?;
    Ok(())
}
