//! The doctor's own class, where it is another one than the rules'. Opened seldom.

use domain::programme::Class;
use leptos::prelude::*;

use super::Work;
use crate::features::shared::pick;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Choice, Disclosure, Opt, TextInput};

/// The doctor's own class, with why.
pub(super) fn own(work: Work) -> AnyView {
    let decision = work.decision;
    let Some((class, reason)) = work
        .fields
        .one("class")
        .zip(work.fields.text("class_reason"))
    else {
        return ().into_any();
    };
    let classes = work.definition.with_value(|form| form.classes.clone());
    let option = |one: Class| {
        let label = Signal::derive(move || pick(&one.zh, &one.en).to_owned());
        Opt::new(one.code, label)
    };
    let options = classes.into_iter().map(option).collect();
    let departs = Memo::new(move |_| {
        let ours = decision.with(|d| d.as_ref().map(|d| d.class.clone()));
        let chosen = class.get();
        chosen.is_some() && chosen != ours
    });
    view! {
        <Disclosure summary=words::CHANGE_CLASS open=class.with_untracked(Option::is_some)>
            <Choice label=work.name("class") options=options value=class />
            {move || departs.get().then(|| view! {
                <TextInput
                    label=work.name("class_reason")
                    value=reason
                    error=work.error("class_reason")
                    required=true
                />
            })}
        </Disclosure>
    }
    .into_any()
}
