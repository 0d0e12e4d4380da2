//! The four things a resident comes for, as large buttons.

use domain::api::residents::HomeContract;
use domain::codes::Function;
use leptos::prelude::*;

use crate::i18n::Text;
use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::session;
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
    rateable: u32,
) -> impl IntoView {
    let rate_hint = Signal::derive(move || match rateable {
        0 => words::RATE_NONE.get().to_owned(),
        count => words::to_rate(count),
    });
    let verb = |function, button: fn(Signal<String>) -> AnyView, hint: Signal<String>| {
        session::may(function).then(|| button(hint))
    };
    let record = |hint: Signal<String>| {
        view! { <BigButton glyph=icon::FILE label=words::RECORD hint=hint href=Route::Record.href() /> }
            .into_any()
    };
    let sign = |hint: Signal<String>| {
        view! { <BigButton glyph=icon::SIGNED label=words::CONTRACT hint=hint href=Route::Contract.href() /> }
            .into_any()
    };
    let book = |hint: Signal<String>| {
        view! { <BigButton glyph=icon::CALENDAR label=words::BOOK hint=hint href=Route::Sessions.href() /> }
            .into_any()
    };
    let rate = |hint: Signal<String>| {
        view! { <BigButton glyph=icon::STAR label=words::RATE hint=hint href=Route::Ratings.href() /> }
            .into_any()
    };
    view! {
        <BigButtons>
            {move || verb(Function::Record, record, words::RECORD_HINT.into())}
            {move || verb(Function::Contract, sign, contract_hint(contract).into())}
            {move || verb(Function::Booking, book, words::BOOK_HINT.into())}
            {move || verb(Function::Rating, rate, rate_hint)}
        </BigButtons>
    }
}
