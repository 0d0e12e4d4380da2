//! What is said where a sign-in did not last for a moment: the browser takes no cookie.

use leptos::prelude::*;

use crate::i18n::texts::sign_in as words;
use crate::session;
use crate::ui::{Banner, BannerKind};

/// Says so, where it is so.
#[component]
pub(super) fn NotKept() -> impl IntoView {
    move || {
        session::not_kept().then(|| view! { <Banner kind=BannerKind::Warn text=words::NOT_KEPT /> })
    }
}
