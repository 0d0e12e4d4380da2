//! One programme: the figures and rules of an edition, and what differs from another.

use domain::api::programmes::{EditionCard, GetProgramme, ListProgrammes, ProgrammeCard};
use domain::programme::{Definition, Edition, ProgrammeCode, Status as Sureness};
use leptos::prelude::*;

use super::lines::{Line, differences, lines};
use crate::features::shared::{Loaded, said};
use crate::i18n::format;
use crate::i18n::texts::{programmes as words, visit};
use crate::routes::Route;
use crate::store::{use_query, use_query_of};
use crate::ui::{Card, KeyValue, KeyValues, Opt, Page, Section, Select, Status, Table, Tone};

/// The rules of one programme.
#[component]
pub fn ProgrammePage(
    /// The programme.
    programme: ProgrammeCode,
) -> impl IntoView {
    let list = use_query::<ListProgrammes>((), ());
    let code = StoredValue::new(programme);
    let card = Memo::new(move |_| {
        let all = list.data()?.items;
        code.with_value(|code| all.into_iter().find(|card| card.programme == *code))
    });
    let title = Signal::derive(move || match card.get() {
        Some(card) => said(&card.title).to_owned(),
        None => words::TITLE.get().to_owned(),
    });
    view! {
        <Page title=title back=Route::Programmes.href()>
            <Loaded query=list rows=8 let:_list>{None::<AnyView>}</Loaded>
            {move || card.get().map(|card| view! { <Editions card=card /> })}
        </Page>
    }
}

/// Chooses an edition, and one to compare it with.
#[component]
fn Editions(card: ProgrammeCard) -> impl IntoView {
    let ProgrammeCard {
        programme,
        edition: in_force,
        editions,
        ..
    } = card;
    let shown = RwSignal::new(Some(in_force.clone()));
    let compared = RwSignal::new(None::<Edition>);
    let several = editions.len() > 1;
    let choices = |editions: &[EditionCard]| {
        let choice = |one: &EditionCard| {
            let text = [
                &one.edition.to_string(),
                format::DOT,
                &one.effective_from.to_string(),
            ]
            .concat();
            Opt::new(one.edition.clone(), Signal::stored(text))
        };
        editions.iter().map(choice).collect::<Vec<_>>()
    };
    let (one, other) = (choices(&editions), choices(&editions));
    let code = StoredValue::new(programme);
    let of = move |edition: Option<Edition>| Some(((code.get_value(), edition?), ()));
    let definition = use_query_of::<GetProgramme>(move || of(shown.get()));
    let beside = use_query_of::<GetProgramme>(move || of(compared.get()));
    let differing = move || {
        let (one, other) = compared.get().and(beside.data()).zip(definition.data())?;
        let rows = Signal::derive(move || differences(&one, &other));
        let head = vec![
            words::WHAT.into(),
            visit::BEFORE.into(),
            visit::AFTER.into(),
        ];
        Some(view! {
            <Section title=words::DIFFERENCES>
                {move || if rows.with(Vec::is_empty) {
                    view! { <p class="muted">{move || words::SAME.get()}</p> }.into_any()
                } else {
                    view! {
                        <Table caption=words::DIFFERENCES head=head.clone() rows=rows />
                    }
                    .into_any()
                }}
            </Section>
        })
    };
    view! {
        {several.then(|| view! {
            <Card>
                <Select label=words::EDITION options=one value=shown />
                <Select label=words::COMPARED hint=words::ALONE options=other value=compared />
            </Card>
        })}
        {differing}
        <Loaded query=definition rows=8 let:form>
            <Whole used={form.edition == in_force} form=form />
        </Loaded>
    }
}

/// Everything that an edition says.
#[component]
fn Whole(form: Definition, used: bool) -> impl IntoView {
    let (tone, mark) = if used {
        (Tone::Ok, words::IN_FORCE)
    } else {
        (Tone::Neutral, words::NOT_IN_FORCE)
    };
    let title = form.form_title.clone();
    let title = move || said(&title).to_owned();
    let since = form.effective_from.to_string();
    let (edition, source) = (form.edition.to_string(), form.source.clone());
    let form = StoredValue::new(form);
    let parts = move || {
        form.with_value(lines)
            .map(|(title, lines)| part(title.into(), lines))
    };
    view! {
        <Card>
            <Status tone=tone label=mark />
            <KeyValues>
                <KeyValue label=words::EDITION>{edition}</KeyValue>
                <KeyValue label=words::FORM>{title}</KeyValue>
                <KeyValue label=words::SINCE>{since}</KeyValue>
                <KeyValue label=words::SOURCE>{source}</KeyValue>
            </KeyValues>
        </Card>
        {move || parts().into_iter().collect_view()}
    }
}

fn part(title: Signal<String>, lines: Vec<Line>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let line = |line: Line| {
        let Line {
            name, text, from, ..
        } = line;
        let mark = from.as_ref().map(|(status, _)| {
            let tone = match status {
                Sureness::National => Tone::Ok,
                Sureness::Known => Tone::Info,
                Sureness::Proposal => Tone::Warn,
            };
            view! { <Status tone=tone label=words::status(*status) /> }
        });
        let source = from.map(|(_, source)| view! { <p class="muted">{source}</p> });
        view! {
            <Card>
                <p><strong>{name}</strong></p>
                <p>{text}</p>
                {mark}
                {source}
            </Card>
        }
    };
    let cards = lines.into_iter().map(line).collect_view();
    Some(view! { <Section title=title>{cards}</Section> }.into_any())
}
