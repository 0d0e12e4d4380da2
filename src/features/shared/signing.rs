//! A signature at the bedside: the sheet to sign on, and the signature under a contract. A part of its own, since
//! few contracts have one; fetched with the team's pages, so that it is there without network.

use domain::api::bedside::{BedsideSignature, GetBedsideSignature};
use domain::ids::ContractId;
use domain::rules::signature::{HEIGHT, WIDTH, fitted};
use leptos::prelude::*;

use super::Later;
use super::loaded::Loaded;
use super::words::word;
use crate::i18n::texts::bedside as words;
use crate::i18n::{format, t};
use crate::platform::part::NotFetched;
use crate::store::use_query;
use crate::ui::{Card, KeyValue, KeyValues, Section, Sheet, Signature, SignaturePad};

const SHEET: Sheet = Sheet {
    width: WIDTH,
    height: HEIGHT,
};

/// Lines as a finger draws them.
type Strokes = Vec<Vec<u16>>;

/// What the part holds.
#[derive(Clone, Copy)]
struct Signing {
    pad: fn(RwSignal<Strokes>, Signal<Option<String>>) -> AnyView,
    given: fn(ContractId) -> AnyView,
}

thread_local! {
    static SIGNING: Later<Signing> = Later::new(|| Box::pin(part()));
}

/// Fetches the part before a page shows it: a contract is signed where there is no network.
pub fn fetch_signing() {
    SIGNING.with(Later::fetch);
}

fn later(draw: impl Fn(Signing) -> AnyView + Send + Sync + 'static) -> AnyView {
    SIGNING.with(|signing| {
        signing.fetch();
        signing.draw(draw)
    })
}

/// The sheet to sign on, with what is wrong with what was drawn.
#[must_use]
pub fn signature_pad(value: RwSignal<Strokes>, error: Signal<Option<String>>) -> AnyView {
    later(move |signing| (signing.pad)(value, error))
}

/// Who signed a contract before whom, with the signature as it was drawn.
#[must_use]
pub fn signed_at_bedside(contract: ContractId) -> AnyView {
    later(move |signing| (signing.given)(contract))
}

async fn part() -> Result<Signing, NotFetched> {
    let part = signing();
    #[cfg(feature = "split")]
    let part = part.await;
    part
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(signing, fallible, wasm_split_path = ::leptos::wasm_split)
)]
fn signing() -> Result<Signing, NotFetched> {
    Ok(Signing { pad, given })
}

fn pad(value: RwSignal<Strokes>, error: Signal<Option<String>>) -> AnyView {
    view! {
        <SignaturePad
            label=words::SIGNATURE
            hint=words::SIGNATURE_HINT
            error=error
            sheet=SHEET
            fit=|strokes| fitted(strokes).strokes
            value=value
        />
    }
    .into_any()
}

fn given(contract: ContractId) -> AnyView {
    let signature = use_query::<GetBedsideSignature>(contract, ());
    view! {
        <Section title=words::SIGNED_HERE>
            <Loaded query=signature rows=4 let:signature>
                <Given signature=signature />
            </Loaded>
        </Section>
    }
    .into_any()
}

#[component]
fn Given(signature: BedsideSignature) -> impl IntoView {
    let BedsideSignature {
        signer,
        signed_by,
        proof,
        signed_on,
        witness,
        drawing,
    } = signature;
    let who = signed_by.clone();
    let name = move || [&who, format::DOT, word(signer.zh(), signer.en())].concat();
    let drawing = match drawing {
        Some(drawing) => view! {
            <Signature label=Signal::stored(signed_by) sheet=SHEET strokes=drawing.strokes />
        }
        .into_any(),
        None => view! { <p class="muted">{t(words::NAME_ALONE)}</p> }.into_any(),
    };
    view! {
        <Card>
            {drawing}
            <KeyValues>
                <KeyValue label=words::SIGNED_BY>{name}</KeyValue>
                <KeyValue label=words::PROOF>{move || word(proof.zh(), proof.en())}</KeyValue>
                <KeyValue label=words::SIGNED_ON>{move || format::full_date(signed_on)}</KeyValue>
                <KeyValue label=words::WITNESS>{witness}</KeyValue>
            </KeyValues>
        </Card>
    }
}
