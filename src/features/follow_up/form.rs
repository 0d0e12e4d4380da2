//! The form as a whole: the draft, the decision, saving, and what the backend may object to.

use chrono::NaiveDate;
use domain::api::follow_ups::{FollowUpStart, RecordFollowUp, RecordFollowUpBody};
use domain::ids::FollowUpId;
use domain::problem::{Code, FieldError};
use domain::programme::{Answers, Decision, Definition};
use leptos::prelude::*;

use super::model;
use super::parts::Work;
use super::parts::decision::DecisionPart;
use super::parts::live::LiveDecision;
use super::parts::section::SectionPart;
use super::sheet::{Fields, Sheet};
use super::told::{LOOK_AT, LookAt, Objection, Quicker, Restored};
use super::wording;
use crate::features::shared::{Outcome, value_in_words, word};
use crate::i18n::texts::follow_up as words;
use crate::platform::{clock, focus, id, nav};
use crate::routes::Route;
use crate::store::{self, use_draft, use_submit};
use crate::ui::{Actions, Button, ButtonLink, ButtonLook, Form, Question, use_confirm, use_toasts};

/// Fills in and records one follow-up.
#[component]
pub(super) fn FollowUpSheet(
    /// What is asked, and by what it is judged.
    form: Definition,
    /// What the form opens with.
    start: FollowUpStart,
    /// The same as the backend knows it by now: only the class of the last visit is taken from it.
    latest: Memo<Option<FollowUpStart>>,
    /// Set once something is typed.
    touched: RwSignal<bool>,
) -> impl IntoView {
    let today = clock::today();
    let resident = start.person.resident_id;
    let programme = form.programme.clone();
    let opened = model::opened(&form, &start, id::new::<FollowUpId>(), today);
    let fields = Fields::of(&form, opened);
    let visit_day = fields.day("visit_date").unwrap_or_default();
    let definition = StoredValue::new(form);
    let start = StoredValue::new(start);

    // What the backend objected, for the day of that visit alone.
    let objected = RwSignal::new(None::<(Option<NaiveDate>, Option<String>)>);
    let previous = Memo::new(move |_| {
        let day = visit_day.get();
        match objected.get() {
            Some((of, class)) if of == day => class,
            _ => latest.with(|latest| match latest {
                Some(latest) => model::previous(latest, day),
                None => start.with_value(|start| model::previous(start, day)),
            }),
        }
    });
    let judged = Memo::new(move |_| {
        let (sheet, previous) = (fields.read(), previous.get());
        let judge = |form: &Definition| {
            let previous = previous.as_deref();
            start.with_value(|start| model::judge(form, &sheet.typed, start, previous, today))
        };
        definition.with_value(judge)
    });
    follow_latest(fields, judged);

    let send = use_submit::<RecordFollowUp>();
    let tried = RwSignal::new(false);
    let errors = Memo::new(move |_| {
        let mut told: Vec<FieldError> = judged.with(|judged| {
            let all = &judged.errors;
            let now = |error: &&FieldError| {
                let at_once = |form: &Definition| model::told_at_once(form, error, all);
                tried.get() || definition.with_value(at_once)
            };
            all.iter().filter(now).cloned().collect()
        });
        let refused = send.refused();
        if let Some(problem) = refused.filter(|problem| problem.code == Code::Invalid) {
            for error in problem.errors {
                if !told.iter().any(|other| other.field == error.field) {
                    told.push(error);
                }
            }
        }
        told
    });
    let work = Work {
        definition,
        fields,
        start,
        judged,
        errors,
    };

    let key = ["follow_up", programme.as_str(), &resident.to_string()].join(" ");
    let name = start.with_value(|start| start.person.name.clone());
    let restore = move |kept: Sheet| fields.write(kept);
    let draft = use_draft(key, move || fields.read(), restore).about(&name);
    nav::use_leave_guard(move || draft.dirty() && !send.done());
    Effect::new(move |_| {
        if draft.dirty() {
            touched.set(true);
        }
    });

    let toasts = use_toasts();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::SAVED);
            nav::back_or(&Route::Worklist.href());
        }
    });
    let sent = StoredValue::new(None::<(Answers, Decision)>);
    Effect::new(move |_| {
        let Some(problem) = send
            .refused()
            .filter(|problem| problem.code == Code::NeedsYou)
        else {
            return;
        };
        let class = sent.get_value().and_then(|(answers, seen)| {
            let known = start.with_value(model::known);
            let explained =
                |form: &Definition| model::previous_by(form, &problem, &answers, &known, &seen);
            definition.with_value(explained)
        });
        if let Some(class) = class {
            objected.set(Some((visit_day.get_untracked(), class)));
        }
        store::refresh();
    });

    let record = move |form: Answers, decision: Decision| {
        sent.set_value(Some((form.clone(), decision.clone())));
        let body = RecordFollowUpBody {
            id: fields.id.get_untracked(),
            form,
            rules_version: definition.with_value(|form| form.edition.clone()),
            decision,
            base: Some(fields.base.get_value()),
        };
        let programme = definition.with_value(|form| form.programme.clone());
        send.send_form((resident, programme), body, draft);
    };
    let confirm = use_confirm();
    let save = move |()| {
        tried.set(true);
        let judged = judged.get_untracked();
        let Some(decision) = judged.decision.filter(|_| judged.errors.is_empty()) else {
            focus::to_id(LOOK_AT);
            return;
        };
        if judged.unusual.is_empty() {
            record(judged.answers, decision);
            return;
        }
        let values = unusual_values(work, &judged.answers, &judged.unusual);
        let question = Question::new(
            words::UNUSUAL_ASK,
            Signal::stored(values),
            words::UNUSUAL_YES,
        )
        .or(words::UNUSUAL_NO);
        confirm.ask(question, move |yes| {
            if yes {
                record(judged.answers.clone(), decision.clone());
            }
        });
    };
    let waiting = Memo::new(move |_| send.done());
    let (above, below) = definition.with_value(around_decision);
    let parts = move |sections: Vec<_>| {
        let part = |section| view! { <SectionPart work=work section=section /> };
        sections.into_iter().map(part).collect_view()
    };
    view! {
        <Restored draft=draft />
        <Form on_submit=save>
            {parts(above)}
            <DecisionPart work=work />
            {parts(below)}
            <LookAt work=work tried=tried />
            <Outcome action=send />
            <Objection work=work problem=Signal::derive(move || send.refused()) />
            <Quicker problem=Signal::derive(move || send.refused()) />
            <Actions sticky=true>
                <LiveDecision work=work />
                {move || waiting.get().then(|| view! {
                    <ButtonLink label=words::TO_LIST look=ButtonLook::Primary href=Route::Worklist.href() />
                })}
                <Button
                    label=words::SAVE
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                    blocked=waiting
                />
            </Actions>
        </Form>
    }
}

/// The sections up to the last one that the rules wait for, below which the decision stands, and the others.
pub(super) fn around_decision(
    form: &Definition,
) -> (
    Vec<domain::programme::Section>,
    Vec<domain::programme::Section>,
) {
    let decides =
        |section: &domain::programme::Section| section.fields.iter().any(|field| field.decides);
    let last = form.sections.iter().rposition(decides);
    let at = last.map_or(form.sections.len(), |last| last + 1);
    let (above, below) = form.sections.split_at(at.min(form.sections.len()));
    (above.to_vec(), below.to_vec())
}

/// Keeps the next date at the latest one that the rules allow, until somebody chooses another.
pub(super) fn follow_latest(fields: Fields, judged: Memo<model::Judged>) {
    let Some(next) = fields.day("next_date") else {
        return;
    };
    let latest = Memo::new(move |_| judged.with(|judged| judged.decided()?.latest_next));
    Effect::new(move |suggested: Option<Option<NaiveDate>>| {
        let suggested = suggested.flatten();
        let Some(latest) = latest.get() else {
            return suggested;
        };
        let now = next.get_untracked();
        if now.is_none() || now == suggested {
            next.set(Some(latest));
        }
        Some(latest)
    });
}

/// `收缩压 210 mmHg、舒张压 125 mmHg`.
pub(super) fn unusual_values(work: Work, answers: &Answers, unusual: &[String]) -> String {
    let said = |form: &Definition| {
        let told = unusual.iter().filter_map(|key| {
            let value = value_in_words(form, form.field_or_target(key)?, answers.get(key)?)?;
            Some([&wording::name(form, key), " ", &value].concat())
        });
        told.collect::<Vec<_>>().join(word("、", ", "))
    };
    work.definition.with_value(said)
}
