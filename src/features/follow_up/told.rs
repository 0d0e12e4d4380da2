//! What the form says about itself: that a draft was put back, and what is to be looked at.

use domain::problem::{FieldError, Problem};
use domain::programme::Definition;
use leptos::prelude::*;

use super::parts::Work;
use super::wording;
use crate::features::shared::word;
use crate::i18n::texts::{follow_up as words, unsent};
use crate::routes::Route;
use crate::store::Draft;
use crate::ui::{Banner, BannerKind, Button, ButtonLink, ButtonLook};

/// Where the summary of what is to be looked at stands; it gets the focus.
pub(super) const LOOK_AT: &str = "look-at";

/// Says that an earlier content was put back, and how to begin anew.
#[component]
pub(super) fn Restored(draft: Draft) -> impl IntoView {
    move || {
        draft.restored().then(|| view! {
            <Banner text=words::RESTORED>
                <Button label=words::START_ANEW look=ButtonLook::Quiet on_press=move |()| draft.discard() />
            </Banner>
        })
    }
}

/// What is to be looked at before it can be saved, also where it is folded away.
#[component]
pub(super) fn LookAt(works: StoredValue<Vec<Work>>, tried: RwSignal<bool>) -> impl IntoView {
    let text = Memo::new(move |_| {
        let line = |form: &Definition, error: &FieldError| {
            let (name, fault) = (
                wording::name(form, &error.field),
                wording::error(form, error),
            );
            [&name, word("：", ": "), &fault].concat()
        };
        let mut lines: Vec<String> = Vec::new();
        for work in works.get_value() {
            let errors = work.errors.get();
            work.definition.with_value(|form| {
                lines.extend(errors.iter().map(|error| line(form, error)));
            });
        }
        // What several programmes share is told once.
        let mut told: Vec<String> = Vec::new();
        for line in lines {
            if !told.contains(&line) {
                told.push(line);
            }
        }
        let lines = told.join(word("；", "; "));
        (tried.get() && !told.is_empty()).then(|| [words::LOOK_AT.get(), &lines].concat())
    });
    view! {
        <div id=LOOK_AT tabindex="-1">
            {move || text.get().map(|text| view! { <Banner kind=BannerKind::Error text=Signal::stored(text) /> })}
        </div>
    }
}

/// Somebody else was quicker: the way to both versions.
#[component]
pub(super) fn Quicker(problem: Signal<Option<Problem>>) -> impl IntoView {
    let both = Memo::new(move |_| {
        problem.with(|problem| {
            problem
                .as_ref()
                .is_some_and(|problem| problem.present.is_some())
        })
    });
    move || {
        both.get().then(|| {
            view! {
                <ButtonLink
                    label=unsent::SIDE_BY_SIDE
                    look=ButtonLook::Primary
                    href=Route::Versions.href()
                />
            }
        })
    }
}
