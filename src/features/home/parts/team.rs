//! The contracted team, with its doctor one tap away.

use domain::api::residents::TeamCard;
use leptos::prelude::*;

use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::ui::{Actions, ButtonLink, ButtonLook, List, ListRow, Section, icon};

/// Team, institution, call.
#[component]
pub fn TeamPart(
    /// The team.
    team: TeamCard,
) -> impl IntoView {
    let TeamCard {
        name,
        institution,
        doctor,
        phone,
        ..
    } = team;
    let place = [name, " · ".to_owned(), institution].concat();
    let call = ["tel:", &phone].concat();
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
            <Actions>
                <ButtonLink
                    label=words::CALL
                    look=ButtonLook::Secondary
                    glyph=icon::PHONE
                    href=Signal::stored(call)
                />
            </Actions>
        </Section>
    }
}
