//! The slip of paper: what the person takes home or hears on the phone. It stands alone on the page,
//! so that nothing else is printed.

use domain::api::bookings::{Booking, BookingAction, BookingState};
use leptos::prelude::*;

use crate::features::shared::{BookingFacts, CancelButton, PrintButton};
use crate::i18n::t;
use crate::i18n::texts::desk_booking as words;
use crate::ui::{Actions, Button, ButtonLook, Section};

/// One booking, to be printed, read out or given back.
#[component]
pub(super) fn Slip(
    /// The booking.
    booking: Booking,
    /// Emptied to go back to the sessions.
    slip: RwSignal<Option<Booking>>,
) -> impl IntoView {
    let (id, name) = (booking.booking_id, booking.person.name.clone());
    let may_cancel = booking.allowed.contains(&BookingAction::Cancel);
    // A number that was given back is nothing to go to.
    let coming = booking.state != BookingState::Cancelled;
    let phone = booking.phone.clone();
    view! {
        <Section title=words::SLIP>
            <BookingFacts booking=booking />
            {coming.then(|| view! {
                <p class="muted">{t(words::CALL_US)} <span class="number">{phone}</span></p>
            })}
            <Actions>
                {coming.then(|| view! {
                    <PrintButton label=words::PRINT look=ButtonLook::Primary />
                })}
                <Button label=words::BACK on_press=move |()| slip.set(None) />
                {may_cancel.then(|| view! {
                    <CancelButton
                        booking=id
                        name=name
                        on_done=move |after| slip.set(Some(after))
                    />
                })}
            </Actions>
        </Section>
    }
}
