//! Doctors and sessions with the numbers left, the resident's own team first.

use chrono::NaiveDate;
use domain::api::bookings::{ClinicSession, ListSessions, OpenSessions, SessionQuery};
use domain::api::directory::ListInstitutions;
use domain::ids::InstitutionId;
use leptos::prelude::*;

use super::confirm::ConfirmBooking;
use crate::features::shared::{Loaded, SessionRow, by_day, days};
use crate::i18n::format;
use crate::i18n::texts::booking as words;
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::session;
use crate::store::{use_query, use_query_of};
use crate::ui::{Banner, BannerKind, Button, Empty, List, Opt, Page, Section, Select, icon};

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
    let options = days(&sessions)
        .into_iter()
        .map(|day| Opt::new(day, Signal::derive(move || format::date(day))))
        .collect();
    let paused = paused_until.is_some();
    let pick = Callback::new(move |session| chosen.set(Some(session)));
    let shown = RwSignal::new(DAYS_AT_ONCE);
    let list = move || {
        let mut held = by_day(sessions.clone(), day.get());
        let further = held.len() > shown.get();
        held.truncate(shown.get());
        if held.is_empty() {
            return view! {
                <Empty title=words::NO_SESSIONS hint=words::NO_SESSIONS_HINT glyph=icon::CALENDAR />
            }
            .into_any();
        }
        let sections = held
            .into_iter()
            .map(|(day, sessions)| {
                let rows = sessions
                    .into_iter()
                    .map(|session| view! { <SessionRow session=session on_pick=pick closed=paused /> })
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
