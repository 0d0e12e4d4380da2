//! Doctors and sessions with the numbers left, the resident's own team first.

use domain::api::bookings::{ClinicSession, ListSessions, OpenSessions, SessionQuery};
use domain::api::directory::ListInstitutions;
use domain::ids::InstitutionId;
use leptos::prelude::*;

use super::confirm::ConfirmBooking;
use crate::features::shared::{Loaded, SessionDays, SessionView};
use crate::i18n::format;
use crate::i18n::texts::booking as words;
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::session;
use crate::store::{use_query, use_query_of};
use crate::ui::{Banner, BannerKind, Empty, Opt, Page, Select, icon};

/// Choose where, when, whom.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let place = RwSignal::new(None::<InstitutionId>);
    let asked = query_value(&untrack(nav::query), "date").and_then(|day| day.parse().ok());
    let view = SessionView::of(asked);
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
                <Days open=open view=view chosen=chosen />
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
    view: SessionView,
    chosen: RwSignal<Option<ClinicSession>>,
) -> impl IntoView {
    let OpenSessions {
        sessions,
        paused_until,
        ..
    } = open;
    let pick = Callback::new(move |session| chosen.set(Some(session)));
    view! {
        {paused_until.map(|until| view! {
            <Banner kind=BannerKind::Warn text=Signal::derive(move || words::paused(&format::date(until))) />
        })}
        <SessionDays sessions=sessions view=view on_pick=pick closed=paused_until.is_some()>
            <Empty title=words::NO_SESSIONS hint=words::NO_SESSIONS_HINT glyph=icon::CALENDAR />
        </SessionDays>
    }
}
