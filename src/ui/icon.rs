//! The symbols, drawn on a 24 × 24 grid with one line each.
//!
//! A [`Glyph`] is a constant, so a symbol that nobody shows is not shipped. A symbol never stands
//! alone: it is hidden from screen readers, and the words beside it say what it means.

use leptos::prelude::*;

/// The outline of one symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph(&'static str);

/// Draws a symbol in the size and colour of the text around it.
///
/// `icon(icon::HOME)`
#[must_use]
pub fn icon(glyph: Glyph) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.0 />
        </svg>
    }
    .into_any()
}

macro_rules! glyphs {
    ($($name:ident = $path:literal, $what:literal;)*) => {
        $(#[doc = $what] pub const $name: Glyph = Glyph($path);)*
    };
}

glyphs! {
    HOME = "M3.5 11 12 4l8.5 7M6 9.5V20h12V9.5M10 20v-5.5h4V20", "A house.";
    FILE = "M6 3.5h8.5L18.5 8v12.5H6zM14 3.5V8.5h4.5M9 12.5h6.5M9 16h6.5", "A written page.";
    CALENDAR = "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8M8.5 15l2.5 2 4.5-3.5", "A calendar leaf with a mark.";
    PERSON = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.5-5.5 7.5-5.5s6.9 1.5 7.5 5.5", "One person.";
    PEOPLE = "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M15.5 5a3.3 3.3 0 0 1 0 6.3M17.5 14.8c2.3.6 3.6 2.2 4 4.7", "Several people.";
    LIST = "M9 6.5h11M9 12h11M9 17.5h11M4 6.5l.8.8L6.5 5.6M4 12l.8.8 1.7-1.7M4 17.5l.8.8 1.7-1.7", "A list with marks.";
    CLOCK = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3.2 2", "A clock.";
    PHONE = "M6 3.5h3l1.5 4.5-2 1.5a11 11 0 0 0 6 6l1.5-2 4.5 1.5v3c0 1.2-1 2-2 2A16.5 16.5 0 0 1 4 5.5c0-1 .8-2 2-2Z", "A telephone receiver.";
    MESSAGE = "M4 5h16v11.5h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.5h5", "A speech bubble with lines.";
    STAR = "m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L12 16.8l-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8z", "A star.";
    PEN = "M4 20l1-4.5L16 4.5 19.5 8 8.5 19zM13.5 7l3.5 3.5", "A pen.";
    SIGNED = "M6 3.5h9l3.5 3.5v5M6 3.5v17h6M9 9h6M9 13h3M13.5 18.5l2 2 4.5-4.5", "A page that is signed.";
    HEART = "M12 20C5.5 15.5 3.5 12.3 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 3.3-2 6.5-8.5 11Z", "A heart.";
    PULSE = "M2.5 12.5H7l2-6 4 12 2.5-8 1.5 2h4.5", "A pulse line.";
    DROP = "M12 3.5c3.5 4.3 6 7.2 6 10.5a6 6 0 0 1-12 0c0-3.3 2.5-6.2 6-10.5Z", "A drop.";
    PILL = "M13 4.5a4.6 4.6 0 0 1 6.5 6.5l-8.5 8.5A4.6 4.6 0 0 1 4.5 13zM8.7 8.7l6.6 6.6", "A capsule.";
    PIN = "M12 21c-4.5-4.5-6.5-7.7-6.5-11a6.5 6.5 0 0 1 13 0c0 3.3-2 6.5-6.5 11ZM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z", "A place on a map.";
    SEARCH = "M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM15.7 15.7l5 5", "A magnifying glass.";
    SETTINGS = "M4 7h9M18 7h2M4 17h2M11 17h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8.5 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z", "Two sliders.";
    BELL = "M5 17h14l-1.7-2.5V10a5.3 5.3 0 0 0-10.6 0v4.5zM10 20h4", "A bell.";
    EYE = "M2.5 12c2.5-4.3 5.7-6.5 9.5-6.5s7 2.2 9.5 6.5c-2.5 4.3-5.7 6.5-9.5 6.5S5 16.3 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z", "An open eye.";
    EYE_OFF = "M4 4l16 16M9.5 6c.8-.3 1.6-.5 2.5-.5 3.8 0 7 2.2 9.5 6.5-.8 1.4-1.7 2.6-2.7 3.5M15.5 17.7c-1.1.5-2.3.8-3.5.8-3.8 0-7-2.2-9.5-6.5 1-1.8 2.2-3.2 3.5-4.3M10 10a3 3 0 0 0 4 4", "A crossed-out eye.";
    LOCK = "M5.5 11h13v9.5h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2.5", "A closed lock.";
    CHECK = "M4.5 12.5l5 5L19.5 7", "A check mark.";
    CROSS = "M6 6l12 12M18 6 6 18", "A cross.";
    PLUS = "M12 5v14M5 12h14", "A plus sign.";
    MINUS = "M5 12h14", "A minus sign.";
    BACK = "M15 4.5 7.5 12l7.5 7.5", "An arrow head to the left.";
    FORWARD = "M9 4.5l7.5 7.5L9 19.5", "An arrow head to the right.";
    DOWN = "M4.5 9l7.5 7.5L19.5 9", "An arrow head downwards.";
    RETRY = "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15", "A turning arrow.";
    OFFLINE = "M4 4l16 16M7.5 18.5h9.5M6 10.5a4 4 0 0 0 1.5 8M9 6.8a5.5 5.5 0 0 1 8.5 3.7 4 4 0 0 1 2.7 6.5", "A crossed-out cloud.";
    SENT = "M4 12l16-7.5-5 16-3.5-6.5zM11.5 14 20 4.5", "A paper plane.";
    ON_DEVICE = "M7 3h10v18H7zM11 18h2", "A phone.";
    WARNING = "M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5", "A triangle with an exclamation mark.";
    INFO = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.5V8", "A ring with an i.";
    STOP = "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM12 7.5v5.5M12 16v.5", "An octagon with an exclamation mark.";
    DONE = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8 12.3l2.8 2.8L16 9.5", "A ring with a check mark.";
    RING = "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8 12h8", "A ring with a dash.";
    PRINT = "M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z", "A printer.";
    LEAVE = "M10 4H5v16h5M9.5 12H20M16 8l4 4-4 4", "An arrow out of a door.";
    CAMERA = "M4 7.5h4L9.5 5h5L16 7.5h4V19H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z", "A camera.";
    TEXT_SIZE = "M3 19 8.5 6 14 19M5 15h7M14.5 19l3.2-7.5 3.3 7.5M15.7 16.5h4", "A large and a small letter A.";
    ALOUD = "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.3 4.3 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11", "A loudspeaker.";
    SILENCE = "M7 7h10v10H7z", "A square.";
    CHART = "M4 4v16h16M7.5 15l3.5-4.5 3 2.5 5-6.5", "A rising line on axes.";
    FILTER = "M4 6h16M7 12h10M10 18h4", "Three shrinking lines.";
}
