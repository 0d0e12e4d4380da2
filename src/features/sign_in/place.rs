//! Where one works today, asked of those who work at several places before they go on.

use domain::api::session::Session;
use domain::api::staff::{ChooseSite, PostSite, StaffSite};
use leptos::prelude::*;

use crate::features::shared::{site_options, use_deed};
use crate::i18n::texts::{security, sign_in as words};
use crate::session;
use crate::ui::{Actions, Button, ButtonLook, Card, Choice, Form};

/// The places; the one that is chosen is where the session acts.
#[component]
pub(super) fn ChoosePlace(
    /// The session that has just begun.
    session: Session,
    /// Everywhere they may act.
    sites: Vec<StaffSite>,
) -> impl IntoView {
    let (options, here) = site_options(sites);
    let chosen = RwSignal::new(here);
    let choose = use_deed::<PostSite>();
    let submit = move || match chosen.get_untracked() {
        Some(institution_id) if Some(institution_id) != here => {
            choose.send(None, (), ChooseSite { institution_id }, session::signed_in);
        }
        _ => session::signed_in(session.clone()),
    };
    view! {
        <Card>
            <Form on_submit=move |()| submit()>
                <Choice
                    label=words::WHERE_TODAY
                    hint=words::WHERE_HINT
                    options=options
                    value=chosen
                    required=true
                />
                {choose.outcome(security::of_code)}
                <Actions>
                    <Button
                        label=words::BEGIN
                        look=ButtonLook::Primary
                        submit=true
                        busy=choose.busy()
                    />
                </Actions>
            </Form>
        </Card>
    }
}
