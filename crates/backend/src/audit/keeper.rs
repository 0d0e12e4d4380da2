//! The task that keeps the trail: about once a second, and a last time at the end, it brings
//! spilled rows into the database, seals what is new, and writes the newest link outside.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{MissedTickBehavior, timeout};

use super::heads::{Head, Heads};
use super::seal::{self, Batch, Link};
use crate::app::App;
use crate::failure::Failure;

/// How long a row waits for its seal, about.
const PERIOD: Duration = Duration::from_secs(1);

/// How long an ending service waits for the last seals.
const LAST_ROUND: Duration = Duration::from_secs(5);

/// Keeps the trail of a running service.
pub struct Keeper {
    app: Arc<App>,
    heads: Heads,
    failing: bool,
}

impl Keeper {
    /// A keeper that writes the heads to this file.
    pub fn new(app: Arc<App>, heads: &Path) -> Result<Self, std::io::Error> {
        Ok(Self {
            app,
            heads: Heads::open(heads)?,
            failing: false,
        })
    }

    /// Works until told to stop, or until whoever could tell is gone.
    pub async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.compare_at_start().await;
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = &mut stop => break,
            }
            tokio::select! {
                () = self.tend_and_tell() => {}
                _ = &mut stop => break,
            }
        }
        // What that does not seal is sealed after the next start.
        if timeout(LAST_ROUND, self.tend_and_tell()).await.is_err() {
            tracing::warn!("rows of the trail are left to be sealed after the next start");
        }
    }

    /// One round.
    pub async fn tend(&mut self) -> Result<(), Failure> {
        if self.app.spill.used() > 0 {
            let rows = self.app.spill.clone().drain(&self.app.store).await?;
            tracing::info!(rows, "spilled rows of the trail are in the database");
        }
        while let Some(batch) = self.next_batch().await? {
            let (district, keys) = (self.app.district.id.clone(), self.app.keys.clone());
            self.app
                .store
                .write_idempotent(move |tx| seal::keep(tx, &district, &keys, &batch))
                .await?;
        }
        let newest = self.newest().await?;
        if newest.seq != self.heads.last() {
            let district = self.app.district.id.as_str();
            let head = Head::new(district, &newest, self.app.clock.now(), &self.app.keys);
            self.heads.append(&head).map_err(|error| {
                Failure::broken(format!("the heads cannot be written: {error}"))
            })?;
        }
        Ok(())
    }

    async fn next_batch(&self) -> Result<Option<Batch>, Failure> {
        let (district, keys) = (self.app.district.id.clone(), self.app.keys.clone());
        self.app
            .store
            .read(move |tx| seal::next(tx, &district, &keys))
            .await
    }

    async fn newest(&self) -> Result<Link, Failure> {
        let (district, keys) = (self.app.district.id.clone(), self.app.keys.clone());
        self.app
            .store
            .read(move |tx| Link::newest(tx, &district, &keys))
            .await
    }

    /// Says once when it begins to fail, and once when it works again.
    async fn tend_and_tell(&mut self) {
        match self.tend().await {
            Ok(()) if self.failing => {
                tracing::info!("the trail is sealed again");
                self.failing = false;
            }
            Err(error) if !self.failing => {
                tracing::error!(%error, "the trail cannot be sealed; it is tried every second");
                self.failing = true;
            }
            _ => {}
        }
    }

    async fn compare_at_start(&self) {
        if let Ok(newest) = self.newest().await
            && newest.seq < self.heads.last()
        {
            tracing::error!(
                known = self.heads.last(),
                stored = newest.seq,
                "rows of the trail were cut off, or an older copy was restored; run `audit verify`"
            );
        }
    }
}
