//! Getting the rows of a request onto the disk before it is answered.

use std::sync::Arc;
use std::time::Duration;

use super::Entry;
use super::spill::Spill;
use crate::db::{DbError, Store};
use crate::failure::Failure;

/// A writer that has not come to the rows by then is as good as one that refuses them. Should it
/// take them later all the same, they are the same rows.
const PATIENCE: Duration = Duration::from_secs(10);

/// Writes the rows, or spills them where the storage does not take them.
pub async fn leave(store: &Store, spill: &Arc<Spill>, entries: Vec<Entry>) -> Result<(), Failure> {
    if entries.is_empty() {
        return Ok(());
    }
    let entries: Arc<[Entry]> = entries.into();
    let written = entries.clone();
    let writing =
        store.write_idempotent(move |tx| written.iter().try_for_each(|entry| entry.write(tx)));
    match tokio::time::timeout(PATIENCE, writing).await {
        Ok(Err(Failure::Db(
            DbError::Busy
            | DbError::Full(_)
            | DbError::Disk(_)
            | DbError::Stopped
            | DbError::Lost(_)
            | DbError::Unknown(_),
        )))
        | Err(_) => spill.clone().put(entries).await.map_err(Failure::from),
        Ok(outcome) => outcome,
    }
}
