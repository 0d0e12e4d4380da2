//! All programmes with the edition that each is judged by today.

use domain::api::programmes::{ListProgrammes, ProgrammeCard};
use leptos::prelude::*;

use crate::features::shared::{Loaded, said};
use crate::i18n::texts::programmes as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{List, ListRow, Page};

/// The list.
#[component]
pub fn ProgrammesPage() -> impl IntoView {
    let programmes = use_query::<ListProgrammes>((), ());
    let row = |card: ProgrammeCard| {
        let href = Route::ProgrammeRules(card.programme).href();
        let title = card.title;
        let title = Signal::derive(move || said(&title).to_owned());
        let edition = Signal::stored(card.edition.to_string());
        view! { <ListRow title=title detail=edition href=href /> }
    };
    view! {
        <Page title=words::TITLE back=Route::StaffMe.href()>
            <p class="muted">{move || words::HINT.get()}</p>
            <Loaded query=programmes rows=8 let:list>
                <List>{list.items.into_iter().map(row).collect_view()}</List>
            </Loaded>
            <p class="muted">{move || words::OWN.get()}</p>
        </Page>
    }
}
