//! A finger, a pen or a mouse on an element.

use leptos::ev::PointerEvent;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

/// Where a pointer is on the element that listens, as shares of its width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From the left edge, 0 to 1.
    pub across: f64,
    /// From the upper edge, 0 to 1.
    pub down: f64,
}

fn element(event: &PointerEvent) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// Where the pointer of an event is; `None` where the element has no room.
#[must_use]
pub fn place(event: &PointerEvent) -> Option<Place> {
    let room = element(event)?.get_bounding_client_rect();
    let share = |at: f64, of: f64| (of > 0.0).then(|| (at / of).clamp(0.0, 1.0));
    Some(Place {
        across: share(f64::from(event.client_x()) - room.left(), room.width())?,
        down: share(f64::from(event.client_y()) - room.top(), room.height())?,
    })
}

/// Tells the element of everything that this pointer does until it is lifted, also outside of it.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = element(event) {
        // Refused for a pointer that is gone; then it tells nothing more.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}
