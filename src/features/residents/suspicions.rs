//! Of what a resident is suspected, and what was decided before; nothing is shown where nobody ever was.

use domain::api::suspects::{GetSuspicions, SuspectDecision, SuspectFile};
use domain::ids::ResidentId;
use leptos::prelude::*;

use crate::features::shared::{SuspectDeeds, evidence_rows, said};
use crate::i18n::format;
use crate::i18n::texts::suspects as words;
use crate::store::{Load, use_query};
use crate::ui::{Card, Disclosure, Failed, List, ListRow, Section, Status, Tone};

/// The suspected diseases of one resident.
#[component]
pub(super) fn Suspicions(
    /// The resident.
    resident: ResidentId,
) -> impl IntoView {
    let files = use_query::<GetSuspicions>(resident, ());
    let known = Memo::new(move |_| files.data());
    let shown = move || {
        let files = known.get().filter(|files| !files.is_empty())?;
        let files = files.into_iter().map(|file| one(resident, file));
        let files = files.collect_view();
        Some(view! { <Section title=words::TITLE>{files}</Section> })
    };
    // Empty and not known yet look alike: most people are suspected of nothing.
    let failed = move || {
        let failed = matches!(files.get(), Load::Failed(_));
        failed.then(|| view! { <Failed on_retry=move |()| files.refetch() /> })
    };
    view! {
        {shown}
        {failed}
    }
}

fn one(resident: ResidentId, file: SuspectFile) -> AnyView {
    let SuspectFile {
        programme,
        title,
        evidence,
        source,
        decisions,
    } = file;
    let open = !evidence.is_empty();
    let tone = if open { Tone::Warn } else { Tone::Neutral };
    let label = Signal::derive(move || words::suspected_of(said(&title)));
    let newest = evidence.iter().map(|one| one.on).max();
    let deeds = newest.map(|newest| {
        view! { <SuspectDeeds resident=resident programme=programme seen_through=newest /> }
    });
    let before = (!decisions.is_empty()).then(|| {
        let rows = decisions.into_iter().map(decision).collect_view();
        view! { <Disclosure summary=words::BEFORE><List>{rows}</List></Disclosure> }
    });
    view! {
        <Card>
            <p><Status tone=tone label=label /></p>
            {open.then(|| view! {
                {evidence_rows(evidence)}
                <p class="muted">{source}</p>
            })}
            {deeds}
            {before}
        </Card>
    }
    .into_any()
}

fn decision(one: SuspectDecision) -> AnyView {
    let (verdict, reason) = (one.verdict, one.reason);
    let title = Signal::derive(move || {
        let why = reason.map(|reason| words::reason(reason).get());
        let parts = [Some(words::verdict(verdict).get()), why];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    });
    let detail = Signal::derive(move || {
        let parts = [
            Some(format::date_time(one.at)),
            Some(one.by.clone()),
            one.note.clone(),
        ];
        parts
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(format::DOT)
    });
    view! { <ListRow title=title detail=detail /> }.into_any()
}
