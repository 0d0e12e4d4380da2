//! A page whose function was not opened to this phone: says so, and what can be done.

use domain::codes::Function;
use leptos::prelude::*;

use crate::features::shared::word;
use crate::i18n::texts::family as words;
use crate::routes::Route;
use crate::ui::{Actions, ButtonLink, ButtonLook, Empty, Page, icon};

/// Stands in place of the page.
#[component]
pub fn NotOpen(
    /// What the page would need.
    function: Function,
) -> impl IntoView {
    let title = Signal::derive(move || word(function.zh(), function.en()).to_owned());
    view! {
        <Page title=title back=Route::Home.href()>
            <Empty title=words::NOT_OPEN hint=words::NOT_OPEN_TEXT glyph=icon::PEOPLE>
                <Actions>
                    <ButtonLink
                        label=words::SEE_MINE
                        look=ButtonLook::Primary
                        href=Route::Family.href()
                    />
                </Actions>
            </Empty>
        </Page>
    }
}
