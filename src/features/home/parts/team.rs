//! The contracted team; its call stands at the head of the page.

use domain::api::residents::HomeTeam;
use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::ui::{List, ListRow, Section};

/// Team, institution.
#[component]
pub fn TeamPart(
    /// The team.
    team: HomeTeam,
) -> impl IntoView {
    let HomeTeam {
        name,
        institution,
        doctor,
        ..
    } = team;
    let place = [&name, format::DOT, &institution].concat();
    view! {
        <Section title=words::TEAM>
            <List>
                <ListRow
                    title=Signal::stored(doctor.clone())
                    detail=Signal::stored(place)
                    avatar=doctor
                    href=Route::Contract.href()
                />
            </List>
        </Section>
    }
}
