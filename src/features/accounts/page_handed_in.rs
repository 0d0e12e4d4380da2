//! What devices of staff held unsent when they were signed out: whose it is, and nothing of what it says.

use domain::api::quarantine::ListStaffQuarantine;
use leptos::prelude::*;

use crate::features::shared::{Loaded, QuarantineFacts, ThrowAway};
use crate::i18n::t;
use crate::i18n::texts::quarantine as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Card, Empty, Page};

/// The list.
#[component]
pub fn HandedInPage() -> impl IntoView {
    let held = use_query::<ListStaffQuarantine>((), ());
    view! {
        <Page title=words::OF_STAFF back=Route::Accounts.href()>
            <Loaded query=held let:items>
                {if items.is_empty() {
                    view! { <Empty title=words::NONE hint=words::NONE_HINT /> }.into_any()
                } else {
                    let items = items.into_iter().map(|item| view! {
                        <Card>
                            <QuarantineFacts item=item.clone() />
                            <ThrowAway item=item />
                        </Card>
                    });
                    view! {
                        <p class="muted">{t(words::OF_STAFF_WHAT)}</p>
                        {items.collect_view()}
                    }
                    .into_any()
                }}
            </Loaded>
        </Page>
    }
}
