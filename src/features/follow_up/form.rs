//! The form as a whole: the draft, the decision, saving, and what the backend may object to.

use chrono::NaiveDate;
use domain::api::typed_follow_ups::{HypertensionForm, RecordFollowUpBody, RecordHypertension};
use domain::codes::ControlClass;
use domain::ids::FollowUpId;
use domain::problem::{Code, Problem};
use domain::rules::chronic::Decision;
use leptos::prelude::*;

use super::Start;
use super::model;
use super::parts::Work;
use super::parts::decision::DecisionPart;
use super::parts::drugs::DrugsPart;
use super::parts::more::MorePart;
use super::parts::visit::{EventsPart, PressurePart, VisitPart};
use super::sheet::{Fields, Sheet};
use crate::features::shared::{Outcome, word};
use crate::i18n::format;
use crate::i18n::texts::follow_up as words;
use crate::platform::{clock, focus, id, nav};
use crate::routes::Route;
use crate::store::{self, Draft, use_draft, use_submit};
use crate::ui::{
    Actions, Banner, BannerKind, Button, ButtonLink, ButtonLook, Form, Question, use_confirm,
    use_toasts,
};

/// Where the summary of what is to be looked at stands; it gets the focus.
const LOOK_AT: &str = "look-at";

/// Fills in and records one follow-up.
#[component]
pub(super) fn HypertensionSheet(
    /// What the form opens with.
    start: Start,
    /// The same as the backend knows it by now: only the class of the last visit is taken from it.
    latest: Memo<Option<Start>>,
    /// Set once something is typed.
    touched: RwSignal<bool>,
) -> impl IntoView {
    let today = clock::today();
    let resident = start.person.resident_id;
    let fields = Fields::of(model::opened(&start, id::new::<FollowUpId>(), today));
    let next_key = StoredValue::new(u32::try_from(start.drugs.len()).unwrap_or_default());
    let rules_version = StoredValue::new(start.rules_version.clone());
    let start = StoredValue::new(start);

    // What the backend objected, for the day of that visit alone.
    let objected = RwSignal::new(None::<(Option<NaiveDate>, Option<ControlClass>)>);
    let previous = Memo::new(move |_| {
        let day = fields.visit_date.get();
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
        start.with_value(|start| model::judge(&sheet, start, previous, today))
    });
    follow_latest(fields, judged);

    let send = use_submit::<RecordHypertension>();
    let tried = RwSignal::new(false);
    let errors = Memo::new(move |_| {
        let mut told = judged.with(|judged| {
            let now = |error: &&_| tried.get() || model::told_at_once(error, &judged.errors);
            judged
                .errors
                .iter()
                .filter(now)
                .cloned()
                .collect::<Vec<_>>()
        });
        if let Some(problem) = send
            .refused()
            .filter(|problem| problem.code == Code::Invalid)
        {
            let new = |error: &domain::problem::FieldError| {
                !told.iter().any(|other| other.field == error.field)
            };
            let more: Vec<_> = problem.errors.into_iter().filter(new).collect();
            told.extend(more);
        }
        told
    });
    let work = Work {
        fields,
        start,
        judged,
        errors,
        next_key,
    };

    let restore = move |mut kept: Sheet| {
        kept.drugs
            .iter_mut()
            .for_each(|line| line.key = work.fresh_key());
        fields.write(kept);
    };
    let key = ["hypertension ", &resident.to_string()].concat();
    let name = start.with_value(|start| start.person.name.clone());
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
    let sent = StoredValue::new(None::<Decision>);
    Effect::new(move |_| {
        let Some(problem) = send
            .refused()
            .filter(|problem| problem.code == Code::NeedsYou)
        else {
            return;
        };
        let class = sent.with_value(|seen| {
            seen.as_ref()
                .and_then(|seen| model::previous_by(&problem, seen))
        });
        if let Some(class) = class {
            objected.set(Some((fields.visit_date.get_untracked(), class)));
        }
        store::refresh();
    });

    let record = move |form: HypertensionForm, decision: Decision| {
        sent.set_value(Some(decision.clone()));
        let body = RecordFollowUpBody {
            id: fields.id.get_untracked(),
            form,
            rules_version: rules_version.get_value(),
            decision,
        };
        send.send_form(resident, body, draft);
    };
    let confirm = use_confirm();
    let save = move |()| {
        tried.set(true);
        let judged = judged.get_untracked();
        let (Some(form), Some(decision)) = (judged.form, judged.decision) else {
            focus::to_id(LOOK_AT);
            return;
        };
        if judged.unusual.is_empty() {
            record(form, decision);
            return;
        }
        let values = unusual_values(&form, &judged.unusual);
        let question = Question::new(
            words::UNUSUAL_ASK,
            Signal::stored(values),
            words::UNUSUAL_YES,
        )
        .or(words::UNUSUAL_NO);
        confirm.ask(question, move |yes| {
            if yes {
                record(form.clone(), decision.clone());
            }
        });
    };
    let waiting = Memo::new(move |_| send.done());
    view! {
        <Restored draft=draft />
        <Form on_submit=save>
            <PressurePart work=work />
            <DecisionPart work=work />
            <VisitPart work=work />
            <EventsPart work=work />
            <DrugsPart work=work />
            <MorePart work=work />
            <LookAt work=work tried=tried />
            <Outcome action=send />
            <Objection problem=Signal::derive(move || send.refused()) />
            <Actions sticky=true>
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

/// Keeps the next date at the latest one that the rules allow, until somebody chooses another.
fn follow_latest(fields: Fields, judged: Memo<model::Judged>) {
    let latest =
        Memo::new(move |_| judged.with(|judged| judged.decision.as_ref().map(|d| d.latest_next)));
    Effect::new(move |suggested: Option<Option<NaiveDate>>| {
        let suggested = suggested.flatten();
        let Some(latest) = latest.get() else {
            return suggested;
        };
        let now = fields.next_date.get_untracked();
        if now.is_none() || now == suggested {
            fields.next_date.set(Some(latest));
        }
        Some(latest)
    });
}

/// `高压（收缩压） 210、低压（舒张压） 125`.
fn unusual_values(form: &HypertensionForm, unusual: &[&str]) -> String {
    let value = |field: &str| match field {
        "sbp" => Some(form.sbp.to_string()),
        "dbp" => Some(form.dbp.to_string()),
        "heart_rate" => form.heart_rate.map(|rate| rate.to_string()),
        "weight" => form.weight.map(format::short_tenths),
        _ => None,
    };
    let said = unusual.iter().map(|field| {
        [
            words::field_name(field).get(),
            " ",
            &value(field).unwrap_or_default(),
        ]
        .concat()
        .trim()
        .to_owned()
    });
    said.collect::<Vec<_>>().join(word("、", ", "))
}

#[component]
fn Restored(draft: Draft) -> impl IntoView {
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
fn LookAt(work: Work, tried: RwSignal<bool>) -> impl IntoView {
    let text = Memo::new(move |_| {
        let errors = work.errors.get();
        let lines = errors.iter().map(|error| {
            [
                words::field_name(&error.field).get(),
                word("：", ": "),
                &words::field_error(error),
            ]
            .concat()
        });
        let lines = lines.collect::<Vec<_>>().join(word("；", "; "));
        (tried.get() && !errors.is_empty()).then(|| [words::LOOK_AT.get(), &lines].concat())
    });
    view! {
        <div id=LOOK_AT tabindex="-1">
            {move || text.get().map(|text| view! { <Banner kind=BannerKind::Error text=Signal::stored(text) /> })}
        </div>
    }
}

/// In what the backend's decision differs; the form shows the same by now, to be saved again.
#[component]
fn Objection(problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem
            .get()
            .filter(|problem| problem.code == Code::NeedsYou)?;
        let limit = |field: &str| {
            let error = problem.errors.iter().find(|error| error.field == field);
            error.map(|error| error.limit.clone().unwrap_or_default())
        };
        let class = limit("decision.class").and_then(|code| ControlClass::from_code(&code));
        let latest = limit("decision.latest_next").and_then(|day| day.parse::<NaiveDate>().ok());
        let text = if class.is_some() {
            words::DIFFERS_RELOAD
        } else {
            words::DIFFERS
        };
        Some(view! {
            <Banner kind=BannerKind::Warn text=text>
                {class.map(|class| view! { <p>{word(class.zh(), class.en())}</p> })}
                {latest.map(|day| view! { <p>{words::latest(&format::full_date(day))}</p> })}
            </Banner>
        })
    }
}
