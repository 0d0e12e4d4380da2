//! Services a resident has received: those waiting for a rating first.

use domain::api::ratings::{ListServices, Service};
use leptos::prelude::*;

use crate::features::shared::Loaded;
use crate::i18n::format;
use crate::i18n::texts::rating as words;
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{Empty, List, ListRow, Page, Section, Status, Tone, icon};

/// The list.
#[component]
pub fn RatingsPage() -> impl IntoView {
    let services = use_query_of::<ListServices>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::TITLE back=Route::Home.href()>
            <Loaded query=services let:services>
                <Services services=services />
            </Loaded>
        </Page>
    }
}

#[component]
fn Services(services: Vec<Service>) -> impl IntoView {
    if services.is_empty() {
        return view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::STAR /> }
            .into_any();
    }
    let (open, past): (Vec<_>, Vec<_>) = services.into_iter().partition(|service| service.can_rate);
    let part = |title, services: Vec<Service>| {
        (!services.is_empty()).then(|| {
            let rows = services
                .into_iter()
                .map(|service| view! { <Row service=service /> })
                .collect_view();
            view! { <Section title=title><List>{rows}</List></Section> }
        })
    };
    view! {
        {part(words::OPEN, open)}
        {part(words::PAST, past)}
    }
    .into_any()
}

#[component]
fn Row(service: Service) -> impl IntoView {
    let Service {
        service_id,
        name,
        date,
        doctor,
        rating,
        can_rate,
        ..
    } = service;
    let detail = Signal::derive(move || {
        [format::date(date), format::DOT.to_owned(), doctor.clone()].concat()
    });
    let (tone, word) = match (rating.is_some(), can_rate) {
        (true, _) => (Tone::Ok, words::RATED),
        (false, true) => (Tone::Info, words::WAITING),
        (false, false) => (Tone::Neutral, words::CLOSED),
    };
    view! {
        <ListRow title=Signal::stored(name) detail=detail href=Route::Rate(service_id).href()>
            <Status tone=tone label=word />
        </ListRow>
    }
}
