//! Two versions of one visit side by side: by whom and when, what is put together by itself, what a person
//! has to choose. Works without network; what is decided goes through the outbox like everything else.

use domain::api::follow_ups::{CorrectFollowUp, RecordFollowUp};
use domain::api::programmes::GetProgramme;
use domain::ids::Uuid;
use domain::outbox::{Field, Side};
use domain::programme::{Answers, Decision, Definition};
use leptos::prelude::*;

use super::versions::{Both, Settled, Waiting, settled};
use super::wording;
use crate::features::shared::{Loaded, PersonBar, value_in_words, word};
use crate::i18n::format;
use crate::i18n::texts::versions as words;
use crate::platform::{clock, timer};
use crate::routes::Route;
use crate::store::{self, Conflict, use_query};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLook, Card, ChoiceRow, Empty, KeyValue, KeyValues,
    Loading, Opt, Page, Question, Section, use_confirm, use_toasts,
};

/// Everything that waits because somebody else was quicker.
#[component]
pub fn VersionsPage() -> impl IntoView {
    let waits = Memo::new(|_| store::conflicts());
    let nothing = Memo::new(move |_| waits.with(Vec::is_empty));
    view! {
        <Page title=words::TITLE back=Route::StaffUnsent.href()>
            {move || nothing.get().then(|| if store::has_looked() {
                view! { <Empty title=words::NOTHING hint=words::NOTHING_HINT /> }.into_any()
            } else {
                view! { <Loading /> }.into_any()
            })}
            <For each=move || waits.get() key=|conflict| conflict.id let:conflict>
                <One conflict=conflict />
            </For>
        </Page>
    }
}

#[component]
fn One(conflict: Conflict) -> impl IntoView {
    let Some(both) = Both::of(&conflict) else {
        return view! { <Banner kind=BannerKind::Warn text=words::UNREADABLE /> }.into_any();
    };
    let edition = (both.other.visit.programme.clone(), both.edition().clone());
    let definition = use_query::<GetProgramme>(edition, ());
    let person = both.other.visit.person.clone();
    let text = match (&both.waiting, both.other.own) {
        (Waiting::Visit(_), false) => words::TWICE,
        (Waiting::Visit(_), true) => words::TWICE_BY_ME,
        (Waiting::Correction(_), _) => words::CHANGED,
    };
    let (by, at) = (both.other.by.clone(), both.other.at);
    let typed_at = conflict.created_at;
    let may = both.other.may_overwrite;
    let (mine, theirs) = (both.name_of(Side::Mine), both.name_of(Side::Theirs));
    let (id, both) = (conflict.id, StoredValue::new(both));
    view! {
        <PersonBar person=person />
        <Banner kind=BannerKind::Warn text=text />
        {(!may).then(|| view! { <Banner kind=BannerKind::Warn text=words::MAY_NOT /> })}
        <Card>
            <KeyValues>
                <KeyValue label=mine>{move || format::date_time(typed_at)}</KeyValue>
                <KeyValue label=theirs>{move || words::by(&by, &format::date_time(at))}</KeyValue>
            </KeyValues>
        </Card>
        <Loaded query=definition rows=6 let:form><Sides id=id both=both form=form /></Loaded>
    }
    .into_any()
}

/// An answer in words; that there is none, too.
fn in_words(form: &Definition, key: &str, answers: &Answers) -> String {
    let told = answers.get(key).and_then(|value| {
        let field = form.field_or_target(key)?;
        value_in_words(form, field, value)
    });
    told.unwrap_or_else(|| words::EMPTY.get().to_owned())
}

#[component]
fn Sides(id: Uuid, both: StoredValue<Both>, form: Definition) -> impl IntoView {
    let fields = both.with_value(|both| {
        let merge = both.merge();
        let owned = merge.fields().into_iter();
        owned
            .map(|(key, field)| (key.to_owned(), field))
            .collect::<Vec<_>>()
    });
    let same = fields
        .iter()
        .filter(|(_, field)| *field == Field::Same)
        .count();
    let differs = same < fields.len();
    let form = StoredValue::new(form);
    let open: Vec<(String, RwSignal<Option<Side>>)> = fields
        .iter()
        .filter(|(_, field)| *field == Field::Open)
        .map(|(key, _)| (key.clone(), RwSignal::new(None)))
        .collect();
    let questions = open
        .iter()
        .map(|(key, value)| question(form, both, key, *value));
    let questions = questions.collect_view();
    let taken = fields.iter().filter_map(|(key, field)| match field {
        Field::From(side) => Some(taken(form, both, key, *side)),
        Field::Same | Field::Open => None,
    });
    let taken = taken.collect_view();
    let (asks, takes) = (!questions.is_empty(), !taken.is_empty());
    view! {
        {asks.then(|| view! { <Section title=words::CHOOSE><Card>{questions}</Card></Section> })}
        {takes.then(|| view! {
            <Section title=words::TAKEN><Card><KeyValues>{taken}</KeyValues></Card></Section>
        })}
        <p class="muted">{move || if differs {
            words::same(same)
        } else {
            words::NO_DIFFERENCE.get().to_owned()
        }}</p>
        <Deeds id=id both=both form=form open=StoredValue::new(open) differs=differs />
    }
}

fn name(form: StoredValue<Definition>, key: &str) -> Signal<String> {
    let key = key.to_owned();
    Signal::derive(move || form.with_value(|form| wording::name(form, &key)))
}

/// A side's answer to one field, with whose it is.
fn answer(
    form: StoredValue<Definition>,
    both: StoredValue<Both>,
    key: &str,
    side: Side,
) -> Signal<String> {
    let key = key.to_owned();
    Signal::derive(move || {
        let (whose, said) = form.with_value(|form| {
            both.with_value(|both| match side {
                Side::Mine => (both.name_of(side), in_words(form, &key, both.mine())),
                Side::Theirs => (
                    both.name_of(side),
                    in_words(form, &key, &both.other.visit.form),
                ),
            })
        });
        words::of(whose, &said)
    })
}

fn question(
    form: StoredValue<Definition>,
    both: StoredValue<Both>,
    key: &str,
    value: RwSignal<Option<Side>>,
) -> impl IntoView + use<> {
    let options =
        [Side::Mine, Side::Theirs].map(|side| Opt::new(side, answer(form, both, key, side)));
    view! { <ChoiceRow label=name(form, key) options=options.to_vec() value=value required=true /> }
}

fn taken(
    form: StoredValue<Definition>,
    both: StoredValue<Both>,
    key: &str,
    side: Side,
) -> impl IntoView + use<> {
    let said = answer(form, both, key, side);
    view! { <KeyValue label=name(form, key)>{move || said.get()}</KeyValue> }
}

/// What can be decided.
#[component]
fn Deeds(
    id: Uuid,
    both: StoredValue<Both>,
    form: StoredValue<Definition>,
    open: StoredValue<Vec<(String, RwSignal<Option<Side>>)>>,
    differs: bool,
) -> impl IntoView {
    let (confirm, toasts) = (use_confirm(), use_toasts());
    let wrong = RwSignal::new(None::<String>);
    let write_over = move |answers: Answers, decision: Decision, reason: &'static str| {
        let (at, body) = both.with_value(|both| {
            let body = both.over(answers, decision, reason);
            (both.other.visit.follow_up_id, body)
        });
        timer::spawn(async move {
            store::decide::<CorrectFollowUp>(id, &at, &body).await;
        });
        toasts.say(words::DECIDED);
    };
    let save = move |()| {
        let chosen = |key: &str| {
            let found = |open: &Vec<(String, RwSignal<Option<Side>>)>| {
                let mut fields = open.iter();
                fields.find(|(name, _)| name == key).map(|(_, side)| *side)
            };
            open.with_value(found)?.get_untracked()
        };
        let Some(answers) = both.with_value(|both| both.merge().settled(chosen)) else {
            return wrong.set(Some(words::UNDECIDED.get().to_owned()));
        };
        let judged = both.with_value(|both| {
            form.with_value(|form| settled(both, form, answers, clock::today()))
        });
        match judged {
            Settled {
                answers,
                decision: Some(decision),
                errors,
            } if errors.is_empty() => {
                wrong.set(None);
                write_over(answers, decision, words::REASON_MERGED);
            }
            Settled { errors, .. } => wrong.set(Some(form.with_value(|form| {
                let lines = errors.iter().map(|error| {
                    let name = wording::name(form, &error.field);
                    [&name, word("：", ": "), &wording::error(form, error)].concat()
                });
                let lines = lines.collect::<Vec<_>>().join(word("；", "; "));
                [words::DOES_NOT_FIT.get(), &lines].concat()
            }))),
        }
    };
    let mine = move |()| {
        let question = Question::new(words::MINE_ASK, words::MINE_TEXT, words::USE_MINE);
        confirm.ask(question, move |yes| {
            if yes {
                let (form, decision) =
                    both.with_value(|both| (both.mine().clone(), both.my_decision().clone()));
                write_over(form, decision, words::REASON_MINE);
            }
        });
    };
    let theirs = move |()| {
        let question = Question::new(words::THEIRS_ASK, words::THEIRS_TEXT, words::KEEP_THEIRS);
        confirm.ask(question.dangerous(), move |yes| {
            if yes {
                timer::spawn(async move {
                    store::discard(id).await;
                });
            }
        });
    };
    let beside = both.with_value(Both::beside).map(StoredValue::new);
    let keep_both = move |()| {
        let Some(beside) = beside else { return };
        let visit = both.with_value(|both| {
            let visit = &both.other.visit;
            (visit.person.resident_id, visit.programme.clone())
        });
        timer::spawn(async move {
            store::decide::<RecordFollowUp>(id, &visit, &beside.get_value()).await;
        });
        toasts.say(words::DECIDED);
    };
    let may = both.with_value(|both| both.other.may_overwrite) && differs;
    view! {
        <div role="alert">
            {move || wrong.get().map(|text| view! {
                <Banner kind=BannerKind::Error text=Signal::stored(text) />
            })}
        </div>
        <Actions>
            {may.then(|| view! {
                <Button label=words::SAVE_MERGED look=ButtonLook::Primary on_press=save />
                <Button label=words::USE_MINE on_press=mine />
            })}
            <Button label=words::KEEP_THEIRS on_press=theirs />
            {beside.is_some().then(|| view! { <Button label=words::BOTH on_press=keep_both /> })}
        </Actions>
    }
}
