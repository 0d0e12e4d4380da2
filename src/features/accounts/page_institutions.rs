//! The institutions whose place and phone one keeps.

use domain::api::directory::{Institution, ListInstitutions};
use leptos::prelude::*;

use super::choices::{keeps, of_district};
use super::levels::LevelsPart;
use crate::features::shared::Loaded;
use crate::i18n::format;
use crate::i18n::texts::accounts as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{List, ListRow, Page, Status, Tone};

/// The list; what is missing on the map is seen at a glance.
#[component]
pub fn InstitutionsPage() -> impl IntoView {
    let institutions = use_query::<ListInstitutions>((), ());
    view! {
        <Page title=words::INSTITUTIONS back=Route::Accounts.href()>
            <Loaded query=institutions rows=6 let:institutions>
                <List>
                    {institutions
                        .into_iter()
                        .filter(|place| untrack(|| keeps(place.institution_id)))
                        .map(|place| view! { <Row place=place /> })
                        .collect_view()}
                </List>
            </Loaded>
            {move || of_district().then(|| view! { <LevelsPart /> })}
        </Page>
    }
}

#[component]
fn Row(place: Institution) -> impl IntoView {
    let Institution {
        institution_id,
        name,
        address,
        phone,
        coordinates,
        ..
    } = place;
    view! {
        <ListRow
            title=Signal::stored(name)
            detail=Signal::stored([address, phone].join(format::DOT))
            href=Route::Institution(institution_id).href()
        >
            {coordinates
                .is_none()
                .then(|| view! { <Status tone=Tone::Warn label=words::NOT_ON_MAP /> })}
        </ListRow>
    }
}
