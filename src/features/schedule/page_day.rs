//! A day's sessions with their bookings in the order of numbers.

use chrono::{Days, NaiveDate};
use domain::api::bookings::{
    Booking, BookingAction, DayList, DayQuery, DaySession, GetDayList, MarkArrived, MarkNoShow,
};
use leptos::prelude::*;

use super::finish::Finish;
use crate::features::shared;
use crate::features::shared::{Loaded, Outcome, booking_state, minute, person_line};
use crate::i18n::texts::{booking, schedule as words};
use crate::i18n::{format, t};
use crate::platform::{clock, nav};
use crate::routes::{Route, query_value};
use crate::session;
use crate::store::{use_query_of, use_submit};
use crate::ui::{
    Actions, Button, ButtonLink, ButtonLook, Card, DateChip, DateField, Empty, Page, Question,
    Section, Status, icon, use_confirm,
};

/// The day in the address, else today; changing it changes the address, so that back and reload
/// keep it.
#[component]
pub fn SchedulePage() -> impl IntoView {
    let asked =
        move || query_value(&nav::query(), "date").and_then(|day| day.parse::<NaiveDate>().ok());
    let today = clock::today();
    let day = RwSignal::new(Some(untrack(asked).unwrap_or(today)));
    Effect::new(move |before: Option<Option<NaiveDate>>| {
        let now = day.get();
        if let Some(chosen) = now
            && before.is_some_and(|before| before != now)
        {
            nav::replace(&Route::Schedule.href_with(&[("date", &chosen.to_string())]));
        }
        now
    });
    let list = use_query_of::<GetDayList>(move || Some(((), DayQuery { date: day.get() })));
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let chips = vec![
        DateChip::new(words::TODAY, today),
        DateChip::new(words::TOMORROW, tomorrow),
    ];
    let finishing = RwSignal::new(None::<Booking>);
    view! {
        <Page title=words::TITLE>
            {untrack(session::at_desk).then(|| view! {
                <ButtonLink
                    label=words::BOOK_FOR
                    look=ButtonLook::Primary
                    glyph=icon::PLUS
                    href=Route::DeskBooking.href()
                />
            })}
            <Card><DateField label=words::DAY value=day chips=Signal::stored(chips) /></Card>
            <Loaded query=list rows=5 let:list>
                <Day list=list finishing=finishing />
            </Loaded>
            <Finish booking=finishing />
        </Page>
    }
}

#[component]
fn Day(list: DayList, finishing: RwSignal<Option<Booking>>) -> impl IntoView {
    if list.sessions.is_empty() {
        return view! { <Empty title=words::NO_SESSIONS hint=words::NO_SESSIONS_HINT glyph=icon::CALENDAR /> }.into_any();
    }
    list.sessions
        .into_iter()
        .map(|session| view! { <SessionPart session=session finishing=finishing /> })
        .collect_view()
        .into_any()
}

#[component]
fn SessionPart(session: DaySession, finishing: RwSignal<Option<Booking>>) -> impl IntoView {
    let DaySession { session, bookings } = session;
    let count = bookings.len();
    let (start, end) = (session.start, session.end);
    let place = [session.doctor, session.clinic].join(format::DOT);
    let title = Signal::derive(move || {
        [
            minute(start),
            "–".to_owned(),
            minute(end),
            " ".to_owned(),
            place.clone(),
        ]
        .concat()
    });
    let rows = bookings
        .into_iter()
        .map(|booking| view! { <Row booking=booking finishing=finishing /> })
        .collect_view();
    view! {
        <Section title=title>
            <p class="muted">
                {move || if count == 0 { words::NO_BOOKINGS.get().to_owned() } else { words::booked(count) }}
            </p>
            {rows}
        </Section>
    }
}

#[component]
fn Row(booking: Booking, finishing: RwSignal<Option<Booking>>) -> impl IntoView {
    let whole = booking.clone();
    let Booking {
        booking_id,
        person,
        number,
        minute: start,
        note,
        allowed,
        ..
    } = booking;
    let (tone, word) = booking_state(booking.state);
    let [arrivable, finishable, absentable] = [
        BookingAction::Arrive,
        BookingAction::Finish,
        BookingAction::NoShow,
    ]
    .map(|action| allowed.contains(&action));
    let arrive = use_submit::<MarkArrived>();
    let absent = use_submit::<MarkNoShow>();
    let confirm = use_confirm();
    let ask_absent = move |()| {
        let question =
            Question::new(words::NOT_COME_ASK, words::NOT_COME_TEXT, words::NOT_COME).dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                absent.send(booking_id, ());
            }
        });
    };
    let name = person.name.clone();
    // The desk may not open records, so the name leads nowhere there.
    let record = (!untrack(session::at_desk)).then(|| Route::Resident(person.resident_id).href());
    view! {
        <Card>
            <p>
                <strong class="number">{move || crate::i18n::texts::booking::number(number)}</strong>
                " "
                {move || minute(start)}
                " "
                <Status tone=tone label=word />
            </p>
            <p>
                {match record {
                    Some(href) => {
                        view! { <ButtonLink label=Signal::stored(name) look=ButtonLook::Quiet href=Signal::stored(href) /> }.into_any()
                    }
                    None => view! { <strong>{name}</strong> }.into_any(),
                }}
                " "
                <span class="muted">{move || person_line(&person)}</span></p>
            {note.map(|note| view! { <p>{t(booking::NOTE)} {move || shared::word("：", ": ")} {note}</p> })}
            <Actions row=true>
                {arrivable.then(|| view! {
                    <Button
                        label=words::ARRIVED
                        busy=Signal::derive(move || arrive.busy())
                        on_press=move |()| arrive.send(booking_id, ())
                    />
                })}
                {finishable.then(|| view! {
                    <Button
                        label=words::DONE
                        on_press=move |()| finishing.set(Some(whole.clone()))
                    />
                })}
                {absentable.then(|| view! {
                    <Button
                        label=words::NOT_COME
                        look=ButtonLook::Quiet
                        busy=Signal::derive(move || absent.busy())
                        on_press=ask_absent
                    />
                })}
            </Actions>
            <Outcome action=arrive />
            <Outcome action=absent />
        </Card>
    }
}
