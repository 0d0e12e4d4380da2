//! IndexedDB as futures: a thin adapter, keys are text.
//!
//! Every call is one transaction, so that nothing of others can be awaited inside of one (a transaction
//! ends as soon as the page waits for anything but its own requests). Writes resolve when the transaction is
//! complete on disk, not when it was asked for. What is stored is `store`'s business.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::{
    EventTarget, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
};
use wasm_bindgen_futures::JsFuture;

use super::{listen, property, set_property};

/// An open database.
#[derive(Clone)]
pub struct Database(IdbDatabase);

/// The browser refused: no IndexedDB here, no room left, or the database was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        Self
    }
}

impl Database {
    /// Opens the database and creates the object stores that a new version adds.
    pub async fn open(
        name: &str,
        version: u32,
        stores: &'static [&'static str],
    ) -> Result<Self, Refused> {
        let factory = window().indexed_db()?.ok_or(Refused)?;
        let request = factory.open_with_u32(name, version)?;
        let opening = request.clone();
        listen(&request, "upgradeneeded", move |_| {
            let Ok(database) = opening.result().map(JsCast::unchecked_into::<IdbDatabase>) else {
                return;
            };
            for store in stores {
                // Throws for a store that is there already, which stays as it is.
                let _ = database.create_object_store(store);
            }
        });
        let database: IdbDatabase = settled(&request, "success", Some("blocked"))
            .await?
            .unchecked_into();
        // Another tab has a newer version of the program: make way, it must not wait for us.
        let closing = database.clone();
        listen(&database, "versionchange", move |_| closing.close());
        Ok(Self(database))
    }

    /// The value under a key.
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, Refused> {
        let (_, store) = self.transaction(store, false)?;
        let value = settled(
            store.get(&JsValue::from_str(key))?.as_ref(),
            "success",
            None,
        )
        .await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// Every key and value whose key begins with `prefix`, in the order of the keys.
    pub async fn all(&self, store: &str, prefix: &str) -> Result<Vec<(String, JsValue)>, Refused> {
        let (_, store) = self.transaction(store, false)?;
        let range = within(prefix)?;
        let keys = store.get_all_keys_with_key(&range)?;
        let values = store.get_all_with_key(&range)?;
        let values = js_sys::Array::from(&settled(&values, "success", None).await?);
        let keys = js_sys::Array::from(&keys.result()?);
        Ok(keys
            .iter()
            .filter_map(|key| key.as_string())
            .zip(values.iter())
            .collect())
    }

    /// Stores a value; resolves when it is on disk.
    pub async fn put(&self, store: &str, key: &str, value: &JsValue) -> Result<(), Refused> {
        let (transaction, store) = self.transaction(store, true)?;
        store.put_with_key(value, &JsValue::from_str(key))?;
        complete(&transaction).await
    }

    /// Stores a value unless the key is taken, in which case it is refused.
    pub async fn add(&self, store: &str, key: &str, value: &JsValue) -> Result<(), Refused> {
        let (transaction, store) = self.transaction(store, true)?;
        store.add_with_key(value, &JsValue::from_str(key))?;
        complete(&transaction).await
    }

    /// Every key that begins with `prefix`.
    pub async fn keys(&self, store: &str, prefix: &str) -> Result<Vec<String>, Refused> {
        let (_, store) = self.transaction(store, false)?;
        let keys = settled(
            store.get_all_keys_with_key(&within(prefix)?)?.as_ref(),
            "success",
            None,
        )
        .await?;
        Ok(js_sys::Array::from(&keys)
            .iter()
            .filter_map(|key| key.as_string())
            .collect())
    }

    /// Removes one key.
    pub async fn delete(&self, store: &str, key: &str) -> Result<(), Refused> {
        let (transaction, store) = self.transaction(store, true)?;
        store.delete(&JsValue::from_str(key))?;
        complete(&transaction).await
    }

    /// Removes every key that begins with `prefix`.
    pub async fn delete_all(&self, store: &str, prefix: &str) -> Result<(), Refused> {
        let (transaction, store) = self.transaction(store, true)?;
        store.delete(&within(prefix)?)?;
        complete(&transaction).await
    }

    /// Moves what lies under `from` to `to` in one transaction, and stores or removes where only one of
    /// them is given. `false` when nothing lies under `from` any more: then nothing is changed.
    pub async fn shift(
        &self,
        store: &str,
        from: Option<&str>,
        to: Option<(&str, &JsValue)>,
    ) -> Result<bool, Refused> {
        let (transaction, store) = self.transaction(store, true)?;
        if let Some(from) = from {
            let from = JsValue::from_str(from);
            // The transaction goes on: what follows is asked for within the answer to its request.
            let there = settled(store.get_key(&from)?.as_ref(), "success", None).await?;
            if there.is_undefined() {
                return Ok(false);
            }
        }
        // Written first: where that fails at once, nothing was removed.
        if let Some((key, value)) = to {
            store.put_with_key(value, &JsValue::from_str(key))?;
        }
        if let Some(from) = from
            && to.is_none_or(|(key, _)| key != from)
        {
            store.delete(&JsValue::from_str(from))?;
        }
        complete(&transaction).await?;
        Ok(true)
    }

    /// Called through the object, because the binding with `durability` is still unstable.
    fn transaction(
        &self,
        store: &str,
        write: bool,
    ) -> Result<(IdbTransaction, IdbObjectStore), Refused> {
        let options = js_sys::Object::new();
        set_property(
            &options,
            "durability",
            &JsValue::from_str(if write { "strict" } else { "default" }),
        );
        let begin: js_sys::Function = property(&self.0, "transaction").dyn_into()?;
        let mode = JsValue::from_str(if write { "readwrite" } else { "readonly" });
        let begun = begin.call3(&self.0, &JsValue::from_str(store), &mode, &options)?;
        let transaction: IdbTransaction = begun.unchecked_into();
        let store = transaction.object_store(store)?;
        Ok((transaction, store))
    }
}

fn within(prefix: &str) -> Result<JsValue, Refused> {
    let end = [prefix, "\u{ffff}"].concat();
    Ok(IdbKeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&end))?.into())
}

async fn complete(transaction: &IdbTransaction) -> Result<(), Refused> {
    let done = outcome(transaction, "complete", Some("abort"));
    JsFuture::from(done).await?;
    Ok(())
}

async fn settled(request: &IdbRequest, good: &str, bad: Option<&str>) -> Result<JsValue, Refused> {
    JsFuture::from(outcome(request, good, bad)).await?;
    Ok(request.result()?)
}

/// Resolves on the event `good`, rejects on `error` and on the event `bad`.
fn outcome(target: &EventTarget, good: &str, bad: Option<&str>) -> js_sys::Promise {
    js_sys::Promise::new(&mut |resolve, reject| {
        // The promise's own functions are the listeners: no closure of ours has to outlive them.
        for (event, end) in [
            (Some(good), &resolve),
            (Some("error"), &reject),
            (bad, &reject),
        ] {
            if let Some(event) = event {
                let _ = target.add_event_listener_with_callback(event, end);
            }
        }
    })
}
