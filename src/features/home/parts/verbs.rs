//! The four things a resident comes for, as large buttons.

use domain::api::residents::HomeContract;
use leptos::prelude::*;

use crate::i18n::Text;
use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::ui::{BigButton, BigButtons, icon};

fn contract_hint(contract: HomeContract) -> Text {
    match contract {
        HomeContract::None => words::CONTRACT_NONE,
        HomeContract::Submitted => words::CONTRACT_SUBMITTED,
        HomeContract::Active => words::CONTRACT_ACTIVE,
        HomeContract::Expiring => words::CONTRACT_EXPIRING,
    }
}

/// Look up, contract, book, rate.
#[component]
pub fn Verbs(
    /// Where the contract stands.
    contract: HomeContract,
    /// How many services can be rated.
    to_rate: usize,
) -> impl IntoView {
    let rate_hint = Signal::derive(move || match to_rate {
        0 => words::RATE_NONE.get().to_owned(),
        count => words::to_rate(count),
    });
    view! {
        <BigButtons>
            <BigButton
                glyph=icon::FILE
                label=words::RECORD
                hint=words::RECORD_HINT
                href=Route::Record.href()
            />
            <BigButton
                glyph=icon::SIGNED
                label=words::CONTRACT
                hint=contract_hint(contract)
                href=Route::Contract.href()
            />
            <BigButton
                glyph=icon::CALENDAR
                label=words::BOOK
                hint=words::BOOK_HINT
                href=Route::Sessions.href()
            />
            <BigButton glyph=icon::STAR label=words::RATE hint=rate_hint href=Route::Ratings.href() />
        </BigButtons>
    }
}
