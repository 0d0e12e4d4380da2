//! Words in both languages, and how numbers, days and money are written.
//!
//! Owns the language in use and its signal. Texts live in [`texts`], one file an area, each a
//! constant with both languages side by side, so that one cannot be added without the other.
//! Never decides what is shown; everybody who shows something calls it.

pub mod format;
pub mod texts;

use std::sync::{Arc, Mutex};

use leptos::prelude::*;

use crate::platform::settings;

/// One thing to say, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Chinese, as a nurse would say it.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A language of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Chinese as written on the mainland.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The tag for the `lang` attribute and the settings.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "zh-CN" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

impl Text {
    /// The words in one language.
    #[must_use]
    pub fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }

    /// The words in the language in use; reactive where it is read reactively.
    #[must_use]
    pub fn get(self) -> &'static str {
        self.in_language(language())
    }
}

thread_local! {
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(Language::Zh);
}

fn signal() -> ArcRwSignal<Language> {
    LANGUAGE.with(Clone::clone)
}

/// The language in use; reactive.
#[must_use]
pub fn language() -> Language {
    signal().get()
}

/// Switches the language, keeps the choice on this phone and marks the page with it.
pub fn set_language(language: Language) {
    signal().set(language);
    settings::keep_language(language.tag());
}

/// Takes up the choice kept on this phone. Chinese unless English was chosen.
pub fn start() {
    let language = Language::from_tag(&settings::kept_language()).unwrap_or(Language::Zh);
    signal().set(language);
    settings::mark_language(language.tag());
}

/// A text as a view: follows the language. `<h1>{t(TITLE)}</h1>`, `aria-label=t(CLOSE)`.
///
/// Of the one type that the releases make of each text that is shown by a closure.
#[must_use]
pub fn t(text: Text) -> Words {
    Arc::new(Mutex::new(move || text.get().to_owned()))
}

/// Words that follow the language.
pub type Words = Arc<Mutex<dyn FnMut() -> String + Send>>;
