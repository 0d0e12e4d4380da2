//! Sealing: what lies in the database is unreadable without its owner's key.
//!
//! Every record is sealed by itself and bound to its place (store, owner, key). Sealing is done
//! before a transaction is opened, because waiting for WebCrypto would end it. Callers see text.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use leptos::wasm_bindgen::JsCast;

use super::db;
use crate::platform::crypto::{self, Key};

thread_local! {
    static KEYS: RefCell<Vec<(String, Key)>> = const { RefCell::new(Vec::new()) };
    /// Who has a PIN here, as far as it was looked up.
    static PINNED: RefCell<Vec<(String, bool)>> = const { RefCell::new(Vec::new()) };
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

/// Name of the key behind a PIN, in memory alone.
fn behind_pin(owner: &str) -> String {
    ["pin/", owner].concat()
}

fn name_of_tries(owner: &str) -> String {
    ["tries/", owner].concat()
}

/// The key of an owner's records in a store: of what can be fetched again the one behind the PIN, where there
/// is a PIN; `None` while that is locked.
///
/// In a box: everything that seals or opens waits for it, and would bring its own copy.
fn key_for<'a>(owner: &'a str, store: &'a str) -> Pin<Box<dyn Future<Output = Option<Key>> + 'a>> {
    Box::pin(async move {
        if matches!(store, db::AREA | db::ANSWERS) && pinned(owner).await {
            return known_key(&behind_pin(owner));
        }
        key_of(owner).await
    })
}

/// Whether the owner has set a PIN here.
pub(super) async fn pinned(owner: &str) -> bool {
    let known = PINNED.with_borrow(|all| {
        let known = all.iter().find(|(name, _)| name == owner);
        known.map(|(_, pinned)| *pinned)
    });
    if let Some(known) = known {
        return known;
    }
    let pinned = wrapped(owner).await.is_some();
    set_pinned(owner, Some(pinned));
    pinned
}

fn set_pinned(owner: &str, pinned: Option<bool>) {
    PINNED.with_borrow_mut(|all| {
        all.retain(|(name, _)| name != owner);
        all.extend(pinned.map(|pinned| (owner.to_owned(), pinned)));
    });
}

/// What another tab may have changed is looked up again: whether there is a PIN, and which.
pub(super) fn look_again() {
    PINNED.with_borrow_mut(Vec::clear);
}

/// Whether the key behind the PIN is in memory.
pub(super) fn is_open(owner: &str) -> bool {
    known_key(&behind_pin(owner)).is_some()
}

/// Takes the key behind the PIN into memory.
pub(super) fn open_with(owner: &str, key: Key) {
    close(owner);
    KEYS.with_borrow_mut(|keys| keys.push((behind_pin(owner), key)));
}

/// Forgets the key behind the PIN.
pub(super) fn close(owner: &str) {
    let name = behind_pin(owner);
    KEYS.with_borrow_mut(|keys| keys.retain(|(known, _)| *known != name));
}

/// The key behind the PIN, wrapped.
pub(super) async fn wrapped(owner: &str) -> Option<Vec<u8>> {
    let database = db::database().await?;
    let kept = database.get(db::KEYS, &behind_pin(owner)).await.ok()??;
    Some(crypto::from_js(&kept))
}

/// Keeps a key that a PIN wraps, and opens with it.
pub(super) async fn put_pin(owner: &str, wrapped: &[u8], key: Key) -> bool {
    let Some(database) = db::database().await else {
        return false;
    };
    let kept = crypto::to_js(wrapped);
    if database
        .put(db::KEYS, &behind_pin(owner), &kept)
        .await
        .is_err()
    {
        return false;
    }
    put_tries(owner, None).await;
    set_pinned(owner, Some(true));
    open_with(owner, key);
    true
}

/// Takes the PIN away.
pub(super) async fn erase_pin(owner: &str) {
    close(owner);
    if let Some(database) = db::database().await {
        let _ = database.delete(db::KEYS, &behind_pin(owner)).await;
    }
    put_tries(owner, None).await;
    set_pinned(owner, None);
}

/// The count of tries, as it was written.
pub(super) async fn tries(owner: &str) -> Option<String> {
    let database = db::database().await?;
    let kept = database.get(db::KEYS, &name_of_tries(owner)).await.ok()??;
    String::from_utf8(crypto::from_js(&kept)).ok()
}

/// Writes the count of tries, or takes it away; `false` where it could not be written.
pub(super) async fn put_tries(owner: &str, tries: Option<&str>) -> bool {
    let Some(database) = db::database().await else {
        return false;
    };
    let name = name_of_tries(owner);
    match tries {
        Some(tries) => {
            let kept = crypto::to_js(tries.as_bytes());
            database.put(db::KEYS, &name, &kept).await.is_ok()
        }
        None => database.delete(db::KEYS, &name).await.is_ok(),
    }
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
        &key_for(owner, store).await?,
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
        let (record, owners_key) = (record(owner, key), key_for(owner, store).await?);
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

/// Seals texts and keeps them together or not at all, with the removal of those that are `None`.
pub(super) async fn write_all(
    owner: &str,
    store: &str,
    texts: Vec<(String, Option<String>)>,
) -> Option<()> {
    let key = key_for(owner, store).await?;
    let mut records = Vec::new();
    for (name, text) in texts {
        let record = record(owner, &name);
        let sealed = match text {
            Some(text) => {
                let sealed = crypto::seal(&key, &place(store, &record), text.as_bytes()).await?;
                Some(crypto::to_js(&sealed))
            }
            None => None,
        };
        records.push((record, sealed));
    }
    let first = db::database().await?.put_all(store, &records).await;
    if first.is_err() {
        db::reconnect();
        db::database().await?.put_all(store, &records).await.ok()?;
    }
    Some(())
}

/// Whether something is kept under a key.
pub(super) async fn has(owner: &str, store: &str, key: &str) -> bool {
    match db::database().await {
        Some(database) => matches!(database.get(store, &record(owner, key)).await, Ok(Some(_))),
        None => false,
    }
}

/// The text kept under a key, if it is there and opens.
pub(super) async fn read(owner: &str, store: &str, key: &str) -> Option<String> {
    let record = record(owner, key);
    let sealed = db::database().await?.get(store, &record).await.ok()??;
    open(owner, store, &record, &crypto::from_js(&sealed)).await
}

/// Everything the owner keeps in a store below these first letters of a key that opens, by the rest of the
/// key and in the order of the keys; `None` where this phone has no database.
pub(super) async fn read_all(
    owner: &str,
    store: &str,
    below: &str,
) -> Option<Vec<(String, String)>> {
    let before = record(owner, below);
    let mut texts = Vec::new();
    for (mut record, sealed) in db::database().await?.all(store, &before).await.ok()? {
        if let Some(text) = open(owner, store, &record, &crypto::from_js(&sealed)).await {
            texts.push((record.split_off(before.len()), text));
        }
    }
    Some(texts)
}

async fn open(owner: &str, store: &str, record: &str, sealed: &[u8]) -> Option<String> {
    let plain = crypto::open(&key_for(owner, store).await?, &place(store, record), sealed).await?;
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
