//! Where one works now, for those who work at more than one place.

use domain::api::staff::{ChooseSite, PostSite, StaffSite};
use domain::ids::InstitutionId;
use leptos::prelude::*;

use crate::features::shared::{site_options, use_deed};
use crate::i18n::texts::security as words;
use crate::ui::{Card, Choice, Section, use_toasts};
use crate::{session, store};

/// The places; choosing one takes effect at once.
#[component]
pub(super) fn Sites(sites: Vec<StaffSite>) -> impl IntoView {
    let (options, here) = site_options(sites);
    let chosen = RwSignal::new(here);
    let choose = use_deed::<PostSite>();
    let toasts = use_toasts();
    Effect::new(move |before: Option<Option<InstitutionId>>| {
        let now = chosen.get();
        if let (Some(before), Some(institution_id)) = (before, now)
            && before != now
        {
            choose.send(None, (), ChooseSite { institution_id }, move |changed| {
                session::signed_in(changed);
                store::refresh();
                toasts.say(words::SITE_CHANGED);
            });
        }
        now
    });
    view! {
        <Section title=words::SITES>
            <Card>
                <Choice label=words::SITES hint=words::SITES_HINT options=options value=chosen />
                {choose.outcome(words::of_code)}
            </Card>
        </Section>
    }
}
