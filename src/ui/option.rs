//! One of the answers that a choice, a select, a segmented control or tabs offer.

use leptos::prelude::*;

/// An answer: the value of the caller's own type, and its words.
///
/// `Opt::new(Sex::Female, FEMALE)`, `Opt::new(id, name).note(place)`
#[derive(Clone)]
pub struct Opt<T> {
    /// What the answer means to the caller.
    pub value: T,
    /// What the person reads.
    pub label: Signal<String>,
    /// A quieter line below, such as a price or a place.
    pub note: Option<Signal<String>>,
    /// Why it cannot be chosen now; shown in place of nothing, so that nobody has to guess.
    pub blocked: Option<Signal<String>>,
}

impl<T> Opt<T> {
    /// An answer with its words.
    pub fn new(value: T, label: impl Into<Signal<String>>) -> Self {
        Self {
            value,
            label: label.into(),
            note: None,
            blocked: None,
        }
    }

    /// Adds a quieter line.
    #[must_use]
    pub fn note(mut self, note: impl Into<Signal<String>>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says why it cannot be chosen.
    #[must_use]
    pub fn blocked(mut self, why: impl Into<Signal<String>>) -> Self {
        self.blocked = Some(why.into());
        self
    }
}

/// An answer without its value: all that drawing it needs, so that the drawing is compiled once.
#[derive(Clone, Copy)]
pub(super) struct Face {
    pub(super) label: Signal<String>,
    pub(super) note: Option<Signal<String>>,
    pub(super) blocked: Option<Signal<String>>,
}

/// Splits options into their values and their faces, in the same order.
pub(super) fn split<T>(options: Vec<Opt<T>>) -> (Vec<T>, Vec<Face>) {
    options
        .into_iter()
        .map(
            |Opt {
                 value,
                 label,
                 note,
                 blocked,
             }| {
                (
                    value,
                    Face {
                        label,
                        note,
                        blocked,
                    },
                )
            },
        )
        .unzip()
}
