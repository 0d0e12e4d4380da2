//! One follow-up in plain words, and whether it was corrected.

use domain::api::follow_ups::GetFollowUp;
use domain::ids::FollowUpId;
use leptos::prelude::*;

use crate::features::shared::{Loaded, VisitFacts, VisitHistory, VisitOrVoided};
use crate::i18n::texts::record as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, ButtonLook, Page, icon};

/// One follow-up.
#[component]
pub fn FollowUpPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let query = use_query::<GetFollowUp>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Record.href()>
            <VisitOrVoided follow_up=follow_up query=query>
                <Loaded query=query rows=6 let:visit>
                    <VisitFacts visit=visit.clone() />
                    <Actions>
                        <ButtonLink
                            label=words::PRINT
                            look=ButtonLook::Secondary
                            glyph=icon::PRINT
                            href=Route::FollowUpPaper(follow_up).href()
                        />
                    </Actions>
                    <VisitHistory visit=visit />
                </Loaded>
            </VisitOrVoided>
        </Page>
    }
}
