//! AES-GCM by the browser, with a key that no script can read.
//!
//! It keeps what lies on the phone from whoever copies the browser's files. It does not protect
//! from a script that runs inside our own page. A page without a secure context has no WebCrypto:
//! then nothing is ever written to the phone.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::JsValue;
use leptos::web_sys::SubtleCrypto;
use wasm_bindgen_futures::JsFuture;

/// A key that can be used and stored, but not read.
pub use leptos::web_sys::CryptoKey as Key;

use super::{property, set_property};

const IV_BYTES: usize = 12;

fn subtle() -> Option<SubtleCrypto> {
    property(window().crypto().ok()?.as_ref(), "subtle")
        .dyn_into()
        .ok()
}

fn algorithm(iv: Option<&[u8]>, bound_to: &str) -> js_sys::Object {
    let algorithm = js_sys::Object::new();
    set_property(&algorithm, "name", &JsValue::from_str("AES-GCM"));
    match iv {
        Some(iv) => {
            set_property(&algorithm, "iv", &js_sys::Uint8Array::from(iv));
            set_property(
                &algorithm,
                "additionalData",
                &js_sys::Uint8Array::from(bound_to.as_bytes()),
            );
        }
        None => set_property(&algorithm, "length", &JsValue::from_f64(256.0)),
    }
    algorithm
}

/// A new key that can be used and stored, but not read.
pub async fn new_key() -> Option<Key> {
    let usages = js_sys::Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt"));
    let made = subtle()?
        .generate_key_with_object(&algorithm(None, ""), false, &usages)
        .ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// Rounds by which a PIN becomes a key: a second on a slow phone.
const PIN_ROUNDS: u32 = 600_000;
const SALT_BYTES: usize = 16;

/// The key that is made of a PIN and its salt; it wraps, and nothing else.
async fn key_of_pin(pin: &str, salt: &[u8]) -> Option<Key> {
    let subtle = subtle()?;
    let text = js_sys::Uint8Array::from(pin.as_bytes());
    let derive = js_sys::Array::of1(&JsValue::from_str("deriveKey"));
    let base = subtle
        .import_key_with_str("raw", &text, "PBKDF2", false, &derive)
        .ok()?;
    let base: Key = JsFuture::from(base).await.ok()?.dyn_into().ok()?;
    let way = js_sys::Object::new();
    set_property(&way, "name", &JsValue::from_str("PBKDF2"));
    set_property(&way, "hash", &JsValue::from_str("SHA-256"));
    set_property(&way, "salt", &js_sys::Uint8Array::from(salt));
    set_property(&way, "iterations", &JsValue::from(PIN_ROUNDS));
    let usages = js_sys::Array::of2(
        &JsValue::from_str("wrapKey"),
        &JsValue::from_str("unwrapKey"),
    );
    let made = subtle
        .derive_key_with_object_and_object(&way, &base, &algorithm(None, ""), false, &usages)
        .ok()?;
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A new key, usable but not readable, and the same wrapped by a PIN.
pub async fn wrapped_by(pin: &str) -> Option<(Key, Vec<u8>)> {
    let subtle = subtle()?;
    let (salt, iv) = (random::<SALT_BYTES>()?, random::<IV_BYTES>()?);
    let wrapping = key_of_pin(pin, &salt).await?;
    let usages = js_sys::Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt"));
    let made = subtle
        .generate_key_with_object(&algorithm(None, ""), true, &usages)
        .ok()?;
    let made: Key = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    let wrapped = subtle
        .wrap_key_with_object("raw", &made, &wrapping, &algorithm(Some(&iv), "pin"))
        .ok()?;
    let wrapped = js_sys::Uint8Array::new(&JsFuture::from(wrapped).await.ok()?).to_vec();
    let wrapped = [&salt[..], &iv[..], &wrapped].concat();
    // The one that can be read is forgotten here.
    let key = unwrapped_by(pin, &wrapped).await?;
    Some((key, wrapped))
}

/// The key that [`wrapped_by`] made; `None` where it was another PIN.
pub async fn unwrapped_by(pin: &str, wrapped: &[u8]) -> Option<Key> {
    let (salt, rest) = wrapped.split_at_checked(SALT_BYTES)?;
    let (iv, wrapped) = rest.split_at_checked(IV_BYTES)?;
    let wrapping = key_of_pin(pin, salt).await?;
    let usages = js_sys::Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt"));
    let opened = subtle()?
        .unwrap_key_with_js_u8_array_and_object_and_str(
            "raw",
            &js_sys::Uint8Array::from(wrapped),
            &wrapping,
            &algorithm(Some(iv), "pin"),
            "AES-GCM",
            false,
            &usages,
        )
        .ok()?;
    JsFuture::from(opened).await.ok()?.dyn_into().ok()
}

/// Seals `plain` and binds it to its place, so that a record moved elsewhere does not open.
pub async fn seal(key: &Key, bound_to: &str, plain: &[u8]) -> Option<Vec<u8>> {
    let mut iv = [0; IV_BYTES];
    window()
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut iv)
        .ok()?;
    // Handed over as a JavaScript array: a view into our memory would move when it grows.
    let plain = js_sys::Uint8Array::from(plain);
    let sealed = subtle()?
        .encrypt_with_object_and_js_u8_array(&algorithm(Some(&iv), bound_to), key, &plain)
        .ok()?;
    let sealed = js_sys::Uint8Array::new(&JsFuture::from(sealed).await.ok()?);
    Some([&iv[..], &sealed.to_vec()].concat())
}

/// Opens what [`seal`] made; `None` when it was changed, moved or sealed by another key.
pub async fn open(key: &Key, bound_to: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (iv, sealed) = sealed.split_at_checked(IV_BYTES)?;
    let sealed = js_sys::Uint8Array::from(sealed);
    let plain = subtle()?
        .decrypt_with_object_and_js_u8_array(&algorithm(Some(iv), bound_to), key, &sealed)
        .ok()?;
    Some(js_sys::Uint8Array::new(&JsFuture::from(plain).await.ok()?).to_vec())
}

/// Bytes as IndexedDB stores them.
#[must_use]
pub fn to_js(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}

/// Bytes as IndexedDB gave them back.
#[must_use]
pub fn from_js(value: &JsValue) -> Vec<u8> {
    js_sys::Uint8Array::new(value).to_vec()
}
