//! The sheet that finishes a visit: one sentence of what was done, which the resident sees and
//! rates.

use domain::api::bookings::{Booking, FinishBody, FinishBooking};
use leptos::prelude::*;

use crate::features::shared::{Outcome, PersonBar, field_error};
use crate::i18n::texts::schedule as words;
use crate::store::use_submit;
use crate::ui::{Actions, Button, ButtonLook, Dialog, Form, TextArea, use_toasts};

const SUMMARY_LIMIT: u32 = 300;

/// Asks what was done in `booking`; the sheet is open while there is one.
#[component]
pub(super) fn Finish(
    /// The booking to finish.
    booking: RwSignal<Option<Booking>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let summary = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let finish = use_submit::<FinishBooking>();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if booking.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            booking.set(None);
        }
        is_open
    });
    Effect::new(move |_| {
        if finish.done() {
            open.set(false);
            summary.set(String::new());
            toasts.say(words::SAVED);
        }
    });
    let save = move || {
        let said = summary.with_untracked(|summary| summary.trim().to_owned());
        missing.set(
            said.is_empty()
                .then(|| words::SUMMARY_NEEDED.get().to_owned()),
        );
        if let Some(booking) = booking.get_untracked().filter(|_| !said.is_empty()) {
            finish.send(booking.booking_id, FinishBody { summary: said });
        }
    };
    let put = move |phrase: &str| {
        summary.update(|summary| {
            if !summary.is_empty() {
                summary.push('，');
            }
            summary.push_str(phrase);
        });
    };
    let phrases = move || {
        let button = |phrase: crate::i18n::Text| {
            view! { <Button label=phrase look=ButtonLook::Quiet on_press=move |()| put(phrase.get()) /> }
        };
        words::PHRASES.map(button).collect_view()
    };
    let refused = field_error(finish, "summary");
    let error = Signal::derive(move || missing.get().or_else(|| refused.get()));
    view! {
        <Dialog open=open title=words::SUMMARY>
            {move || booking.get().map(|booking| view! { <PersonBar person=booking.person /> })}
            <Form on_submit=move |()| save()>
                <TextArea
                    label=words::SUMMARY_FIELD
                    limit=SUMMARY_LIMIT
                    value=summary
                    error=error
                    required=true
                />
                <div>{phrases}</div>
                <Outcome action=finish />
                <Actions>
                    <Button
                        label=words::SAVE
                        look=ButtonLook::Primary
                        submit=true
                        busy=Signal::derive(move || finish.busy())
                    />
                </Actions>
            </Form>
        </Dialog>
    }
}
