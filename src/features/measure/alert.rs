//! What to do at once, and whom to call, when a reading is an emergency. It stands there before anything was
//! sent, and without a network.

use domain::api::home_measurements::CallCard;
use domain::rules::home_measurement::Alert;
use leptos::prelude::*;

use crate::i18n::t;
use crate::i18n::texts::measure as words;
use crate::ui::{Actions, Banner, BannerKind, ButtonLink, ButtonLook, Card, icon};

/// What to do now.
#[component]
pub(super) fn AlertPart(
    /// What the last reading was.
    told: RwSignal<Option<Alert>>,
    /// Whom to call, once it is known.
    call: Signal<Option<CallCard>>,
    /// Where the limits come from.
    source: Signal<Option<String>>,
    /// Whether the team has been told; nothing while it is on its way.
    team_knows: Signal<Option<bool>>,
) -> impl IntoView {
    let team = move || {
        call.get().map(|call| {
            let href = ["tel:", &call.phone].concat();
            view! { <ButtonLink label=words::CALL_TEAM glyph=icon::PHONE href=Signal::stored(href) /> }
        })
    };
    move || {
        told.get().map(|alert| {
            view! {
                <Card>
                    <Banner kind=BannerKind::Error text=words::alert(alert) />
                    <Actions>
                        <ButtonLink
                            label=words::CALL_120
                            look=ButtonLook::Primary
                            glyph=icon::PHONE
                            href=Signal::stored("tel:120".to_owned())
                        />
                        {team}
                    </Actions>
                    {move || team_knows.get().map(|knows| {
                        let told = if knows { words::TEAM_TOLD } else { words::TEAM_LATER };
                        view! { <p><strong>{t(told)}</strong></p> }
                    })}
                    {move || source.get().map(|from| view! { <p class="muted">{words::source(&from)}</p> })}
                </Card>
            }
        })
    }
}
