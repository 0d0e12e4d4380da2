//! One resident: whom, what can be done now, the record; on a wide screen the list stays beside.

use domain::api::records::{GetRecord, Record};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::list::ResidentList;
use super::visits::Visits;
use crate::features::shared::{LoadedInOffice, PersonBar, RecordParts, use_reveal};
use crate::i18n::format;
use crate::i18n::texts::{bedside, residents as words};
use crate::platform::{network, timer};
use crate::routes::Route;
use crate::store::{phone_of, use_query};
use crate::ui::{Actions, Button, ButtonLink, DetailPane, ListPane, Page, TwoPane, icon};

/// The record of one resident, for staff.
#[component]
pub fn ResidentPage(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let record = use_query::<GetRecord>(resident, ());
    view! {
        <TwoPane detail_open=true>
            // The page's one heading is the person's; the list beside it has none of its own.
            <ListPane>
                <div class="page"><ResidentList chosen=Some(resident) /></div>
            </ListPane>
            <DetailPane label=words::ONE>
                <Page title=words::ONE back=Route::Residents.href()>
                    <LoadedInOffice query=record rows=8 let:record>
                        <Content record=record />
                    </LoadedInOffice>
                </Page>
            </DetailPane>
        </TwoPane>
    }
}

#[component]
fn Content(record: Record) -> impl IntoView {
    let person = record.basic.person.clone();
    let resident = person.resident_id;
    let unsigned = record.basic.packages.is_empty();
    let known = record.basic.phone_masked.is_some();
    let kept = StoredValue::new(record.clone());
    view! {
        <PersonBar person=person />
        <Visits record=kept />
        <Actions>
            {known.then(|| view! { <Call resident=resident /> })}
            {unsigned.then(|| view! {
                <ButtonLink
                    label=bedside::TITLE
                    glyph=icon::SIGNED
                    href=Route::Bedside(resident).href()
                />
            })}
        </Actions>
        <RecordParts record=record visit=Route::Visit />
    }
}

/// Shows the number, audited, as a link that dials it; without network, the one of the kept area.
#[component]
fn Call(resident: ResidentId) -> impl IntoView {
    let phone = RwSignal::new(None::<String>);
    let reveal = use_reveal(resident, phone, |identity| identity.phone.clone());
    let press = move |()| {
        timer::spawn(async move {
            let kept = if untrack(network::online) {
                None
            } else {
                phone_of(resident).await
            };
            match kept {
                // The page may be gone; then there is nothing to show.
                Some(number) => drop(phone.try_set(Some(number))),
                None => reveal.run(()),
            }
        });
    };
    move || match phone.get() {
        Some(number) => {
            let label = words::dial(&format::phone(&number));
            let href = ["tel:", &number].concat();
            view! { <ButtonLink label=Signal::stored(label) glyph=icon::PHONE href=Signal::stored(href) /> }.into_any()
        }
        None => view! { <Button label=words::CALL glyph=icon::PHONE on_press=press /> }.into_any(),
    }
}
