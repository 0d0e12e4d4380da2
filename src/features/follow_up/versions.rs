//! What comes of two versions of a visit: read from the phone, put together, judged again. Pure: the day
//! comes in.

use chrono::NaiveDate;
use domain::api::conflicts::{OtherVisit, VisitBase};
use domain::api::follow_ups::{CorrectFollowUpBody, RecordFollowUpBody};
use domain::outbox::{Merge, Side};
use domain::problem::FieldError;
use domain::programme::{Answers, Decision, Definition, Edition, Facts, Known, check, decide};

use super::model::conclude;
use crate::api::json;
use crate::i18n::Text;
use crate::i18n::texts::versions as words;
use crate::store::Conflict;

/// What waits on the phone.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Waiting {
    /// A visit that somebody else wrote down too.
    Visit(RecordFollowUpBody),
    /// A correction of a visit that somebody else corrected too.
    Correction(CorrectFollowUpBody),
}

/// Both versions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Both {
    pub(super) waiting: Waiting,
    pub(super) other: OtherVisit,
}

impl Both {
    /// Reads them; `None` where they were written by a program of another age.
    pub(super) fn of(conflict: &Conflict) -> Option<Self> {
        let waiting = match conflict.operation.as_str() {
            "correct_follow_up" => Waiting::Correction(json::read(&conflict.body)?),
            _ => Waiting::Visit(json::read(&conflict.body)?),
        };
        let other = json::read(&conflict.present)?;
        Some(Self { waiting, other })
    }

    pub(super) fn mine(&self) -> &Answers {
        match &self.waiting {
            Waiting::Visit(body) => &body.form,
            Waiting::Correction(body) => &body.form,
        }
    }

    pub(super) fn edition(&self) -> &Edition {
        match &self.waiting {
            Waiting::Visit(body) => &body.rules_version,
            Waiting::Correction(body) => &body.rules_version,
        }
    }

    pub(super) fn my_decision(&self) -> &Decision {
        match &self.waiting {
            Waiting::Visit(body) => &body.decision,
            Waiting::Correction(body) => &body.decision,
        }
    }

    /// What a side is called: somebody else's, or the same person's on another phone.
    pub(super) fn name_of(&self, side: Side) -> Text {
        match (side, self.other.own) {
            (Side::Mine, false) => words::MINE,
            (Side::Theirs, false) => words::THEIRS,
            (Side::Mine, true) => words::HERE,
            (Side::Theirs, true) => words::THERE,
        }
    }

    /// The two side by side.
    pub(super) fn merge(&self) -> Merge<'_> {
        let theirs = &self.other.visit.form;
        Merge::new(self.other.before.as_ref(), self.mine(), theirs)
    }

    /// The other version written over with this one.
    pub(super) fn over(
        &self,
        form: Answers,
        decision: Decision,
        reason: &str,
    ) -> CorrectFollowUpBody {
        let reason = match &self.waiting {
            Waiting::Correction(body) => body.reason.clone(),
            Waiting::Visit(_) => reason.to_owned(),
        };
        CorrectFollowUpBody {
            form,
            rules_version: self.edition().clone(),
            decision,
            reason,
            based_on: Some(self.other.visit.version),
        }
    }

    /// The same visit again, by somebody who knows of the other one; `None` for a correction.
    pub(super) fn beside(&self) -> Option<RecordFollowUpBody> {
        let Waiting::Visit(body) = &self.waiting else {
            return None;
        };
        Some(RecordFollowUpBody {
            base: Some(VisitBase {
                follow_up_id: Some(self.other.visit.follow_up_id),
                version: self.other.visit.version,
                own: body.base.as_ref().and_then(|base| base.own.clone()),
            }),
            ..body.clone()
        })
    }
}

/// What was put together, as it would be recorded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settled {
    pub(super) answers: Answers,
    pub(super) decision: Option<Decision>,
    pub(super) errors: Vec<FieldError>,
}

/// Judges what was put together: what followed from the rules on either side follows from them again.
pub(super) fn settled(
    both: &Both,
    definition: &Definition,
    mut answers: Answers,
    today: NaiveDate,
) -> Settled {
    let other = &both.other;
    let known = Known {
        born: other.birth_date,
        sex: other.visit.person.sex,
        height: other.height_tenths,
    };
    let previous = other.previous_class.as_deref();
    for field in definition.fields().filter(|field| field.when.is_some()) {
        let facts = Facts::new(definition, &answers, &known, previous);
        if !facts.is_some_and(|facts| facts.asks(field)) {
            let keys = std::iter::once(&field.key).chain(&field.target);
            keys.for_each(|key| answers.set(key, None));
        }
    }
    let by_rules = [&both.my_decision().class, &other.visit.decision.class];
    let class = answers.text("class").map(str::to_owned);
    if class.is_some_and(|class| by_rules.contains(&&class)) {
        answers.set("class", None);
    }
    let decision = decide(definition, &answers, &known, previous);
    if let Some(decision) = &decision {
        let late = |day: NaiveDate| decision.latest_next.is_some_and(|latest| day > latest);
        if answers.day("next_date").is_some_and(late) {
            answers.set("next_date", None);
        }
        conclude(definition, &mut answers, decision);
    }
    let errors = check(definition, &answers, &known, decision.as_ref(), today);
    Settled {
        answers,
        decision,
        errors,
    }
}
