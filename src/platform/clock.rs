//! What time it is, by the backend's clock.
//!
//! A phone's clock may be years off, and a demo district may live on another day. The session's
//! reply carries the backend's time; from then on every time here is the phone's clock corrected
//! by that difference. Nobody else asks the browser for the time.

use std::cell::Cell;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast;

use super::{property, settings};

thread_local! {
    static AHEAD_MS: Cell<i64> = const { Cell::new(0) };
}

/// Hours that the district's clock is ahead of UTC; China has no summer time.
const DISTRICT_HOURS: i64 = 8;

/// The phone's own clock in milliseconds since 1970, uncorrected: for measuring waits.
#[must_use]
pub fn phone_ms() -> i64 {
    // Whole milliseconds fit i64 for the next 290 million years.
    #[allow(clippy::cast_possible_truncation)]
    let ms = js_sys::Date::now() as i64;
    ms
}

/// Milliseconds since the page began, by a clock that nobody sets: for waits that a wrong date must not
/// make longer.
#[must_use]
pub fn elapsed_ms() -> i64 {
    let clock = property(&window(), "performance");
    let now = property(&clock, "now")
        .dyn_ref::<js_sys::Function>()
        .and_then(|now| now.call0(&clock).ok()?.as_f64());
    // Whole milliseconds fit i64 for the next 290 million years.
    #[allow(clippy::cast_possible_truncation)]
    let ms = now.unwrap_or_default() as i64;
    ms
}

/// Takes up the difference heard last, so that a start without the network shows the right day.
pub fn start() {
    AHEAD_MS.set(settings::clock_ahead());
}

/// Takes over the backend's clock.
pub fn set_backend_now(now: DateTime<Utc>) {
    let ahead = now.timestamp_millis() - phone_ms();
    AHEAD_MS.set(ahead);
    settings::keep_clock_ahead(ahead);
}

/// The present moment by the backend's clock.
#[must_use]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(phone_ms() + AHEAD_MS.get()).unwrap_or_default()
}

/// Today in the district (UTC+8).
#[must_use]
pub fn today() -> NaiveDate {
    local(now()).date()
}

/// A moment as the district's wall clock shows it (UTC+8).
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.naive_utc() + Duration::hours(DISTRICT_HOURS)
}
