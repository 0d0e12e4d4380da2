//! The form of a correction: the sheet of the visit, what changes in it, and why.

use domain::api::follow_ups::{CorrectFollowUp, CorrectFollowUpBody, FollowUp, FollowUpStart};
use domain::problem::{Code, FieldError};
use domain::programme::{Answers, Decision, Definition};
use leptos::prelude::*;

use super::filling::{confirm as confirm_of, follow_latest, in_a_row, unsure};
use super::form::around_decision;
use super::model;
use super::more::{self, later};
use super::parts::Work;
use super::parts::live::LiveDecision;
use super::parts::section::SectionPart;
use super::sheet::{Fields, Sheet};
use super::told::{LOOK_AT, LookAt, Restored};
use crate::features::shared::{Outcome, VisitChanges, visit_changes};
use crate::i18n::texts::{follow_up, visit as words};
use crate::platform::{clock, focus, nav};
use crate::routes::Route;
use crate::store::{use_draft, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Form, Question, Section, TextArea,
    use_confirm, use_toasts,
};

/// Longest reason, in characters; the service takes no longer one.
const LONGEST_REASON: usize = 200;

/// Corrects one visit.
#[component]
pub(super) fn CorrectionSheet(
    /// The edition that the visit was made with.
    form: Definition,
    /// What is known of the person, and of the visit before this one.
    start: FollowUpStart,
    /// The form as it was filled in.
    sheet: Sheet,
    /// The visit as it is now.
    visit: FollowUp,
) -> impl IntoView {
    let today = clock::today();
    let id = visit.follow_up_id;
    let back = Route::Visit(id).href();
    more::fetch();
    let fields = Fields::of(&form, sheet, &[]);
    let name = start.person.name.clone();
    let definition = StoredValue::new(form);
    let start = StoredValue::new(start);
    let visit = StoredValue::new(visit);
    let reason = RwSignal::new(String::new());

    // Which class of the visit before the backend must know, where it objected.
    let objected = RwSignal::new(None::<Option<String>>);
    let judged = Memo::new(move |_| {
        let sheet = fields.read();
        let known = start.with_value(|start| start.previous_class.clone());
        let previous = objected.get().unwrap_or(known);
        definition.with_value(|form| {
            start.with_value(|start| {
                model::judge(form, &sheet.typed, start, previous.as_deref(), today)
            })
        })
    });
    follow_latest(fields, judged);
    let changes = Memo::new(move |_| {
        judged.with(|judged| {
            definition.with_value(|form| {
                visit.with_value(|visit| visit_changes(form, &visit.form, &judged.answers))
            })
        })
    });

    let send = use_submit::<CorrectFollowUp>();
    let tried = RwSignal::new(false);
    let errors = Memo::new(move |_| {
        let mut told: Vec<FieldError> = judged.with(|judged| judged.errors.clone());
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
        decision: Memo::new(move |_| judged.with(|judged| judged.decided().cloned())),
        // The visit itself stands among those that a colour is told from.
        colour: Signal::stored(None),
        errors,
        before: StoredValue::new(Vec::new()),
        several: false,
    };
    let unexplained = Memo::new(move |_| {
        let length = reason.with(|reason| reason.trim().chars().count());
        match length {
            0 if tried.get() => Some(words::REASON_NEEDED),
            _ if length > LONGEST_REASON => Some(words::REASON_LONG),
            _ => None,
        }
    });

    let restore = move |(sheet, why): (Sheet, String)| {
        fields.write(sheet);
        reason.set(why);
    };
    let key = ["correct_follow_up", &id.to_string()].join(" ");
    let draft = use_draft(key, move || (fields.read(), reason.get()), restore).about(&name);
    nav::use_leave_guard(move || draft.dirty() && !send.done());

    let toasts = use_toasts();
    let done = back.clone();
    Effect::new(move |_| {
        if send.reply().is_some() {
            toasts.say(words::CORRECTED_NOW);
            nav::back_or(&done);
        }
    });
    let sent = StoredValue::new(None::<(Answers, Decision)>);
    Effect::new(move |_| {
        let refused = send.refused();
        let Some(problem) = refused.filter(|problem| problem.code == Code::NeedsYou) else {
            return;
        };
        let class = sent.get_value().and_then(|(answers, seen)| {
            let known = start.with_value(model::known);
            definition
                .with_value(|form| model::previous_by(form, &problem, &answers, &known, &seen))
        });
        if class.is_some() {
            objected.set(class);
        }
    });

    let correct = move |form: Answers, decision: Decision| {
        sent.set_value(Some((form.clone(), decision.clone())));
        let body = CorrectFollowUpBody {
            form,
            rules_version: definition.with_value(|form| form.edition.clone()),
            decision,
            reason: reason.with_untracked(|reason| reason.trim().to_owned()),
            based_on: Some(visit.with_value(|visit| visit.version)),
        };
        send.send_form(id, body, draft);
    };
    let confirm = use_confirm();
    let save = move |()| {
        tried.set(true);
        let explained = unexplained.get_untracked().is_none();
        let sound = |judged: &model::Judged| judged.decision.is_some() && judged.errors.is_empty();
        if !explained || !judged.with_untracked(sound) {
            focus::to_id(LOOK_AT);
            return;
        }
        let correct = move || {
            let judged = judged.get_untracked();
            if let Some(decision) = judged.decision {
                correct(judged.answers, decision);
            }
        };
        let values = unsure(work);
        if values.is_empty() {
            correct();
            return;
        }
        let question = Question::new(
            follow_up::UNUSUAL_ASK,
            Signal::stored(in_a_row(&values)),
            follow_up::UNUSUAL_YES,
        )
        .or(follow_up::UNUSUAL_NO);
        confirm.ask(question, move |yes| {
            if yes {
                confirm_of(work);
                correct();
            }
        });
    };
    let same = Memo::new(move |_| changes.with(Vec::is_empty));
    let finished = Memo::new(move |_| send.done());
    let outdated = Memo::new(move |_| {
        let refused = send.refused();
        refused.is_some_and(|problem| matches!(problem.code, Code::Conflict | Code::WrongState))
    });
    let (above, below) = definition.with_value(around_decision);
    let parts = move |sections: Vec<_>| {
        let part = |section| view! { <SectionPart work=work section=section /> };
        sections.into_iter().map(part).collect_view()
    };
    let why = Signal::derive(move || unexplained.get().map(|words| words.get().to_owned()));
    let to_visit = StoredValue::new(back);
    view! {
        <Restored draft=draft />
        <Form on_submit=save>
            {parts(above)}
            <Section title=follow_up::DECISION>{later(move |more| (more.decision)(work))}</Section>
            {parts(below)}
            <Section title=words::CHANGES>
                {move || if same.get() {
                    view! { <p class="muted">{move || words::NO_CHANGES.get()}</p> }.into_any()
                } else {
                    view! { <VisitChanges rows=changes.into() /> }.into_any()
                }}
                <TextArea
                    label=words::REASON
                    hint=words::REASON_HINT
                    required=true
                    error=why
                    value=reason
                />
            </Section>
            <LookAt works=StoredValue::new(vec![work]) tried=tried />
            {move || if outdated.get() {
                view! { <Banner kind=BannerKind::Warn text=words::CHANGED_SINCE /> }.into_any()
            } else {
                view! { <Outcome action=send /> }.into_any()
            }}
            {move || send.refused().is_some().then(|| {
                let problem = Signal::derive(move || send.refused());
                later(move |more| (more.objection)(work, problem))
            })}
            <Actions sticky=true>
                <LiveDecision work=work />
                {move || (finished.get() || outdated.get()).then(|| view! {
                    <ButtonLink label=words::BACK look=ButtonLook::Primary href=to_visit.get_value() />
                })}
                <Button
                    label=words::SAVE
                    look=ButtonLook::Primary
                    submit=true
                    busy=Signal::derive(move || send.busy())
                    blocked=Signal::derive(move || finished.get() || same.get())
                />
            </Actions>
        </Form>
    }
}
