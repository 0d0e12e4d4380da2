//! Handing the follow-ups of people over to a colleague (交接): to whom, why, and what they should know. The same
//! form for one person and for those who were chosen in the worklist.

use domain::api::passing_on::{
    FollowUpDoctor, NOTE_MAX, PASSED_ON_MAX, PassOn, PassOnBody, PassingReason, TeamColleague,
};
use domain::ids::{PassingOnId, ResidentId, StaffId};
use leptos::prelude::*;

use super::sending::{Outcome, field_error, too_long};
use super::words::word;
use crate::i18n::texts::passing_on as words;
use crate::i18n::{format, t};
use crate::platform::id;
use crate::store::{self, Progress, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Choice, Form, Opt, TextArea, use_toasts,
};

/// Who follows somebody up, as a list says it: 刘静随访, or from whom they have the person.
#[must_use]
pub fn doctor_line(doctor: &FollowUpDoctor) -> String {
    let by = words::by(&doctor.colleague.name);
    match &doctor.handed {
        Some(handed) => {
            let from = words::handed(&handed.by, handed.reason);
            [by.as_str(), format::DOT, &from].concat()
        }
        None => by,
    }
}

/// The form of a handing-over.
///
/// `<HandOver residents=Signal::stored(vec![resident]) colleagues=colleagues on_done=close/>`
#[component]
pub fn HandOver(
    /// Whose follow-ups.
    residents: Signal<Vec<ResidentId>>,
    /// To whom they may go.
    colleagues: Vec<TeamColleague>,
    /// Called once it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    if colleagues.is_empty() {
        return view! { <Banner kind=BannerKind::Info text=words::NO_COLLEAGUE /> }.into_any();
    }
    form(residents, colleagues, on_done)
}

/// A colleague with their role, and their team where there is more than one.
fn option(one: &TeamColleague, teams: bool) -> Opt<StaffId> {
    let TeamColleague {
        colleague,
        role: of,
        team,
        oneself,
        ..
    } = one.clone();
    let staff = colleague.staff_id;
    let label = Signal::derive(move || {
        if oneself {
            [&colleague.name, format::DOT, words::ONESELF.get()].concat()
        } else {
            colleague.name.clone()
        }
    });
    let note = Signal::derive(move || {
        let role = word(of.zh(), of.en());
        if teams {
            [role, format::DOT, &team].concat()
        } else {
            role.to_owned()
        }
    });
    Opt::new(staff, label).note(note)
}

fn form(
    residents: Signal<Vec<ResidentId>>,
    colleagues: Vec<TeamColleague>,
    on_done: Callback<()>,
) -> AnyView {
    let send = use_submit::<PassOn>();
    let toasts = use_toasts();
    let to = RwSignal::new(None::<StaffId>);
    let reason = RwSignal::new(None::<PassingReason>);
    let note = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let teams = colleagues
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one.team_id != other.team_id));
    let people = colleagues.iter().map(|one| option(one, teams)).collect();
    let reasons = PassingReason::ALL
        .into_iter()
        .map(|one| Opt::new(one, words::reason(one)))
        .collect();
    let typed = move || {
        note.with(|note| Some(note.trim().to_owned()))
            .filter(|note| !note.is_empty())
    };
    let submit = move |()| {
        let wanted = to.get_untracked().zip(reason.get_untracked());
        let body = wanted.map(|(to, reason)| PassOnBody {
            id: id::new::<PassingOnId>(),
            to,
            residents: residents
                .get_untracked()
                .into_iter()
                .take(PASSED_ON_MAX)
                .collect(),
            reason,
            note: untrack(typed),
        });
        let body = body.filter(|body| body.check().is_empty());
        missing.set(body.is_none());
        if let Some(body) = body {
            send.send((), body);
        }
    };
    let known = StoredValue::new(colleagues);
    Effect::new(move |_| {
        if !matches!(send.progress(), Progress::Accepted) {
            return;
        }
        let Some(done) = send.reply() else { return };
        let name = known.with_value(|known| {
            let mut all = known.iter();
            let chosen = all.find(|one| Some(one.colleague.staff_id) == to.get_untracked());
            chosen.map(|one| one.colleague.name.clone())
        });
        let said = words::handed_over(done.handed, &name.unwrap_or_default(), done.left_out.len());
        toasts.say(Signal::stored(said));
        store::refresh();
        on_done.run(());
    });
    let nobody = Signal::derive(move || {
        let missing = missing.get() && to.get().is_none();
        missing.then(|| words::TO_NEEDED.get().to_owned())
    });
    let no_reason = Signal::derive(move || {
        let missing = missing.get() && reason.get().is_none();
        missing.then(|| words::REASON_NEEDED.get().to_owned())
    });
    let refused = field_error(send, "note");
    let no_note = Signal::derive(move || {
        refused.get().or_else(|| {
            let other = reason.get() == Some(PassingReason::Other);
            let missing = missing.get() && other && typed().is_none();
            let missing = missing.then(|| words::NOTE_NEEDED.get().to_owned());
            missing.or_else(|| note.with(|note| too_long(note, NOTE_MAX)))
        })
    });
    let limit = u32::try_from(NOTE_MAX).unwrap_or(u32::MAX);
    view! {
        <p class="muted">{t(words::HAND_OVER_HINT)}</p>
        <Form on_submit=submit>
            <Choice label=words::TO options=people value=to required=true error=nobody />
            <Choice label=words::REASON options=reasons value=reason required=true error=no_reason />
            <TextArea label=words::NOTE value=note error=no_note limit=limit />
            <Outcome action=send />
            <Actions>
                <Button
                    label=words::HAND_OVER
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
