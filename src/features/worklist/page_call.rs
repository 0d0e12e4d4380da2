//! Calling somebody: whom, the number, what came of it, and the calls before. What follows from an
//! outcome is shown before it is kept. Works without network: what is kept here is sent later.

use chrono::{Days, NaiveDate};
use domain::api::calls::{CallOutcome, Calls, ClosedReason, ListCalls, RecordCall, RecordCallBody};
use domain::ids::ResidentId;
use domain::programme::ProgrammeCode;
use domain::rules::calls::{self, Course, RULES};
use leptos::prelude::*;

use super::said;
use crate::features::shared::{
    DepartureNote, DialButton, LoadedInOffice, Outcome, PersonBar, field_error, said as spoken,
};
use crate::i18n::format;
use crate::i18n::texts::worklist as words;
use crate::platform::{clock, id};
use crate::routes::Route;
use crate::store::{self, Progress, use_query, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Choice, DateChip, DateField, Form,
    List, ListRow, Opt, Page, Question, Section, Status, TextArea, Tone, use_confirm, use_toasts,
};

/// Calling a resident about a follow-up.
#[component]
pub fn CallPage(
    /// Whom.
    resident: ResidentId,
    /// The programme that it is about.
    programme: ProgrammeCode,
) -> impl IntoView {
    let calls = use_query::<ListCalls>(resident, ());
    let programme = StoredValue::new(programme);
    view! {
        <Page title=words::CALL_TITLE back=Route::Worklist.href()>
            <LoadedInOffice query=calls rows=6 let:calls>
                {content(calls, programme.get_value())}
            </LoadedInOffice>
        </Page>
    }
}

fn content(known: Calls, programme: ProgrammeCode) -> AnyView {
    let Calls {
        person,
        phone_masked,
        plans,
        calls,
        departure,
    } = known;
    let resident = person.resident_id;
    let about = plans
        .iter()
        .find(|plan| plan.programme == programme)
        .cloned();
    let due = about.clone().map(|plan| {
        let title = Signal::derive(move || {
            [
                spoken(&plan.title),
                format::DOT,
                &words::due_on(&format::date(plan.due)),
            ]
            .concat()
        });
        view! { <p>{move || title.get()}</p> }
    });
    let number = if phone_masked.is_some() {
        view! { <Actions><DialButton resident=resident /></Actions> }.into_any()
    } else {
        view! { <Banner kind=BannerKind::Info text=words::NO_PHONE /> }.into_any()
    };
    let visit = Route::FollowUpForm(resident, programme.clone()).href();
    let before = about.as_ref().and_then(|plan| plan.call.clone());
    let urgent = about.as_ref().is_some_and(|plan| plan.urgent);
    let form = if about.is_some() {
        view! { <OutcomeForm resident=resident programme=programme urgent=urgent before=before /> }
            .into_any()
    } else {
        view! {
            <Banner kind=BannerKind::Info text=words::NOTHING_PLANNED />
            <Actions><ButtonLink label=words::CLOSED href=Route::ClosedFollowUps.href() /></Actions>
        }
        .into_any()
    };
    let history = calls
        .into_iter()
        .map(|card| {
            let tone = if card.closed.is_some() { Tone::Warn } else { Tone::Neutral };
            let when = card.called_at;
            let by = card.by.clone();
            let note = card.note.clone();
            let detail = Signal::derive(move || {
                let parts = [Some(format::date_time(when)), Some(by.clone()), note.clone()];
                parts.into_iter().flatten().collect::<Vec<_>>().join(format::DOT)
            });
            let title = {
                let card = card.clone();
                Signal::derive(move || said::line(&card))
            };
            let programme = Signal::derive(move || spoken(&card.title).to_owned());
            view! { <ListRow title=title detail=detail><Status tone=tone label=programme /></ListRow> }
        })
        .collect::<Vec<_>>();
    let history = (!history.is_empty()).then(|| {
        view! { <Section title=words::CALLS_BEFORE><List>{history}</List></Section> }
    });
    view! {
        <PersonBar person=person />
        {departure.map(|left| view! { <DepartureNote departure=left /> })}
        {due}
        {number}
        {form}
        <Actions><ButtonLink label=words::VISIT_NOW href=visit /></Actions>
        {history}
    }
    .into_any()
}

/// What came of the call.
#[component]
fn OutcomeForm(
    resident: ResidentId,
    programme: ProgrammeCode,
    urgent: bool,
    before: Option<domain::api::calls::LastCall>,
) -> impl IntoView {
    let send = use_submit::<RecordCall>();
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let today = clock::today();
    let outcome = RwSignal::new(None::<CallOutcome>);
    let on = RwSignal::new(None::<NaiveDate>);
    let note = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let before = StoredValue::new(before);
    let programme = StoredValue::new(programme);
    // Another outcome, another day.
    Effect::new(move |last: Option<Option<CallOutcome>>| {
        let now = outcome.get();
        if last.is_some_and(|last| last != now) {
            on.set(None);
            missing.set(false);
        }
        now
    });
    let course = Memo::new(move |_| {
        let outcome = outcome.get()?;
        before.with_value(|before| {
            let call = calls::Call {
                outcome,
                on: on.get(),
                called_on: today,
                urgent,
                before: before.as_ref(),
            };
            let faults = calls::check(&RULES, &call, Some(&note.get()), today);
            Some((calls::course(&RULES, &call), faults))
        })
    });
    let closes = move || {
        course.with(|course| match course {
            Some((Course::Closed(why), _)) => Some(*why),
            _ => None,
        })
    };
    let record = move || {
        let Some(outcome) = outcome.get_untracked() else {
            return;
        };
        let note = note.with_untracked(|note| note.trim().to_owned());
        let body = RecordCallBody {
            id: id::new(),
            programme: programme.get_value(),
            called_at: clock::now(),
            outcome,
            on: on.get_untracked(),
            note: Some(note).filter(|note| !note.is_empty()),
        };
        send.send(resident, body);
    };
    let submit = move |()| {
        let sound = course
            .with_untracked(|course| course.as_ref().is_some_and(|(_, faults)| faults.is_empty()));
        missing.set(!sound);
        match untrack(closes) {
            _ if !sound => {}
            Some(why) => {
                let question = Question::new(words::CLOSE_ASK, closing_text(why), words::CLOSE_YES);
                confirm.ask(question.dangerous(), move |yes| {
                    if yes {
                        record();
                    }
                });
            }
            None => record(),
        }
    };
    Effect::new(move |_| {
        if matches!(send.progress(), Progress::Accepted) {
            toasts.say(words::CALL_KEPT);
            outcome.set(None);
            note.set(String::new());
            store::refresh();
        }
    });
    let options = said::OUTCOMES
        .into_iter()
        .map(|one| Opt::new(one, said::outcome(one)))
        .collect();
    let own_fault = Signal::derive(move || {
        missing.get().then(|| {
            outcome
                .get()
                .is_none()
                .then(|| words::OUTCOME_NEEDED.get().to_owned())
        })?
    });
    view! {
        <Form on_submit=submit>
            <Choice label=words::OUTCOME options=options value=outcome required=true error=own_fault />
            {move || day_field(outcome.get()?, today, urgent, on, missing, send)}
            <TextArea label=words::NOTE value=note error=field_error(send, "note") />
            {move || closes().map(|why| view! {
                <Banner kind=BannerKind::Warn text=closing_text(why) />
            })}
            <Outcome action=send />
            <Actions>
                <Button label=words::KEEP_CALL look=ButtonLook::Primary submit=true busy=Signal::derive(move || send.busy()) />
            </Actions>
        </Form>
    }
}

/// What closing comes to.
fn closing_text(why: ClosedReason) -> crate::i18n::Text {
    match why {
        ClosedReason::Died => words::CLOSING_DIED,
        ClosedReason::Moved => words::CLOSING_MOVED,
        ClosedReason::Lost => words::CLOSING_LOST,
        ClosedReason::Refused => words::CLOSING_REFUSED,
    }
}

/// The day that goes with an outcome.
fn day_field(
    outcome: CallOutcome,
    today: NaiveDate,
    urgent: bool,
    on: RwSignal<Option<NaiveDate>>,
    missing: RwSignal<bool>,
    send: store::Action<RecordCall>,
) -> Option<AnyView> {
    let label = match outcome {
        CallOutcome::Agreed => words::DAY_AGREED,
        CallOutcome::Later => words::DAY_LATER,
        CallOutcome::Died => words::DAY_DIED,
        _ => return None,
    };
    let latest = calls::latest(&RULES, outcome, today, urgent);
    let least = latest.map(|_| today);
    let most = latest.unwrap_or(today);
    let chip = |label, days| {
        let day = today.checked_add_days(Days::new(days))?;
        (latest.is_some() && day <= most).then(|| DateChip::new(label, day))
    };
    let chips: Vec<DateChip> = [
        chip(words::CHIP_TODAY, 0),
        chip(words::CHIP_TOMORROW, 1),
        chip(words::CHIP_WEEK, 7),
        chip(words::CHIP_FORTNIGHT, 14),
    ]
    .into_iter()
    .flatten()
    .collect();
    let refused = field_error(send, "on");
    let needed = latest.is_some();
    let error = Signal::derive(move || {
        refused.get().or_else(|| {
            let wrong = match on.get() {
                None => needed,
                Some(day) => day > most || least.is_some_and(|least| day < least),
            };
            (missing.get() && wrong).then(|| {
                words::day_between(&format::date(least.unwrap_or(most)), &format::date(most))
            })
        })
    });
    Some(
        view! {
            <DateField
                label=label
                value=on
                required=needed
                least=Signal::stored(least)
                most=Signal::stored(Some(most))
                chips=Signal::stored(chips)
                error=error
            />
        }
        .into_any(),
    )
}
