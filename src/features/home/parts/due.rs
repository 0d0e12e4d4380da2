//! What is due for the resident.

use domain::api::residents::DueService;
use leptos::prelude::*;

use crate::i18n::format;
use crate::i18n::texts::home as words;
use crate::ui::{Card, List, ListRow, Section, Status, Tone, icon};

/// Services due, the most pressing first.
#[component]
pub fn DuePart(
    /// The services.
    due: Vec<DueService>,
) -> impl IntoView {
    let rows = (!due.is_empty()).then(|| {
        let rows = due
            .into_iter()
            .map(|service| view! { <Row service=service /> })
            .collect_view();
        view! { <List>{rows}</List> }
    });
    let nothing = rows
        .is_none()
        .then(|| view! { <Card><p class="muted">{crate::i18n::t(words::NOTHING_DUE)}</p></Card> });
    view! {
        <Section title=words::DUE>
            {rows}
            {nothing}
        </Section>
    }
}

#[component]
fn Row(service: DueService) -> impl IntoView {
    let DueService { name, due, overdue } = service;
    let by = Signal::derive(move || words::due_by(&format::date(due)));
    let (tone, word) = if overdue {
        (Tone::Bad, words::OVERDUE)
    } else {
        (Tone::Warn, words::SOON)
    };
    view! {
        <ListRow title=Signal::stored(name) detail=by glyph=icon::CLOCK>
            <Status tone=tone label=word />
        </ListRow>
    }
}
