//! The operations of one tab: their order and their states. Every change gives back what has to
//! be changed on the phone for it; [`super::course`] does both.

use chrono::{DateTime, Utc};

use super::item::{Item, State};
use super::patience::{ITEM_MOST_MS, LINE_MOST_MS, wait_ms};
use super::{Outcome, Record, Shift, Shifted, Trouble};
use crate::ids::Uuid;
use crate::problem::{Code, Problem};

/// After so many failures in a row it is the service that fails, and not one operation.
const SERVICE_FAILS: u32 = 3;

/// Operations in the order in which they were submitted.
#[derive(Debug, Default)]
pub struct Outbox {
    items: Vec<Item>,
    /// The highest turn that was given.
    last_turn: i64,
    /// Counts changes, so that a reading of the phone that something overtook is found out.
    changes: u64,
    /// Failures in a row.
    failures: u32,
    /// Nothing is sent before this moment.
    paused_until: i64,
    /// Whether another tab has changed something that is not known here yet. Nothing is sent meanwhile:
    /// it might overtake what was typed there.
    stale: bool,
}

impl Outbox {
    /// Every operation, oldest first.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The operation with this id.
    #[must_use]
    pub fn get(&self, id: Uuid) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    fn change(&mut self, id: Uuid) -> Option<&mut Item> {
        self.changes += 1;
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// How many changes there were.
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// Takes in an operation, in place of a refused one where it is that one's correction, and gives
    /// what is to be written for it.
    pub fn add(&mut self, mut item: Item, replaces: Option<Uuid>) -> Shift {
        self.changes += 1;
        let refused = |old: &Item| {
            Some(old.id) == replaces && old.is_settled() && matches!(old.state, State::Refused(_))
        };
        let old = self.items.iter().position(refused);
        let old = old.map(|place| self.items.remove(place));
        (item.state, item.moving) = (State::Saving, true);
        item.turn = item
            .created_at
            .timestamp_millis()
            .max(self.last_turn.saturating_add(1));
        self.last_turn = item.turn;
        // Where it cannot be written, what it corrects stays there, and goes when this one does.
        item.place = old.and_then(|old| old.place);
        let shift = item.go_home();
        self.items.push(item);
        shift
    }

    /// Takes in whether a new operation is on disk, and gives what has to be written after that.
    pub(super) fn kept(&mut self, id: Uuid, shift: &Shift, done: Shifted) -> Option<Shift> {
        let here = Some(shift.to.as_ref()?.0.clone());
        let item = self.change(id)?;
        item.moving = false;
        match done {
            // Nobody waited for a slow phone: it was written down again when it was tried.
            Shifted::Done if item.attempts > 0 => {
                return (item.place != here).then(|| Shift {
                    owner: shift.owner.clone(),
                    from: here,
                    to: None,
                });
            }
            Shifted::Done => item.place = here,
            Shifted::NotKept => {}
            // Another tab has sent or taken back what this one corrects: a person has to choose.
            Shifted::Gone => {
                item.state = State::Refused(Problem::new(Code::Conflict));
                (item.place, item.moving) = (None, true);
                return Some(item.go_home());
            }
        }
        if item.state == State::Saving {
            item.state = State::Queued;
        }
        None
    }

    /// Lets an operation be sent that a slow phone has not written yet.
    pub fn wait_no_longer(&mut self, id: Uuid) {
        if let Some(item) = self.change(id)
            && item.state == State::Saving
            && item.place.is_none()
        {
            item.state = State::Queued;
        }
    }

    /// Whether something could be sent now.
    #[must_use]
    pub fn is_ready(&self, owner: &str, now: i64) -> bool {
        self.paused_until <= now && self.due(owner).any(|item| item.not_before <= now)
    }

    /// How many milliseconds until something could be sent; `None` where nothing waits for a time.
    #[must_use]
    pub fn wait_ms(&self, owner: &str, now: i64) -> Option<i64> {
        if self.paused_until == i64::MAX {
            return None;
        }
        let first = self.due(owner).map(|item| item.not_before).min()?;
        Some(first.max(self.paused_until).saturating_sub(now).max(0))
    }

    /// When an operation will be tried again, in milliseconds from now; `None` where only a person or
    /// a sign-in can move it.
    #[must_use]
    pub fn next_try_ms(&self, id: Uuid, now: i64) -> Option<i64> {
        let item = self.get(id).filter(|item| item.state == State::Queued)?;
        let at = item.not_before.max(self.paused_until);
        (at < i64::MAX).then(|| at.saturating_sub(now).max(0))
    }

    /// What may be sent, as far as its order goes: nothing older that concerns the same is under way.
    fn due<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = &'a Item> {
        let mut held: Vec<&str> = Vec::new();
        let mine = self.items.iter().filter(move |item| item.owner == owner);
        mine.filter(move |item| {
            let free = item.state == State::Queued && !item.concerns_any(&held);
            if matches!(item.state, State::Saving | State::Queued | State::Sending) {
                held.extend(item.objects.iter().map(String::as_str));
            }
            free
        })
    }

    /// The next operation, now on its way, and what is to be written before it leaves: that it was
    /// tried.
    pub(super) fn start(&mut self, owner: &str, now: i64) -> Option<(Item, Shift)> {
        if self.stale || self.paused_until > now {
            return None;
        }
        let id = self.due(owner).find(|item| item.not_before <= now)?.id;
        let item = self.change(id)?;
        item.state = State::Sending;
        item.attempts = item.attempts.saturating_add(1);
        Some((item.clone(), item.go_home()))
    }

    /// Takes in how the attempt ended, and gives what is to be written.
    pub(super) fn settle(
        &mut self,
        id: Uuid,
        outcome: Outcome,
        (elapsed, now): (i64, DateTime<Utc>),
        chance: u32,
    ) -> Option<Shift> {
        let item = self.change(id)?;
        if item.state != State::Sending {
            return None;
        }
        let shift = match outcome {
            Outcome::Accepted => {
                item.state = State::Accepted(now);
                (item.body, item.form) = (None, None);
                item.leave()
            }
            Outcome::Refused(problem) => {
                item.state = State::Refused(problem);
                item.go_home()
            }
            Outcome::Later(trouble) => {
                item.state = State::Queued;
                if let Trouble::Service(after) = trouble {
                    let own = wait_ms(item.attempts, ITEM_MOST_MS, chance);
                    let asked = i64::from(after.unwrap_or(0)) * 1_000;
                    item.not_before = elapsed + own.max(asked);
                }
                self.pause(trouble, elapsed, chance);
                return None;
            }
        };
        item.moving = true;
        (self.failures, self.paused_until) = (0, 0);
        Some(shift)
    }

    /// Something failed: nothing is sent for a while, where that was not one operation's own fault.
    pub fn pause(&mut self, trouble: Trouble, elapsed: i64, chance: u32) {
        self.failures = self.failures.saturating_add(1);
        let until = match trouble {
            Trouble::Line => elapsed + wait_ms(self.failures, LINE_MOST_MS, chance),
            Trouble::SignIn => i64::MAX,
            Trouble::Service(_) => {
                let others = self.failures.saturating_sub(SERVICE_FAILS - 1);
                match others {
                    0 => 0,
                    others => elapsed + wait_ms(others, LINE_MOST_MS, chance),
                }
            }
        };
        self.paused_until = self.paused_until.max(until);
    }

    /// Takes in what came of a [`Shift`] of an operation.
    pub(super) fn moved(&mut self, id: Uuid, shift: &Shift, done: Shifted) {
        let Some(item) = self.change(id) else { return };
        item.moving = false;
        match done {
            Shifted::Done => item.place = shift.to.as_ref().map(|(place, _)| place.clone()),
            Shifted::Gone => item.place = None,
            Shifted::NotKept => {}
        }
    }

    /// What waits and the phone has no record of, with what is to be written: it had no room before.
    pub(super) fn unkept(&mut self, owner: &str) -> Vec<(Uuid, Shift)> {
        self.changes += 1;
        let is_unkept = |item: &&mut Item| {
            let waits = item.state == State::Queued && !item.moving;
            item.owner == owner && waits && item.place.is_none()
        };
        let unkept = self.items.iter_mut().filter(is_unkept);
        unkept
            .map(|item| {
                item.moving = true;
                (item.id, item.go_home())
            })
            .collect()
    }

    /// Forgets an operation that another tab has dealt with.
    pub(super) fn forget(&mut self, id: Uuid) {
        self.changes += 1;
        self.items.retain(|item| item.id != id);
    }

    /// Begins to take an operation back that the service certainly has not taken: one that was
    /// refused, or never tried. Anything else stays, and so does what may still reach the disk. Also gives the state to go back to.
    pub(super) fn take_back(&mut self, id: Uuid) -> Option<(State, Shift)> {
        let item = self.change(id)?;
        match item.state {
            _ if item.moving => return None,
            State::Refused(_) => {}
            State::Queued if item.attempts == 0 => {}
            _ => return None,
        }
        let before = std::mem::replace(&mut item.state, State::Saving);
        Some((before, item.leave()))
    }

    /// Puts back what could not be taken back.
    pub(super) fn put_back(&mut self, id: Uuid, state: State) {
        if let Some(item) = self.change(id) {
            item.state = state;
        }
    }

    /// Begins a round of sending: compares the places of all records with what this tab knows. `false`
    /// when another tab has changed something, and it has to be taken up first.
    pub(super) fn agree(&mut self, places: &[String]) -> bool {
        let known = |place: &String| {
            self.items
                .iter()
                .any(|item| item.place.as_ref() == Some(place))
        };
        let mut waiting = self.items.iter().filter(|item| item.is_settled());
        let agree = places.iter().all(known)
            && waiting.all(|item| {
                item.place
                    .as_ref()
                    .is_none_or(|place| places.contains(place))
            });
        self.stale = !agree;
        agree
    }

    /// Another tab was quicker with an operation that was to be sent: what it did has to be taken up.
    pub(super) fn overtaken(&mut self, id: Uuid) {
        self.stale = true;
        if let Some(item) = self.change(id) {
            item.state = State::Queued;
        }
    }

    /// Takes up what lies on the phone, as it was read when there had been so many changes, and gives
    /// what is to be erased there; `None` when something was changed since, and it has to be read again.
    /// What another tab has sent or taken back is gone here too.
    pub(super) fn take_up(&mut self, changes: u64, records: &[Record]) -> Option<Vec<Shift>> {
        if self.changes != changes {
            return None;
        }
        let mut kept: Vec<Item> = Vec::new();
        let mut strays = Vec::new();
        for (place, text) in records {
            let Some(mut item) = Item::read(text) else {
                continue;
            };
            item.place = Some(place.clone());
            let held = |known: &Item| known.place == item.place && known.id != item.id;
            if self.items.iter().any(held) {
                continue;
            }
            // A slow phone wrote it after it was tried. Places sort so that the later state comes later.
            let twice = |other: &Item| other.id == item.id;
            if let Some(at) = kept.iter().position(twice) {
                strays.push(kept.remove(at).leave());
            }
            kept.push(item);
        }
        self.items.retain(|item| {
            let there = |place: &String| records.iter().any(|(other, _)| other == place);
            let known = kept.iter().any(|other| other.id == item.id);
            let elsewhere = !known && !item.place.as_ref().is_none_or(there);
            !(item.is_settled() && elsewhere)
        });
        for item in kept {
            self.last_turn = self.last_turn.max(item.turn);
            match self.items.iter_mut().find(|known| known.id == item.id) {
                Some(known) if known.is_settled() => {
                    let not_before = known.not_before;
                    *known = Item { not_before, ..item };
                }
                Some(_) => {}
                None => self.items.push(item),
            }
        }
        self.items.sort_by_key(|item| (item.turn, item.id));
        self.changes += 1;
        self.stale = false;
        Some(strays)
    }

    /// The phone has come back to the network, or to its person: no wait holds any longer.
    pub fn hurry(&mut self) {
        self.changes += 1;
        self.paused_until = 0;
        for item in &mut self.items {
            item.not_before = 0;
        }
    }

    /// Drops what belongs to somebody else now that `owner` is signed in; theirs stays sealed on the
    /// phone.
    pub fn keep_only(&mut self, owner: &str) {
        self.changes += 1;
        self.items.retain(|item| item.owner == owner);
    }
}
