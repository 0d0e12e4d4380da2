//! Asking for a contract: what this person may have, then the form.

use domain::api::contracts::{ContractOptions, GetContractOptions};
use leptos::prelude::*;

use super::request_form::RequestForm;
use crate::features::shared::Loaded;
use crate::i18n::texts::contract as words;
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{Actions, Banner, ButtonLink, ButtonLook, Page};

/// The request, or a word why there can be none now.
#[component]
pub fn RequestPage() -> impl IntoView {
    let options = use_query_of::<GetContractOptions>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::REQUEST back=Route::Contract.href()>
            <Loaded query=options rows=6 let:options>
                <Content options=options />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(options: ContractOptions) -> impl IntoView {
    match options.current {
        Some(_) => view! {
            <Banner text=words::HAVE_ONE />
            <Actions>
                <ButtonLink label=words::SEE_MINE look=ButtonLook::Primary href=Route::Contract.href() />
            </Actions>
        }
        .into_any(),
        None => view! { <RequestForm options=options /> }.into_any(),
    }
}
