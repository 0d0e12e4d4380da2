//! How a text of the dictionary becomes the signal that components take.

use crate::i18n::Text;
use leptos::prelude::*;

impl From<Text> for Signal<String> {
    fn from(text: Text) -> Self {
        Self::derive(move || text.get().to_owned())
    }
}
