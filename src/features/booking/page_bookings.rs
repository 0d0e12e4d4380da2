//! My bookings: those to come first.

use domain::api::bookings::{Booking, ListBookings};
use leptos::prelude::*;

use super::model;
use crate::features::shared::{Loaded, booking_state, day_at};
use crate::i18n::format;
use crate::i18n::texts::booking as words;
use crate::platform::clock;
use crate::routes::Route;
use crate::session;
use crate::store::use_query_of;
use crate::ui::{
    Actions, ButtonLink, ButtonLook, Empty, List, ListRow, Page, Section, Status, icon,
};

/// The list.
#[component]
pub fn BookingsPage() -> impl IntoView {
    let bookings = use_query_of::<ListBookings>(|| Some((session::resident_id()?, ())));
    view! {
        <Page title=words::TITLE>
            <Actions>
                <ButtonLink
                    label=words::NEW
                    look=ButtonLook::Primary
                    glyph=icon::PLUS
                    href=Route::Sessions.href()
                />
            </Actions>
            <Loaded query=bookings let:bookings>
                <Bookings bookings=bookings />
            </Loaded>
        </Page>
    }
}

#[component]
fn Bookings(bookings: Vec<Booking>) -> impl IntoView {
    if bookings.is_empty() {
        return view! { <Empty title=words::NONE hint=words::NONE_HINT glyph=icon::CALENDAR /> }
            .into_any();
    }
    let (upcoming, past) = model::split(bookings, clock::today());
    let part = |title, bookings: Vec<Booking>| {
        (!bookings.is_empty()).then(|| {
            let rows = bookings
                .into_iter()
                .map(|booking| view! { <Row booking=booking /> })
                .collect_view();
            view! { <Section title=title><List>{rows}</List></Section> }
        })
    };
    view! {
        {part(words::UPCOMING, upcoming)}
        {part(words::PAST, past)}
    }
    .into_any()
}

#[component]
fn Row(booking: Booking) -> impl IntoView {
    let Booking {
        booking_id,
        date,
        minute: start,
        number,
        doctor,
        institution,
        state,
        ..
    } = booking;
    let when = Signal::derive(move || day_at(date, start));
    let who = Signal::derive(move || {
        [words::number(number).as_str(), &doctor, &institution].join(format::DOT)
    });
    let (tone, word) = booking_state(state);
    view! {
        <ListRow title=when detail=who href=Route::Booking(booking_id).href()>
            <Status tone=tone label=word />
        </ListRow>
    }
}
