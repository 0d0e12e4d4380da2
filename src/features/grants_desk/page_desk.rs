//! The desk's own page: guardians who wait, and finding a resident.

use domain::api::grants::{
    DecideGrant, DecideGrantAt, GrantState, GrantToCheck, ListGrantsToCheck,
};
use domain::codes::Paper;
use leptos::prelude::*;

use super::form::{paper_options, papers_fault};
use crate::features::shared::{FindResident, GrantFacts, Loaded, Outcome, Refusal, RefusalWords};
use crate::i18n::format;
use crate::i18n::texts::{family as words, grants_desk as desk, people};
use crate::routes::Route;
use crate::store::{use_query, use_submit};
use crate::ui::{
    Actions, Button, ButtonLook, Card, Empty, KeyValue, KeyValues, MultiChoice, Page, Section,
    icon, use_toasts,
};

const REFUSAL: RefusalWords = RefusalWords {
    verb: people::REFUSE,
    reason: people::REASON,
    needed: people::REASON_NEEDED,
};

/// Guardians to check, then the search.
#[component]
pub fn DeskGrantsPage() -> impl IntoView {
    let waiting = use_query::<ListGrantsToCheck>((), ());
    view! {
        <Page title=words::TITLE>
            <Section title=desk::FIND>
                <FindResident label=desk::FIND to=Route::ResidentGrants />
            </Section>
            <Section title=desk::TO_CHECK>
                <Loaded query=waiting let:waiting>
                    {if waiting.is_empty() {
                        view! { <Empty title=desk::NOTHING_TO_CHECK hint=desk::NOTHING_TO_CHECK_HINT glyph=icon::PEOPLE /> }.into_any()
                    } else {
                        waiting
                            .into_iter()
                            .map(|one| view! { <Check one=one /> })
                            .collect_view()
                            .into_any()
                    }}
                </Loaded>
            </Section>
        </Page>
    }
}

/// One guardian: the papers that were seen, yes or no.
#[component]
fn Check(one: GrantToCheck) -> impl IntoView {
    let GrantToCheck {
        name,
        national_id_masked,
        birth_date,
        grant,
        ..
    } = one;
    let (id, capacity) = (grant.grant_id, grant.capacity);
    let papers = RwSignal::new(Vec::<Paper>::new());
    let papers_error = RwSignal::new(None::<String>);
    let refusing = RwSignal::new(false);
    let decide = use_submit::<DecideGrantAt>();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(reply) = decide.reply() {
            refusing.set(false);
            toasts.say(if reply.state == GrantState::Holding {
                desk::CHECKED
            } else {
                people::REFUSED
            });
        }
    });
    let confirm = move |()| {
        let papers = papers.get_untracked();
        papers_error.set(papers_fault(capacity, &papers));
        if papers_error.with_untracked(Option::is_some) {
            return;
        }
        let yes = DecideGrant {
            confirm: true,
            papers,
            reason: None,
        };
        decide.send(id, yes);
    };
    let refuse = move |reason| {
        let no = DecideGrant {
            confirm: false,
            papers: Vec::new(),
            reason: Some(reason),
        };
        decide.send(id, no);
    };
    view! {
        <Card>
            <KeyValues>
                <KeyValue label=people::NAME>{name}</KeyValue>
                <KeyValue label=people::NATIONAL_ID>{national_id_masked}</KeyValue>
                <KeyValue label=desk::BORN>{move || format::full_date(birth_date)}</KeyValue>
            </KeyValues>
            <GrantFacts grant=grant />
            <MultiChoice
                label=words::PAPERS
                hint=desk::PAPERS_HINT
                options=paper_options()
                value=papers
                error=papers_error
                required=true
            />
            <Outcome action=decide />
            <Actions>
                <Button
                    label=desk::PAPERS_SEEN
                    look=ButtonLook::Primary
                    busy=Signal::derive(move || decide.busy())
                    on_press=confirm
                />
                <Button label=people::REFUSE on_press=move |()| refusing.set(true) />
            </Actions>
            <Refusal open=refusing words=REFUSAL action=decide on_reason=refuse />
        </Card>
    }
}
