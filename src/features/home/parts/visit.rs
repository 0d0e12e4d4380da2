//! The next booked visit.

use domain::api::residents::NextVisit;
use leptos::prelude::*;

use crate::features::shared::day_at;
use crate::i18n::format;
use crate::i18n::texts::home as words;
use crate::routes::Route;
use crate::ui::{List, ListRow, Section, icon};

/// Day, time, number, doctor and place, leading to the booking.
#[component]
pub fn NextVisitPart(
    /// The visit.
    visit: NextVisit,
) -> impl IntoView {
    let NextVisit {
        booking_id,
        date,
        minute: start,
        doctor,
        institution,
        number,
    } = visit;
    let when = Signal::derive(move || day_at(date, start));
    let who = Signal::derive(move || {
        [
            &words::number_with(number, &doctor),
            format::DOT,
            &institution,
        ]
        .concat()
    });
    view! {
        <Section title=words::NEXT_VISIT>
            <List>
                <ListRow title=when detail=who glyph=icon::CALENDAR href=Route::Booking(booking_id).href() />
            </List>
        </Section>
    }
}
