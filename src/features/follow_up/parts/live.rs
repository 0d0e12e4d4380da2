//! The decision in short: at the foot of the form it is always in sight, with whom to call where it is urgent.

use domain::programme::{Class, Contact, Decision, Referral};
use leptos::prelude::*;

use super::Work;
use crate::features::shared::{ColourMark, pick, said, tone};
use crate::i18n::texts::follow_up as words;
use crate::ui::{ButtonLink, ButtonLook, Status, Tone, icon};

/// The decision in short, for the foot of the form where it is always in sight; whom to call, where it is urgent.
#[component]
pub(in super::super) fn LiveDecision(
    /// The form.
    work: Work,
) -> impl IntoView {
    move || {
        let decision = work.decision.get()?;
        let calls = to_call(work, &decision)
            .into_iter()
            .map(call)
            .collect_view();
        let of = work.several.then(|| {
            let title = work.definition.with_value(|form| form.title.clone());
            view! { <span>{move || said(&title).to_owned()}</span> }
        });
        Some(view! { <div class="live-decision">{of} {in_short(work, &decision)} {calls}</div> })
    }
}

/// Whom the most pressing rule says to call, where it is urgent.
fn to_call(work: Work, decision: &Decision) -> Vec<Contact> {
    work.definition.with_value(|form| {
        let mut rules = decision.reasons.iter().filter_map(|id| form.rule(id));
        let urgent = rules.find(|rule| rule.referral == Referral::Urgent);
        let names = urgent.map(|rule| rule.call.as_slice()).unwrap_or_default();
        let called = |name: &String| {
            form.contacts
                .iter()
                .find(|contact| contact.name == *name)
                .cloned()
        };
        names.iter().filter_map(called).collect()
    })
}

/// Class and referral, each as colour, shape and word.
pub(super) fn in_short(work: Work, decision: &Decision) -> AnyView {
    let class = work
        .definition
        .with_value(|form| form.class(&decision.class).cloned());
    let class = class.map(|class: Class| {
        let colour = tone(class.tone);
        view! { <Status tone=colour label=Signal::derive(move || pick(&class.zh, &class.en).to_owned()) /> }
    });
    let referral = decision.referral;
    let colour = match referral {
        Referral::No => Tone::Ok,
        Referral::Advised => Tone::Warn,
        Referral::Urgent => Tone::Bad,
    };
    let three = move || {
        let colour = work.colour.get();
        colour.map(|colour| view! { <ColourMark colour=colour /> })
    };
    view! {
        {class}
        <Status tone=colour label=words::referral(referral) />
        {three}
    }
    .into_any()
}

/// Somebody to call: with a number a button that dials it.
fn call(contact: Contact) -> AnyView {
    let Contact { zh, en, phone, .. } = contact;
    let label = Signal::derive(move || pick(&zh, &en).to_owned());
    match phone {
        Some(phone) => {
            let href = Signal::stored(["tel:", &phone].concat());
            view! { <ButtonLink label=label look=ButtonLook::Danger glyph=icon::PHONE href=href /> }
                .into_any()
        }
        None => view! { <strong>{move || label.get()}</strong> }.into_any(),
    }
}
