//! The suspected cases, the newest readings first; of which programme stands in the address.

use domain::api::suspects::{ListSuspects, SuspectCard, SuspectQuery};
use domain::programme::ProgrammeCode;
use domain::rules::suspects::RULES;
use leptos::prelude::*;

use crate::features::shared::{
    ColourMark, LoadedInOffice, SuspectDeeds, SuspectSheets, evidence_rows, person_line, said,
};
use crate::i18n::t;
use crate::i18n::texts::suspects as words;
use crate::i18n::texts::{medical, worklist};
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::store::use_query;
use crate::ui::{
    Actions, Button, ButtonLink, Card, Disclosure, Empty, Opt, Page, Segmented, Status, Tone, icon,
};

/// Readings that say enough at first sight, the newest.
const SHOWN: usize = 3;

/// What the filter calls a programme: that which is measured.
fn measured(programme: &str) -> crate::i18n::Text {
    match programme {
        "diabetes" => medical::FASTING_GLUCOSE,
        _ => medical::BLOOD_PRESSURE,
    }
}

/// Who may have a disease and is in no programme of it.
#[component]
pub fn SuspectsPage() -> impl IntoView {
    let asked = query_value(&untrack(nav::query), "programme").unwrap_or_default();
    let known = |one: &str| RULES.figures.iter().any(|figures| figures.programme == one);
    let programme = RwSignal::new(Some(asked).filter(|one| known(one)));
    Effect::new(move |_| {
        programme.with(|one| {
            let query = [("programme", one.as_deref().unwrap_or_default())];
            let query = if one.is_some() { &query[..] } else { &[] };
            nav::replace(&Route::Suspects.href_with(query));
        });
    });
    let figures = RULES.figures.iter().map(|figures| {
        let code = figures.programme;
        Opt::new(Some(code.to_owned()), measured(code))
    });
    let options = std::iter::once(Opt::new(None, words::ALL))
        .chain(figures)
        .collect();
    view! {
        <Page title=words::TITLE back=Route::Worklist.href()>
            <p class="muted">{t(words::HINT)}</p>
            <Segmented label=words::SHOW options=options value=programme />
            <SuspectSheets>
                {move || {
                    let programme = programme.get().and_then(|code| code.parse::<ProgrammeCode>().ok());
                    rows(SuspectQuery { programme, ..SuspectQuery::default() }, true)
                }}
            </SuspectSheets>
        </Page>
    }
}

fn rows(query: SuspectQuery, first: bool) -> AnyView {
    let programme = query.programme.clone();
    let suspects = use_query::<ListSuspects>((), query);
    let further = RwSignal::new(false);
    let programme = StoredValue::new(programme);
    view! {
        <LoadedInOffice query=suspects rows=4 let:page>
            {if first && page.items.is_empty() {
                view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::DONE /> }.into_any()
            } else {
                page.items.into_iter().map(one).collect_view().into_any()
            }}
            {page.next.map(|next| move || if further.get() {
                let query = SuspectQuery {
                    programme: programme.get_value(),
                    cursor: Some(next.clone()),
                    ..SuspectQuery::default()
                };
                rows(query, false)
            } else {
                view! { <Button label=words::MORE on_press=move |()| further.set(true) /> }.into_any()
            })}
        </LoadedInOffice>
    }
    .into_any()
}

fn one(card: SuspectCard) -> AnyView {
    let SuspectCard {
        person,
        programme,
        title,
        evidence,
        colour,
    } = card;
    let resident = person.resident_id;
    let name = person.name.clone();
    let who = move || person_line(&person);
    let label = Signal::derive(move || words::suspected_of(said(&title)));
    let many = evidence.len();
    let newest = evidence.iter().map(|one| one.on).max();
    let mut first = evidence;
    let rest = first.split_off(many.min(SHOWN));
    let rest = (!rest.is_empty()).then(|| {
        let rest = evidence_rows(rest);
        view! { <Disclosure summary=words::MORE>{rest}</Disclosure> }
    });
    let first = evidence_rows(first);
    let deeds = newest.map(|newest| {
        view! { <SuspectDeeds resident=resident programme=programme seen_through=newest /> }
    });
    view! {
        <Card>
            <div class="due-closed">
                <h2>{name}</h2>
                <Status tone=Tone::Warn label=label />
            </div>
            <p>{who}</p>
            {colour.map(|colour| view! { <p><ColourMark colour=colour /></p> })}
            <p class="muted">{move || words::days(many)}</p>
            {first}
            {rest}
            {deeds}
            <Actions row=true>
                <ButtonLink label=worklist::SEE_PERSON href=Route::Resident(resident).href() />
            </Actions>
        </Card>
    }
    .into_any()
}
