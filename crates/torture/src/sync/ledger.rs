//! What people were promised, and whether it was kept. An intent is what somebody wanted done once,
//! through however many keys, corrections and tabs it goes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};

/// What stands in the body of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    /// What was wanted.
    pub(super) intent: u64,
    /// Id of the row that it makes.
    pub(super) row: u64,
    /// Which text of it, counted up by corrections.
    pub(super) text: u64,
    /// Whether the service's rules allow it.
    pub(super) valid: bool,
    /// When it was typed, counted by the ledger: no clock is trusted.
    pub(super) typed: u64,
}

impl Body {
    pub(super) fn write(&self) -> String {
        let valid = u8::from(self.valid);
        format!(
            "{} {} {} {valid} {}",
            self.intent, self.row, self.text, self.typed
        )
    }

    pub(super) fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split(' ').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self {
            intent: next()?,
            row: next()?,
            text: next()?,
            valid: next()? == 1,
            typed: next()?,
        })
    }
}

/// Where it was typed, by whom, about whom: what keeps its order.
pub(super) type Thread = (usize, usize, u64);

#[derive(Debug)]
struct Intent {
    thread: Thread,
    /// Somebody was told that it is kept on the phone.
    kept: bool,
    /// Its last submission is on the phone's disk, where the other tabs see it too.
    known: bool,
    /// Somebody asked to have it back, and may have left before they were told.
    asked_back: bool,
    /// Somebody was told that it was taken back.
    taken_back: bool,
    /// It was submitted more than once without the first having been refused here.
    forked: bool,
    effects: u32,
}

/// All intents, and the figures of a run.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    intents: BTreeMap<u64, Intent>,
    last: BTreeMap<Thread, u64>,
    typed: u64,
    /// Phones that were full at some time.
    pub(super) full: BTreeSet<usize>,
    pub(super) effects: u64,
    pub(super) taken_back: u64,
}

impl Ledger {
    /// The next moment of typing.
    pub(super) fn now(&mut self) -> u64 {
        self.typed += 1;
        self.typed
    }

    /// Something new is wanted; its number.
    pub(super) fn want(&mut self, thread: Thread) -> u64 {
        let intent = self.intents.len() as u64;
        let new = Intent {
            thread,
            kept: false,
            known: false,
            asked_back: false,
            taken_back: false,
            forked: false,
            effects: 0,
        };
        self.intents.insert(intent, new);
        intent
    }

    pub(super) fn wanted(&self) -> u64 {
        self.intents.len() as u64
    }

    pub(super) fn fork(&mut self, intent: u64) {
        self.change(intent, |intent| intent.forked = true);
    }

    /// Its last submission is on the disk, or could not be written to it.
    pub(super) fn kept(&mut self, intent: u64, written: bool) {
        self.change(intent, |intent| {
            intent.known = written;
            intent.kept |= written;
        });
    }

    pub(super) fn ask_back(&mut self, intent: u64) {
        self.change(intent, |intent| intent.asked_back = true);
    }

    fn change(&mut self, intent: u64, change: impl FnOnce(&mut Intent)) {
        if let Some(intent) = self.intents.get_mut(&intent) {
            change(intent);
        }
    }

    /// Somebody is told that it was taken back.
    pub(super) fn take_back(&mut self, intent: u64) -> Result<()> {
        self.taken_back += 1;
        if let Some(known) = self.intents.get_mut(&intent) {
            ensure!(
                known.effects == 0 || known.forked,
                "LIE: {intent} is told as taken back, and had taken effect"
            );
            known.taken_back = true;
        }
        Ok(())
    }

    /// Somebody is told that the service has it.
    pub(super) fn success(&self, intent: u64) -> Result<()> {
        let done = self
            .intents
            .get(&intent)
            .is_some_and(|known| known.effects > 0);
        ensure!(done, "LIE: {intent} is told as accepted, and was not");
        Ok(())
    }

    /// The service wrote a row.
    pub(super) fn effect(&mut self, body: &Body, owner: usize) -> Result<()> {
        self.effects += 1;
        let Some(intent) = self.intents.get_mut(&body.intent) else {
            bail!("an effect that nobody wanted");
        };
        intent.effects += 1;
        ensure!(intent.effects == 1, "DOUBLED: {body:?}");
        ensure!(
            intent.thread.1 == owner,
            "FOR ANOTHER: {body:?} under {owner}"
        );
        ensure!(
            !intent.taken_back || intent.forked,
            "TAKEN BACK, and yet: {body:?}"
        );
        // Of what a full phone could not write down, a refusal too, its other tabs know nothing.
        if !intent.known || self.full.contains(&intent.thread.0) {
            return Ok(());
        }
        let last = self.last.entry(intent.thread).or_default();
        ensure!(*last < body.typed, "REORDERED: {body:?} after {last}");
        *last = body.typed;
        Ok(())
    }

    /// At the end: whatever was kept has taken effect, or waits for a person (`here`), or somebody
    /// wanted it back.
    pub(super) fn nothing_is_lost(&self, here: &dyn Fn(u64) -> bool) -> Result<()> {
        for (number, intent) in &self.intents {
            let there = intent.effects > 0 || intent.asked_back || here(*number);
            ensure!(!intent.kept || there, "LOST: {number} {intent:?}");
        }
        Ok(())
    }
}
