//! What people do with their phones, and what fate does to both.

use anyhow::Result;
use domain::ids::Uuid;
use domain::outbox::{Item, State, World, keep, take_back};

use super::ledger::Body;
use super::phone::{Question, name_of};
use super::plant::Plant;
use super::service::Mood;
use super::story::{OWNERS, Story, YEAR_MS};

/// Persons about whom something is typed.
const PERSONS: usize = 3;

impl Story {
    /// One person, or fate, does one thing.
    pub(super) fn somebody_acts(&mut self) -> Result<()> {
        self.steps += 1;
        let phone = self.below(self.phones.len());
        match self.below(40) {
            0..=11 => self.type_something(phone),
            12..=15 => self.look_at_what_was_refused(phone),
            16..=18 => self.take_something_back(phone),
            19 => self.send_the_form_again(phone),
            20..=22 => self.switch_tab(phone),
            23 if !self.is_writing(phone) => self.open_tab(phone),
            23 => {}
            24 => self.close_tab(phone),
            25 => self.kill(phone),
            26 => self.sign_in_as(phone),
            27..=29 => self.phones[phone].offline ^= true,
            30 => self.fill_or_clear(phone),
            31 => self.set_the_clock(phone),
            32..=33 => {
                self.service.mood =
                    [Mood::Fine, Mood::Fine, Mood::Failing, Mood::Busy][self.below(4)]
            }
            34..=35 => self.change_a_right(),
            36 => self.end_or_renew_sessions(),
            37 => self.service.forget_answers(),
            38 => self.deploy(),
            _ => self.pass_time(),
        }
        let Some(open) = self.phones[phone].tabs.last() else {
            return Ok(());
        };
        let number = open.number;
        self.go_on(phone, number)
    }

    /// The tab that the person looks at, where it has read what lies on the phone and written what was
    /// submitted, which both take some milliseconds; and whose it is.
    fn in_front(&self, phone: usize) -> Option<(usize, usize)> {
        let tab = self.phones[phone].tabs.len().checked_sub(1)?;
        let open = &self.phones[phone].tabs[tab];
        let ready = open.news.is_none() && open.tab.0.reading.get() == 0 && !self.is_writing(phone);
        Some((tab, open.tab.0.owner.get().filter(|_| ready)?))
    }

    fn type_something(&mut self, phone: usize) {
        let Some((_, owner)) = self.in_front(phone) else {
            return;
        };
        let person = self.below(PERSONS) as u64;
        let (row, valid) = (self.number(), !self.one_in(6));
        let intent = self.ledger.want((phone, owner, person));
        let typed = self.ledger.now();
        let body = Body {
            intent,
            row,
            text: 0,
            valid,
            typed,
        };
        let item = self.item(phone, owner, person, &body);
        self.submit(phone, item, intent, None);
    }

    fn item(&mut self, phone: usize, owner: usize, person: u64, body: &Body) -> Item {
        let id = self.id(phone);
        let now = self.phones[phone]
            .tabs
            .last()
            .map(|open| open.tab.now())
            .unwrap_or_default();
        let mut item = Item::new(id, name_of(owner), "record", now);
        item.objects = vec![format!("p{person}"), format!("r{}", body.row)];
        item.body = Some(body.write());
        item
    }

    fn submit(&mut self, phone: usize, item: Item, intent: u64, replaces: Option<Uuid>) {
        let id = item.id;
        self.intents.insert(id, intent);
        self.phones[phone].drafts.insert(intent, item.clone());
        let impatient = self.one_in(30);
        let Some(open) = self.phones[phone].tabs.last_mut() else {
            return;
        };
        let tab = open.tab.clone();
        let shift = tab.outbox(|outbox| outbox.add(item, replaces));
        if impatient {
            tab.outbox(|outbox| outbox.wait_no_longer(id));
            tab.0.wants_round.set(true);
        }
        tab.0.submitting.borrow_mut().push(intent);
        open.spawn(async move {
            keep(&tab, id, shift).await;
            tab.0.kept.borrow_mut().push((intent, id));
            tab.0.ask(Question::EndDraft(intent)).await;
            tab.0
                .submitting
                .borrow_mut()
                .retain(|other| *other != intent);
            tab.0.wants_round.set(true);
        });
    }

    /// Corrects it, or sends it again as it is.
    fn look_at_what_was_refused(&mut self, phone: usize) {
        let Some((tab, owner)) = self.in_front(phone) else {
            return;
        };
        let name = name_of(owner);
        let refused: Vec<Item> = self.phones[phone].tabs[tab].tab.outbox(|outbox| {
            let mine = outbox.items().iter().filter(|item| item.owner == name);
            let settled = mine.filter(|item| item.is_settled());
            let refused = settled.filter(|item| matches!(item.state, State::Refused(_)));
            refused.cloned().collect()
        });
        if refused.is_empty() {
            return;
        }
        let old = refused[self.below(refused.len())].clone();
        let Some(mut body) = old.body.as_deref().and_then(Body::read) else {
            return;
        };
        body.typed = self.ledger.now();
        if self.one_in(2) {
            body.text += 1;
            body.valid = !self.one_in(4);
            if self.plant == Some(Plant::NewRow) {
                body.row = self.number();
            }
        }
        let mut new = old.renewed(self.id(phone), self.phones[phone].tabs[tab].tab.now());
        new.body = Some(body.write());
        self.submit(phone, new, body.intent, Some(old.id));
    }

    fn take_something_back(&mut self, phone: usize) {
        let Some((tab, owner)) = self.in_front(phone) else {
            return;
        };
        let (name, was_full) = (name_of(owner), self.ledger.full.contains(&phone));
        let items: Vec<Uuid> = self.phones[phone].tabs[tab].tab.outbox(|outbox| {
            let mine = outbox.items().iter().filter(|item| item.owner == name);
            // On a full phone nobody could write down what was tried, nor what was corrected.
            mine.filter(|_| !was_full).map(|item| item.id).collect()
        });
        if items.is_empty() {
            return;
        }
        let id = items[self.below(items.len())];
        let Some(&intent) = self.intents.get(&id) else {
            return;
        };
        self.ledger.ask_back(intent);
        let open = &mut self.phones[phone].tabs[tab];
        let tab = open.tab.clone();
        open.spawn(async move {
            let done = take_back(&tab, id).await;
            tab.0.taken_back.borrow_mut().push((intent, done));
        });
    }

    /// A crash left the form as it was, and nobody knows that it was submitted.
    fn send_the_form_again(&mut self, phone: usize) {
        let Some((_, owner)) = self.in_front(phone) else {
            return;
        };
        let name = name_of(owner);
        let there = &self.phones[phone];
        let submitting = |intent: u64| {
            let mut tabs = there.tabs.iter();
            tabs.any(|open| open.tab.0.submitting.borrow().contains(&intent))
        };
        let mut drafts = there.drafts.iter();
        let left = drafts.find(|(intent, item)| item.owner == name && !submitting(**intent));
        let Some((&intent, item)) = left else { return };
        let (item, now) = (item.clone(), there.tabs.last().map(|open| open.tab.now()));
        let Some(mut body) = item.body.as_deref().and_then(Body::read) else {
            return;
        };
        body.typed = self.ledger.now();
        if self.plant == Some(Plant::NewRow) {
            body.row = self.number();
        }
        let mut new = item.renewed(self.id(phone), now.unwrap_or_default());
        new.body = Some(body.write());
        self.ledger.fork(intent);
        self.submit(phone, new, intent, None);
    }

    /// Whether the tab in front still writes down what was submitted: nobody is so quick that they type
    /// in another one meanwhile.
    fn is_writing(&self, phone: usize) -> bool {
        let front = self.phones[phone].tabs.last();
        front.is_some_and(|open| !open.tab.0.submitting.borrow().is_empty())
    }

    fn switch_tab(&mut self, phone: usize) {
        if self.is_writing(phone) {
            return;
        }
        self.phones[phone].tabs.rotate_left(1);
        let last = self.phones[phone].tabs.len() - 1;
        self.hear_news(phone, last);
        self.wake(phone, last);
    }

    /// Closes the tab in front, whatever it was doing.
    fn close_tab(&mut self, phone: usize) {
        if self.phones[phone].tabs.len() > 1 {
            self.end_tab(phone);
            let last = self.phones[phone].tabs.len() - 1;
            self.wake(phone, last);
        }
    }

    /// Each answer that the tab still waited for may have been on its way to the disk.
    fn end_tab(&mut self, phone: usize) {
        let Some(open) = self.phones[phone].tabs.pop() else {
            return;
        };
        self.crashes += 1;
        if self.phones[phone].turn == Some(open.number) {
            self.phones[phone].turn = None;
        }
        for (question, _) in open.tab.0.questions.take() {
            let (written, plant) = (self.one_in(2), self.plant);
            match question {
                Question::Shift(shift) if written => {
                    let torn = self.one_in(2);
                    self.phones[phone].shift(&shift, plant, torn);
                }
                Question::EndDraft(intent) if written => {
                    self.phones[phone].drafts.remove(&intent);
                }
                _ => {}
            }
        }
    }

    /// The browser ends, and is opened again, perhaps with a newer program.
    fn kill(&mut self, phone: usize) {
        while !self.phones[phone].tabs.is_empty() {
            self.end_tab(phone);
        }
        if self.one_in(3) {
            self.leave_by_the_old_program(phone);
        }
        self.open_tab(phone);
    }

    /// Something that the program before this one kept, in its own words.
    fn leave_by_the_old_program(&mut self, phone: usize) {
        let Some(owner) = self.phones[phone].cookie else {
            return;
        };
        // It kept its order by the clock, so nobody else types about this person.
        let person = 1_000 + self.number();
        let (row, intent) = (self.number(), self.ledger.want((phone, owner, person)));
        let typed = self.ledger.now();
        let body = Body {
            intent,
            row,
            text: 0,
            valid: true,
            typed,
        };
        let id = self.id(phone);
        self.intents.insert(id, intent);
        let (key, name) = (id.to_string(), name_of(owner));
        let text = [
            "1",
            &key,
            &name,
            "record",
            &format!("p{person}"),
            "",
            "/",
            &body.write(),
            "",
            "",
            "",
            "1700000000000",
            "0",
            "queued",
            "",
        ]
        .join("\u{1f}");
        self.phones[phone].records.insert((name, key), text);
        self.ledger.kept(intent, true);
    }

    fn sign_in_as(&mut self, phone: usize) {
        let who = self.below(OWNERS + 1);
        let cookie = (who < OWNERS).then_some(who);
        self.phones[phone].cookie = cookie;
        for open in &mut self.phones[phone].tabs {
            open.news = Some(cookie);
        }
    }

    fn fill_or_clear(&mut self, phone: usize) {
        let full = !self.phones[phone].full && self.one_in(4);
        self.phones[phone].full = full;
        if full {
            self.ledger.full.insert(phone);
        }
    }

    fn set_the_clock(&mut self, phone: usize) {
        self.phones[phone].wrong_ms = [-YEAR_MS, 0, YEAR_MS][self.below(3)];
    }

    fn change_a_right(&mut self) {
        let right = (self.below(OWNERS), self.below(PERSONS) as u64);
        if self.service.denied.pop_first().is_none() {
            self.service.denied.insert(right);
        }
    }

    fn end_or_renew_sessions(&mut self) {
        let owner = self.below(OWNERS);
        if self.service.ended.pop_first().is_none() {
            self.service.ended.insert(owner);
        }
    }

    /// A new release of the service, or the one before it again.
    fn deploy(&mut self) {
        self.service.edition = domain::api::EDITION - self.below(2) as u32;
    }

    fn pass_time(&mut self) {
        self.elapsed += self.random.rand_range(0..120_000) as i64;
    }
}
