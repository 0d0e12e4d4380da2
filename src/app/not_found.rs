//! What an address that leads nowhere shows.

use leptos::prelude::*;

use crate::i18n::texts::shared as words;
use crate::routes::Route;
use crate::ui::{ButtonLink, Empty, Page};

/// Says what to do, and leads home.
#[component]
pub(super) fn NotFound() -> impl IntoView {
    view! {
        <Page title=words::NOT_FOUND>
            <Empty title=words::NOT_FOUND_WHAT_NOW hint=words::NOT_FOUND_WHY>
                <ButtonLink label=words::TO_HOME href=Route::Home.href() />
            </Empty>
        </Page>
    }
}
