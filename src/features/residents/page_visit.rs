//! One follow-up of a resident, as staff read it.

use domain::api::follow_ups::GetFollowUp;
use domain::ids::FollowUpId;
use leptos::prelude::*;

use crate::features::shared::{LoadedInOffice, PersonBar, VisitFacts};
use crate::i18n::texts::record as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::Page;

/// One follow-up.
#[component]
pub fn VisitPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let follow_up = use_query::<GetFollowUp>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Residents.href()>
            <LoadedInOffice query=follow_up rows=8 let:follow_up>
                <PersonBar person=follow_up.person.clone() />
                <VisitFacts visit=follow_up />
            </LoadedInOffice>
        </Page>
    }
}
