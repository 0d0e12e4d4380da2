//! `race`: sixty-four people against the hottest sessions, through the real router. They rush for
//! the numbers of a session, give them back and take others at random, and rush for what is left.
//! No number is ever held twice, and as many are sold as are wanted or there. Small histories are
//! also held against what one person after another could have seen.

mod history;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use backend::db::{Medium, Store, check_on};
use backend::http::router;
use backend::resources::invariants::INVARIANTS;
use clap::Args;
use domain::api::bookings::{Book, BookBody, Booking, CancelBooking};
use domain::ids::BookingId;
use domain::problem::Code;
use oorandom::Rand64;
use tokio::task::JoinSet;

use crate::client::{Client, sign_in};
use crate::figures::Figures;
use crate::town::{self, Size, Town};
use crate::vfs::{Disk, Drive};

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many attempts to take a number or to give one back
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    attempts: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
}

const SIZE: Size = Size {
    residents: 64,
    sessions: 3,
    capacity: 12,
};
/// Attempts of each person between two rushes.
const STEPS: u64 = 8;
/// Small histories for each thousand attempts.
const HISTORIES: u64 = 10;

/// Races until there were enough attempts.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    // A disk in memory: flushes cost nothing, so that people meet as often as can be.
    let drive = Drive::new();
    drive.plug(Arc::new(Disk::new(wish.seed)));
    let medium = Medium {
        vfs: Some(drive.name().to_owned()),
        ..Medium::default()
    };
    let folder = tempfile::tempdir()?;
    let store = Store::open_on(folder.path(), &medium)?;
    let town = Town::settle(&store, SIZE)?;
    let mut count = Count::default();
    runtime.block_on(async {
        let mut crowd = Crowd::new(&store, &town, wish.seed).await?;
        while count.attempts < wish.attempts {
            crowd.rush(&mut count).await?;
            crowd.churn(&mut count).await?;
            crowd.rest(&mut count).await?;
        }
        let histories = (wish.attempts * HISTORIES).div_ceil(1000);
        for number in 0..histories {
            let seed = wish.seed.wrapping_mul(1_000_003) + number;
            let history = crowd.history(seed).await?;
            count.histories += 1;
            if !history.is_linearizable(SIZE.capacity) {
                count.impossible += 1;
                println!("seed {}: nobody could have seen {history:?}", wish.seed);
            }
        }
        anyhow::Ok(())
    })?;
    drop((store, runtime));
    let findings = check_on(folder.path(), &medium, INVARIANTS)?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("seed {}, {seconds:.1} s", wish.seed);
    figures.count("race_attempts", count.attempts);
    figures.set(
        "race_attempts_per_second",
        (count.attempts as f64 / seconds).round(),
    );
    figures.count("race_numbers_sold", count.sold);
    figures.count("race_held_twice", count.held_twice);
    figures.count("race_rushes", count.rushes);
    figures.count("race_undersold", count.undersold);
    figures.count("race_histories", count.histories);
    figures.count("race_impossible_histories", count.impossible);
    ensure!(findings.is_empty(), "{findings:?}");
    if count.held_twice + count.undersold + count.impossible > 0 {
        bail!("a promise about numbers is broken");
    }
    Ok(())
}

#[derive(Default)]
struct Count {
    attempts: u64,
    sold: u64,
    held_twice: u64,
    rushes: u64,
    undersold: u64,
    histories: u64,
    impossible: u64,
}

/// A number that somebody holds.
#[derive(Clone, Copy, Debug)]
struct Held {
    booking: BookingId,
    number: u16,
}

/// Somebody who books: what they hold, by session.
struct Racer {
    client: Client,
    town: Arc<Town>,
    person: usize,
    held: BTreeMap<usize, Held>,
    random: Rand64,
    made: u64,
    attempts: u64,
    sold: u64,
}

impl Racer {
    /// Takes a number; `None` where none is left.
    async fn book(&mut self, session: usize) -> Result<Option<u16>> {
        self.made += 1;
        self.attempts += 1;
        let id = town::id(9, ((self.person as u64) << 40) | self.made);
        let body = BookBody {
            id,
            resident_id: self.town.people[self.person].resident,
            session_id: self.town.sessions[session],
            note: None,
        };
        let answer = self.client.send::<Book>((), &body, &id.to_string()).await?;
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

    async fn give_back(&mut self, session: usize) -> Result<()> {
        self.attempts += 1;
        let held = self.held.remove(&session).context("holds nothing")?;
        let key = format!("{}-back", held.booking);
        let answer = self
            .client
            .send::<CancelBooking>(held.booking, &(), &key)
            .await?;
        ensure!(answer.status.is_success(), "{:?}", answer.code());
        Ok(())
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

struct Crowd {
    racers: Vec<Racer>,
}

impl Crowd {
    async fn new(store: &Store, town: &Town, seed: u64) -> Result<Self> {
        let router = router(Arc::new(town.app(store.clone())?), None);
        let town = Arc::new(town.clone());
        let mut racers = Vec::new();
        for (person, who) in town.people.iter().enumerate() {
            let cookie = sign_in(store, &town, who.account).await?;
            racers.push(Racer {
                client: Client::new(router.clone(), cookie),
                town: town.clone(),
                person,
                held: BTreeMap::new(),
                random: Rand64::new(u128::from(seed) << 32 | person as u128),
                made: 0,
                attempts: 0,
                sold: 0,
            });
        }
        Ok(Self { racers })
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
        }
        self.nothing_held_twice(count);
        Ok(())
    }

    /// Everybody who has no number in a session wants one. As many are sold as there are.
    async fn rush(&mut self, count: &mut Count) -> Result<()> {
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
    async fn churn(&mut self, count: &mut Count) -> Result<()> {
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
    async fn rest(&mut self, count: &mut Count) -> Result<()> {
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
