//! A suspected case wherever it stands: the readings that say so, and the two deeds, each asked about before it is
//! done and kept on the phone while there is no network.

use chrono::{Days, NaiveDate};
use domain::api::suspects::{
    DecideSuspect, DecideSuspectBody, Evidence, ExcludeReason, NOTE_MAX, Verdict,
};
use domain::ids::{ResidentId, SuspectDecisionId};
use domain::programme::ProgrammeCode;
use domain::rules::suspects::{RULES, check, latest_first_visit};
use leptos::prelude::*;

use super::home_reading::measured_line;
use super::sending::{Outcome, field_error, sync_state, too_long};
use crate::i18n::texts::suspects as words;
use crate::i18n::texts::worklist;
use crate::i18n::{format, t};
use crate::platform::{clock, id};
use crate::store::{self, Action, Progress, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Choice, DateChip, DateField, Dialog, Form, List, ListRow, Opt,
    Status, SyncMark, SyncState, TextArea, Tone, use_toasts,
};

/// The readings, a row each; those of home are marked.
#[must_use]
pub fn evidence_rows(evidence: Vec<Evidence>) -> AnyView {
    let row = |one: Evidence| {
        let (on, home) = (one.on, one.home);
        let title =
            Signal::derive(move || measured_line(one.kind, one.value, one.second, one.moment));
        let detail = Signal::derive(move || format::date(on));
        view! {
            <ListRow title=title detail=detail>
                {home.then(|| view! { <Status tone=Tone::Neutral label=words::AT_HOME /> })}
            </ListRow>
        }
    };
    let rows = evidence.into_iter().map(row).collect_view();
    view! { <List>{rows}</List> }.into_any()
}

/// What can be done with a suspected case.
///
/// `<SuspectDeeds resident=resident programme=programme seen_through=newest/>`
#[component]
pub fn SuspectDeeds(
    /// Whom it is about.
    resident: ResidentId,
    /// The programme that would follow them up.
    programme: ProgrammeCode,
    /// Day of the newest reading that is shown.
    seen_through: NaiveDate,
) -> impl IntoView {
    let sheets = use_context::<Sheets>();
    let at = (resident, programme.clone());
    let deciding = Deciding {
        resident,
        programme,
        seen_through,
    };
    let deciding = StoredValue::new(deciding);
    let ask = move |sheet: fn(Sheets) -> RwSignal<bool>| {
        if let Some(sheets) = sheets {
            sheets.about.set(Some(deciding.get_value()));
            sheet(sheets).set(true);
        }
    };
    let unsent = Memo::new(move |_| {
        store::standing_at::<DecideSuspect>(&at)
            .as_ref()
            .map(sync_state)
    });
    let deeds = move || {
        let state = unsent.get();
        let mark = state.map(|state| view! { <SyncMark state=Signal::stored(state) /> });
        // One that was refused can be decided again.
        let open = state.is_none_or(|state| state == SyncState::NeedsYou).then(|| {
            view! {
                <Actions row=true>
                    <Button label=words::ENROL on_press=move |()| ask(|sheets| sheets.enrolling) />
                    <Button label=words::EXCLUDE on_press=move |()| ask(|sheets| sheets.excluding) />
                </Actions>
            }
        });
        view! {
            {mark}
            {open}
        }
    };
    view! { {deeds} }
}

/// The sheets on which a suspected case is decided. They stand beside what shows the cases and not in it: what is
/// decided is shown anew at once, and a sheet that went with it would be gone before it has answered.
///
/// `<SuspectSheets><Suspicions resident=resident /></SuspectSheets>`
#[component]
pub fn SuspectSheets(
    /// What shows the cases.
    children: Children,
) -> impl IntoView {
    let sheets = Sheets {
        about: RwSignal::new(None),
        enrolling: RwSignal::new(false),
        excluding: RwSignal::new(false),
    };
    provide_context(sheets);
    let about = move || sheets.about.get_untracked();
    view! {
        {children()}
        <Dialog open=sheets.enrolling title=words::ENROL>
            {about().map(|about| enrol(about, sheets.enrolling))}
        </Dialog>
        <Dialog open=sheets.excluding title=words::EXCLUDE>
            {about().map(|about| exclude(about, sheets.excluding))}
        </Dialog>
    }
}

/// Which sheet is open, and about whom.
#[derive(Clone, Copy)]
struct Sheets {
    about: RwSignal<Option<Deciding>>,
    enrolling: RwSignal<bool>,
    excluding: RwSignal<bool>,
}

/// About whom something is decided.
#[derive(Clone)]
struct Deciding {
    resident: ResidentId,
    programme: ProgrammeCode,
    seen_through: NaiveDate,
}

impl Deciding {
    fn body(&self, verdict: Verdict) -> DecideSuspectBody {
        DecideSuspectBody {
            id: id::new::<SuspectDecisionId>(),
            verdict,
            seen_through: self.seen_through,
            first_visit: None,
            reason: None,
            note: None,
        }
    }

    fn send(&self, send: Action<DecideSuspect>, body: DecideSuspectBody) {
        send.send((self.resident, self.programme.clone()), body);
    }
}

/// Says that it is done, and closes the sheet.
fn when_done(send: Action<DecideSuspect>, open: RwSignal<bool>, said: crate::i18n::Text) {
    let toasts = use_toasts();
    Effect::new(move |_| {
        if matches!(send.progress(), Progress::Accepted) {
            open.set(false);
            toasts.say(said);
            store::refresh();
        }
    });
}

fn enrol(about: Deciding, open: RwSignal<bool>) -> AnyView {
    let send = use_submit::<DecideSuspect>();
    when_done(send, open, words::ENROLLED);
    let today = clock::today();
    let most = latest_first_visit(&RULES, today);
    let day = RwSignal::new(Some(today));
    let missing = RwSignal::new(false);
    let chip = |label, days| {
        let day = today.checked_add_days(Days::new(days))?;
        (day <= most).then(|| DateChip::new(label, day))
    };
    let chips: Vec<DateChip> = [
        chip(worklist::CHIP_TODAY, 0),
        chip(worklist::CHIP_TOMORROW, 1),
        chip(worklist::CHIP_WEEK, 7),
        chip(worklist::CHIP_FORTNIGHT, 14),
    ]
    .into_iter()
    .flatten()
    .collect();
    let submit = move |()| {
        let body = DecideSuspectBody {
            first_visit: day.get_untracked(),
            ..about.body(Verdict::Enrolled)
        };
        let sound = check(&RULES, &body, today).is_empty();
        missing.set(!sound);
        if sound {
            about.send(send, body);
        }
    };
    let refused = field_error(send, "first_visit");
    let error = Signal::derive(move || {
        refused.get().or_else(|| {
            let by = || worklist::day_between(&format::date(today), &format::date(most));
            missing.get().then(by)
        })
    });
    view! {
        <p class="muted">{t(words::ENROL_HINT)}</p>
        <Form on_submit=submit>
            <DateField
                label=words::FIRST_VISIT
                value=day
                required=true
                least=Signal::stored(Some(today))
                most=Signal::stored(Some(most))
                chips=Signal::stored(chips)
                error=error
            />
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::ENROL
                    look=ButtonLook::Primary
                    submit=true
                    blocked=Signal::derive(move || send.done())
                    busy=Signal::derive(move || send.busy())
                />
            </Actions>
        </Form>
    }
    .into_any()
}

fn exclude(about: Deciding, open: RwSignal<bool>) -> AnyView {
    let send = use_submit::<DecideSuspect>();
    when_done(send, open, words::EXCLUDED);
    let today = clock::today();
    let reason = RwSignal::new(None::<ExcludeReason>);
    let note = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let submit = move |()| {
        let body = DecideSuspectBody {
            reason: reason.get_untracked(),
            note: note.with_untracked(|note| {
                Some(note.trim().to_owned()).filter(|note| !note.is_empty())
            }),
            ..about.body(Verdict::Excluded)
        };
        let sound = check(&RULES, &body, today).is_empty();
        missing.set(!sound);
        if sound {
            about.send(send, body);
        }
    };
    let no_reason = Signal::derive(move || {
        let missing = missing.get() && reason.get().is_none();
        missing.then(|| words::REASON_NEEDED.get().to_owned())
    });
    let refused = field_error(send, "note");
    let no_note = Signal::derive(move || {
        refused.get().or_else(|| {
            let other = reason.get() == Some(ExcludeReason::Other);
            let missing = missing.get() && other && note.with(|note| note.trim().is_empty());
            let missing = missing.then(|| words::NOTE_NEEDED.get().to_owned());
            missing.or_else(|| note.with(|note| too_long(note, NOTE_MAX)))
        })
    });
    let options = ExcludeReason::ALL
        .into_iter()
        .map(|one| Opt::new(one, words::reason(one)))
        .collect();
    view! {
        <p class="muted">{t(words::EXCLUDE_HINT)}</p>
        <Form on_submit=submit>
            <Choice label=words::REASON options=options value=reason required=true error=no_reason />
            <TextArea label=words::NOTE value=note error=no_note />
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::EXCLUDE
                    look=ButtonLook::Primary
                    submit=true
                    blocked=Signal::derive(move || send.done())
                    busy=Signal::derive(move || send.busy())
                />
            </Actions>
        </Form>
    }
    .into_any()
}
