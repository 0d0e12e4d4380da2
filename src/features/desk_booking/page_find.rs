//! For whom the desk books.

use leptos::prelude::*;

use crate::features::shared::FindResident;
use crate::i18n::t;
use crate::i18n::texts::desk_booking as words;
use crate::routes::Route;
use crate::ui::Page;

/// The search.
#[component]
pub fn DeskBookingPage() -> impl IntoView {
    view! {
        <Page title=words::TITLE back=Route::Schedule.href()>
            <p class="muted">{t(words::LEAD)}</p>
            <FindResident label=words::FIND to=Route::BookFor />
        </Page>
    }
}
