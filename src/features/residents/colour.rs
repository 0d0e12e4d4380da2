//! The colour of a resident, as staff see it: what made it, who follows up, how it changed, and a doctor's own.

use domain::api::colours::{
    ColourCard, ColourChange, GetColour, PushState, SetColour, SetColourBody,
};
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::rules::three_colours::Colour;
use leptos::prelude::*;

use crate::features::shared::{ColourMark, Loaded, source_line, use_deed};
use crate::i18n::texts::colours as words;
use crate::i18n::{format, t};
use crate::store::{self, use_query};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Choice, Dialog, Disclosure, Form, KeyValue, KeyValues, Opt,
    Section, Status, TextArea, Tone, use_toasts,
};

/// The colour of one resident.
#[component]
pub(super) fn ColourPart(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let colour = use_query::<GetColour>(resident, ());
    view! {
        <Section title=words::THREE_COLOURS>
            <Loaded query=colour rows=2 let:card><Known card=card /></Loaded>
        </Section>
    }
}

#[component]
fn Known(card: ColourCard) -> impl IntoView {
    let ColourCard {
        resident_id,
        colour,
        set_by_doctor,
        sources,
        place,
        push,
        history,
        may_set,
        version,
        ..
    } = card;
    let Some(colour) = colour else {
        return view! { <Card><p class="muted">{t(words::NO_COLOUR)}</p></Card> }.into_any();
    };
    let sources = sources
        .into_iter()
        .map(|source| view! { <p>{move || source_line(&source)}</p> })
        .collect_view();
    let by = move || [words::level(place.level).get(), format::DOT, &place.team].concat();
    let push = push.map(|push| {
        let to = push.to;
        let tone = match push.state {
            PushState::Returned => Tone::Warn,
            _ if push.late => Tone::Bad,
            _ => Tone::Info,
        };
        let (state, late, days) = (push.state, push.late, push.days);
        let label = Signal::derive(move || {
            let what = match (state, late) {
                (PushState::Waiting, true) => words::late(days),
                (PushState::Waiting, false) => words::waited(days),
                _ => words::state(state).get().to_owned(),
            };
            [
                words::way("", words::level(to.level).get()).trim(),
                format::DOT,
                &what,
            ]
            .concat()
        });
        view! { <p><Status tone=tone label=label /></p> }
    });
    let changes = history.len();
    let history = history
        .into_iter()
        .map(|change| view! { <Change change=change /> })
        .collect_view();
    view! {
        <Card>
            <p>
                <ColourMark colour=colour />
                {set_by_doctor.then(|| view! { " " <span class="muted">{t(words::SET_BY_DOCTOR)}</span> })}
            </p>
            {push}
            <KeyValues>
                <KeyValue label=words::FOLLOWED_BY>{by}</KeyValue>
                <KeyValue label=words::WHY>{sources}</KeyValue>
            </KeyValues>
            {(changes > 0).then(|| view! {
                <Disclosure summary=words::HISTORY>{history}</Disclosure>
            })}
            {may_set.then(|| view! { <Set resident=resident_id colour=colour version=version /> })}
        </Card>
    }
    .into_any()
}

#[component]
fn Change(change: ColourChange) -> impl IntoView {
    let ColourChange {
        at,
        colour,
        cause,
        by,
        reason,
        sources,
    } = change;
    let sources = sources
        .into_iter()
        .map(|source| view! { <div class="muted">{move || source_line(&source)}</div> })
        .collect_view();
    let told = move || {
        let parts = [
            Some(format::date_time(at)),
            Some(words::cause(cause).get().to_owned()),
            by.clone(),
            reason.clone(),
        ];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    };
    view! {
        <p><ColourMark colour=colour /> " " {told}</p>
        {sources}
    }
}

/// A doctor's own colour.
#[component]
fn Set(resident: ResidentId, colour: Colour, version: i64) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(None::<Colour>);
    let reason = RwSignal::new(String::new());
    let (colour_error, reason_error) = (RwSignal::new(None), RwSignal::new(None));
    let set = use_deed::<SetColour>();
    let save = move |()| {
        let chosen = wanted.get_untracked();
        let said = reason.with_untracked(|text| text.trim().to_owned());
        let missing = said.is_empty();
        colour_error.set(
            chosen
                .is_none()
                .then(|| words::COLOUR_NEEDED.get().to_owned()),
        );
        reason_error.set(missing.then(|| words::REASON_NEEDED.get().to_owned()));
        let Some(chosen) = chosen.filter(|_| !missing) else {
            return;
        };
        let body = SetColourBody {
            colour: chosen,
            reason: said,
        };
        set.send(Some(version), resident, body, move |_| {
            open.set(false);
            toasts.say(words::SET_DONE);
            store::refresh();
        });
    };
    let options = move || {
        let others = Colour::ALL.into_iter().filter(|one| *one != colour);
        others
            .map(|one| Opt::new(one, words::colour(one)).note(words::meaning(one)))
            .collect::<Vec<_>>()
    };
    let quicker = |code| (code == Code::Conflict).then_some(words::CHANGED_MEANWHILE);
    view! {
        <Actions row=true>
            <Button label=words::SET look=ButtonLook::Quiet on_press=move |()| open.set(true) />
        </Actions>
        <Dialog open=open title=words::SET>
            <p class="muted">{t(words::SET_HINT)}</p>
            <Form on_submit=save>
                <Choice
                    label=words::COLOUR
                    options=options()
                    value=wanted
                    error=colour_error
                    required=true
                />
                <TextArea label=words::REASON error=reason_error limit=200 value=reason required=true />
                {set.outcome(quicker)}
                <Actions>
                    <Button
                        label=words::SET_SAVE
                        look=ButtonLook::Primary
                        submit=true
                        busy=set.busy()
                    />
                </Actions>
            </Form>
        </Dialog>
    }
}
