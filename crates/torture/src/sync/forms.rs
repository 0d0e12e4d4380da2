//! Several phones that correct one form: each from the version it saw, sent late, twice or not at all, put
//! together with [`domain::outbox::Merge`] where somebody was quicker, and kept between as the phone keeps it.
//! Whatever reaches the service may differ from what stands there only in what its author typed or chose.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use chrono::DateTime;
use domain::api::conflicts::Present;
use domain::ids::Uuid;
use domain::outbox::{Field, Item, Merge, Side, State};
use domain::problem::{Code, Problem};
use domain::programme::{Answers, Value};
use oorandom::Rand64;

use super::plant::Plant;

const KEYS: [&str; 6] = ["bmi", "dbp", "diet", "pulse", "sbp", "weight"];
const PHONES: usize = 3;

/// What an author typed or chose: key and value, `None` where they emptied it.
type Meant = BTreeMap<&'static str, Option<i32>>;

/// What waits on a phone.
struct Waiting {
    based_on: usize,
    form: Answers,
    meant: Meant,
    /// The version that the service told, where it refused.
    told: Option<usize>,
}

#[derive(Default)]
struct Phone {
    waiting: Option<Waiting>,
}

struct Story {
    random: Rand64,
    plant: Option<Plant>,
    /// Every version of the form, oldest first.
    versions: Vec<Answers>,
    phones: Vec<Phone>,
    typed: i32,
    merged: u64,
}

/// Goes so many steps; gives how often two versions were put together.
pub(super) fn tell(steps: u64, seed: u64, plant: Option<Plant>) -> Result<u64> {
    let mut story = Story {
        random: Rand64::new(u128::from(seed) << 32 | 0x0f02),
        plant,
        versions: vec![Answers::default()],
        phones: (0..PHONES).map(|_| Phone::default()).collect(),
        typed: 0,
        merged: 0,
    };
    for _ in 0..steps {
        let phone = story.below(PHONES);
        match story.below(3) {
            0 => story.types(phone),
            1 => story.sends(phone)?,
            _ => story.decides(phone)?,
        }
        if story.versions.len() > 64 {
            story.begins_anew();
        }
    }
    ensure!(
        steps < 1_000 || story.merged > steps / 100,
        "hardly anything was merged"
    );
    Ok(story.merged)
}

impl Story {
    fn below(&mut self, end: usize) -> usize {
        self.random.rand_range(0..end.max(1) as u64) as usize
    }

    fn present(&self) -> Answers {
        self.versions.last().cloned().unwrap_or_default()
    }

    /// Another form, so that what is kept of one stays small.
    fn begins_anew(&mut self) {
        self.versions = vec![self.present()];
        self.phones = (0..PHONES).map(|_| Phone::default()).collect();
    }

    fn types(&mut self, phone: usize) {
        if self.phones[phone].waiting.is_some() {
            return;
        }
        let (based_on, mut form) = (self.versions.len() - 1, self.present());
        let mut meant = Meant::new();
        for _ in 0..=self.below(3) {
            let key = KEYS[self.below(KEYS.len())];
            self.typed += 1;
            let value = (self.below(6) > 0).then_some(self.typed);
            form.set(key, value.map(Value::Number));
            meant.insert(key, value);
        }
        // Who empties what is empty has changed nothing.
        let before = self.present();
        meant.retain(|key, _| before.get(key) != form.get(key));
        self.phones[phone].waiting = Some(Waiting {
            based_on,
            form,
            meant,
            told: None,
        });
    }

    fn sends(&mut self, phone: usize) -> Result<()> {
        let now = self.versions.len() - 1;
        let (lost, unheard) = (self.below(6) == 0, self.below(6) == 0);
        let present = self.present();
        let Some(waiting) = &mut self.phones[phone].waiting else {
            return Ok(());
        };
        if lost || waiting.told.is_some() {
            return Ok(());
        }
        // Its answer did not come, and it is sent again: the service knows it by what it says.
        if waiting.based_on + 1 == self.versions.len() - 1 && waiting.form == present {
            self.phones[phone].waiting = None;
            return Ok(());
        }
        if waiting.based_on != now {
            waiting.told = Some(now);
            return Ok(());
        }
        for key in KEYS {
            let (was, is) = (present.get(key), waiting.form.get(key));
            let said = waiting.meant.get(key);
            ensure!(
                was == is || said.is_some(),
                "LOST FIELD: {key} of version {now} is written over, and nobody meant to"
            );
            let meant = said.map(|value| value.map(Value::Number));
            ensure!(
                meant.is_none_or(|meant| meant.as_ref() == is),
                "LOST FIELD: {key} does not arrive as it was typed"
            );
        }
        self.versions.push(waiting.form.clone());
        if !unheard {
            self.phones[phone].waiting = None;
        }
        Ok(())
    }

    /// A person looks at both versions; what they decide is another operation.
    fn decides(&mut self, phone: usize) -> Result<()> {
        let Some(mut waiting) = self.phones[phone].waiting.take() else {
            return Ok(());
        };
        let Some(told) = waiting.told else {
            self.phones[phone].waiting = Some(waiting);
            return Ok(());
        };
        let (base, theirs) = (
            &self.versions[waiting.based_on],
            self.versions[told].clone(),
        );
        ensure!(
            kept_whole(&theirs),
            "LOST: what the service told is not kept"
        );
        let merge = Merge::new(Some(base), &waiting.form, &theirs);
        let mut chosen = BTreeMap::new();
        for (key, field) in merge.fields() {
            if field == Field::Open {
                let side = [Side::Mine, Side::Theirs][self.random.rand_range(0..2) as usize];
                chosen.insert(key, side);
            }
        }
        let put = merge.settled(|key| chosen.get(key).copied());
        waiting
            .meant
            .retain(|key, _| chosen.get(key) != Some(&Side::Theirs));
        waiting.form = match self.plant {
            Some(Plant::LostField) => waiting.form,
            _ => put.unwrap_or_default(),
        };
        // What both meant alike is nobody's change of what stands there now.
        let form = &waiting.form;
        waiting
            .meant
            .retain(|key, _| theirs.get(key) != form.get(key));
        (waiting.based_on, waiting.told) = (told, None);
        self.merged += 1;
        self.phones[phone].waiting = Some(waiting);
        Ok(())
    }
}

/// What the phone keeps of the other version is what was told.
fn kept_whole(theirs: &Answers) -> bool {
    let text = format!("{theirs:?}");
    let id = Uuid::v7(1, [1; 10]);
    let mut item = Item::new(id, "owner".to_owned(), "correct", DateTime::UNIX_EPOCH);
    item.state = State::Refused(Problem {
        present: Some(Box::new(Present(text.clone()))),
        ..Problem::new(Code::Conflict)
    });
    match Item::read(&item.kept()).map(|item| item.state) {
        Some(State::Refused(problem)) => problem.present.is_some_and(|kept| kept.0 == text),
        _ => false,
    }
}
