//! A booking and the sessions to choose from, shown alike to the resident, to the desk and to those
//! who receive them.

use chrono::NaiveDate;
use domain::api::bookings::{Booking, BookingState, CancelBooking, ClinicSession};
use domain::ids::BookingId;
use domain::money::Fen;
use domain::rules::booking::district_date;
use leptos::prelude::*;

use super::sending::Outcome;
use super::words::minute;
use crate::i18n::texts::booking as words;
use crate::i18n::{Text, format, t};
use crate::store::use_submit;
use crate::ui::{
    Button, ButtonLook, Card, KeyValue, KeyValues, ListRow, Question, Status, Tone, use_confirm,
    use_toasts,
};

/// A state as tone and word.
#[must_use]
pub fn booking_state(state: BookingState) -> (Tone, Text) {
    match state {
        BookingState::Booked => (Tone::Info, words::STATE_BOOKED),
        BookingState::Arrived => (Tone::Ok, words::STATE_ARRIVED),
        BookingState::Fulfilled => (Tone::Ok, words::STATE_FULFILLED),
        BookingState::Cancelled => (Tone::Neutral, words::STATE_CANCELLED),
        BookingState::NoShow => (Tone::Warn, words::STATE_NO_SHOW),
    }
}

/// What a visit costs.
fn cost(fee: Fen) -> String {
    if fee == Fen::ZERO {
        words::FREE.get().to_owned()
    } else {
        format::money(fee)
    }
}

/// Whom, when, number, whom to see, where, what it costs, what to bring. Also what stands on the
/// slip of paper.
///
/// `<BookingFacts booking=booking/>`
#[component]
pub fn BookingFacts(
    /// The booking.
    booking: Booking,
) -> impl IntoView {
    let (tone, word) = booking_state(booking.state);
    let Booking {
        date,
        minute: start,
        number,
        fee,
        cancel_until,
        person,
        doctor,
        clinic,
        institution,
        address,
        note,
        state,
        ..
    } = booking;
    // Whole dates: on paper "tomorrow" is wrong the day after.
    let when = move || [format::full_date(date), " ".to_owned(), minute(start)].concat();
    let until = move || {
        let day = format::full_date(district_date(cancel_until));
        [day, " ".to_owned(), format::time(cancel_until)].concat()
    };
    let place = [institution.as_str(), " ", &address].concat();
    let coming = state == BookingState::Booked;
    view! {
        <Card>
            <Status tone=tone label=word />
            <KeyValues>
                <KeyValue label=words::WHO>{person.name}</KeyValue>
                <KeyValue label=words::WHEN>{when}</KeyValue>
                <KeyValue label=words::NUMBER>
                    <strong class="number">{move || words::number(number)}</strong>
                </KeyValue>
                <KeyValue label=words::DOCTOR>{doctor}</KeyValue>
                <KeyValue label=words::CLINIC>{clinic}</KeyValue>
                <KeyValue label=words::PLACE>{place}</KeyValue>
                <KeyValue label=words::FEE>{move || cost(fee)}</KeyValue>
                {note.map(|note| view! { <KeyValue label=words::NOTE>{note}</KeyValue> })}
            </KeyValues>
        </Card>
        {coming.then(|| view! {
            <Card>
                <p>{t(words::COME_EARLY)}</p>
                <p>{t(words::BRING)}</p>
                <p class="muted">{move || words::cancel_until(&until())}</p>
            </Card>
        })}
    }
}

/// Gives the number back, after a question.
///
/// `<CancelButton booking=booking.booking_id name=name/>`
#[component]
pub fn CancelButton(
    /// The booking.
    booking: BookingId,
    /// Whose it is.
    name: String,
) -> impl IntoView {
    let title = Signal::derive(move || words::cancel_ask(&name));
    let cancel = use_submit::<CancelBooking>();
    let confirm = use_confirm();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if cancel.reply().is_some() {
            toasts.say(words::CANCELLED);
        }
    });
    let ask = move |()| {
        let question = Question::new(title, words::CANCEL_TEXT, words::CANCEL)
            .or(words::KEEP)
            .dangerous();
        confirm.ask(question, move |yes| {
            if yes {
                cancel.send(booking, ());
            }
        });
    };
    view! {
        <Button
            label=words::CANCEL
            look=ButtonLook::Danger
            busy=Signal::derive(move || cancel.busy())
            on_press=ask
        />
        <Outcome action=cancel />
    }
}

/// Days that have a session, in their order.
#[must_use]
pub fn days(sessions: &[ClinicSession]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = sessions.iter().map(|session| session.date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Sessions day by day; within a day in the order the backend gave them.
#[must_use]
pub fn by_day(
    sessions: Vec<ClinicSession>,
    only: Option<NaiveDate>,
) -> Vec<(NaiveDate, Vec<ClinicSession>)> {
    let wanted = days(&sessions)
        .into_iter()
        .filter(|day| only.is_none_or(|only| only == *day));
    wanted
        .map(|day| {
            let held = sessions.iter().filter(|session| session.date == day);
            (day, held.cloned().collect())
        })
        .collect()
}

/// A session in a list: whom, where, when, how many numbers are left. Pressed while there are some.
///
/// `<SessionRow session=session on_pick=pick closed=paused/>`
#[component]
pub fn SessionRow(
    /// The session.
    session: ClinicSession,
    /// Gets the session that is pressed.
    #[prop(into)]
    on_pick: Callback<ClinicSession>,
    /// What the resident's own team is called.
    #[prop(default = words::OWN_TEAM)]
    team: Text,
    /// Whether nothing can be taken now.
    #[prop(optional)]
    closed: bool,
) -> impl IntoView {
    let ClinicSession {
        start,
        end,
        left,
        kept_left,
        own_team,
        booked,
        ..
    } = session;
    let title = [session.doctor.as_str(), " ", &session.title].concat();
    let clinic = session.clinic.clone();
    let detail = Signal::derive(move || {
        let hours = [minute(start), "–".to_owned(), minute(end)].concat();
        let parts = [
            Some(clinic.clone()),
            Some(hours),
            own_team.then(|| team.get().to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let (tone, word) = match (booked, left, kept_left) {
        (true, _, _) => (Tone::Ok, Signal::from(words::HAVE)),
        (false, 0, 0) => (Tone::Neutral, Signal::from(words::FULL)),
        (false, left, 0) => (Tone::Info, Signal::derive(move || words::left(left))),
        (false, left, kept) => (
            Tone::Info,
            Signal::derive(move || words::left_and_kept(left, kept)),
        ),
    };
    let status = view! { <Status tone=tone label=word /> };
    if left + kept_left == 0 || booked || closed {
        view! { <ListRow title=Signal::stored(title) detail=detail>{status}</ListRow> }.into_any()
    } else {
        let pick = move |()| on_pick.run(session.clone());
        view! { <ListRow title=Signal::stored(title) detail=detail on_press=pick>{status}</ListRow> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(date: &str, doctor: &str) -> ClinicSession {
        serde_json::from_value(serde_json::json!({
            "session_id": "0198f0c0-0000-7000-8000-000000000001", "date": date, "half": "morning",
            "start": 480, "end": 720, "doctor": doctor, "title": "主治医师", "clinic": "全科",
            "institution": "月塘", "capacity": 12, "left": 3, "fee": 0, "own_team": false, "booked": false,
        }))
        .unwrap()
    }

    #[test]
    fn sessions_stand_under_their_day_and_a_chosen_day_stands_alone() {
        let sessions = vec![
            session("2026-11-26", "甲"),
            session("2026-11-25", "乙"),
            session("2026-11-26", "丙"),
        ];
        let all = by_day(sessions.clone(), None);
        assert_eq!(
            all.iter().map(|(_, list)| list.len()).collect::<Vec<_>>(),
            [1, 2]
        );
        let one = by_day(sessions, "2026-11-26".parse().ok());
        assert_eq!(one.len(), 1);
        assert_eq!(one.first().map(|(_, list)| list.len()), Some(2));
    }
}
