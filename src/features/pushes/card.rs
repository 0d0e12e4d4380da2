//! One push: whom, from where to where, why, how long it waits, and what can be done.

use domain::api::colours::{Place, PushCard, PushState};
use leptos::prelude::*;

use super::answer::{Again, Answer};
use crate::features::shared::{ColourMark, person_line, source_line};
use crate::i18n::format;
use crate::i18n::t;
use crate::i18n::texts::colours as words;
use crate::routes::Route;
use crate::ui::{self, Actions, ButtonLink, ButtonLook, Status, Tone};

/// A level with its team: `总医院（总医院慢病管理团队）`.
fn place(place: &Place) -> String {
    [words::level(place.level).get(), format::DOT, &place.team].concat()
}

/// One push.
#[component]
pub(super) fn Card(
    /// The push.
    push: PushCard,
    /// Whether the caller's level sent it.
    outgoing: bool,
    /// Asks the list again.
    again: Callback<()>,
) -> impl IntoView {
    let person = push.person.clone();
    let (name, resident) = (person.name.clone(), person.resident_id);
    let waits = push.state == PushState::Waiting;
    let (tone, standing) = if push.late {
        let days = push.days;
        (Tone::Bad, Signal::derive(move || words::late(days)))
    } else if waits {
        let days = push.days;
        (Tone::Info, Signal::derive(move || words::waited(days)))
    } else {
        let tone = match push.state {
            PushState::Returned => Tone::Warn,
            PushState::Accepted => Tone::Ok,
            PushState::Waiting | PushState::Withdrawn => Tone::Neutral,
        };
        (tone, words::state(push.state).into())
    };
    let (from, to) = (push.from.clone(), push.to.clone());
    let way = move || words::way(&place(&from), &place(&to));
    let sources = push
        .sources
        .clone()
        .into_iter()
        .map(|source| view! { <p>{move || source_line(&source)}</p> })
        .collect_view();
    let answered = push.answered_by.clone().zip(push.answered_at);
    let answered = answered.map(|(who, at)| {
        view! { <p class="muted">{move || words::answered_by(&who, &format::date_time(at))}</p> }
    });
    // Whom one may not see yet has no link.
    let record = outgoing || push.state == PushState::Accepted;
    let link = record.then(|| {
        view! {
            <ButtonLink label=words::SEE_RECORD look=ButtonLook::Quiet href=Route::Resident(resident).href() />
        }
    });
    let returned = outgoing && push.state == PushState::Returned;
    view! {
        <ui::Card>
            <p><strong>{name}</strong> " " {move || person_line(&person)}</p>
            <p>
                <ColourMark colour=push.colour />
                " "
                <Status tone=tone label=standing />
                {push.reminded.then(|| view! { " " <span class="muted">{t(words::REMINDED)}</span> })}
            </p>
            <p class="muted">{way}</p>
            {sources}
            {push.note.clone().map(|note| view! { <p>{note}</p> })}
            {push.reason.clone().map(|reason| view! { <p><strong>{reason}</strong></p> })}
            {answered}
            {push.may_answer.then(|| view! { <Answer push=push.push_id again=again /> })}
            {returned.then(|| view! { <Again resident=resident again=again /> })}
            {link.map(|link| view! { <Actions row=true>{link}</Actions> })}
        </ui::Card>
    }
}
