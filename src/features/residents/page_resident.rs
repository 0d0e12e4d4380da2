//! One resident: whom, what can be done now, the record; on a wide screen the list stays beside.

use domain::api::records::{GetRecord, Record};
use domain::ids::ResidentId;
use leptos::prelude::*;

use super::colour::ColourPart;
use super::departure::DeparturePart;
use super::follow_up_doctor::FollowUpDoctorPart;
use super::list::ResidentList;
use super::suspicions::Suspicions;
use super::visits::Visits;
use crate::features::shared::{DialButton, LoadedInOffice, PersonBar, RecordParts, SuspectSheets};
use crate::i18n::texts::{bedside, residents as words};
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, DetailPane, ListPane, Page, TwoPane, icon};

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
                    <SuspectSheets>
                        <LoadedInOffice query=record rows=8 let:record>
                            <Content record=record />
                        </LoadedInOffice>
                    </SuspectSheets>
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
        <Suspicions resident=resident />
        <ColourPart resident=resident />
        <FollowUpDoctorPart resident=resident />
        <Actions>
            {known.then(|| view! { <DialButton resident=resident /> })}
            {unsigned.then(|| view! {
                <ButtonLink
                    label=bedside::TITLE
                    glyph=icon::SIGNED
                    href=Route::Bedside(resident).href()
                />
            })}
        </Actions>
        <DeparturePart resident=resident />
        <RecordParts record=record visit=Route::Visit />
    }
}
