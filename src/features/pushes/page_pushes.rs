//! The pushes of one's own level. Which side is shown stands in the address.

use domain::api::colours::{ListPushes, PushCard, PushQuery, Side};
use leptos::prelude::*;

use super::card::Card;
use crate::features::shared::Loaded;
use crate::i18n::Text;
use crate::i18n::texts::colours as words;
use crate::platform::nav;
use crate::routes::{Route, query_value};
use crate::store::use_query_of;
use crate::ui::{Empty, Opt, Page, Section, Segmented, icon};

/// Which list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Incoming,
    Outgoing,
    Answered,
}

const ALL: [(Shown, &str, Text); 3] = [
    (Shown::Incoming, "", words::INCOMING),
    (Shown::Outgoing, "outgoing", words::OUTGOING),
    (Shown::Answered, "answered", words::ANSWERED),
];

/// Incoming and outgoing pushes.
#[component]
pub fn PushesPage() -> impl IntoView {
    let asked = query_value(&untrack(nav::query), "side").unwrap_or_default();
    let of = ALL.iter().find(|(_, word, _)| *word == asked);
    let shown = RwSignal::new(of.map_or(Shown::Incoming, |(shown, ..)| *shown));
    Effect::new(move |_| {
        let word = ALL.iter().find(|(one, ..)| *one == shown.get());
        let word = word.map_or("", |(_, word, _)| word);
        let query = [("side", word)];
        let query = if word.is_empty() { &[][..] } else { &query };
        nav::replace(&Route::Pushes.href_with(query));
    });
    let options = ALL
        .into_iter()
        .map(|(shown, _, label)| Opt::new(shown, label))
        .collect();
    view! {
        <Page title=words::PUSHES back=Route::Worklist.href()>
            <Segmented label=words::SHOW options=options value=shown />
            {move || match shown.get() {
                Shown::Incoming => view! { <Pushes side=Side::Incoming answered=false /> }.into_any(),
                Shown::Outgoing => view! { <Pushes side=Side::Outgoing answered=false /> }.into_any(),
                Shown::Answered => {
                    view! {
                        <Section title=words::INCOMING>
                            <Pushes side=Side::Incoming answered=true />
                        </Section>
                        <Section title=words::OUTGOING>
                            <Pushes side=Side::Outgoing answered=true />
                        </Section>
                    }
                    .into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn Pushes(side: Side, answered: bool) -> impl IntoView {
    let query = use_query_of::<ListPushes>(move || Some(((), PushQuery { side, answered })));
    let again = Callback::new(move |()| query.refetch());
    let none = move || {
        let (title, hint) = match (side, answered) {
            (_, true) => (words::NO_ANSWERED, words::NO_INCOMING_HINT),
            (Side::Incoming, false) => (words::NO_INCOMING, words::NO_INCOMING_HINT),
            (Side::Outgoing, false) => (words::NO_OUTGOING, words::NO_OUTGOING_HINT),
        };
        view! { <Empty title=title hint=hint glyph=icon::DONE /> }.into_any()
    };
    view! {
        <Loaded query=query rows=4 let:pushes>
            {if pushes.is_empty() {
                none()
            } else {
                let card = |push: PushCard| view! { <Card push=push outgoing={side == Side::Outgoing} again=again /> };
                pushes.into_iter().map(card).collect_view().into_any()
            }}
        </Loaded>
    }
}
