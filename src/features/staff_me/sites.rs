//! Where one works now, for those who work at more than one place.

use domain::api::staff::{ChooseSite, PostSite, StaffSite};
use leptos::prelude::*;

use crate::features::shared::{site_options, use_deed};
use crate::i18n::texts::security as words;
use crate::ui::{Card, Choice, Section, use_toasts};
use crate::{session, store};

/// The places; choosing one takes effect at once.
#[component]
pub(super) fn Sites(sites: Vec<StaffSite>) -> impl IntoView {
    let (options, here) = site_options(sites);
    // What is chosen is a wish until the service has taken it; where the session acts is this.
    let acts = StoredValue::new(here);
    let chosen = RwSignal::new(here);
    let choose = use_deed::<PostSite>();
    let toasts = use_toasts();
    let back = move || chosen.set(acts.get_value());
    Effect::new(move |_| {
        let wish = chosen.get();
        let Some(institution_id) = wish.filter(|_| wish != acts.get_value()) else {
            return;
        };
        let done = move |changed| {
            acts.set_value(wish);
            back();
            session::signed_in(changed);
            store::refresh();
            toasts.say(words::SITE_CHANGED);
        };
        choose.send_or(None, (), ChooseSite { institution_id }, done, move |_| {
            back();
        });
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
