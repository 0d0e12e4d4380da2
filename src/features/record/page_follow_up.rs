//! One follow-up in plain words.

use domain::api::follow_ups::GetFollowUp;
use domain::ids::FollowUpId;
use leptos::prelude::*;

use crate::features::shared::{Loaded, VisitFacts};
use crate::i18n::texts::record as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::Page;

/// One follow-up.
#[component]
pub fn FollowUpPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let follow_up = use_query::<GetFollowUp>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Record.href()>
            <Loaded query=follow_up rows=6 let:follow_up>
                <VisitFacts visit=follow_up />
            </Loaded>
        </Page>
    }
}
