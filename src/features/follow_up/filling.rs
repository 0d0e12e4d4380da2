//! One programme while it is filled in: what is thought of it, and how it is sent. A sheet has one of these or
//! several.

use chrono::NaiveDate;
use domain::api::conflicts::VisitBase;
use domain::api::follow_ups::{FollowUpStart, RecordFollowUp, RecordFollowUpBody};
use domain::ids::FollowUpId;
use domain::problem::{Code, FieldError};
use domain::programme::{Answers, Decision, Definition, ProgrammeCode};
use domain::rules::three_colours::{Beside, Colour, Scale};
use leptos::prelude::*;

use super::model;
use super::parts::Work;
use super::sheet::{Fields, SURE, Sheet, with_number};
use super::wording;
use crate::features::shared::{value_in_words, word};
use crate::platform::{clock, id};
use crate::routes::Route;
use crate::store::{self, Action, Draft, Load, Query, Typed, use_submit};

/// A programme whose form can be drawn.
pub(super) struct Opened {
    /// What is asked, and by what it is judged.
    pub(super) form: Definition,
    /// What the form opens with.
    pub(super) start: FollowUpStart,
    /// The same as the backend knows it by now: the class of the last visit is taken from it, and by what the
    /// colour is told; nothing that is typed.
    pub(super) latest: Query<FollowUpStart>,
}

/// What each programme of a sheet would make, as far as it is typed.
pub(super) type Colours = StoredValue<Vec<(ProgrammeCode, Memo<Option<Colour>>)>>;

/// One programme of the sheet.
#[derive(Clone, Copy)]
pub(super) struct Filling {
    pub(super) work: Work,
    pub(super) send: Action<RecordFollowUp>,
    /// What was sent last, to find out what the backend knows better.
    sent: StoredValue<Option<(Answers, Decision)>>,
}

/// Where the answers of a programme are typed, before anything is thought of them.
pub(super) fn places(opened: &Opened, before: &[Fields]) -> Fields {
    let Opened { form, start, .. } = opened;
    let sheet = model::opened(form, start, id::new::<FollowUpId>(), clock::today());
    Fields::of(form, sheet, before)
}

impl Filling {
    /// Judges what is typed, for as long as the calling component lives.
    pub(super) fn of(
        opened: Opened,
        fields: Fields,
        before: Vec<(StoredValue<Definition>, Fields)>,
        (several, colours): (bool, Colours),
        tried: RwSignal<bool>,
    ) -> Self {
        let today = clock::today();
        let Opened {
            form,
            start,
            latest,
        } = opened;
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
                    Load::Ready { data, .. } => model::previous(data, day),
                    _ => start.with_value(|start| model::previous(start, day)),
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
        follow_stage(fields, definition, start);
        let send = use_submit::<RecordFollowUp>();
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
        let decision = Memo::new(move |_| judged.with(|judged| judged.decided().cloned()));
        let scaled = move |look: &dyn Fn(&Scale) -> Option<Colour>| {
            let looked = |start: &FollowUpStart| start.scale.as_ref().and_then(look);
            latest.with(|latest| match latest {
                Load::Ready { data, .. } => looked(data),
                Load::Loading | Load::Failed(_) => start.with_value(looked),
            })
        };
        let made = Memo::new(move |_| {
            let decision = decision.get()?;
            let made = |scale: &Scale| {
                judged.with(|judged| model::made(scale, &judged.answers, &decision, today))
            };
            scaled(&made)
        });
        let programme = definition.with_value(|form| form.programme.clone());
        colours.update_value(|all| all.push((programme.clone(), made)));
        let colour = Memo::new(move |_| {
            let own = made.get()?;
            let typed = |(other, made): &(ProgrammeCode, Memo<Option<Colour>>)| {
                let colour = made.get().filter(|_| *other != programme)?;
                Some(Beside {
                    programme: other.clone(),
                    colour,
                })
            };
            let typed: Vec<_> = colours.with_value(|all| all.iter().filter_map(typed).collect());
            scaled(&|scale| Some(scale.with(own, &typed)))
        });
        let work = Work {
            definition,
            fields,
            start,
            judged,
            decision,
            colour: colour.into(),
            errors,
            before: StoredValue::new(before),
            several,
        };
        let filling = Self {
            work,
            send,
            sent: StoredValue::new(None),
        };
        filling.heed_objections(objected, visit_day);
        filling
    }

    /// A decision that the backend takes differently tells what the phone did not know.
    fn heed_objections(
        self,
        objected: RwSignal<Option<(Option<NaiveDate>, Option<String>)>>,
        visit_day: RwSignal<Option<NaiveDate>>,
    ) {
        let Self { work, send, sent } = self;
        Effect::new(move |_| {
            let Some(problem) = send
                .refused()
                .filter(|problem| problem.code == Code::NeedsYou)
            else {
                return;
            };
            let class = sent.get_value().and_then(|(answers, seen)| {
                let known = work.start.with_value(model::known);
                let explained =
                    |form: &Definition| model::previous_by(form, &problem, &answers, &known, &seen);
                work.definition.with_value(explained)
            });
            if let Some(class) = class {
                objected.set(Some((visit_day.get_untracked(), class)));
            }
            store::refresh();
        });
    }

    /// Whether the backend or this phone has it.
    pub(super) fn done(self) -> bool {
        self.send.done()
    }

    /// Whether it can be recorded as it stands.
    pub(super) fn sound(self) -> bool {
        let sound = |judged: &model::Judged| judged.decision.is_some() && judged.errors.is_empty();
        self.work.judged.with_untracked(sound)
    }

    /// Hands the visit to the outbox. `draft` is the sheet's, where it ends with this one. Of several, each is
    /// kept as the form of its own programme, so that one that is refused can be opened by itself.
    pub(super) fn record(self, draft: Option<Draft>) {
        let Self { work, send, sent } = self;
        let judged = work.judged.get_untracked();
        let Some(decision) = judged.decision else {
            return;
        };
        sent.set_value(Some((judged.answers.clone(), decision.clone())));
        let programme = work.definition.with_value(|form| form.programme.clone());
        let (resident, name) = work.start.with_value(|start| {
            let person = &start.person;
            (person.resident_id, person.name.clone())
        });
        let path = (resident, programme.clone());
        let made = store::made_at::<RecordFollowUp>(&path).into_iter();
        let body = RecordFollowUpBody {
            id: work.fields.id.get_untracked(),
            form: judged.answers,
            rules_version: work.definition.with_value(|form| form.edition.clone()),
            decision,
            base: Some(VisitBase {
                own: Some(made.map(FollowUpId::from).collect()),
                ..work.fields.base.get_value()
            }),
        };
        match draft {
            Some(draft) if !work.several => send.send_form((resident, programme), body, draft),
            draft => {
                let key = draft_key(&[programme.as_str()], &resident.to_string());
                let page = Route::FollowUpForm(resident, programme.clone()).href();
                let sheet = untrack(|| work.fields.read());
                let typed = Typed::new(key, page, &sheet, name);
                send.send_typed((resident, programme), body, typed, draft);
            }
        }
    }

    /// What stands in the form; reactive.
    pub(super) fn sheet(self) -> Sheet {
        self.work.fields.read()
    }
}

/// `收缩压 210 mmHg、舒张压 125 mmHg`: what is rare and was not confirmed yet.
pub(super) fn unsure(work: Work) -> Vec<String> {
    let judged = work.judged.get_untracked();
    work.definition.with_value(|form| {
        let told = judged.unsure.iter().filter_map(|key| {
            let answer = judged.answers.get(key)?;
            let value = value_in_words(form, form.field_or_target(key)?, answer)?;
            Some([&wording::name(form, key), " ", &value].concat())
        });
        told.collect()
    })
}

/// The rare numbers that stand there now are right.
pub(super) fn confirm(work: Work) {
    let judged = work.judged.get_untracked();
    let Some(sure) = work.fields.several(SURE) else {
        return;
    };
    let now = judged.unusual.iter().filter_map(|key| {
        let number = judged.answers.number(key)?;
        Some(with_number(key, number))
    });
    sure.set(now.collect());
}

/// Under which key a half-filled sheet is kept.
pub(super) fn draft_key(programmes: &[&str], resident: &str) -> String {
    ["follow_up", &programmes.join("+"), resident].join(" ")
}

/// Keeps the next date at the latest one that the rules allow, until somebody chooses another. A form that
/// decides as it is opened has that day at once: whoever only looks has typed nothing, so that nothing is asked
/// when the page is left, and a draft is put back.
pub(super) fn follow_latest(fields: Fields, judged: Memo<model::Judged>) {
    let Some(next) = fields.day("next_date") else {
        return;
    };
    let latest = Memo::new(move |_| judged.with(|judged| judged.decided()?.latest_next));
    let first = latest
        .get_untracked()
        .filter(|_| next.get_untracked().is_none());
    if first.is_some() {
        next.set(first);
    }
    Effect::new(move |suggested: Option<Option<NaiveDate>>| {
        let suggested = suggested.unwrap_or(first);
        let Some(latest) = latest.get() else {
            return suggested;
        };
        let now = next.get_untracked();
        if now != Some(latest) && (now.is_none() || now == suggested) {
            next.set(Some(latest));
        }
        Some(latest)
    });
}

/// Keeps what is proposed by age or weeks at what the day of the visit makes it, until somebody chooses another.
fn follow_stage(
    fields: Fields,
    definition: StoredValue<Definition>,
    start: StoredValue<FollowUpStart>,
) {
    let Some(visit) = fields.day("visit_date") else {
        return;
    };
    let staged = |form: &Definition| {
        let staged = form.fields().filter(|field| field.proposed.is_some());
        staged.map(|field| field.key.clone()).collect::<Vec<_>>()
    };
    for key in definition.with_value(staged) {
        let Some(code) = fields.one(&key) else {
            continue;
        };
        let stage = Memo::new(move |_| {
            let day = visit.get()?;
            definition.with_value(|form| {
                let field = form.field(&key)?;
                let proposed = |start: &FollowUpStart| model::proposed_on(form, field, start, day);
                start.with_value(|start| proposed(start).map(str::to_owned))
            })
        });
        Effect::new(move |before: Option<Option<String>>| {
            let now = stage.get();
            if before.is_some_and(|before| before != now && before == code.get_untracked()) {
                code.set(now.clone());
            }
            now
        });
    }
}

/// Values in a row, in the language in use.
pub(super) fn in_a_row(values: &[String]) -> String {
    values.join(word("、", ", "))
}
