//! The last answers of the backend, so that a page shows something at once and offline.
//!
//! Kept in memory for Back (the page stands in the same moment, so its scroll position can be
//! taken up) and sealed on the phone for the next start. Answers are text here; `query` reads
//! them. Its keys are digests, because an address may hold a name that was searched for.

use std::cell::RefCell;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{db, vault};
use crate::platform::clock;

/// An answer and the time it was given.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) json: Arc<str>,
    pub(super) as_of: DateTime<Utc>,
}

/// Of more answers of one owner than this the older ones are not taken into the next start.
const MOST_KEPT: usize = 300;

/// So many answers are in memory; few enough to be looked through from end to end.
const MOST_REMEMBERED: usize = 100;

thread_local! {
    static MEMORY: RefCell<Vec<(String, Answer)>> = const { RefCell::new(Vec::new()) };
}

/// The answer in memory.
pub(super) fn recall(address: &str) -> Option<Answer> {
    MEMORY.with_borrow(|memory| {
        let known = memory.iter().find(|(known, _)| known == address);
        known.map(|(_, answer)| answer.clone())
    })
}

/// The answer kept on the phone.
pub(super) async fn recall_kept(owner: &str, address: &str) -> Option<Answer> {
    let kept = vault::read(owner, db::ANSWERS, &digest(address)).await?;
    // Time and address stand before the answer: a digest shared by two addresses is found out.
    let (time, rest) = kept.split_once('\n')?;
    let (of, json) = rest.split_once('\n')?;
    let as_of = DateTime::from_timestamp_millis(time.parse().ok()?)?;
    (of == address).then(|| Answer {
        json: json.into(),
        as_of,
    })
}

/// Takes an answer into memory.
pub(super) fn remember(address: &str, json: &str) -> Answer {
    let answer = Answer {
        json: json.into(),
        as_of: clock::now(),
    };
    MEMORY.with_borrow_mut(|memory| {
        memory.retain(|(known, _)| known != address);
        memory.push((address.to_owned(), answer.clone()));
        if memory.len() > MOST_REMEMBERED {
            memory.remove(0);
        }
    });
    answer
}

/// The younger one of two answers.
pub(super) fn younger(one: Option<Answer>, other: Option<Answer>) -> Option<Answer> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.as_of >= other.as_of { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// Keeps an answer on the phone.
pub(super) async fn keep(owner: &str, address: &str, json: &str) {
    if owner.is_empty() {
        return; // A visitor's answers are nobody's to keep.
    }
    let text = [
        &clock::now().timestamp_millis().to_string(),
        "\n",
        address,
        "\n",
        json,
    ]
    .concat();
    vault::write(owner, db::ANSWERS, &digest(address), &text).await;
}

/// Forgets one answer everywhere: it is gone, or not for this person any more.
pub(super) async fn forget(owner: &str, address: &str) {
    MEMORY.with_borrow_mut(|memory| memory.retain(|(known, _)| known != address));
    vault::erase(owner, db::ANSWERS, &digest(address)).await;
}

/// Forgets what is in memory: somebody else is signed in now.
pub(super) fn forget_memory() {
    MEMORY.with_borrow_mut(Vec::clear);
}

/// Whether so many answers have gathered that the older ones have to go.
pub(super) async fn too_many(owner: &str) -> bool {
    let kept = vault::keys(owner, db::ANSWERS).await;
    kept.is_some_and(|keys| keys.len() > MOST_KEPT)
}

/// The keys of all kept answers, each with when it was given; one that does not open is the oldest.
pub(super) async fn by_age(owner: &str) -> Vec<(i64, String)> {
    let open = vault::read_all(owner, db::ANSWERS, "").await;
    let open: Vec<(i64, String)> = open
        .unwrap_or_default()
        .into_iter()
        .map(|(key, text)| (given_ms(&text), key))
        .collect();
    let keys = vault::keys(owner, db::ANSWERS).await.unwrap_or_default();
    let age = |key: String| {
        let known = open.iter().find(|(_, known)| *known == key);
        (known.map_or(0, |(ms, _)| *ms), key)
    };
    keys.into_iter().map(age).collect()
}

/// When a kept answer was given.
fn given_ms(kept: &str) -> i64 {
    let time = kept.split_once('\n').map(|(time, _)| time.parse());
    time.and_then(Result::ok).unwrap_or_default()
}

/// FNV-1a, 64 bits. Not a secret: it only keeps searched names out of plain sight.
fn digest(address: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in address.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash.to_string()
}
