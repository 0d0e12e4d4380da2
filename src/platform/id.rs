//! New identifiers: UUIDv7 from the browser's secure randomness.
//!
//! An id is made once, where the thing is first typed, and stays its id on both sides. Ids of one
//! tab increase, so that they also tell the order in which things were made.

use std::cell::Cell;

use domain::ids::Uuid;
use leptos::prelude::window;

use super::clock;

thread_local! {
    static LAST_MS: Cell<u64> = const { Cell::new(0) };
}

/// A new identifier of any kind: `let id: RegistrationId = id::new();`
#[must_use]
pub fn new<T: From<Uuid>>() -> T {
    T::from(uuid())
}

/// A number that differs from phone to phone, and is no secret.
#[must_use]
pub fn chance() -> u32 {
    // Below one, so it fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let chance = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
    chance
}

fn uuid() -> Uuid {
    let now = u64::try_from(clock::phone_ms()).unwrap_or(0);
    let ms = now.max(LAST_MS.get() + 1);
    LAST_MS.set(ms);
    let mut random = [0; 10];
    if let Ok(crypto) = window().crypto() {
        // Fails only above 65,536 bytes.
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    Uuid::v7(ms, random)
}
