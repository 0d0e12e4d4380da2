//! One seed: the storage opened, written to in groups, closed and opened again, while the power
//! goes at a random moment; twice over.

use std::sync::{Arc, mpsc};

use anyhow::{Context, Result};
use backend::audit::{self, Note};
use backend::call::{Call, Origin};
use backend::db::{Flush, Medium, Store, Tx, check_on};
use backend::failure::Failure;
use backend::idempotency::{self, Kept, Keyed};
use backend::resources::invariants::INVARIANTS;
use backend::resources::tickets::{book, cancel_booking};
use domain::access::{Action, Actor};
use domain::api::bookings::BookBody;
use domain::codes::Capacity;
use domain::grant::{Functions, Grant};
use oorandom::Rand64;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::ledger::{Broken, Ledger, Order, Told, booking_id, request_id};
use crate::town::{Person, Size, Town, now};
use crate::vfs::{Disk, Drive};

/// So that numbers run out, and pages hold several people.
const SIZE: Size = Size {
    residents: 24,
    sessions: 3,
    capacity: 6,
};
/// Changes and flushes within which the power goes; a round has about as many.
const SPAN: u64 = 600;

/// What came of a seed.
#[derive(Debug, Default)]
pub struct Tale {
    pub cuts: u64,
    pub acknowledged: u64,
    pub operations: u64,
}

impl Tale {
    pub fn add(&mut self, other: &Self) {
        self.cuts += other.cuts;
        self.acknowledged += other.acknowledged;
        self.operations += other.operations;
    }
}

/// What a thread needs to try seeds: a drive, and a town on a whole disk to begin each from.
pub struct Bench {
    drive: Drive,
    medium: Medium,
    folder: TempDir,
    town: Arc<Town>,
    whole: Disk,
    runtime: Runtime,
}

impl Bench {
    /// Settles the town.
    pub fn new(flush: Flush) -> Result<Self> {
        let drive = Drive::new();
        let folder = tempfile::tempdir()?;
        let medium = Medium {
            vfs: Some(drive.name().to_owned()),
            flush,
            // So that the log is folded in within the span of a seed.
            log_pages: Some(100),
        };
        let disk = Arc::new(Disk::new(0));
        drive.plug(disk.clone());
        let store = Store::open_on(folder.path(), &medium)?;
        let town = Town::settle(&store, SIZE)?;
        drop(store);
        Ok(Self {
            drive,
            medium,
            folder,
            town: Arc::new(town),
            whole: disk.copy(0),
            runtime: Builder::new_current_thread().build()?,
        })
    }

    /// Tries a seed.
    pub fn run(&self, seed: u64) -> Result<Result<Tale, Broken>> {
        let mut random = Rand64::new(u128::from(seed));
        let (mut ledger, mut tale) = (Ledger::default(), Tale::default());
        let mut disk = Arc::new(self.whole.copy(seed));
        for _ in 0..1 + random.rand_range(0..2) {
            self.drive.plug(disk.clone());
            disk.cut_after(1 + random.rand_range(0..SPAN));
            if let Err(broken) = self.round(&disk, &mut ledger, &mut random)? {
                return Ok(Err(broken));
            }
            disk.cut_after(0);
            tale.cuts += 1;
            tale.operations += disk.operations();
            disk = Arc::new(disk.after_the_cut());
            self.drive.plug(disk.clone());
            if let Err(broken) = self.verify(&mut ledger)? {
                return Ok(Err(broken));
            }
        }
        tale.acknowledged = ledger.acknowledged();
        Ok(Ok(tale))
    }

    /// Opens, writes and closes until the power goes, or for a while.
    fn round(
        &self,
        disk: &Disk,
        ledger: &mut Ledger,
        random: &mut Rand64,
    ) -> Result<Result<(), Broken>> {
        for _ in 0..1 + random.rand_range(0..2) {
            let store = match Store::open_on(self.folder.path(), &self.medium) {
                Ok(store) => store,
                Err(_) if disk.is_dead() => return Ok(Ok(())),
                Err(error) => return Err(error).context("the storage did not open"),
            };
            for _ in 0..1 + random.rand_range(0..5) {
                let orders = orders(ledger, random);
                let answers = self.runtime.block_on(self.group(&store, orders))?;
                for (number, answer) in answers {
                    match answer {
                        Ok(()) => ledger.tell(number, Told::Done),
                        Err(Failure::Refused(_)) => ledger.tell(number, Told::Refused),
                        Err(_) if disk.is_dead() => {}
                        Err(failure) => {
                            return Ok(Err(Broken::Other(format!("failed with power: {failure}"))));
                        }
                    }
                }
            }
            if random.rand_range(0..4) == 0 {
                // The process ends with the power, not before it.
                disk.cut_after(0);
            }
        }
        Ok(Ok(()))
    }

    /// Sends orders so that they share one flush, and waits for all answers.
    async fn group(
        &self,
        store: &Store,
        orders: Vec<(usize, Order)>,
    ) -> Result<Vec<(usize, Result<(), Failure>)>> {
        let mut sent = JoinSet::new();
        let (all_sent, gate) = mpsc::channel::<()>();
        let first = store.clone();
        let mut gate = Some(gate);
        let mut held = JoinSet::new();
        // Holds the writer until the last order waits, so that the seed decides the groups.
        held.spawn(async move {
            let wait = move |_: &mut dyn Tx| {
                if let Some(gate) = gate.take() {
                    let _ = gate.recv();
                }
                Ok(())
            };
            first.write(wait).await
        });
        tokio::task::yield_now().await;
        for (number, order) in orders {
            let (store, town) = (store.clone(), self.town.clone());
            sent.spawn(async move {
                let work = move |tx: &mut dyn Tx| carry_out(tx, &town, number, order);
                (number, store.write(work).await)
            });
        }
        tokio::task::yield_now().await;
        drop(all_sent);
        let mut answers = Vec::new();
        while let Some(answer) = sent.join_next().await {
            answers.push(answer?);
        }
        held.join_all().await;
        Ok(answers)
    }

    /// Looks at what is found when the power is back.
    fn verify(&self, ledger: &mut Ledger) -> Result<Result<(), Broken>> {
        let store = match Store::open_on(self.folder.path(), &self.medium) {
            Ok(store) => store,
            Err(error) => return Ok(Err(Broken::Other(format!("does not open: {error}")))),
        };
        if let Err(broken) = ledger.compare(&store)? {
            return Ok(Err(broken));
        }
        drop(store);
        let findings = check_on(self.folder.path(), &self.medium, INVARIANTS)?;
        Ok(match findings.first() {
            None => Ok(()),
            Some(found) => Err(Broken::Other(format!("{}: {}", found.check, found.detail))),
        })
    }
}

/// One to eight orders, as chance has it.
fn orders(ledger: &mut Ledger, random: &mut Rand64) -> Vec<(usize, Order)> {
    let mut orders = Vec::new();
    for _ in 0..1 + random.rand_range(0..8) {
        let held = ledger.held();
        let order = match random.rand_range(0..8) {
            0 => Order::Look,
            1..=3 if !held.is_empty() => Order::Cancel {
                booked: held[random.rand_range(0..held.len() as u64) as usize],
            },
            _ => Order::Book {
                person: random.rand_range(0..u64::from(SIZE.residents)) as usize,
                session: random.rand_range(0..u64::from(SIZE.sessions)) as usize,
            },
        };
        orders.push((ledger.send(order), order));
    }
    orders
}

/// What the service does for an order in its transaction: the effect, the trail, the kept answer.
fn carry_out(tx: &mut dyn Tx, town: &Town, number: usize, order: Order) -> Result<(), Failure> {
    let call = call(town, number);
    let (action, shown) = match order {
        Order::Book { person, session } => {
            let body = BookBody {
                id: booking_id(number),
                resident_id: town.people[person].resident,
                session_id: town.sessions[session],
                note: None,
            };
            book(tx, &call, (), body)?;
            (Action::Book, 1)
        }
        Order::Cancel { booked } => {
            cancel_booking(tx, &call, booking_id(booked), ())?;
            (Action::Book, 1)
        }
        Order::Look => (Action::ReadBooking, town.people.len()),
    };
    let note = Note {
        residents: town
            .people
            .iter()
            .take(shown)
            .map(|person| person.resident)
            .collect(),
        staff: None,
        action,
        purpose: "torture",
    };
    audit::write(tx, &call, &[note], audit::OK)?;
    let id = request_id(number);
    let keyed = Keyed::new(&call.keys, &id, id.as_bytes());
    let kept = Kept {
        status: 200,
        reply: b"{}".to_vec(),
    };
    idempotency::keep(tx, &call, &keyed, &kept)
}

/// An account that may act for everybody, so that any order may meet any number.
fn call(town: &Town, number: usize) -> Call {
    let Person { account, .. } = town.people[0];
    let actor = Actor::Account {
        account_id: account,
        grants: town
            .people
            .iter()
            .map(|person| Grant {
                resident_id: person.resident,
                capacity: Capacity::Oneself,
                functions: Functions::ALL,
            })
            .collect(),
    };
    let origin = Origin {
        operation: "torture",
        request_id: request_id(number),
        device: None,
        address: "127.0.0.1".to_owned(),
        client: "torture".to_owned(),
    };
    Call::new(
        actor,
        now(),
        town.district.clone(),
        Arc::new(town.keys.clone()),
        origin,
    )
}
