//! What the device can do besides showing pages: dial a number.

use leptos::prelude::window;

/// Opens the phone's dialler with a number filled in; the person still taps to call.
pub fn dial(phone: &str) {
    let digits: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    // Fails only for malformed addresses.
    let _ = window().location().set_href(&["tel:", &digits].concat());
}
