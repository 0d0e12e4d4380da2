//! The running service and its key file: takes up what `keys` changed, seals old fields anew, and
//! settles when no request that began under an older key can still be on its way.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::MissedTickBehavior;

use super::{settle, walk};
use crate::app::App;
use crate::district;
use crate::failure::Failure;
use crate::seal::KeyFileError;

/// How often the file is looked at.
const PERIOD: Duration = Duration::from_secs(5);

/// Longer than anything that was sealed waits for its commit.
pub const IN_FLIGHT: Duration = Duration::from_secs(120);

/// Follows the key file of a running service.
pub struct Follow {
    app: Arc<App>,
    path: PathBuf,
    in_flight: Duration,
    /// Since when the current key is; none when nothing is left to do.
    since: Option<Instant>,
    /// Whether the fields of before it were walked along.
    walked: bool,
    told: Option<String>,
}

/// Why a round ended early.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The file cannot be taken up; the keys of before go on.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// Fields could not be sealed anew.
    #[error("fields are not sealed anew: {0}")]
    Storage(#[from] Failure),
}

impl Follow {
    /// Follows this file. What an earlier process left is done in the first round.
    #[must_use]
    pub fn new(app: Arc<App>, path: PathBuf, in_flight: Duration) -> Self {
        Self {
            app,
            path,
            in_flight,
            since: Some(Instant::now()),
            walked: false,
            told: None,
        }
    }

    /// Follows it for as long as the service runs.
    pub async fn run(mut self) {
        let mut ticks = tokio::time::interval(PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let outcome = self.round().await;
            let told = outcome.err().map(|error| error.to_string());
            // Once for each reason, not every few seconds.
            if told != self.told
                && let Some(error) = &told
            {
                tracing::error!(error, "the key file is tried again every few seconds");
            }
            self.told = told;
        }
    }

    /// One round; says whether every field is sealed with the current key for good.
    pub async fn round(&mut self) -> Result<bool, FollowError> {
        let app = self.app.clone();
        if app.keys.renew(&self.path)? {
            let key = app.keys.current();
            tracing::info!(key, "new fields are sealed with another key");
            self.since = Some(Instant::now());
            self.walked = false;
        }
        let Some(since) = self.since else {
            return Ok(true);
        };
        if self.is_settled().await? {
            self.since = None;
            return Ok(true);
        }
        // Asked before the walk, which must not miss what came after.
        let nothing_in_flight = since.elapsed() >= self.in_flight;
        if self.walked && !nothing_in_flight {
            return Ok(false);
        }
        let district = &app.district.id;
        let walked = walk(&app.store, &app.keys, district, |_, _| {}).await?;
        self.walked = true;
        if walked.rows > 0 {
            tracing::info!(rows = walked.rows, "sealed anew with the current key");
        }
        if !nothing_in_flight {
            return Ok(false);
        }
        settle(&app.store, &app.keys, district).await?;
        tracing::info!("every field is sealed with the current key");
        self.since = None;
        Ok(true)
    }

    async fn is_settled(&self) -> Result<bool, Failure> {
        let (district, current) = (self.app.district.id.clone(), self.app.keys.current());
        let read = self
            .app
            .store
            .read(move |tx| district::key_of_check(tx, &district));
        Ok(read.await? == current)
    }
}
