//! The service as the outbox's promises need it: who is signed in, one effect a key and a row, refusals
//! by rights and by rules, and days on which nothing works.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use domain::ids::Uuid;
use domain::outbox::{Outcome, Trouble};
use domain::problem::Code;

use super::ledger::{Body, Ledger};
use super::plant::Plant;

/// How it feels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mood {
    /// Well.
    #[default]
    Fine,
    /// Answers 500 to everything.
    Failing,
    /// Full: come again later.
    Busy,
}

/// A request on its way.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) key: Uuid,
    /// Whose operation it is, as its envelope says.
    pub(super) author: usize,
    /// Under whose sign-in it came.
    pub(super) signed_in: Option<usize>,
    pub(super) person: u64,
    pub(super) edition: u32,
    pub(super) body: Body,
}

/// The service.
#[derive(Debug, Default)]
pub(super) struct Service {
    pub(super) mood: Mood,
    /// Rights that were taken away: of whom, on whom.
    pub(super) denied: BTreeSet<(usize, u64)>,
    /// Whose sessions were ended.
    pub(super) ended: BTreeSet<usize>,
    /// The newest edition it understands.
    pub(super) edition: u32,
    answers: BTreeSet<(usize, Uuid)>,
    rows: BTreeMap<u64, (usize, u64)>,
}

impl Service {
    /// Answers a request; an effect goes into the ledger, which may find that it breaks a promise.
    pub(super) fn answer(
        &mut self,
        request: &Request,
        ledger: &mut Ledger,
        plant: Option<Plant>,
    ) -> Result<Outcome> {
        match self.mood {
            Mood::Fine => {}
            Mood::Failing => return Ok(Outcome::Later(Trouble::Service(None))),
            Mood::Busy => return Ok(Outcome::Later(Trouble::Service(Some(5)))),
        }
        let author = request.author;
        let Some(owner) = request
            .signed_in
            .filter(|owner| !self.ended.contains(owner))
        else {
            return Ok(Outcome::Later(Trouble::SignIn));
        };
        if owner != author && plant != Some(Plant::AnyAuthor) {
            return Ok(Outcome::Later(Trouble::SignIn));
        }
        if request.edition > self.edition {
            return Ok(Outcome::Later(Trouble::Service(Some(60))));
        }
        let looks = plant != Some(Plant::Forgetful);
        if looks && self.answers.contains(&(owner, request.key)) {
            return Ok(Outcome::Accepted);
        }
        // Who wrote it is answered as before, whatever became of their rights since.
        let written = (owner, request.body.text);
        let there = self.rows.get(&request.body.row).filter(|_| looks);
        if there == Some(&written) {
            return Ok(Outcome::Accepted);
        }
        if self.denied.contains(&(owner, request.person)) {
            return Ok(Outcome::Refused(Code::Forbidden.into()));
        }
        if there.is_some() {
            return Ok(Outcome::Refused(Code::Conflict.into()));
        }
        if !request.body.valid {
            return Ok(Outcome::Refused(Code::Invalid.into()));
        }
        self.rows.insert(request.body.row, written);
        self.answers.insert((owner, request.key));
        ledger.effect(&request.body, owner)?;
        Ok(Outcome::Accepted)
    }

    /// A day has passed: no answer is kept longer.
    pub(super) fn forget_answers(&mut self) {
        self.answers.clear();
    }

    /// Everything works again, and every right is back or gone for good.
    pub(super) fn recover(&mut self, edition: u32) {
        self.mood = Mood::Fine;
        self.ended.clear();
        self.edition = self.edition.max(edition);
    }
}
