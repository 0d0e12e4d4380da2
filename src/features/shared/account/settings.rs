//! Text size, language, theme: each takes effect at once and stays on this phone.

use leptos::prelude::*;

use crate::i18n::texts::account as words;
use crate::i18n::{Language, language, set_language};
use crate::platform::settings::{self, Size, Theme};
use crate::ui::{Card, Opt, Section, Segmented};

/// Applies a setting whenever its control changes.
fn applied<T: Copy + PartialEq + Send + Sync + 'static>(start: T, apply: fn(T)) -> RwSignal<T> {
    let value = RwSignal::new(start);
    Effect::new(move |before: Option<T>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            apply(now);
        }
        now
    });
    value
}

/// The three settings.
#[component]
pub fn Settings() -> impl IntoView {
    let size = applied(untrack(settings::size), settings::set_size);
    // The head of the page has a switch of its own.
    Effect::new(move |_| {
        let shown = settings::size();
        if size.get_untracked() != shown {
            size.set(shown);
        }
    });
    let theme = applied(settings::theme(), settings::set_theme);
    let tongue = applied(untrack(language), set_language);
    let sizes = vec![
        Opt::new(Size::Standard, words::SIZE_STANDARD),
        Opt::new(Size::Elder, words::SIZE_ELDER),
    ];
    let themes = vec![
        Opt::new(Theme::System, words::THEME_SYSTEM),
        Opt::new(Theme::Light, words::THEME_LIGHT),
        Opt::new(Theme::Dark, words::THEME_DARK),
    ];
    // Each language is named in itself, so that it is found by those who read only that one.
    let tongues = vec![
        Opt::new(Language::Zh, Signal::stored("中文".to_owned())),
        Opt::new(Language::En, Signal::stored("English".to_owned())),
    ];
    view! {
        <Section title=words::SIZE><Card><Segmented label=words::SIZE options=sizes value=size /></Card></Section>
        <Section title=words::THEME><Card><Segmented label=words::THEME options=themes value=theme /></Card></Section>
        <Section title=words::LANGUAGE>
            <Card><Segmented label=words::LANGUAGE options=tongues value=tongue /></Card>
        </Section>
    }
}
