//! One person at the desk or on the phone: the numbers they have, and the sessions to choose from.

use domain::api::bookings::{
    Book, BookBody, Booking, BookingState, ClinicSession, ListBookings, ListSessions, OpenSessions,
    SessionQuery,
};
use domain::ids::{BookingId, ResidentId};
use leptos::prelude::*;

use super::slip::Slip;
use crate::features::shared::{
    Deed, Loaded, PersonBar, SessionDays, SessionView, booking_state, day_at, minute, use_deed,
};
use crate::i18n::format;
use crate::i18n::texts::{booking, desk_booking as words};
use crate::platform::id;
use crate::routes::Route;
use crate::store::{self, use_query};
use crate::ui::{
    Empty, List, ListRow, Page, Question, Section, Status, icon, use_confirm, use_toasts,
};

/// What they have and can get; and the slip, once there is one to hand over.
#[component]
pub fn BookForPage(
    /// For whom.
    resident: ResidentId,
) -> impl IntoView {
    let open = use_query::<ListSessions>(resident, SessionQuery::default());
    let held = use_query::<ListBookings>(resident, ());
    let slip = RwSignal::new(None::<Booking>);
    // Of the page, not of the list: they stay when the numbers have changed.
    let view = SessionView::of(None);
    let book = use_deed::<Book>();
    view! {
        <Page title=words::TITLE back=Route::DeskBooking.href()>
            {move || match slip.get() {
                Some(booking) => view! { <Slip booking=booking slip=slip /> }.into_any(),
                None => view! {
                    <Loaded query=open rows=6 let:open>
                        {open.person.clone().map(|person| view! { <PersonBar person=person /> })}
                        <Loaded query=held rows=1 let:held>
                            <Held bookings=held slip=slip />
                        </Loaded>
                        {book.outcome(|_| None)}
                        <Sessions open=open view=view book=book slip=slip resident=resident />
                    </Loaded>
                }.into_any(),
            }}
        </Page>
    }
}

/// Numbers that are to come; pressed, the slip.
#[component]
fn Held(bookings: Vec<Booking>, slip: RwSignal<Option<Booking>>) -> impl IntoView {
    let coming = bookings
        .into_iter()
        .filter(|one| matches!(one.state, BookingState::Booked | BookingState::Arrived));
    let rows = coming
        .map(|one| {
            let (date, start, number) = (one.date, one.minute, one.number);
            let doctor = one.doctor.clone();
            let when = Signal::derive(move || day_at(date, start));
            let who = Signal::derive(move || {
                [booking::number(number).as_str(), &doctor].join(format::DOT)
            });
            let (tone, word) = booking_state(one.state);
            let show = move |()| slip.set(Some(one.clone()));
            view! {
                <ListRow title=when detail=who on_press=show>
                    <Status tone=tone label=word />
                </ListRow>
            }
        })
        .collect_view();
    (!rows.is_empty()).then(|| view! { <Section title=words::HELD><List>{rows}</List></Section> })
}

/// Sessions of one's own institution.
#[component]
fn Sessions(
    open: OpenSessions,
    view: SessionView,
    book: Deed<Book>,
    slip: RwSignal<Option<Booking>>,
    resident: ResidentId,
) -> impl IntoView {
    let name = open.person.map(|person| person.name).unwrap_or_default();
    let pick = asking(name, resident, book, slip);
    view! {
        <SessionDays sessions=open.sessions view=view on_pick=pick team=words::OWN_TEAM>
            <Empty title=words::NO_SESSIONS hint=words::NO_SESSIONS_HINT glyph=icon::CALENDAR />
        </SessionDays>
    }
}

/// Asks before a number is taken in the session that was pressed; then shows the slip.
///
/// Not through the outbox: whoever stands there or is on the line hears the number now.
fn asking(
    name: String,
    resident: ResidentId,
    book: Deed<Book>,
    slip: RwSignal<Option<Booking>>,
) -> Callback<ClinicSession> {
    let confirm = use_confirm();
    let toasts = use_toasts();
    Callback::new(move |session: ClinicSession| {
        let when = [
            format::date(session.date),
            " ".to_owned(),
            minute(session.start),
        ]
        .concat();
        let title = words::ask(&name, &when, &session.doctor);
        let question = Question::new(Signal::stored(title), words::ASK_TEXT, words::BOOK);
        // One id for every try of this question.
        let id = id::new::<BookingId>();
        confirm.ask(question, move |yes| {
            if !yes {
                return;
            }
            let body = BookBody {
                id,
                resident_id: resident,
                session_id: session.session_id,
                note: None,
            };
            let done = move |booking| {
                slip.set(Some(booking));
                store::refresh();
            };
            // The list is long: what stands above it may be out of sight.
            let failed = move |text| {
                toasts.warn(Signal::stored(text));
                store::refresh();
            };
            book.send_or(None, (), body, done, failed);
        });
    })
}
