//! `disk`: the service on a disk that is full, or that fails. It stops acknowledging and says so
//! with `busy`, reads go on, and nothing acknowledged is lost. Room that is there again is used at
//! once; after a failed write or flush nothing is written until a restart.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use axum::http::StatusCode;
use backend::db::{Medium, Store, check_on};
use backend::http::router;
use backend::resources::invariants::INVARIANTS;
use clap::Args;
use domain::api::bookings::{Book, BookBody, Booking, ListBookings};
use domain::api::directory::ListInstitutions;
use domain::api::session::GetSession;
use domain::endpoint::Endpoint;
use domain::ids::BookingId;
use domain::problem::Code;
use oorandom::Rand64;
use tempfile::TempDir;

use crate::client::{Answer, Client, sign_in};
use crate::figures::Figures;
use crate::town::{self, Size, Town};
use crate::vfs::{Disk, Drive, Fault};

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many seeds to try, each with every fault
    #[arg(long, default_value_t = 20, value_name = "N")]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
}

const SIZE: Size = Size {
    residents: 12,
    sessions: 2,
    capacity: 24,
};
/// Changes and flushes within which the next process dies; folding the log in takes about as many.
const FOLDING: u64 = 120;
const FAULTS: [Fault; 3] = [Fault::Full, Fault::WritesFail, Fault::FlushesFail];

/// Tries every fault with every seed.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let mut count = Count::default();
    for seed in wish.seed..wish.seed + wish.seeds {
        for fault in FAULTS {
            runtime
                .block_on(one(seed, fault, &mut count))
                .with_context(|| format!("{fault:?}, again with `--seed {seed} --seeds 1`"))?;
        }
    }
    println!(
        "seeds {}..{}, {:.1} s",
        wish.seed,
        wish.seed + wish.seeds,
        begun.elapsed().as_secs_f64()
    );
    figures.count("disk_faults", count.faults);
    figures.count("disk_acknowledged", count.acknowledged);
    figures.count("disk_deaths_while_folding", count.folding);
    figures.count("disk_lost", count.lost);
    figures.count("disk_refused_busy", count.busy);
    figures.count("disk_refused_otherwise", count.otherwise);
    figures.count("disk_reads_failed", count.reads_failed);
    figures.count("disk_trails_lost", count.untraced);
    ensure!(
        count.lost == 0,
        "{} acknowledged writes were lost",
        count.lost
    );
    ensure!(
        count.otherwise == 0,
        "{} refusals were not `busy`",
        count.otherwise
    );
    ensure!(
        count.untraced == 0,
        "{} times a look at somebody's data left no trail",
        count.untraced
    );
    ensure!(
        count.reads_failed == 0,
        "{} reads failed",
        count.reads_failed
    );
    Ok(())
}

#[derive(Default)]
struct Count {
    faults: u64,
    acknowledged: u64,
    lost: u64,
    busy: u64,
    otherwise: u64,
    reads_failed: u64,
    untraced: u64,
    folding: u64,
}

/// The service over a disk, and what its clients were told.
struct Scene {
    drive: Drive,
    medium: Medium,
    folder: TempDir,
    town: Town,
    cookies: Vec<String>,
    told: Vec<BookingId>,
    next: u64,
    looked: i64,
    random: Rand64,
}

async fn one(seed: u64, fault: Fault, count: &mut Count) -> Result<()> {
    let drive = Drive::new();
    let disk = Arc::new(Disk::new(seed));
    drive.plug(disk.clone());
    let medium = Medium {
        vfs: Some(drive.name().to_owned()),
        ..Medium::default()
    };
    let folder = tempfile::tempdir()?;
    let store = Store::open_on(folder.path(), &medium)?;
    let settling = store.clone();
    let town = tokio::task::spawn_blocking(move || Town::settle(&settling, SIZE)).await??;
    let mut cookies = Vec::new();
    for person in &town.people {
        cookies.push(sign_in(&store, &town, person.account).await?);
    }
    let mut scene = Scene {
        drive,
        medium,
        folder,
        town,
        cookies,
        told: Vec::new(),
        next: 0,
        looked: 0,
        random: Rand64::new(u128::from(seed)),
    };
    scene.serve(store, &disk, fault, count).await?;
    count.faults += 1;
    count.acknowledged += scene.told.len() as u64;
    Ok(())
}

impl Scene {
    async fn serve(
        &mut self,
        store: Store,
        disk: &Arc<Disk>,
        fault: Fault,
        count: &mut Count,
    ) -> Result<()> {
        let clients = self.clients(&store)?;
        for _ in 0..1 + self.random.rand_range(0..6) {
            self.must_book(&clients).await.context("before the fault")?;
        }

        disk.set_fault(Some(fault));
        let mut tried = Vec::new();
        for _ in 0..1 + self.random.rand_range(0..4) {
            let order = self.order();
            self.refused(&send(&clients, &order).await?, count)?;
            tried.push(order);
            self.reads_go_on(&clients, count).await?;
        }
        disk.set_fault(None);

        if fault == Fault::Full {
            // Room again: the same requests under their keys are done now, without a restart.
            for order in &tried {
                let answer = send(&clients, order).await?;
                ensure!(
                    answer.status == StatusCode::OK,
                    "no recovery: {:?}",
                    answer.code()
                );
                self.told.push(order.body.id);
            }
            drop((clients, store));
            return self.verify(disk, count).await;
        }
        // The disk works again, but what it has is unknown: still nothing is acknowledged.
        let order = self.order();
        self.refused(&send(&clients, &order).await?, count)?;
        self.reads_go_on(&clients, count).await?;

        // The process is killed; another one finds what was written, flushed or not.
        let found = Arc::new(disk.as_it_is(self.random.rand_u64()));
        disk.cut_after(0);
        drop((clients, store));
        let found = self.fold_and_die(found, count);
        self.drive.plug(found.clone());
        let store = Store::open_on(self.folder.path(), &self.medium)?;
        let clients = self.clients(&store)?;
        for order in &tried {
            let answer = send(&clients, order).await?;
            ensure!(
                answer.status == StatusCode::OK,
                "not settled by its key: {:?}",
                answer.code()
            );
            self.told.push(order.body.id);
        }
        self.must_book(&clients)
            .await
            .context("after the restart")?;

        // And then the power goes.
        found.cut_after(0);
        drop((clients, store));
        let left = Arc::new(found.after_the_cut());
        self.verify(&left, count).await
    }

    /// Half of the time the next process dies at a random moment while it folds the log in, by a kill
    /// or with the power. Gives the disk as it is found then.
    fn fold_and_die(&mut self, found: Arc<Disk>, count: &mut Count) -> Arc<Disk> {
        let how = self.random.rand_range(0..4);
        if how > 1 {
            return found;
        }
        count.folding += 1;
        found.cut_after(1 + self.random.rand_range(0..FOLDING));
        self.drive.plug(found.clone());
        // It may also come through, and die right after.
        let opened = Store::open_on(self.folder.path(), &self.medium);
        found.cut_after(0);
        drop(opened);
        Arc::new(match how {
            0 => found.as_it_is(self.random.rand_u64()),
            _ => found.after_the_cut(),
        })
    }

    fn clients(&self, store: &Store) -> Result<Vec<Client>> {
        let router = router(Arc::new(self.town.app(store.clone())?), None);
        let clients = self.cookies.iter().cloned();
        Ok(clients
            .map(|cookie| Client::new(router.clone(), cookie))
            .collect())
    }

    /// The next order: each resident once in each session.
    fn order(&mut self) -> Order {
        let number = self.next;
        self.next += 1;
        let people = self.town.people.len() as u64;
        let person = (number % people) as usize;
        let session = (number / people) as usize;
        Order {
            person,
            body: BookBody {
                id: town::id(9, number),
                resident_id: self.town.people[person].resident,
                session_id: self.town.sessions[session],
                note: None,
            },
        }
    }

    async fn must_book(&mut self, clients: &[Client]) -> Result<()> {
        let order = self.order();
        let answer = send(clients, &order).await?;
        let booking: Booking = answer
            .reply()
            .with_context(|| format!("{:?}", answer.code()))?;
        self.told.push(booking.booking_id);
        Ok(())
    }

    fn refused(&mut self, answer: &Answer, count: &mut Count) -> Result<()> {
        match answer.code() {
            None => bail!("acknowledged on a disk that takes no write"),
            Some(Code::Busy) => count.busy += 1,
            Some(_) => count.otherwise += 1,
        }
        Ok(())
    }

    /// Reads are answered, also those of somebody's data: their trail goes to the spill file.
    async fn reads_go_on(&mut self, clients: &[Client], count: &mut Count) -> Result<()> {
        let own = self.town.people[0].resident;
        let answers = [
            clients[0].ask::<ListInstitutions>(()).await?,
            clients[0].ask::<GetSession>(()).await?,
            clients[0].ask::<ListBookings>(own).await?,
        ];
        let failed = answers
            .iter()
            .filter(|answer| answer.status != StatusCode::OK);
        count.reads_failed += failed.count() as u64;
        self.looked += 1;
        Ok(())
    }

    /// Everything acknowledged is there once, each look at somebody's data has left its trail, and
    /// all is whole.
    async fn verify(&self, disk: &Arc<Disk>, count: &mut Count) -> Result<()> {
        self.drive.plug(disk.clone());
        let store = Store::open_on(self.folder.path(), &self.medium)?;
        for id in &self.told {
            let id = *id;
            let found = store
                .read(move |tx| {
                    let sql = "SELECT id FROM booking WHERE id = $1 AND state = 'booked'";
                    Ok(tx.rows(sql, &[id.into()])?.len())
                })
                .await?;
            count.lost += u64::from(found != 1);
        }
        let app = self.town.app(store.clone())?;
        app.spill.clone().drain(&store).await?;
        let trail = store
            .read(|tx| {
                let sql = "SELECT count(*) AS n FROM audit WHERE operation = $1";
                let row = tx.one(sql, &[ListBookings::OPERATION.into()])?;
                Ok(row.ok_or(Code::Internal)?.get::<i64>("n")?)
            })
            .await?;
        count.untraced += u64::from(trail != self.looked);
        drop((app, store));
        let findings = check_on(self.folder.path(), &self.medium, INVARIANTS)?;
        ensure!(findings.is_empty(), "{findings:?}");
        Ok(())
    }
}

/// A booking that somebody asks for; its id is its key as well.
struct Order {
    person: usize,
    body: BookBody,
}

async fn send(clients: &[Client], order: &Order) -> Result<Answer> {
    clients[order.person]
        .send::<Book>((), &order.body, &order.body.id.to_string())
        .await
}
