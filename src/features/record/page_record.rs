//! My health record on one page.

use domain::api::records::{GetRecord, Record};
use domain::codes::Function;
use leptos::prelude::*;

use crate::features::shared::{Loaded, PersonBar, PrintButton, RecordParts};
use crate::i18n::texts::{colours, measure, readers, record as words};
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{Actions, List, ListRow, Page, icon};

/// The record of the person this phone acts for.
#[component]
pub fn RecordPage() -> impl IntoView {
    let record = use_query_of::<GetRecord>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::TITLE>
            <Loaded query=record rows=8 let:record>
                <Content record=record />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(record: Record) -> impl IntoView {
    let person = record.basic.person.clone();
    view! {
        <PersonBar person=person />
        <List>
            <ListRow title=colours::PLAN detail=colours::PLAN_HINT glyph=icon::CALENDAR href=Route::Plan.href() />
            <ListRow title=measure::TITLE detail=measure::HINT glyph=icon::FILE href=Route::Measure.href() />
        </List>
        <RecordParts record=record visit=Route::FollowUp />
        {move || session::may(Function::Readers).then(|| view! {
            <List>
                <ListRow title=readers::READERS glyph=icon::EYE href=Route::RecordReaders.href() />
            </List>
        })}
        <Actions>
            <PrintButton label=words::PRINT />
        </Actions>
    }
}
