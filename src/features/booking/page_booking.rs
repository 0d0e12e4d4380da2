//! One booking: number, time, place; cancelling until the day before, rating when it is done.

use domain::api::bookings::{Booking, BookingAction, GetBooking};
use domain::ids::BookingId;
use leptos::prelude::*;

use crate::features::shared::{BookingFacts, CancelButton, Loaded, print};
use crate::i18n::texts::booking as words;
use crate::routes::Route;
use crate::store::use_query;
use crate::ui::{Actions, Button, ButtonLink, ButtonLook, Page, icon, use_toasts};

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
    let toasts = use_toasts();
    let call = ["tel:", &booking.phone].concat();
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
            <ButtonLink label=words::CALL glyph=icon::PHONE href=Signal::stored(call) />
            <Button label=words::PRINT glyph=icon::PRINT on_press=move |()| print(toasts) />
            {may_cancel.then(|| view! { <CancelButton booking=id name=name /> })}
        </Actions>
    }
}
