//! One person at the desk or on the phone: the numbers they have, and the sessions to choose from.

use domain::api::bookings::{
    Book, BookBody, Booking, BookingState, ClinicSession, ListBookings, ListSessions, OpenSessions,
    SessionQuery,
};
use domain::ids::{BookingId, ResidentId};
use leptos::prelude::*;

use super::slip::Slip;
use crate::features::shared::{
    Deed, Loaded, PersonBar, SessionRow, booking_state, by_day, days, minute, use_deed,
};
use crate::i18n::format;
use crate::i18n::texts::{booking, desk_booking as words};
use crate::platform::id;
use crate::routes::Route;
use crate::store::{self, use_query};
use crate::ui::{
    Button, Empty, List, ListRow, Opt, Page, Question, Section, Select, Status, icon, use_confirm,
    use_toasts,
};

/// Days listed before one asks for more.
const DAYS_AT_ONCE: usize = 3;

/// What they have and can get; and the slip, once there is one to hand over.
#[component]
pub fn BookForPage(
    /// For whom.
    resident: ResidentId,
) -> impl IntoView {
    let open = use_query::<ListSessions>(resident, SessionQuery::default());
    let held = use_query::<ListBookings>(resident, ());
    let slip = RwSignal::new(None::<Booking>);
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
                        <Sessions open=open resident=resident slip=slip />
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
            let when = Signal::derive(move || {
                [format::date(date), " ".to_owned(), minute(start)].concat()
            });
            let who =
                Signal::derive(move || [booking::number(number).as_str(), &doctor].join(" · "));
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

/// Sessions of one's own institution, day by day.
#[component]
fn Sessions(
    open: OpenSessions,
    resident: ResidentId,
    slip: RwSignal<Option<Booking>>,
) -> impl IntoView {
    let OpenSessions {
        sessions, person, ..
    } = open;
    let name = person.map(|person| person.name).unwrap_or_default();
    let day = RwSignal::new(None);
    let shown = RwSignal::new(DAYS_AT_ONCE);
    let book = use_deed::<Book>();
    let pick = asking(name, resident, book, slip);
    let options = days(&sessions)
        .into_iter()
        .map(|day| Opt::new(day, Signal::derive(move || format::date(day))))
        .collect();
    let list = move || {
        let mut held = by_day(sessions.clone(), day.get());
        let further = held.len() > shown.get();
        held.truncate(shown.get());
        if held.is_empty() {
            return view! { <Empty title=words::NO_SESSIONS glyph=icon::CALENDAR /> }.into_any();
        }
        let sections = held
            .into_iter()
            .map(|(day, sessions)| {
                let rows = sessions
                    .into_iter()
                    .map(|session| view! { <SessionRow session=session on_pick=pick team=words::OWN_TEAM /> })
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
                <Button
                    label=booking::MORE_DAYS
                    on_press=move |()| shown.update(|days| *days += DAYS_AT_ONCE)
                />
            })}
        }
        .into_any()
    };
    view! {
        {book.outcome(|_| None)}
        <Select label=booking::DAY hint=booking::ALL_DAYS options=options value=day />
        {list}
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
                toasts.say(Signal::stored(text));
                store::refresh();
            };
            book.send_or(None, (), body, done, failed);
        });
    })
}
