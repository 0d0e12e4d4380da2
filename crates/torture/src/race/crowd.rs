//! People who race: what each holds, and what all of them do at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use domain::api::bookings::{Book, BookBody, Booking, CancelBooking};
use domain::endpoint::Endpoint;
use domain::ids::BookingId;
use domain::problem::Code;
use oorandom::Rand64;
use tokio::task::JoinSet;

use super::{Count, SIZE};
use crate::client::{Answer, Client};
use crate::town::{self, Town};

/// Attempts of each person between two rushes.
const STEPS: u64 = 8;
/// How often somebody comes again who was asked to, and after how long.
const AGAIN: u32 = 200;
const SHORTLY: Duration = Duration::from_millis(50);

/// A number that somebody holds.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub booking: BookingId,
    pub number: u16,
}

/// Somebody who books: what they hold, by session.
pub struct Racer {
    client: Client,
    town: Arc<Town>,
    pub person: usize,
    pub held: BTreeMap<usize, Held>,
    random: Rand64,
    made: u64,
    attempts: u64,
    sold: u64,
    busy: u64,
}

impl Racer {
    /// Takes a number; `None` where none is left.
    pub async fn book(&mut self, session: usize) -> Result<Option<u16>> {
        self.made += 1;
        self.attempts += 1;
        let id = town::id(9, ((self.person as u64) << 40) | self.made);
        let body = BookBody {
            id,
            resident_id: self.town.people[self.person].resident,
            session_id: self.town.sessions[session],
            note: None,
        };
        let answer = self.send::<Book>((), &body, &id.to_string()).await?;
        if let Some(booking) = answer.reply::<Booking>() {
            let held = Held {
                booking: id,
                number: booking.number,
            };
            ensure!(
                self.held.insert(session, held).is_none(),
                "two numbers for one person"
            );
            self.sold += 1;
            return Ok(Some(booking.number));
        }
        match answer.code() {
            Some(Code::SessionFull) => Ok(None),
            code => bail!("a booking was answered with {} {code:?}", answer.status),
        }
    }

    pub async fn give_back(&mut self, session: usize) -> Result<()> {
        self.attempts += 1;
        let held = self.held.remove(&session).context("holds nothing")?;
        let key = format!("{}-back", held.booking);
        let answer = self.send::<CancelBooking>(held.booking, &(), &key).await?;
        ensure!(answer.status.is_success(), "{:?}", answer.code());
        Ok(())
    }

    /// Sends until the answer is not that one should come again.
    async fn send<E: Endpoint>(
        &mut self,
        path: E::Path,
        body: &E::Body,
        key: &str,
    ) -> Result<Answer>
    where
        E::Path: Clone,
    {
        for _ in 0..AGAIN {
            let answer = self.client.send::<E>(path.clone(), body, key).await?;
            if answer.code() != Some(Code::Busy) {
                return Ok(answer);
            }
            self.busy += 1;
            tokio::time::sleep(SHORTLY).await;
        }
        bail!("busy, however often one comes again")
    }

    async fn step(&mut self) -> Result<()> {
        let session = self.random.rand_range(0..u64::from(SIZE.sessions)) as usize;
        if self.held.contains_key(&session) {
            self.give_back(session).await
        } else {
            self.book(session).await.map(drop)
        }
    }
}

/// Everybody.
pub struct Crowd {
    pub racers: Vec<Racer>,
}

impl Crowd {
    /// The people of a town, each with a phone.
    pub fn new(town: &Arc<Town>, phones: impl Iterator<Item = Client>, seed: u64) -> Self {
        let racer = |(person, client)| Racer {
            client,
            town: town.clone(),
            person,
            held: BTreeMap::new(),
            random: Rand64::new(u128::from(seed) << 32 | person as u128),
            made: 0,
            attempts: 0,
            sold: 0,
            busy: 0,
        };
        let racers = phones.enumerate().map(racer).collect();
        Self { racers }
    }

    /// What everybody together holds: booking and number.
    pub fn held(&self) -> BTreeSet<(BookingId, u16)> {
        let all = self.racers.iter().flat_map(|racer| racer.held.values());
        all.map(|held| (held.booking, held.number)).collect()
    }

    /// Everybody does the same at once.
    async fn everybody<F, W>(&mut self, work: W, count: &mut Count) -> Result<()>
    where
        F: Future<Output = (Racer, Result<()>)> + Send + 'static,
        W: Fn(Racer) -> F,
    {
        let mut running: JoinSet<_> = self.racers.drain(..).map(work).collect();
        while let Some(ended) = running.join_next().await {
            let (racer, outcome) = ended?;
            outcome.with_context(|| format!("person {}", racer.person))?;
            self.racers.push(racer);
        }
        self.racers.sort_by_key(|racer| racer.person);
        for racer in &mut self.racers {
            count.attempts += std::mem::take(&mut racer.attempts);
            count.sold += std::mem::take(&mut racer.sold);
            count.busy += std::mem::take(&mut racer.busy);
        }
        self.nothing_held_twice(count);
        Ok(())
    }

    /// Everybody who has no number in a session wants one. As many are sold as there are.
    pub async fn rush(&mut self, count: &mut Count) -> Result<()> {
        for session in 0..usize::from(SIZE.sessions) {
            let work = move |mut racer: Racer| async move {
                let outcome = match racer.held.contains_key(&session) {
                    true => Ok(()),
                    false => racer.book(session).await.map(drop),
                };
                (racer, outcome)
            };
            self.everybody(work, count).await?;
            let sold = self
                .racers
                .iter()
                .filter(|racer| racer.held.contains_key(&session));
            count.rushes += 1;
            count.undersold +=
                u64::from(sold.count() != usize::from(SIZE.capacity.min(SIZE.residents)));
        }
        Ok(())
    }

    /// Everybody gives back and takes at random.
    pub async fn churn(&mut self, count: &mut Count) -> Result<()> {
        let work = |mut racer: Racer| async move {
            let mut outcome = Ok(());
            for _ in 0..STEPS {
                outcome = racer.step().await;
                if outcome.is_err() {
                    break;
                }
            }
            (racer, outcome)
        };
        self.everybody(work, count).await
    }

    /// Everybody gives everything back.
    pub async fn rest(&mut self, count: &mut Count) -> Result<()> {
        self.rush(count).await?;
        let work = |mut racer: Racer| async move {
            let mut outcome = Ok(());
            while let Some(session) = racer.held.keys().next().copied() {
                outcome = racer.give_back(session).await;
                if outcome.is_err() {
                    break;
                }
            }
            (racer, outcome)
        };
        self.everybody(work, count).await
    }

    fn nothing_held_twice(&self, count: &mut Count) {
        let mut holders: BTreeMap<(usize, u16), u64> = BTreeMap::new();
        for racer in &self.racers {
            for (session, held) in &racer.held {
                *holders.entry((*session, held.number)).or_default() += 1;
            }
        }
        count.held_twice += holders.values().map(|holders| holders - 1).sum::<u64>();
    }
}
