//! `slow`: no attack but a measure, for `cargo xtask bench backend`. Bookings through the real router
//! on a disk whose every flush takes a few milliseconds, as those of cheap machines do: by one person
//! after another, one flush for each, and by sixty-four at once, who share flushes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use backend::db::{Medium, Store};
use backend::http::router;
use clap::Args;
use domain::api::bookings::{Book, BookBody};
use tokio::task::JoinSet;

use crate::client::{Client, sign_in};
use crate::figures::Figures;
use crate::town::{self, Size, Town};
use crate::vfs::{Disk, Drive};

/// How slow, and for how long.
#[derive(Args)]
pub struct Wish {
    /// Milliseconds of a flush
    #[arg(long, default_value_t = 4, value_name = "MS")]
    flush: u64,
    /// Seconds of each of the two
    #[arg(long, default_value_t = 4, value_name = "S")]
    seconds: u64,
}

const SIZE: Size = Size {
    residents: 1_000,
    sessions: 40,
    capacity: 1_000,
};
const TOGETHER: u64 = 64;

/// Measures both.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let disk = Arc::new(Disk::new(1));
    let drive = Drive::new();
    drive.plug(disk.clone());
    let medium = Medium {
        vfs: Some(drive.name().to_owned()),
        ..Medium::default()
    };
    let folder = tempfile::tempdir()?;
    let store = Store::open_on(folder.path(), &medium)?;
    let town = Town::settle(&store, SIZE)?;
    disk.set_pause(Duration::from_millis(wish.flush));
    let time = Duration::from_secs(wish.seconds);
    let rates = runtime.block_on(async {
        let crowd = Arc::new(Crowd::new(&store, &town).await?);
        let alone = crowd.book(1, time).await?;
        let before = store.figures();
        let together = crowd.book(TOGETHER, time).await?;
        let after = store.figures();
        let flushes = after.flushes.saturating_sub(before.flushes).max(1);
        anyhow::Ok((alone, together, flushes, after.writes - before.writes))
    });
    let (alone, together, flushes, writes) = rates?;
    figures.set("slow_disk_alone_per_second", alone.round());
    figures.set("slow_disk_bookings_per_second", together.round());
    figures.set("slow_disk_over_alone", together / alone);
    figures.set("slow_disk_writes_per_flush", writes as f64 / flushes as f64);
    Ok(())
}

/// People who book, each pair of a person and a session once.
struct Crowd {
    clients: Vec<Client>,
    town: Town,
    next: AtomicU64,
}

impl Crowd {
    async fn new(store: &Store, town: &Town) -> Result<Self> {
        let router = router(Arc::new(town.app(store.clone())?), None);
        let mut clients = Vec::new();
        for person in &town.people {
            let cookie = sign_in(store, town, person.account).await?;
            clients.push(Client::new(router.clone(), cookie));
        }
        Ok(Self {
            clients,
            town: town.clone(),
            next: AtomicU64::new(0),
        })
    }

    /// So many people book for so long; bookings a second.
    async fn book(self: &Arc<Self>, together: u64, time: Duration) -> Result<f64> {
        let begun = Instant::now();
        let mut running = JoinSet::new();
        for _ in 0..together {
            let crowd = self.clone();
            running.spawn(async move {
                let mut booked = 0_u64;
                while begun.elapsed() < time {
                    crowd.one().await?;
                    booked += 1;
                }
                anyhow::Ok(booked)
            });
        }
        let mut booked = 0;
        while let Some(ended) = running.join_next().await {
            booked += ended??;
        }
        Ok(booked as f64 / begun.elapsed().as_secs_f64())
    }

    async fn one(&self) -> Result<()> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let people = u64::from(SIZE.residents);
        let (person, session) = ((number % people) as usize, (number / people) as usize);
        ensure!(session < self.town.sessions.len(), "every number is sold");
        let id = town::id(9, number);
        let body = BookBody {
            id,
            resident_id: self.town.people[person].resident,
            session_id: self.town.sessions[session],
            note: None,
        };
        let client = &self.clients[person];
        let answer = client.send::<Book>((), &body, &id.to_string()).await?;
        ensure!(answer.status.is_success(), "{:?}", answer.code());
        Ok(())
    }
}
