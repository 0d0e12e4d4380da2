//! One follow-up of a resident, as staff read it: what was found, what it was before, and what to do where it
//! was written down wrongly.

use domain::api::follow_ups::GetFollowUp;
use domain::ids::FollowUpId;
use leptos::prelude::*;

use super::void::WrittenWrongly;
use crate::features::shared::{LoadedInOffice, PersonBar, VisitFacts, VisitHistory, VisitOrVoided};
use crate::i18n::texts::record as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, ButtonLook, Page, icon};

/// One follow-up.
#[component]
pub fn VisitPage(
    /// The follow-up.
    follow_up: FollowUpId,
) -> impl IntoView {
    let query = use_query::<GetFollowUp>(follow_up, ());
    view! {
        <Page title=words::ONE back=Route::Residents.href()>
            <VisitOrVoided follow_up=follow_up query=query>
                <LoadedInOffice query=query rows=8 let:visit>
                    <PersonBar person=visit.person.clone() />
                    <VisitFacts visit=visit.clone() />
                    <Actions>
                        <ButtonLink
                            label=words::PRINT
                            look=ButtonLook::Secondary
                            glyph=icon::PRINT
                            href=Route::VisitPaper(follow_up).href()
                        />
                    </Actions>
                    <VisitHistory visit=visit.clone() />
                    <WrittenWrongly visit=visit />
                </LoadedInOffice>
            </VisitOrVoided>
        </Page>
    }
}
