//! Sending under the owner's sign-in, of several people at once and of each in order, so that trying again
//! is always safe. By one tab at a time, until the service has answered or a wait is over. `drain` asks
//! for it.

use std::cell::Cell;

use domain::api::quarantine::{HandIn, HandInUnsent, MOST_ITEMS};
use domain::api::session::GetSession;
use domain::endpoint::Method;
use domain::ids::Uuid;
use domain::outbox::{self, Item, LANES, Outcome, Trouble, World, look_again, send_waiting};
use domain::problem::Code;
use leptos::prelude::Set;

use super::drain::{self, Sending, trust, trusted_for};
use super::post::{self, Phone, live};
use super::quarantine::{self, HandedIn};
use super::{db, owner_now, owner_of, query, room, vault};
use crate::api::{self, ApiError, Envelope, Request};
use crate::platform::{clock, id, lock, settings, timer};

thread_local! {
    static DRAINING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<bool> = const { Cell::new(false) };
    static ALARM: Cell<u32> = const { Cell::new(0) };
}

/// What this part of the program gives the others.
pub(super) const SENDING: Sending = Sending {
    take_up: |owner| Box::pin(async move { take_up(&owner).await }),
    hurry: |owner| {
        Box::pin(async move {
            post::write(|outbox| outbox.hurry());
            take_up(&owner).await;
            drain().await;
        })
    },
    drain: || Box::pin(drain()),
    hand_in: |owner| Box::pin(hand_in(owner)),
    make_room: |owner| Box::pin(async move { room::make(&owner).await }),
};

/// Most bytes of one request that hands in.
const MOST_BYTES: usize = 150_000;

/// Hands in what an owner left unsent, piece by piece, and erases what was taken. What cannot be read or
/// does not arrive stays sealed here.
async fn hand_in(owner: String) -> HandedIn {
    let mut done = HandedIn::default();
    let all = vault::keys(&owner, db::OUTBOX).await.unwrap_or_default();
    let mut waiting = vault::read_all(&owner, db::OUTBOX, "")
        .await
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(place, text)| Some((place, quarantine::item(&Item::read(&text)?)?)))
        .peekable();
    while waiting.peek().is_some() {
        let (mut places, mut items, mut bytes) = (Vec::new(), Vec::new(), 0);
        while let Some((place, item)) = waiting.next_if(|(_, item)| {
            let size = item.body.as_ref().map_or(0, String::len) + 500;
            let fits = items.is_empty() || bytes + size <= MOST_BYTES;
            bytes += size;
            fits && items.len() < MOST_ITEMS
        }) {
            places.push((item.id, place));
            items.push(item);
        }
        let Ok(answer) = api::call::<HandInUnsent>(&(), &(), &HandIn { items }).await else {
            break;
        };
        for (id, place) in places {
            if answer.taken.contains(&id) {
                vault::erase(&owner, db::OUTBOX, &place).await;
                done.taken += 1;
            }
        }
    }
    done.left = all.len().saturating_sub(done.taken);
    done
}

/// Takes up what the owner left unsent, from this phone's database.
async fn take_up(owner: &str) {
    outbox::take_up(&Phone, owner).await;
    post::set_looked(true);
    post::changed();
    room::look(owner).await;
}

/// Sends all that can be sent now, of what waits.
async fn drain() {
    if DRAINING.replace(true) {
        AGAIN.set(true);
        return;
    }
    loop {
        AGAIN.set(false);
        if is_ready() {
            lock::exclusive("jiayi.outbox", round()).await;
        }
        if !AGAIN.get() {
            break;
        }
    }
    DRAINING.set(false);
    if !post::is_empty() {
        room::ask_to_stay().await;
    }
    post::let_all_go_on();
    post::changed();
    set_alarm();
}

/// Nothing can be sent for a while.
fn pause(trouble: Trouble) {
    post::write(|outbox| outbox.pause(trouble, Phone.elapsed_ms(), Phone.chance()));
}

fn is_ready() -> bool {
    owner_now()
        .is_some_and(|owner| post::read(|outbox| outbox.is_ready(&owner, clock::elapsed_ms())))
}

/// Comes back when the first wait is over.
fn set_alarm() {
    /// Something that became due just now is not begun from within its own end.
    const SOON_MS: i64 = 100;
    let wait = owner_now()
        .and_then(|owner| post::read(|outbox| outbox.wait_ms(&owner, clock::elapsed_ms())));
    let Some(wait) = wait else { return };
    let mine = ALARM.get().wrapping_add(1);
    ALARM.set(mine);
    timer::later(
        i32::try_from(wait.max(SOON_MS)).unwrap_or(i32::MAX),
        move || {
            if ALARM.get() == mine {
                timer::spawn(drain::drain());
            }
        },
    );
}

/// Sends what waits, until nothing is left that could be sent now.
async fn round() {
    let Some(owner) = owner_now() else { return };
    look_again(&Phone, &owner).await;
    if let Err(trouble) = owner_is_signed_in(&owner).await {
        return pause(trouble);
    }
    timer::together((0..LANES).map(|_| send_waiting(&Phone))).await;
    settings::tell_outbox_changed();
    if post::take_accepted() {
        query::refresh();
    }
}

/// Sends one operation under its own key, and keeps the reply for the page that waits for it.
pub(super) async fn deliver(item: &Item) -> Outcome {
    let request = Request {
        method: if item.removes {
            Method::Delete
        } else {
            Method::Post
        },
        address: item.address.clone(),
        body: item.body.clone(),
        key: item.id,
        envelope: Some(Envelope {
            author: item.owner.clone(),
            edition: item.edition,
        }),
    };
    match api::send(&request).await {
        Ok(json) => {
            live(item.id).reply.set(Some(json.into()));
            Outcome::Accepted
        }
        Err(error) => trouble(error),
    }
}

/// What a failure means for an operation.
fn trouble(error: ApiError) -> Outcome {
    Outcome::Later(match error {
        ApiError::Offline | ApiError::Timeout | ApiError::Decode => Trouble::Line,
        ApiError::SignInRequired => Trouble::SignIn,
        ApiError::Problem(problem) => match problem.code {
            Code::Busy | Code::Running | Code::Internal | Code::TooMany => {
                Trouble::Service(problem.retry_after)
            }
            _ => return Outcome::Refused(*problem),
        },
    })
}

/// Another tab may have signed somebody else in with the same cookie; ask before anything is sent
/// under it.
async fn owner_is_signed_in(owner: &str) -> Result<(), Trouble> {
    const TRUSTED_MS: i64 = 20_000;
    if trusted_for(TRUSTED_MS) {
        return Ok(());
    }
    let ask = Request {
        method: Method::Get,
        address: api::address::<GetSession>(&(), &()),
        body: None,
        key: id::new::<Uuid>(),
        envelope: None,
    };
    let answer = api::send_once(&ask).await;
    match answer.and_then(|json| api::read::<GetSession>(&json)) {
        Ok(session) if owner_of(&session).as_deref() == Some(owner) => {
            trust();
            Ok(())
        }
        Ok(_) => Err(Trouble::SignIn),
        Err(error) => match trouble(error) {
            Outcome::Later(trouble) => Err(trouble),
            _ => Err(Trouble::Line),
        },
    }
}
