//! One operation: what was meant, by whom, on what, and where it stands. Also the text in which the
//! phone keeps it.

use chrono::{DateTime, Utc};

use super::Shift;
use crate::api::conflicts::Present;
use crate::ids::Uuid;
use crate::problem::{Code, Problem};

/// One operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Made once; also the `Idempotency-Key`.
    pub id: Uuid,
    /// The only owner under whose sign-in it may be sent.
    pub owner: String,
    /// `Endpoint::OPERATION`.
    pub operation: String,
    /// Ids of what it concerns: the person, the row it makes. Operations that share one keep their
    /// order.
    pub objects: Vec<String>,
    /// Name of the person it is about; empty where it is about nobody.
    pub about: String,
    /// Whether it removes (`DELETE`) instead of posting.
    pub removes: bool,
    /// Path.
    pub address: String,
    /// JSON body.
    pub body: Option<String>,
    /// Edition of the API that the body was written for ([`crate::api::EDITION`]).
    pub edition: u32,
    /// The form it was typed in, so that it can be opened again.
    pub form: Option<Form>,
    /// When it was submitted, by the phone's clock.
    pub created_at: DateTime<Utc>,
    /// Its turn among its owner's operations: rises with each, even where the clock was set back.
    pub turn: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it stands.
    pub state: State,
    /// Where its record lies; `None` where the phone keeps none.
    pub(super) place: Option<String>,
    /// Whether its record is on the way to another place, and a reading of the phone may be older.
    pub(super) moving: bool,
    /// Not to be tried before this moment of [`super::World::elapsed_ms`].
    pub(super) not_before: i64,
}

/// The form behind an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Key of its draft.
    pub draft: String,
    /// Its page.
    pub page: String,
    /// Its content.
    pub content: String,
}

/// Where an operation stands.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Not on disk yet.
    Saving,
    /// Kept on this phone, to be sent.
    Queued,
    /// On its way; nobody knows yet whether it arrived.
    Sending,
    /// Done, and when the answer came.
    Accepted(DateTime<Utc>),
    /// Refused; a person has to look.
    Refused(Problem),
}

/// Edition of the text in which an operation is kept.
const KEPT: &str = "2";
/// Stands between the fields of a kept operation; JSON and addresses escape it.
const BETWEEN: &str = "\u{1f}";
/// Stands between ids.
const AMONG: &str = ",";

impl Item {
    /// An operation that was just submitted; `form` and `about` are set where there are such.
    #[must_use]
    pub fn new(id: Uuid, owner: String, operation: &str, created_at: DateTime<Utc>) -> Self {
        Self {
            id,
            owner,
            operation: operation.to_owned(),
            objects: Vec::new(),
            about: String::new(),
            removes: false,
            address: String::new(),
            body: None,
            edition: crate::api::EDITION,
            form: None,
            created_at,
            turn: 0,
            attempts: 0,
            state: State::Saving,
            place: None,
            moving: false,
            not_before: 0,
        }
    }

    /// The same to be submitted once more: another operation.
    #[must_use]
    pub fn renewed(&self, id: Uuid, created_at: DateTime<Utc>) -> Self {
        Self {
            id,
            created_at,
            attempts: 0,
            state: State::Saving,
            place: None,
            moving: false,
            not_before: 0,
            ..self.clone()
        }
    }

    /// Where its record belongs. Whether it may have arrived is part of the place, so that one tab
    /// cannot take back what another is sending.
    pub(super) fn home(&self) -> String {
        let id = self.id.to_string();
        match self.state {
            State::Refused(_) => [&id, ".refused"].concat(),
            _ if self.attempts > 0 => [&id, ".tried"].concat(),
            _ => id,
        }
    }

    /// Moves its record from where it lies to where it belongs.
    pub(super) fn go_home(&self) -> Shift {
        Shift {
            owner: self.owner.clone(),
            from: self.place.clone(),
            to: Some((self.home(), self.kept())),
        }
    }

    /// Removes its record.
    pub(super) fn leave(&self) -> Shift {
        Shift {
            owner: self.owner.clone(),
            from: self.place.clone(),
            to: None,
        }
    }

    /// Whether nothing is being done with it in this tab.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.moving && matches!(self.state, State::Queued | State::Refused(_))
    }

    /// Whether it concerns one of these.
    pub(super) fn concerns_any(&self, objects: &[&str]) -> bool {
        self.objects
            .iter()
            .any(|object| objects.contains(&object.as_str()))
    }

    /// The operation as text, to be sealed and kept. Written by hand: derived readers and writers
    /// of these types weigh as much as the rest of the outbox.
    #[must_use]
    pub fn kept(&self) -> String {
        let (code, present) = match &self.state {
            State::Refused(problem) => (problem.code.as_str(), problem.present.as_ref()),
            _ => ("", None),
        };
        let form = self.form.as_ref();
        [
            KEPT,
            &self.id.to_string(),
            &self.owner,
            &self.operation,
            &self.objects.join(AMONG),
            &self.about,
            if self.removes { "removes" } else { "" },
            &self.address,
            self.body.as_deref().unwrap_or_default(),
            &self.edition.to_string(),
            form.map_or("", |form| &form.draft),
            form.map_or("", |form| &form.page),
            form.map_or("", |form| &form.content),
            &self.created_at.timestamp_millis().to_string(),
            &self.turn.to_string(),
            &self.attempts.to_string(),
            code,
            present.map_or("", |present| &present.0),
        ]
        .join(BETWEEN)
    }

    /// Reads what [`Item::kept`] wrote, in this edition or the one before. Of a refusal its code
    /// is kept, and what somebody else wrote meanwhile; the rest is told again when it is submitted again. `None` for the text of a newer
    /// program, which is left alone.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (edition, rest) = text.split_once(BETWEEN)?;
        let mut fields = rest.split(BETWEEN);
        let first = edition == "1";
        if !first && edition != KEPT {
            return None;
        }
        let mut next = || fields.next();
        let owned = |field: Option<&str>| field.map(str::to_owned);
        let given = |field: &str| (!field.is_empty()).then(|| field.to_owned());
        let mut item = Self::new(
            next()?.parse().ok()?,
            owned(next())?,
            next()?,
            DateTime::default(),
        );
        item.objects = next()?.split(AMONG).map(str::to_owned).collect();
        if !first {
            item.about = owned(next())?;
        }
        item.removes = next()? == "removes";
        item.address = owned(next())?;
        item.body = given(next()?);
        item.edition = if first { 1 } else { next()?.parse().ok()? };
        item.form = match (next()?, next()?, next()?) {
            ("", _, _) => None,
            (draft, page, content) => Some(Form {
                draft: draft.to_owned(),
                page: page.to_owned(),
                content: content.to_owned(),
            }),
        };
        let created_ms = next()?.parse().ok()?;
        item.created_at = DateTime::from_timestamp_millis(created_ms)?;
        item.turn = if first {
            created_ms
        } else {
            next()?.parse().ok()?
        };
        item.attempts = next()?.parse().ok()?;
        if first {
            // It had a word for each state; the code says the same.
            next()?;
        }
        let refused = problem(next()?);
        // The program before this one kept no more than the code.
        let present = next().and_then(given).map(|text| Box::new(Present(text)));
        item.state = refused.map_or(State::Queued, |problem| {
            State::Refused(Problem { present, ..problem })
        });
        Some(item)
    }
}

fn problem(code: &str) -> Option<Problem> {
    let known = Code::ALL.iter().find(|known| known.as_str() == code);
    known.map(|code| Problem::new(*code))
}
