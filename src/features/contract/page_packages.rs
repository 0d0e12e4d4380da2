//! The catalogue: each package with price, value and saving.

use domain::api::contracts::ListPackages;
use leptos::prelude::*;

use crate::features::shared::{Loaded, PackageCard};
use crate::i18n::texts::contract as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, ButtonLook, Page};

/// All packages.
#[component]
pub fn PackagesPage() -> impl IntoView {
    let packages = use_query::<ListPackages>((), ());
    view! {
        <Page title=words::PACKAGES back=Route::Contract.href()>
            <Loaded query=packages rows=6 let:packages>
                {packages.into_iter().map(|package| view! { <PackageCard package=package /> }).collect_view()}
            </Loaded>
            <Actions>
                <ButtonLink
                    label=words::REQUEST
                    look=ButtonLook::Primary
                    href=Route::RequestContract.href()
                />
            </Actions>
        </Page>
    }
}
