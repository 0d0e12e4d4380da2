//! What the form says about itself: that a draft was put back, what is to be looked at, and what the backend
//! objected to.

use chrono::NaiveDate;
use domain::problem::{Code, FieldError, Problem};
use domain::programme::Definition;
use leptos::prelude::*;

use super::parts::Work;
use super::wording;
use crate::features::shared::{pick, word};
use crate::i18n::format;
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
pub(super) fn LookAt(work: Work, tried: RwSignal<bool>) -> impl IntoView {
    let text = Memo::new(move |_| {
        let errors = work.errors.get();
        let line = |form: &Definition, error: &FieldError| {
            let (name, fault) = (
                wording::name(form, &error.field),
                wording::error(form, error),
            );
            [&name, word("：", ": "), &fault].concat()
        };
        let lines: Vec<_> = work
            .definition
            .with_value(|form| errors.iter().map(|error| line(form, error)).collect());
        let lines = lines.join(word("；", "; "));
        (tried.get() && !errors.is_empty()).then(|| [words::LOOK_AT.get(), &lines].concat())
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

/// In what the backend's decision differs; the form shows the same by now, to be saved again.
#[component]
pub(super) fn Objection(work: Work, problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem
            .get()
            .filter(|problem| problem.code == Code::NeedsYou)?;
        let limit = |field: &str| {
            let error = problem.errors.iter().find(|error| error.field == field);
            error.map(|error| error.limit.clone().unwrap_or_default())
        };
        let class = limit("decision.class").and_then(|code| {
            work.definition
                .with_value(|form| form.class(&code).cloned())
        });
        let latest = limit("decision.latest_next").and_then(|day| day.parse::<NaiveDate>().ok());
        let text = if class.is_some() {
            words::DIFFERS_RELOAD
        } else {
            words::DIFFERS
        };
        Some(view! {
            <Banner kind=BannerKind::Warn text=text>
                {class.map(|class| view! { <p>{pick(&class.zh, &class.en).to_owned()}</p> })}
                {latest.map(|day| view! { <p>{words::latest(&format::full_date(day))}</p> })}
            </Banner>
        })
    }
}
