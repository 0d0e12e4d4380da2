//! Doctors and sessions with the numbers left, the resident's own team first.

use chrono::NaiveDate;
use domain::api::bookings::{ClinicSession, ListSessions, OpenSessions, SessionQuery};
use domain::api::directory::ListInstitutions;
use domain::ids::InstitutionId;
use leptos::prelude::*;

use super::confirm::ConfirmBooking;
use super::model;
use crate::features::shared::{Loaded, minute};
use crate::i18n::format;
use crate::i18n::texts::booking as words;
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::session;
use crate::store::{use_query, use_query_of};
use crate::ui::{
    Banner, BannerKind, Button, Empty, List, ListRow, Opt, Page, Section, Select, Status, Tone,
    icon,
};

/// Days listed before one asks for more: two weeks of a whole institution are too long to look
/// through on a phone.
const DAYS_AT_ONCE: usize = 3;

/// Choose where, when, whom.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let place = RwSignal::new(None::<InstitutionId>);
    let asked = query_value(&untrack(nav::query), "date").and_then(|day| day.parse().ok());
    let day = RwSignal::new(asked);
    let chosen = RwSignal::new(None::<ClinicSession>);
    let open = use_query_of::<ListSessions>(move || {
        Some((
            session::resident_id()?,
            SessionQuery {
                date: None,
                institution: place.get(),
            },
        ))
    });
    view! {
        <Page title=words::SESSIONS back=Route::Bookings.href()>
            <PlacePart place=place own=Signal::derive(move || open.data().map(|open| open.institution_id)) />
            <Loaded query=open rows=5 let:open>
                <Days open=open day=day chosen=chosen />
            </Loaded>
            <ConfirmBooking chosen=chosen />
        </Page>
    }
}

/// Where; the institution shown is chosen until another is.
#[component]
fn PlacePart(
    place: RwSignal<Option<InstitutionId>>,
    own: Signal<Option<InstitutionId>>,
) -> impl IntoView {
    let institutions = use_query::<ListInstitutions>((), ());
    Effect::new(move |_| {
        if place.with_untracked(Option::is_none)
            && let Some(own) = own.get()
        {
            place.set(Some(own));
        }
    });
    move || {
        institutions.data().map(|institutions| {
            let options = institutions
                .into_iter()
                .map(|institution| {
                    Opt::new(institution.institution_id, Signal::stored(institution.name))
                })
                .collect();
            view! { <Select label=words::INSTITUTION options=options value=place /> }
        })
    }
}

#[component]
fn Days(
    open: OpenSessions,
    day: RwSignal<Option<NaiveDate>>,
    chosen: RwSignal<Option<ClinicSession>>,
) -> impl IntoView {
    let OpenSessions {
        sessions,
        paused_until,
        ..
    } = open;
    let options = model::days(&sessions)
        .into_iter()
        .map(|day| Opt::new(day, Signal::derive(move || format::date(day))))
        .collect();
    let paused = paused_until.is_some();
    let shown = RwSignal::new(DAYS_AT_ONCE);
    let list = move || {
        let mut days = model::by_day(sessions.clone(), day.get());
        let further = days.len() > shown.get();
        days.truncate(shown.get());
        if days.is_empty() {
            return view! {
                <Empty title=words::NO_SESSIONS hint=words::NO_SESSIONS_HINT glyph=icon::CALENDAR />
            }
            .into_any();
        }
        let sections = days
            .into_iter()
            .map(|(day, sessions)| {
                let rows = sessions
                    .into_iter()
                    .map(|session| view! { <Row session=session chosen=chosen paused=paused /> })
                    .collect_view();
                view! {
                    <Section title=Signal::derive(move || format::date(day))>
                        <List>{rows}</List>
                    </Section>
                }
            })
            .collect_view();
        view! {
            {sections}
            {further.then(|| view! {
                <Button label=words::MORE_DAYS on_press=move |()| shown.update(|days| *days += DAYS_AT_ONCE) />
            })}
        }
        .into_any()
    };
    view! {
        {paused_until.map(|until| view! {
            <Banner kind=BannerKind::Warn text=Signal::derive(move || words::paused(&format::date(until))) />
        })}
        <Select label=words::DAY hint=words::ALL_DAYS options=options value=day />
        {list}
    }
}

#[component]
fn Row(
    session: ClinicSession,
    chosen: RwSignal<Option<ClinicSession>>,
    paused: bool,
) -> impl IntoView {
    let ClinicSession {
        start,
        end,
        left,
        own_team,
        booked,
        ..
    } = session;
    let title = [session.doctor.as_str(), " ", &session.title].concat();
    let clinic = session.clinic.clone();
    let detail = Signal::derive(move || {
        let hours = [minute(start), "–".to_owned(), minute(end)].concat();
        let parts = [
            Some(clinic.clone()),
            Some(hours),
            own_team.then(|| words::OWN_TEAM.get().to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let (tone, word) = match (booked, left) {
        (true, _) => (Tone::Ok, Signal::from(words::HAVE)),
        (false, 0) => (Tone::Neutral, Signal::from(words::FULL)),
        (false, left) => (Tone::Info, Signal::derive(move || words::left(left))),
    };
    let status = view! { <Status tone=tone label=word /> };
    if left == 0 || booked || paused {
        view! { <ListRow title=Signal::stored(title) detail=detail>{status}</ListRow> }.into_any()
    } else {
        let pick = move |()| chosen.set(Some(session.clone()));
        view! { <ListRow title=Signal::stored(title) detail=detail on_press=pick>{status}</ListRow> }.into_any()
    }
}
