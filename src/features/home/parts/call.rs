//! Somebody who answers, one tap away at the head of the page.

use domain::api::residents::HomeTeam;
use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::home as words;
use crate::session;
use crate::ui::{BigButton, icon};

/// Calls the team's doctor; without a team the service centre, and only in large text, since the
/// head of the page calls it too.
pub fn call_part(team: Option<&HomeTeam>) -> impl IntoView + use<> {
    let (label, who, phone, class) = match team {
        Some(team) => (
            words::CALL,
            team.doctor.as_str(),
            team.phone.clone(),
            "call",
        ),
        None => (
            words::CALL_CENTRE,
            "",
            untrack(session::service_phone),
            "call call-large",
        ),
    };
    let hint = [who, " ", &format::phone(&phone)].concat();
    view! {
        <div class=class>
            <BigButton
                glyph=icon::PHONE
                label=label
                hint=Signal::stored(hint)
                href=["tel:", &phone].concat()
            />
        </div>
    }
}
