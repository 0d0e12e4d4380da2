//! Sealing: what lies in the database is unreadable without its owner's key.
//!
//! Every record is sealed by itself and bound to its place (store, owner, key). Sealing is done
//! before a transaction is opened, because waiting for WebCrypto would end it. Callers see text.

use std::cell::RefCell;

use leptos::wasm_bindgen::JsCast;

use super::db;
use crate::platform::crypto::{self, Key};

thread_local! {
    static KEYS: RefCell<Vec<(String, Key)>> = const { RefCell::new(Vec::new()) };
}

fn known_key(owner: &str) -> Option<Key> {
    KEYS.with_borrow(|keys| {
        let known = keys.iter().find(|(name, _)| name == owner);
        known.map(|(_, key)| key.clone())
    })
}

/// The owner's key, made at first use. `add` decides between two tabs that make one at once.
async fn key_of(owner: &str) -> Option<Key> {
    if let Some(key) = known_key(owner) {
        return Some(key);
    }
    let database = db::database().await?;
    let kept = database.get(db::KEYS, owner).await.ok()?;
    let key: Key = match kept {
        Some(key) => key.dyn_into().ok()?,
        None => {
            let made = crypto::new_key().await?;
            match database.add(db::KEYS, owner, &made).await {
                Ok(()) => made,
                Err(_) => database.get(db::KEYS, owner).await.ok()??.dyn_into().ok()?,
            }
        }
    };
    KEYS.with_borrow_mut(|keys| keys.push((owner.to_owned(), key.clone())));
    Some(key)
}

fn place(store: &str, record: &str) -> String {
    [store, "/", record].concat()
}

fn record(owner: &str, key: &str) -> String {
    [owner, "/", key].concat()
}

/// Seals and keeps a text; `false` when it could not be kept on this phone.
pub(super) async fn write(owner: &str, store: &str, key: &str, text: &str) -> bool {
    let kept = try_write(owner, store, key, text).await.is_some();
    if !kept {
        db::not_durable();
    }
    kept
}

async fn try_write(owner: &str, store: &str, key: &str, text: &str) -> Option<()> {
    let record = record(owner, key);
    let sealed = crypto::seal(
        &key_of(owner).await?,
        &place(store, &record),
        text.as_bytes(),
    )
    .await?;
    let sealed = crypto::to_js(&sealed);
    let first = db::database().await?.put(store, &record, &sealed).await;
    if first.is_err() {
        db::reconnect();
        db::database()
            .await?
            .put(store, &record, &sealed)
            .await
            .ok()?;
    }
    Some(())
}

/// Seals a text and moves a record of the owner's to another key with it, in one transaction; removes
/// the record where there is no text. `Some(false)` when nothing lies under `from` any more, `None`
/// when this phone could not do it; then nothing is changed.
pub(super) async fn shift(
    owner: &str,
    store: &str,
    from: Option<&str>,
    to: Option<(&str, &str)>,
) -> Option<bool> {
    let from = from.map(|from| record(owner, from));
    let mut sealed = None;
    if let Some((key, text)) = to {
        let (record, owners_key) = (record(owner, key), key_of(owner).await?);
        let bytes = crypto::seal(&owners_key, &place(store, &record), text.as_bytes()).await?;
        sealed = Some((record, crypto::to_js(&bytes)));
    }
    let to = sealed
        .as_ref()
        .map(|(record, sealed)| (record.as_str(), sealed));
    let first = db::database()
        .await?
        .shift(store, from.as_deref(), to)
        .await;
    if let Ok(done) = first {
        return Some(done);
    }
    db::reconnect();
    let again = db::database()
        .await?
        .shift(store, from.as_deref(), to)
        .await;
    again.ok()
}

/// The text kept under a key, if it is there and opens.
pub(super) async fn read(owner: &str, store: &str, key: &str) -> Option<String> {
    let record = record(owner, key);
    let sealed = db::database().await?.get(store, &record).await.ok()??;
    open(owner, store, &record, &crypto::from_js(&sealed)).await
}

/// Everything the owner keeps in a store that opens, by key and in the order of the keys; `None`
/// where this phone has no database.
pub(super) async fn read_all(owner: &str, store: &str) -> Option<Vec<(String, String)>> {
    let before = record(owner, "");
    let mut texts = Vec::new();
    for (mut record, sealed) in db::database().await?.all(store, &before).await.ok()? {
        if let Some(text) = open(owner, store, &record, &crypto::from_js(&sealed)).await {
            texts.push((record.split_off(before.len()), text));
        }
    }
    Some(texts)
}

async fn open(owner: &str, store: &str, record: &str, sealed: &[u8]) -> Option<String> {
    let plain = crypto::open(&key_of(owner).await?, &place(store, record), sealed).await?;
    String::from_utf8(plain).ok()
}

/// The keys under which the owner keeps something; `None` where this phone has no database.
pub(super) async fn keys(owner: &str, store: &str) -> Option<Vec<String>> {
    let before = record(owner, "");
    let mut keys = db::database().await?.keys(store, &before).await.ok()?;
    for key in &mut keys {
        key.drain(..before.len());
    }
    Some(keys)
}

/// Removes one record.
pub(super) async fn erase(owner: &str, store: &str, key: &str) {
    if let Some(database) = db::database().await {
        // A record that stays is sealed, and written over or erased next time.
        let _ = database.delete(store, &record(owner, key)).await;
    }
}

/// Removes all of the owner's records in a store.
pub(super) async fn erase_all(owner: &str, store: &str) {
    if let Some(database) = db::database().await {
        let _ = database.delete_all(store, &record(owner, "")).await;
    }
}

/// Removes the owner's key: whatever was sealed with it is noise from now on.
pub(super) async fn destroy_key(owner: &str) {
    KEYS.with_borrow_mut(|keys| keys.retain(|(name, _)| name != owner));
    if let Some(database) = db::database().await {
        let _ = database.delete(db::KEYS, owner).await;
    }
}
