//! Who of the team follows a resident up, handing that over to a colleague, giving it back, and what was handed
//! over before.

use domain::api::passing_on::{
    FollowUpDoctorFile, GetFollowUpDoctor, GiveBack, GiveBackBody, PassingOnCard,
};
use domain::ids::{PassingOnId, ResidentId};
use leptos::prelude::*;

use crate::features::shared::{HandOver, Loaded, Outcome, doctor_line};
use crate::i18n::format;
use crate::i18n::texts::passing_on as words;
use crate::platform::id;
use crate::store::{self, Progress, use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Dialog, Disclosure, List, ListRow, Question, Section,
    use_confirm, use_toasts,
};

/// Who follows one resident up.
#[component]
pub(super) fn FollowUpDoctorPart(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let file = use_query::<GetFollowUpDoctor>(resident, ());
    // The sheet stays open when the file is read anew.
    let open = RwSignal::new(false);
    let people = Signal::stored(vec![resident]);
    let colleagues = move || untrack(|| file.data()).map(|file| file.colleagues);
    view! {
        <Section title=words::TITLE>
            <Loaded query=file rows=1 let:file>{known(resident, file, open)}</Loaded>
        </Section>
        <Dialog open=open title=words::HAND_OVER>
            <HandOver
                residents=people
                colleagues=colleagues().unwrap_or_default()
                on_done=move |()| open.set(false)
            />
        </Dialog>
    }
}

fn known(resident: ResidentId, file: FollowUpDoctorFile, open: RwSignal<bool>) -> AnyView {
    let FollowUpDoctorFile {
        doctor,
        may_give_back,
        history,
        ..
    } = file;
    let who = move || match &doctor {
        Some(doctor) => doctor_line(doctor),
        None => words::NOBODY.get().to_owned(),
    };
    let before = (!history.is_empty()).then(|| {
        let rows = history.into_iter().map(handed).collect_view();
        view! { <Disclosure summary=words::HISTORY><List>{rows}</List></Disclosure> }
    });
    view! {
        <Card>
            <p>{who}</p>
            {may_give_back.then(|| give_back(resident))}
            <Actions row=true>
                <Button label=words::HAND_OVER on_press=move |()| open.set(true) />
            </Actions>
            {before}
        </Card>
    }
    .into_any()
}

fn handed(one: PassingOnCard) -> AnyView {
    let PassingOnCard {
        from,
        to,
        by,
        reason,
        note,
        at,
        ..
    } = one;
    let title = Signal::derive(move || words::way(from.as_deref(), &to));
    let detail = Signal::derive(move || {
        let parts = [
            Some(format::date_time(at)),
            Some(words::handed(&by, reason)),
            note.clone(),
        ];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    });
    view! { <ListRow title=title detail=detail /> }.into_any()
}

/// Gives the person back to the colleague from whom they came.
fn give_back(resident: ResidentId) -> AnyView {
    let send = use_submit::<GiveBack>();
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let press = move |()| {
        let question = Question::new(
            words::GIVE_BACK_ASK,
            words::GIVE_BACK_TEXT,
            words::GIVE_BACK,
        );
        confirm.ask(question, move |yes| {
            if yes {
                let body = GiveBackBody {
                    id: id::new::<PassingOnId>(),
                    note: None,
                };
                send.send(resident, body);
            }
        });
    };
    Effect::new(move |_| {
        if matches!(send.progress(), Progress::Accepted) {
            toasts.say(words::GIVEN_BACK);
            store::refresh();
        }
    });
    view! {
        <Outcome action=send />
        <Actions row=true>
            <Button
                label=words::GIVE_BACK
                look=ButtonLook::Primary
                on_press=press
                blocked=Signal::derive(move || send.done())
                busy=Signal::derive(move || send.busy())
            />
        </Actions>
    }
    .into_any()
}
