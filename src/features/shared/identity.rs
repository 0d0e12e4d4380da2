//! Who the person is: masked, and whole for half a minute after a press, which leaves a trace.

use domain::api::residents::{BasicData, GetIdentity, Identity};
use domain::codes::Function;
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::loaded::error_text;
use super::words::word;
use crate::api;
use crate::i18n::texts::record as words;
use crate::i18n::{Text, format};
use crate::platform::timer;
use crate::session;
use crate::ui::{Card, KeyValue, KeyValues, Masked, Section, use_toasts};

/// How long a whole value stays on the screen.
const SHOWN_MS: i32 = 30_000;

/// Fetches the identity in full, audited, and puts a part of it into `whole` until it is covered
/// again.
///
/// `let reveal = use_reveal(resident, phone, |identity| identity.phone.clone());` … `reveal.run(())`
pub fn use_reveal(
    resident: ResidentId,
    whole: RwSignal<Option<String>>,
    part: fn(&Identity) -> Option<String>,
) -> Callback<()> {
    let toasts = use_toasts();
    Callback::new(move |()| {
        timer::spawn(async move {
            match api::call::<GetIdentity>(&resident, &(), &()).await {
                Ok(identity) => {
                    // The page may be gone; then there is nothing to show or to cover.
                    let _ = whole.try_set(part(&identity));
                    timer::sleep(SHOWN_MS).await;
                    let _ = whole.try_set(None);
                }
                Err(error) => toasts.warn(Signal::stored(error_text(&error))),
            }
        });
    })
}

/// A covered value, which a press shows where that is open to whoever looks.
fn covered(
    label: Text,
    mask: String,
    whole: RwSignal<Option<String>>,
    reveal: Callback<()>,
) -> AnyView {
    if untrack(|| session::may(Function::Identity)) {
        view! { <Masked label=label mask=Signal::stored(mask) whole=whole on_reveal=reveal /> }
            .into_any()
    } else {
        view! { <span class="number">{mask}</span> }.into_any()
    }
}

/// Basic data, identifying fields covered.
#[component]
pub(super) fn BasicPart(
    /// The data.
    basic: BasicData,
) -> impl IntoView {
    let BasicData {
        person,
        record_no,
        national_id_masked,
        phone_masked,
        township: _,
        address_masked,
        insurance,
        institution,
        packages,
        updated_at,
    } = basic;
    let resident = person.resident_id;
    let national_id = RwSignal::new(None::<String>);
    let phone = RwSignal::new(None::<String>);
    let address = RwSignal::new(None::<String>);
    let reveal_id = use_reveal(resident, national_id, |identity| {
        Some(identity.national_id.clone())
    });
    let reveal_phone = use_reveal(resident, phone, |identity| {
        identity.phone.as_deref().map(format::phone)
    });
    let reveal_address = use_reveal(resident, address, |identity| Some(identity.address.clone()));
    let packages = packages
        .into_iter()
        .map(|package| package.name)
        .collect::<Vec<_>>()
        .join("、");
    view! {
        <Section title=words::BASIC>
            <Card>
                <KeyValues>
                    <KeyValue label=words::NATIONAL_ID>
                        {covered(words::NATIONAL_ID, national_id_masked, national_id, reveal_id)}
                    </KeyValue>
                    {phone_masked.map(|masked| view! {
                        <KeyValue label=words::PHONE>
                            {covered(words::PHONE, format::phone(&masked), phone, reveal_phone)}
                        </KeyValue>
                    })}
                    <KeyValue label=words::ADDRESS>
                        {covered(words::ADDRESS, address_masked, address, reveal_address)}
                    </KeyValue>
                    {insurance.map(|insurance| view! {
                        <KeyValue label=words::INSURANCE>{move || word(insurance.zh(), insurance.en())}</KeyValue>
                    })}
                    <KeyValue label=words::INSTITUTION>{institution}</KeyValue>
                    {(!packages.is_empty()).then(|| view! {
                        <KeyValue label=words::PACKAGES>{packages}</KeyValue>
                    })}
                    <KeyValue label=words::RECORD_NO><span class="number">{record_no}</span></KeyValue>
                    <KeyValue label=words::UPDATED>{move || format::date_time(updated_at)}</KeyValue>
                </KeyValues>
            </Card>
        </Section>
    }
}
