//! How one signs in: the place of work, the password, the authenticator.

use domain::api::staff::{GetOwnAccount, OwnAccount};
use leptos::prelude::*;

use super::authenticator::Authenticator;
use super::password::ChangePasswordForm;
use super::pin::PinPart;
use super::sites::Sites;
use crate::features::shared::Loaded;
use crate::i18n::texts::{accounts, security as words};
use crate::routes::Route;
use crate::session;
use crate::store::use_query;
use crate::ui::{Banner, BannerKind, Card, KeyValue, KeyValues, Page};

/// One's own sign-in.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let own = use_query::<GetOwnAccount>((), ());
    let missing = untrack(session::staff).is_some_and(|card| card.second_factor_missing);
    // Nothing else is open before it is set up.
    let back = (!missing).then(|| Route::StaffMe.href());
    view! {
        <Page title=words::TITLE nostrip:back=back>
            {missing.then(|| view! {
                <Banner kind=BannerKind::Warn text=words::AUTHENTICATOR_MUST />
            })}
            <Loaded query=own let:own>
                <Own own=own />
            </Loaded>
        </Page>
    }
}

#[component]
fn Own(own: OwnAccount) -> impl IntoView {
    let OwnAccount {
        login,
        name,
        title,
        sites,
        ..
    } = own.clone();
    let form = view! { <ChangePasswordForm login=login.clone() name=name.clone() /> };
    view! {
        <Card>
            <KeyValues>
                <KeyValue label=words::LOGIN>{login}</KeyValue>
                <KeyValue label=accounts::NAME>{name}</KeyValue>
                {title.map(|title| view! {
                    <KeyValue label=accounts::JOB_TITLE>{title}</KeyValue>
                })}
            </KeyValues>
        </Card>
        {(sites.len() > 1).then(|| view! { <Sites sites=sites /> })}
        <Authenticator own=own />
        <PinPart />
        {form}
    }
}
