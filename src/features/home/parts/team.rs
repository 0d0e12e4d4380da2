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
    /// In large text the call has a place of its own, above everything.
    large: Memo<bool>,
) -> impl IntoView {
    let TeamCard {
        name,
        institution,
        doctor,
        phone,
        ..
    } = team;
    let place = [name, " · ".to_owned(), institution].concat();
    let call = Signal::stored(["tel:", &phone].concat());
    let button = move || {
        (!large.get()).then(|| {
            view! {
                <Actions>
                    <ButtonLink
                        label=words::CALL
                        look=ButtonLook::Secondary
                        glyph=icon::PHONE
                        href=call
                    />
                </Actions>
            }
        })
    };
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
            {button}
        </Section>
    }
}
