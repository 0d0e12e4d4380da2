//! In what the service decided otherwise than the phone, which knew less. `more` holds it.

use chrono::NaiveDate;
use domain::problem::{Code, Problem};
use leptos::prelude::*;

use super::parts::Work;
use crate::features::shared::pick;
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::ui::{Banner, BannerKind};

/// In what the backend's decision differs; the form shows the same by now, to be saved again.
pub(super) fn objected(work: Work, problem: Signal<Option<Problem>>) -> AnyView {
    (move || {
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
    })
    .into_any()
}
