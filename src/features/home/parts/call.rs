//! The one large button of a home in large text: somebody who answers.

use domain::api::residents::TeamCard;
use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::home as words;
use crate::session;
use crate::ui::{BigButton, icon};

/// Calls the team's doctor, or the service centre where there is no team.
#[component]
pub fn CallPart(
    /// The team, under a contract.
    team: Option<TeamCard>,
) -> impl IntoView {
    let (label, who, phone) = match team {
        Some(team) => (words::CALL, team.doctor, team.phone),
        None => (
            words::CALL_CENTRE,
            String::new(),
            untrack(session::service_phone),
        ),
    };
    let parts = [who, format::phone(&phone)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    view! {
        <BigButton
            glyph=icon::PHONE
            label=label
            hint=Signal::stored(parts.join(" "))
            href=["tel:", &phone].concat()
            main=true
        />
    }
}
