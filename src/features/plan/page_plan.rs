//! The plan: never a bare colour, always what it means and what to do.

use domain::api::colours::{ColourCard, GetColour, PushState};
use domain::api::home_measurements::{GetOwnPlan, OwnPlan, PlanCard};
use leptos::prelude::*;

use crate::features::shared::{Loaded, colour_tone, said, word};
use crate::i18n::texts::{colours as words, measure};
use crate::i18n::{format, t};
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{
    Actions, ButtonLink, Card, Empty, KeyValue, KeyValues, List, ListRow, Page, Section, Status,
    Tone, icon,
};

/// My plan.
#[component]
pub fn PlanPage() -> impl IntoView {
    let colour = use_query_of::<GetColour>(|| Some((session::resident_id()?, ())));
    let plan = use_query_of::<GetOwnPlan>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::PLAN back=Route::Record.href()>
            <Loaded query=colour rows=3 let:card><State card=card /></Loaded>
            <Section title=words::NEXT_VISITS>
                <Loaded query=plan rows=3 let:plan><Visits plan=plan /></Loaded>
            </Section>
            <List>
                <ListRow
                    title=measure::TITLE
                    detail=measure::HINT
                    glyph=icon::FILE
                    href=Route::Measure.href()
                />
            </List>
        </Page>
    }
}

/// How the person is doing, and who cares for them.
#[component]
fn State(card: ColourCard) -> impl IntoView {
    let ColourCard {
        colour,
        place,
        push,
        ..
    } = card;
    let Some(colour) = colour else {
        return ().into_any();
    };
    let phone = ["tel:", &place.phone].concat();
    let (team, institution) = (place.team, place.institution);
    let on_the_way = push
        .filter(|push| push.state == PushState::Waiting)
        .map(|push| {
            let to = push.to.institution;
            view! { <p class="muted">{move || words::on_the_way(&to)}</p> }
        });
    view! {
        <Section title=words::MY_STATE>
            <Card>
                <p><Status tone=colour_tone(colour) label=words::plain(colour) /></p>
                <p>{t(words::what_to_do(colour))}</p>
                <KeyValues>
                    <KeyValue label=words::FOLLOWED_BY>{[&institution, format::DOT, &team].concat()}</KeyValue>
                </KeyValues>
                {on_the_way}
                <Actions>
                    <ButtonLink label=words::CALL glyph=icon::PHONE href=Signal::stored(phone) />
                </Actions>
            </Card>
        </Section>
    }
    .into_any()
}

#[component]
fn Visits(plan: OwnPlan) -> impl IntoView {
    if plan.visits.is_empty() {
        return view! { <Empty title=words::NO_VISITS hint=words::NO_VISITS_HINT glyph=icon::CALENDAR /> }
            .into_any();
    }
    let cards = plan
        .visits
        .into_iter()
        .map(|visit| view! { <Visit visit=visit /> });
    cards.collect_view().into_any()
}

#[component]
fn Visit(visit: PlanCard) -> impl IntoView {
    let PlanCard {
        title,
        due,
        overdue,
        brings,
        ..
    } = visit;
    let brings_any = !brings.is_empty();
    let told = move || {
        let parts = brings.iter().map(said);
        words::brings(&parts.collect::<Vec<_>>().join(word("；", "; ")))
    };
    view! {
        <Card>
            <p>
                <strong>{move || said(&title).to_owned()}</strong>
                " "
                {move || format::by(due)}
            </p>
            {overdue.then(|| view! { <p><Status tone=Tone::Warn label=words::PAST_DUE /></p> })}
            {brings_any.then(|| view! { <p class="muted">{told}</p> })}
        </Card>
    }
}
