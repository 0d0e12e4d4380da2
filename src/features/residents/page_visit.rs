//! One follow-up of a resident, as staff read it.

use domain::api::typed_follow_ups::{AnyFollowUp, GetTypedFollowUp};
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
    let follow_up = use_query::<GetTypedFollowUp>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Residents.href()>
            <LoadedInOffice query=follow_up rows=8 let:follow_up>
                <Content visit=follow_up />
            </LoadedInOffice>
        </Page>
    }
}

#[component]
fn Content(visit: AnyFollowUp) -> impl IntoView {
    let person = match &visit {
        AnyFollowUp::Hypertension(visit) => visit.person.clone(),
        AnyFollowUp::Diabetes(visit) => visit.person.clone(),
    };
    view! {
        <PersonBar person=person />
        <VisitFacts visit=visit />
    }
}
