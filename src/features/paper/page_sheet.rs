//! One visit on paper, or all visits of its year side by side.

use domain::api::follow_ups::FollowUp;
use domain::api::programmes::GetProgramme;
use domain::api::visit_tables::{GetVisitSheet, VisitSheet};
use domain::ids::FollowUpId;
use domain::programme::Definition;
use leptos::prelude::*;

use super::form::{COLUMNS, PaperForm};
use crate::features::shared::{Loaded, LoadedInOffice, PrintButton};
use crate::i18n::texts::{paper as words, record};
use crate::routes::Route;
use crate::store::{use_query, use_query_of};
use crate::ui::{Actions, ButtonLook, Opt, Page, Segmented};

/// A visit as the national form prints it.
#[component]
pub fn SheetPage(
    /// The visit.
    follow_up: FollowUpId,
    /// The page of the visit.
    back: Route,
) -> impl IntoView {
    let sheet = use_query::<GetVisitSheet>(follow_up, ());
    let edition = Memo::new(move |_| {
        let sheet = sheet.data()?;
        let visit = sheet.visits.first()?;
        Some((visit.programme.clone(), visit.rules_version.clone()))
    });
    let definition = use_query_of::<GetProgramme>(move || Some((edition.get()?, ())));
    let known = Memo::new(move |_| edition.get().is_some());
    let both = Memo::new(move |_| sheet.data().zip(definition.data()));
    view! {
        <Page title=words::SHEET back=back.href()>
            <LoadedInOffice query=sheet rows=8 let:_sheet>{None::<AnyView>}</LoadedInOffice>
            {move || known.get().then(|| view! {
                <Loaded query=definition rows=8 let:_form>{None::<AnyView>}</Loaded>
            })}
            {move || both.get().map(|(sheet, form)| view! {
                <Sheets follow_up=follow_up sheet=sheet form=form />
            })}
        </Page>
    }
}

#[component]
fn Sheets(follow_up: FollowUpId, sheet: VisitSheet, form: Definition) -> impl IntoView {
    let VisitSheet { record_no, visits } = sheet;
    let several = visits.len() > 1;
    let whole_year = RwSignal::new(false);
    let form = StoredValue::new(form);
    let visits = StoredValue::new(visits);
    let record_no = StoredValue::new(record_no);
    let sheets = move || {
        let all = whole_year.get();
        let shown: Vec<FollowUp> = visits.with_value(|visits| {
            let wanted = visits
                .iter()
                .filter(|one| all || one.follow_up_id == follow_up);
            wanted.cloned().collect()
        });
        let columns = if all { COLUMNS } else { 1 };
        let sheet = |visits: &[FollowUp]| {
            view! {
                <PaperForm
                    form=form
                    record_no=record_no.get_value()
                    visits=visits.to_vec()
                    columns=columns
                />
            }
        };
        shown.chunks(COLUMNS).map(sheet).collect_view()
    };
    let choices = vec![
        Opt::new(false, words::THIS_ONE),
        Opt::new(true, words::WHOLE_YEAR),
    ];
    view! {
        <div class="screen-only">
            {several.then(|| view! {
                <Segmented label=words::HOW_MUCH options=choices value=whole_year />
            })}
            <Actions><PrintButton label=record::PRINT look=ButtonLook::Primary /></Actions>
        </div>
        {sheets}
    }
}
