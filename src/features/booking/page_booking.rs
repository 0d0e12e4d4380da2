//! One booking: number, time, place; cancelling until the day before, rating when it is done.

use domain::api::bookings::{Booking, BookingAction, BookingState, GetBooking};
use domain::ids::BookingId;
use leptos::prelude::*;

use crate::features::shared::{BookingFacts, CancelButton, Loaded, MapButton, PrintButton};
use crate::i18n::texts::booking as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, ButtonLink, ButtonLook, Page, icon};

/// A booking and what can be done with it.
#[component]
pub fn BookingPage(
    /// The booking.
    booking: BookingId,
) -> impl IntoView {
    let booking = use_query::<GetBooking>(booking, ());
    view! {
        <Page title=words::DETAIL back=Route::Bookings.href()>
            <Loaded query=booking let:booking>
                <Content booking=booking />
            </Loaded>
        </Page>
    }
}

#[component]
fn Content(booking: Booking) -> impl IntoView {
    let may_cancel = booking.allowed.contains(&BookingAction::Cancel);
    let (id, name) = (booking.booking_id, booking.person.name.clone());
    let rated = booking.can_rate.then_some(booking.service_id).flatten();
    let call = ["tel:", &booking.phone].concat();
    let way = booking
        .coordinates
        .filter(|_| booking.state == BookingState::Booked);
    let (place, address) = (booking.institution.clone(), booking.address.clone());
    view! {
        <BookingFacts booking=booking />
        <Actions>
            {rated.map(|service| view! {
                <ButtonLink
                    label=words::RATE
                    look=ButtonLook::Primary
                    glyph=icon::STAR
                    href=Route::Rate(service).href()
                />
            })}
            {way.map(|at| view! { <MapButton at=at name=place address=address /> })}
            <ButtonLink label=words::CALL glyph=icon::PHONE href=Signal::stored(call) />
            <PrintButton label=words::PRINT />
            {may_cancel.then(|| view! { <CancelButton booking=id name=name /> })}
        </Actions>
    }
}
