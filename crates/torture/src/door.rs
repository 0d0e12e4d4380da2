//! Where a program that is killed and started again is reached. Whoever knocks while it is gone
//! waits; whoever's answer is cut off sends the same again, as a phone does, until it is answered.

use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::http::{Answer, Browser};

/// How long anybody tries.
const PATIENCE: Duration = Duration::from_secs(120);
/// Before the next try.
const SHORTLY: Duration = Duration::from_millis(10);

/// The way to the program; closed while there is none.
#[derive(Debug, Default)]
pub struct Door {
    /// Port; zero where it is closed.
    port: AtomicU16,
    again: AtomicU64,
}

impl Door {
    /// The program listens here now.
    pub fn open(&self, port: u16) {
        self.port.store(port, Ordering::SeqCst);
    }

    /// The program is about to be gone.
    pub fn close(&self) {
        self.open(0);
    }

    /// How many requests were sent again because no answer came.
    pub fn again(&self) -> u64 {
        self.again.load(Ordering::Relaxed)
    }

    /// Sends JSON under a key until it is answered. Asking again changes nothing: the key is kept.
    pub async fn post(&self, cookie: &str, path: &str, json: &str, key: &str) -> Result<Answer> {
        let begun = Instant::now();
        loop {
            let port = self.port.load(Ordering::SeqCst);
            if port != 0 {
                let cookie = cookie.to_owned();
                let browser = Browser { port, cookie };
                let (path, json, key) = (path.to_owned(), json.to_owned(), key.to_owned());
                let sent = tokio::task::spawn_blocking(move || browser.post(&path, &json, &key));
                match sent.await.context("a phone gave up")? {
                    Ok(answer) => return Ok(answer),
                    Err(_) => self.again.fetch_add(1, Ordering::Relaxed),
                };
            }
            ensure!(begun.elapsed() < PATIENCE, "no answer from the program");
            tokio::time::sleep(SHORTLY).await;
        }
    }
}
