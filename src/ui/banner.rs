//! One sentence across the page about its state: a notice, a warning, a failure, no network.

use super::icon::{self, Glyph, icon};
use leptos::prelude::*;

/// What a banner says about the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Good to know; nothing to do.
    #[default]
    Info,
    /// It went well.
    Done,
    /// Look before going on.
    Warn,
    /// Something did not work; read out at once.
    Error,
    /// Without network; what is shown may be older, what is typed is kept.
    Offline,
}

impl BannerKind {
    fn glyph(self) -> Glyph {
        match self {
            Self::Info => icon::INFO,
            Self::Done => icon::DONE,
            Self::Warn => icon::WARNING,
            Self::Error => icon::STOP,
            Self::Offline => icon::OFFLINE,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Info => "banner tone-info",
            Self::Done => "banner tone-ok",
            Self::Warn => "banner tone-warn",
            Self::Error => "banner tone-bad",
            Self::Offline => "banner tone-neutral",
        }
    }

    fn role(self) -> &'static str {
        if self == Self::Error {
            "alert"
        } else {
            "status"
        }
    }
}

/// Says one thing about the whole page, with what to do about it as children (a button or a link).
///
/// `<Banner kind=BannerKind::Offline text=OFFLINE/>`
#[component]
pub fn Banner(
    /// What the sentence is.
    #[prop(optional)]
    kind: BannerKind,
    /// The sentence: what to do first, then why.
    #[prop(into)]
    text: Signal<String>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=kind.class() role=kind.role()>
            {icon(kind.glyph())}
            <div class="banner-body">
                <p>{move || text.get()}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
