//! A story: phones, people and a service, in an order of events that a seed decides. One step is one
//! answer of a database, one move of a message, one thing that a person or fate does.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use domain::ids::Uuid;
use domain::outbox::{LANES, Outcome, State, Trouble, World, look_again, send_waiting, take_up};
use domain::problem::Code;
use oorandom::Rand64;

use super::ledger::{Body, Ledger};
use super::phone::{Open, Phone, Question, Reply, Slot, name_of, together};
use super::plant::Plant;
use super::service::{Request, Service};

/// Accounts that share the phones.
pub(super) const OWNERS: usize = 2;
/// A year, by which a clock may be wrong.
pub(super) const YEAR_MS: i64 = 31_536_000_000;

/// A request between a phone and the service.
struct Flight {
    request: Request,
    /// Who waits for the answer; nobody once they gave up.
    waits: Option<(usize, u64, Slot)>,
}

/// What happens in one seed.
pub(super) struct Story {
    pub(super) random: Rand64,
    pub(super) plant: Option<Plant>,
    pub(super) phones: Vec<Phone>,
    pub(super) service: Service,
    pub(super) ledger: Ledger,
    pub(super) elapsed: i64,
    pub(super) steps: u64,
    pub(super) crashes: u64,
    pub(super) numbers: u64,
    /// The intent of each operation.
    pub(super) intents: BTreeMap<Uuid, u64>,
    flights: Vec<Flight>,
}

impl Story {
    pub(super) fn new(seed: u128, phones: usize, plant: Option<Plant>) -> Self {
        let mut service = Service::default();
        service.edition = domain::api::EDITION;
        let mut story = Self {
            random: Rand64::new(seed),
            plant,
            phones: (0..phones).map(|_| Phone::default()).collect(),
            service,
            ledger: Ledger::default(),
            elapsed: 0,
            steps: 0,
            crashes: 0,
            numbers: 0,
            intents: BTreeMap::new(),
            flights: Vec::new(),
        };
        for at in 0..phones {
            story.phones[at].cookie = Some(at % OWNERS);
            story.open_tab(at);
        }
        story
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.random.rand_range(0..end.max(1) as u64) as usize
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(super) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    pub(super) fn id(&mut self, phone: usize) -> Uuid {
        let ms = u64::try_from(self.clock(phone).1).unwrap_or(0);
        let number = self.number().to_be_bytes();
        let [a, b, c, d, e, f, g, h] = number;
        Uuid::v7(ms, [a, b, c, d, e, f, g, h, 0, 0])
    }

    fn clock(&self, phone: usize) -> (i64, i64) {
        (
            self.elapsed,
            self.elapsed + 50 * YEAR_MS + self.phones[phone].wrong_ms,
        )
    }

    pub(super) fn open_tab(&mut self, phone: usize) {
        let mut open = Open::new(self.number());
        open.tab.0.chance.set(open.number as u32);
        open.news = Some(self.phones[phone].cookie);
        self.phones[phone].tabs.push(open);
    }

    /// Goes so many steps, then lets everything come to rest and looks at what is left.
    pub(super) fn run(&mut self, steps: u64) -> Result<()> {
        for _ in 0..steps {
            match self.below(20) {
                0..=2 => self.somebody_acts()?,
                _ => self.something_moves()?,
            }
        }
        self.come_to_rest()
    }

    fn something_moves(&mut self) -> Result<()> {
        self.steps += 1;
        self.elapsed += self.random.rand_range(0..40) as i64;
        match self.below(8) {
            0..=3 => self.phone_answers()?,
            4..=6 => self.message_moves()?,
            _ => self.time_comes()?,
        }
        Ok(())
    }

    /// A database or a lock answers one question of one tab.
    fn phone_answers(&mut self) -> Result<()> {
        let at = self.below(self.phones.len());
        let tab = self.below(self.phones[at].tabs.len());
        self.hear_news(at, tab);
        let page = self.phones[at].tabs[tab].tab.0.clone();
        let asked = page.questions.borrow().len();
        if asked == 0 {
            return Ok(());
        }
        let chosen = self.below(asked);
        let (question, slot) = page.questions.borrow_mut().swap_remove(chosen);
        let plant = self.plant;
        let phone = &mut self.phones[at];
        let number = phone.tabs[tab].number;
        let reply = match question {
            Question::Shift(shift) => Reply::Shifted(phone.shift(&shift, plant, false)),
            Question::Records(owner) => {
                let reading = Question::Reading(Reply::Records(phone.records_of(&owner)));
                page.questions.borrow_mut().push((reading, slot));
                return Ok(());
            }
            Question::Places(owner) => {
                let places = phone.records_of(&owner).into_iter().map(|(place, _)| place);
                let reading = Question::Reading(Reply::Places(places.collect()));
                page.questions.borrow_mut().push((reading, slot));
                return Ok(());
            }
            Question::Reading(reply) => reply,
            Question::EndDraft(intent) => {
                phone.drafts.remove(&intent);
                Reply::Go
            }
            Question::Turn => {
                let free = phone.turn.is_none_or(|turn| turn == number);
                if !free && plant != Some(Plant::NoTurns) {
                    page.questions.borrow_mut().push((Question::Turn, slot));
                    return Ok(());
                }
                phone.turn = Some(number);
                page.holds_turn.set(true);
                Reply::Go
            }
            Question::Deliver(_) if phone.offline => Reply::Outcome(Outcome::Later(Trouble::Line)),
            Question::Deliver(item) => {
                let Some(body) = item.body.as_deref().and_then(Body::read) else {
                    return Ok(());
                };
                let request = Request {
                    key: item.id,
                    author: (0..OWNERS)
                        .find(|owner| name_of(*owner) == item.owner)
                        .unwrap_or(OWNERS),
                    signed_in: phone.cookie,
                    person: person_of(&item.objects),
                    edition: item.edition,
                    body,
                };
                let waits = Some((at, number, slot));
                self.flights.push(Flight { request, waits });
                return Ok(());
            }
        };
        slot.replace(Some(reply));
        self.go_on(at, number)
    }

    /// A message arrives, is lost, is doubled, or its answer is.
    fn message_moves(&mut self) -> Result<()> {
        if self.flights.is_empty() {
            return Ok(());
        }
        let chosen = self.below(self.flights.len());
        let fate = self.below(20);
        if fate == 0 {
            // Waited for too long: the page gives up, and the message goes on.
            let waits = self.flights[chosen].waits.take();
            return self.give(waits, Outcome::Later(Trouble::Line));
        }
        let flight = self.flights.swap_remove(chosen);
        if fate == 1 {
            return self.give(flight.waits, Outcome::Later(Trouble::Line));
        }
        if fate == 2 {
            let request = flight.request.clone();
            self.flights.push(Flight {
                request,
                waits: None,
            });
        }
        let outcome = self
            .service
            .answer(&flight.request, &mut self.ledger, self.plant)?;
        let outcome = if fate == 3 {
            Outcome::Later(Trouble::Line)
        } else {
            outcome
        };
        // A message that a page gave up is over before a later attempt of the same is answered: it
        // lives for the half minute at most that a connection does.
        if flight.waits.is_some() && !matches!(outcome, Outcome::Later(_)) {
            self.flights
                .retain(|other| other.request.key != flight.request.key);
        }
        self.give(flight.waits, outcome)
    }

    fn give(&mut self, waits: Option<(usize, u64, Slot)>, outcome: Outcome) -> Result<()> {
        let Some((phone, number, slot)) = waits else {
            return Ok(());
        };
        let hopeful = self.plant == Some(Plant::Hopeful);
        let outcome = match outcome {
            Outcome::Later(Trouble::Line) if hopeful => Outcome::Accepted,
            outcome => outcome,
        };
        slot.replace(Some(Reply::Outcome(outcome)));
        self.go_on(phone, number)
    }

    /// A wait of a tab is over.
    fn time_comes(&mut self) -> Result<()> {
        let at = self.below(self.phones.len());
        let tab = self.below(self.phones[at].tabs.len());
        self.hear_news(at, tab);
        self.set_clock(at, tab);
        let page = &self.phones[at].tabs[tab].tab.0;
        let due = page
            .owner_name()
            .is_some_and(|owner| page.outbox.borrow().is_ready(&owner, self.elapsed));
        if due {
            self.drain(at, tab);
        }
        let number = self.phones[at].tabs[tab].number;
        self.go_on(at, number)
    }

    fn set_clock(&self, phone: usize, tab: usize) {
        let clock = self.clock(phone);
        self.phones[phone].tabs[tab].tab.0.clock.set(clock);
    }

    /// A tab hears who is signed in now.
    pub(super) fn hear_news(&mut self, phone: usize, tab: usize) {
        let Some(owner) = self.phones[phone].tabs[tab].news.take() else {
            return;
        };
        let page = &self.phones[phone].tabs[tab].tab.0;
        page.owner.set(owner);
        if let Some(owner) = owner {
            page.outbox.borrow_mut().keep_only(&name_of(owner));
        }
        self.wake(phone, tab);
    }

    /// The person is back at this tab.
    pub(super) fn wake(&mut self, phone: usize, tab: usize) {
        self.set_clock(phone, tab);
        let open = &mut self.phones[phone].tabs[tab];
        let tab = open.tab.clone();
        tab.outbox(|outbox| outbox.hurry());
        let Some(owner) = tab.owner() else { return };
        tab.0.reading.set(tab.0.reading.get() + 1);
        open.spawn(async move {
            take_up(&tab, &owner).await;
            tab.0.reading.set(tab.0.reading.get() - 1);
            tab.0.wants_round.set(true);
        });
    }

    /// Sends what waits, when it is this tab's turn.
    fn drain(&mut self, phone: usize, tab: usize) {
        self.set_clock(phone, tab);
        let alone = self.plant == Some(Plant::NoTurns);
        let open = &mut self.phones[phone].tabs[tab];
        let tab = open.tab.clone();
        if tab.0.in_round.replace(true) {
            return;
        }
        open.spawn(async move {
            tab.0.ask(Question::Turn).await;
            if let Some(owner) = tab.owner() {
                if !alone {
                    look_again(&tab, &owner).await;
                }
                let lanes = (0..LANES).map(|_| {
                    let tab = tab.clone();
                    Box::pin(async move { send_waiting(&tab).await }) as _
                });
                together(lanes.collect()).await;
            }
            tab.0.holds_turn.set(false);
            tab.0.in_round.set(false);
        });
    }

    /// Lets a tab go on as far as it gets, and hears what it tells its person.
    pub(super) fn go_on(&mut self, phone: usize, number: u64) -> Result<()> {
        let Some(tab) = self.phones[phone]
            .tabs
            .iter()
            .position(|open| open.number == number)
        else {
            return Ok(());
        };
        self.set_clock(phone, tab);
        self.phones[phone].tabs[tab].go_on();
        let page = self.phones[phone].tabs[tab].tab.0.clone();
        if self.phones[phone].turn == Some(number) && !page.holds_turn.get() {
            self.phones[phone].turn = None;
        }
        for id in page.accepted.take() {
            if let Some(intent) = self.intents.get(&id) {
                self.ledger.success(*intent)?;
            }
        }
        for (intent, id) in page.kept.take() {
            let name = id.to_string();
            let mut places = self.phones[phone].records.keys();
            let written = places.any(|(_, place)| place.starts_with(&name));
            self.ledger.kept(intent, written);
            // What another tab dealt with meanwhile is there twice until a person chooses.
            let outbox = page.outbox.borrow();
            let twice = outbox.get(id).is_some_and(|item| {
                item.attempts == 0
                    && matches!(&item.state, State::Refused(problem) if problem.code == Code::Conflict)
            });
            if twice {
                self.ledger.fork(intent);
            }
        }
        for (intent, done) in page.taken_back.take() {
            if done {
                self.ledger.take_back(intent)?;
            }
        }
        if page.wants_round.replace(false) {
            self.drain(phone, tab);
        }
        Ok(())
    }

    /// The line is back, the service well, each owner comes back to each phone: whatever can be sent
    /// is, and nothing is lost.
    fn come_to_rest(&mut self) -> Result<()> {
        self.service.recover(domain::api::EDITION);
        for phone in &mut self.phones {
            (phone.offline, phone.full) = (false, false);
        }
        for owner in 0..OWNERS {
            for at in 0..self.phones.len() {
                self.phones[at].cookie = Some(owner);
                for open in &mut self.phones[at].tabs {
                    open.news = Some(Some(owner));
                }
            }
            let mut patience = 100_000;
            while !self.rests() {
                patience -= 1;
                ensure!(patience > 0, "STUCK: {owner} still has something to send");
                self.something_moves()?;
                if self.one_in(50) {
                    self.elapsed += 60_000;
                }
            }
            for (at, phone) in self.phones.iter().enumerate() {
                for (place, text) in phone.records_of(&name_of(owner)) {
                    let refused = domain::outbox::Item::read(&text)
                        .is_some_and(|item| matches!(item.state, State::Refused(_)));
                    // On a full phone a refusal is known to its tab alone.
                    ensure!(
                        refused || self.ledger.full.contains(&at),
                        "STUCK: {place} waits for nothing"
                    );
                }
            }
        }
        let mut here: Vec<u64> = Vec::new();
        for phone in &self.phones {
            let texts = phone.records.values();
            let items = texts.filter_map(|text| domain::outbox::Item::read(text));
            here.extend(items.filter_map(|item| Some(Body::read(item.body.as_deref()?)?.intent)));
        }
        self.ledger
            .nothing_is_lost(&|intent| here.contains(&intent))
    }

    fn rests(&self) -> bool {
        let mut tabs = self.phones.iter().flat_map(|phone| &phone.tabs);
        self.flights.is_empty()
            && tabs.all(|open| {
                let page = &open.tab.0;
                let waits =
                    |owner: String| page.outbox.borrow().wait_ms(&owner, self.elapsed).is_some();
                open.is_idle() && open.news.is_none() && !page.owner_name().is_some_and(waits)
            })
    }
}

fn person_of(objects: &[String]) -> u64 {
    let person = objects.first().and_then(|object| object.strip_prefix('p'));
    person.and_then(|number| number.parse().ok()).unwrap_or(0)
}
