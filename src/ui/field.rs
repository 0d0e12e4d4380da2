//! What stands around a control: its label above, a hint, and what is wrong with it below.
//!
//! Every control of `ui` draws itself inside [`frame`] or [`group`], so a label, its hint and its
//! error are always tied to it for those who listen instead of look.

use super::icon::{self, icon};
use crate::i18n::{t, texts::ui as words};
use leptos::prelude::*;

/// The words around a control.
#[derive(Clone, Copy)]
pub struct FieldWords {
    /// What is asked.
    pub label: Signal<String>,
    /// How to answer, shown before anything is wrong.
    pub hint: Option<Signal<String>>,
    /// What is wrong with the answer; `None` while nothing is.
    pub error: Signal<Option<String>>,
    /// Whether it must be answered.
    pub required: bool,
}

/// What a control needs to be tied to its words.
#[derive(Clone)]
pub struct FieldLinks {
    /// The control's own id, to which the label points.
    pub id: String,
    /// For `aria-describedby`.
    pub described_by: String,
    /// For `aria-invalid`.
    pub invalid: Signal<bool>,
}

struct Ids {
    control: String,
    label: String,
    hint: String,
    error: String,
}

fn ids() -> Ids {
    let control = super::id::fresh();
    let with = |end: &str| [control.as_str(), end].concat();
    Ids {
        label: with("l"),
        hint: with("h"),
        error: with("e"),
        control,
    }
}

fn label_words(words: FieldWords) -> impl IntoView {
    view! {
        {move || words.label.get()}
        {words.required.then(|| view! { <span class="required">{t(words::REQUIRED)}</span> })}
    }
}

fn hint_line(words: FieldWords, id: String) -> impl IntoView {
    words
        .hint
        .map(|hint| view! { <p class="hint" id=id>{move || hint.get()}</p> })
}

fn error_line(words: FieldWords, id: String) -> impl IntoView {
    view! {
        <p class="error" id=id role="status">
            {move || words.error.get().map(|error| view! { {icon(icon::WARNING)} <span>{error}</span> })}
        </p>
    }
}

fn links(words: FieldWords, ids: &Ids) -> FieldLinks {
    FieldLinks {
        id: ids.control.clone(),
        described_by: [ids.hint.as_str(), " ", ids.error.as_str()].concat(),
        invalid: Signal::derive(move || words.error.with(Option::is_some)),
    }
}

/// Puts label, hint and error around one control.
pub fn frame(words: FieldWords, control: impl FnOnce(FieldLinks) -> AnyView) -> AnyView {
    let ids = ids();
    let links = links(words, &ids);
    let invalid = links.invalid;
    let control = control(links);
    view! {
        <div class="field" class:field-invalid=move || invalid.get()>
            <label for=ids.control>{label_words(words)}</label>
            {hint_line(words, ids.hint)}
            {control}
            {error_line(words, ids.error)}
        </div>
    }
    .into_any()
}

/// Puts a legend, hint and error around several controls that answer one question.
/// `role` is `radiogroup` where one of them is chosen, else `group`.
pub fn group(
    words: FieldWords,
    role: &'static str,
    controls: impl FnOnce(FieldLinks) -> AnyView,
) -> AnyView {
    let ids = ids();
    let links = links(words, &ids);
    let (invalid, described_by) = (links.invalid, links.described_by.clone());
    let controls = controls(links);
    view! {
        <div
            class="field"
            class:field-invalid=move || invalid.get()
            role=role
            aria-labelledby=ids.label.clone()
            aria-describedby=described_by
            aria-required=(words.required && role == "radiogroup").then_some("true")
        >
            <span class="field-legend" id=ids.label.clone()>{label_words(words)}</span>
            {hint_line(words, ids.hint)}
            {controls}
            {error_line(words, ids.error)}
        </div>
    }
    .into_any()
}

/// Label, hint and error around a control that `ui` does not have.
///
/// `<Field label=PHOTO let:links><input id=links.id aria-describedby=links.described_by/></Field>`
#[component]
pub fn Field<V: IntoView + 'static>(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer.
    #[prop(into, optional)]
    hint: Option<Signal<String>>,
    /// What is wrong with the answer.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    required: bool,
    /// The control, given what ties it to its words.
    children: impl FnOnce(FieldLinks) -> V + 'static,
) -> impl IntoView {
    frame(
        FieldWords {
            label,
            hint,
            error,
            required,
        },
        |links| children(links).into_any(),
    )
}
