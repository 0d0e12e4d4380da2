//! One service: what was done, and its rating or the form for it.

use domain::api::ratings::{Aspects, GetService, Rating, Service};
use domain::ids::ServiceId;
use leptos::prelude::*;

use super::form::RateForm;
use crate::features::shared::{Loaded, word};
use crate::i18n::texts::{rating as words, ui};
use crate::i18n::{Text, format, t};
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{
    Actions, Banner, BannerKind, ButtonLink, Card, KeyValue, KeyValues, Page, Section,
};

/// Rates a service, or shows how it was rated.
#[component]
pub fn RatePage(
    /// The service.
    service: ServiceId,
) -> impl IntoView {
    let service = use_query::<GetService>(service, ());
    view! {
        <Page title=words::RATE back=Route::Ratings.href()>
            <Loaded query=service let:service>
                <Content service=service />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(service: Service) -> impl IntoView {
    let Service {
        service_id,
        name,
        summary,
        date,
        doctor,
        institution,
        rating,
        can_rate,
        rate_until,
        ..
    } = service;
    let place = [doctor, format::DOT.to_owned(), institution].concat();
    let below = match (rating, can_rate) {
        (Some(rating), _) => view! { <Given rating=rating /> }.into_any(),
        (None, true) => view! {
            <p class="muted">{move || words::until(&format::date(rate_until))}</p>
            <RateForm service=service_id />
        }
        .into_any(),
        (None, false) => view! { <Banner text=words::CLOSED_TEXT /> }.into_any(),
    };
    view! {
        <Card>
            <strong>{name}</strong>
            <p class="muted">{move || format::date(date)} {format::DOT} {place}</p>
            <p>{t(words::DONE)} {move || word("：", ": ")} {summary}</p>
        </Card>
        {below}
    }
}

/// The word of a step.
pub(super) fn step_word(step: u8) -> Text {
    match step {
        1 => ui::STAR_1,
        2 => ui::STAR_2,
        3 => ui::STAR_3,
        4 => ui::STAR_4,
        _ => ui::STAR_5,
    }
}

#[component]
fn Given(rating: Rating) -> impl IntoView {
    let Rating {
        overall,
        aspects,
        words: said,
        ..
    } = rating;
    let Aspects {
        attitude,
        explanation,
        waiting,
        result,
    } = aspects;
    let rows = [
        (words::OVERALL, Some(overall)),
        (words::ATTITUDE, attitude),
        (words::EXPLANATION, explanation),
        (words::WAIT, waiting),
        (words::RESULT, result),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(label, step)| step.map(|step| (label, step)))
        .map(|(label, step)| {
            view! {
                <KeyValue label=label>{move || words::stars(step, step_word(step).get())}</KeyValue>
            }
        });
    let rows = rows.collect_view();
    view! {
        <Banner kind=BannerKind::Done text=words::THANKS />
        <Section title=words::YOUR_RATING>
            <Card>
                <KeyValues>{rows}</KeyValues>
                {said.map(|said| view! { <p>{said}</p> })}
            </Card>
        </Section>
        <Actions>
            <ButtonLink label=words::BACK_TO_LIST href=Route::Ratings.href() />
        </Actions>
    }
}
