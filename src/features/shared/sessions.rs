//! The sessions to choose from, day by day, shown alike to the resident and to the desk.

use chrono::NaiveDate;
use domain::api::bookings::ClinicSession;
use leptos::prelude::*;

use super::words::minute;
use crate::i18n::texts::booking as words;
use crate::i18n::{Text, format};
use crate::ui::{Button, List, ListRow, Opt, Section, Select, Status, Tone};

/// Days listed before one asks for more: two weeks of a whole institution are too long to look
/// through on a phone.
const DAYS_AT_ONCE: usize = 3;

/// What of the sessions is looked at: one day, or the next few. Kept by the page, so that it stays
/// when the numbers have changed. Copies are the same.
#[derive(Clone, Copy)]
pub struct SessionView {
    day: RwSignal<Option<NaiveDate>>,
    shown: RwSignal<usize>,
}

impl SessionView {
    /// One day, or all from today on.
    #[must_use]
    pub fn of(day: Option<NaiveDate>) -> Self {
        Self {
            day: RwSignal::new(day),
            shown: RwSignal::new(DAYS_AT_ONCE),
        }
    }
}

/// The choice of a day, and the sessions under their days; `children` where there are none.
///
/// `<SessionDays sessions=sessions view=view on_pick=pick><Empty …/></SessionDays>`
#[component]
pub fn SessionDays(
    /// The sessions.
    sessions: Vec<ClinicSession>,
    /// What of them is looked at.
    view: SessionView,
    /// Gets the session that is pressed.
    on_pick: Callback<ClinicSession>,
    /// What the resident's own team is called.
    #[prop(default = words::OWN_TEAM)]
    team: Text,
    /// Whether nothing can be taken now.
    #[prop(optional)]
    closed: bool,
    /// What stands there without sessions.
    children: ChildrenFn,
) -> impl IntoView {
    let SessionView { day, shown } = view;
    let options = days(&sessions)
        .into_iter()
        .map(|day| Opt::new(day, Signal::derive(move || format::date(day))))
        .collect();
    let list = move || {
        let mut held = by_day(sessions.clone(), day.get());
        let further = held.len() > shown.get();
        held.truncate(shown.get());
        if held.is_empty() {
            return children().into_any();
        }
        let sections = held
            .into_iter()
            .map(|(day, sessions)| {
                let rows = sessions
                    .into_iter()
                    .map(|session| {
                        view! { <SessionRow session=session on_pick=on_pick team=team closed=closed /> }
                    })
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
                    label=words::MORE_DAYS
                    on_press=move |()| shown.update(|days| *days += DAYS_AT_ONCE)
                />
            })}
        }
        .into_any()
    };
    view! {
        <Select label=words::DAY hint=words::ALL_DAYS options=options value=day />
        {list}
    }
}

/// Days that have a session, in their order.
fn days(sessions: &[ClinicSession]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = sessions.iter().map(|session| session.date).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Sessions day by day; within a day in the order the backend gave them.
fn by_day(
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
#[component]
fn SessionRow(
    session: ClinicSession,
    on_pick: Callback<ClinicSession>,
    team: Text,
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
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
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
