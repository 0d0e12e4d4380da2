//! Who is signed in on this phone, for whom the phone acts, and when it locks.
//!
//! Owns the session's answer and what follows from it: whose local data is in use, which person
//! was chosen, what signing out leaves behind. Cookies are the browser's; no token ever comes
//! here. The shell and the pages ask it; it knows no page.

mod idle;
mod person;
mod waiting;

pub use idle::{locks_in, still_here};
pub use person::{choose, may, person, resident_id};
pub use waiting::{set_waiting, waiting};

use std::future::Future;
use std::pin::Pin;

use domain::api::session::{AccountCard, DeleteSession, GetSession, Session, StaffCard};
use domain::codes::Role;
use domain::endpoint::Method;
use domain::grant::HelperTerm;
use domain::ids::Uuid;
use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::platform::follow::follow;
use crate::platform::{boot, clock, id, settings, timer};
use crate::store;

thread_local! {
    static CURRENT: ArcRwSignal<Option<Session>> = ArcRwSignal::new(None);
    static FAILED: ArcRwSignal<Option<ApiError>> = ArcRwSignal::new(None);
    /// Whoever has to enter their PIN first.
    static LOCKED: ArcRwSignal<Option<Session>> = ArcRwSignal::new(None);
    /// Whether this page has seen a password since it was opened.
    static PROVED: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static NOT_KEPT: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Finds out who is signed in and keeps it known from now on. Called once at start.
pub fn start() {
    timer::spawn(async {
        let asked = match boot::session().await {
            Some(text) => Ok(text),
            None => ask().await,
        };
        take(asked).await;
    });
    // A call that found nobody signed in: ask who we are now.
    follow(|| {
        if api::sign_in_lost() > 0 {
            reload();
        }
    });
    settings::on_session_elsewhere(|| {
        store::look_again();
        reload();
    });
    idle::start();
}

/// Asks the backend again who is signed in.
pub fn reload() {
    timer::spawn(async { take(ask().await).await });
}

fn address() -> String {
    api::address::<GetSession>(&(), &())
}

/// The answer as text: it is kept as it came.
async fn ask() -> Result<String, ApiError> {
    api::send(&api::Request {
        method: Method::Get,
        address: address(),
        body: None,
        key: id::new::<Uuid>(),
        envelope: None,
    })
    .await
}

async fn take(asked: Result<String, ApiError>) {
    let read = |json: &String| api::read::<GetSession>(json);
    match asked.as_ref().map_err(Clone::clone).and_then(read) {
        Ok(session) => {
            clock::set_backend_now(session.now);
            let nobody = store::owner_of(&session).is_none();
            let revoked = session.revoked;
            open(session).await;
            if revoked {
                wipe().await;
            }
            // Kept only after it is shown: the page does not wait for the phone's memory.
            if nobody {
                store::forget_device().await;
            } else if let Ok(json) = asked {
                store::keep_for_device(&address(), &json).await;
            }
        }
        // Without the network the phone opens as whoever used it last: their data is here.
        Err(error) => {
            let kept = store::recall_for_device(&address()).await;
            match kept.as_ref().map(read) {
                Some(Ok(session)) => open(session).await,
                _ => FAILED.with(|failed| failed.set(Some(error))),
            }
        }
    }
}

/// This device was signed out from elsewhere: what whoever used it last keeps here is made unreadable;
/// what they have not sent stays sealed for them.
async fn wipe() {
    let kept = store::recall_for_device(&address()).await;
    let before = kept.and_then(|json| api::read::<GetSession>(&json).ok());
    if let Some(owner) = before.as_ref().and_then(store::owner_of) {
        store::hand_in_unsent(&owner).await;
        store::clear(&owner).await;
    }
}

/// Takes a session over, unless its owner has to enter a PIN before that.
fn open(session: Session) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(open_now(session))
}

async fn open_now(session: Session) {
    // Residents have none: their start does not wait for the phone's memory.
    if session.staff.is_some()
        && let Some(owner) = store::owner_of(&session)
        && store::is_locked(&owner).await
    {
        FAILED.with(|failed| failed.set(None));
        return LOCKED.with(|locked| locked.set(Some(session)));
    }
    adopt(session);
}

/// Whether a PIN has to be entered before anything is shown; reactive.
#[must_use]
pub fn locked() -> bool {
    LOCKED.with(|locked| locked.with(Option::is_some))
}

/// Whether a password was entered since this page was opened; reactive.
#[must_use]
pub fn proved() -> bool {
    PROVED.with(|proved| proved.get())
}

fn locked_owner() -> Option<String> {
    LOCKED.with(|locked| locked.with_untracked(|s| s.as_ref().and_then(store::owner_of)))
}

/// How long until a PIN may be tried, in milliseconds.
pub async fn pin_wait_ms() -> i64 {
    match locked_owner() {
        Some(owner) => store::pin_wait_ms(&owner).await,
        None => 0,
    }
}

/// Tries a PIN, and goes on as its owner where it is the right one.
pub async fn unlock(pin: &str) -> store::Unlocked {
    let Some(owner) = locked_owner() else {
        return store::Unlocked::NotNow;
    };
    let outcome = store::unlock(&owner, pin).await;
    match outcome {
        store::Unlocked::Yes => go_on(),
        // What it guarded is gone; whoever it was has to sign in.
        store::Unlocked::Wiped => sign_in_instead().await,
        _ => {}
    }
    outcome
}

/// Goes on as whoever was locked out, and asks whether they are still signed in.
fn go_on() {
    let session = LOCKED.with(|locked| locked.try_update(Option::take).flatten());
    if let Some(session) = session {
        adopt(session);
        reload();
    }
}

/// Takes the PIN away, with what was kept under it, of somebody who has just signed in.
pub async fn forget_pin() {
    if let Some(owner) = locked_owner().filter(|_| PROVED.with(|proved| proved.get_untracked())) {
        store::forget_pin(&owner).await;
        go_on();
    }
}

/// Signs in with a password in place of the PIN.
pub async fn sign_in_instead() {
    let session = LOCKED.with(|locked| locked.try_update(Option::take).flatten());
    store::forget_device().await;
    if let Some(session) = session {
        adopt(Session {
            account: None,
            staff: None,
            ..session
        });
    }
}

fn adopt(session: Session) {
    LOCKED.with(|locked| {
        if locked.with_untracked(Option::is_some) {
            locked.set(None);
        }
    });
    person::settle(&session);
    store::set_owner(store::owner_of(&session));
    FAILED.with(|failed| failed.set(None));
    CURRENT.with(|current| current.set(Some(session)));
}

/// The session's answer; `None` while it is not known; reactive.
#[must_use]
pub fn current() -> Option<Session> {
    CURRENT.with(|current| current.get())
}

/// Why it is not known who is signed in; reactive.
#[must_use]
pub fn failed() -> Option<ApiError> {
    FAILED.with(|failed| failed.get())
}

/// The signed-in phone; reactive.
#[must_use]
pub fn account() -> Option<AccountCard> {
    look(|session| session.account.clone())
}

/// What is true of the signed-in phone, without a copy of it; reactive.
#[must_use]
pub fn account_is(what: fn(&AccountCard) -> bool) -> Option<bool> {
    look(|session| session.account.as_ref().map(what))
}

/// The signed-in member of staff; reactive.
#[must_use]
pub fn staff() -> Option<StaffCard> {
    look(|session| session.staff.clone())
}

/// Whether the signed-in member of staff sits at the desk; reactive.
#[must_use]
pub fn at_desk() -> bool {
    staff().is_some_and(|card| card.role == Role::Desk)
}

/// Whether the signed-in member of staff keeps accounts and nothing else; reactive.
#[must_use]
pub fn in_office() -> bool {
    staff().is_some_and(|card| card.role.keeps_accounts())
}

/// Phone of the service centre; empty while it is not known; reactive.
#[must_use]
pub fn service_phone() -> String {
    look(|session| Some(session.service_phone.clone())).unwrap_or_default()
}

/// How long a helper may act in this district; a year while it is not known.
#[must_use]
pub fn helper_term() -> HelperTerm {
    look(|session| Some(session.helper_months))
        .map_or_else(HelperTerm::default, |months| HelperTerm { months })
}

fn look<T>(part: impl Fn(&Session) -> Option<T>) -> Option<T> {
    CURRENT.with(|current| current.with(|session| session.as_ref().and_then(part)))
}

/// Takes over the session that signing in answered with.
pub fn signed_in(session: Session) {
    clock::set_backend_now(session.now);
    PROVED.with(|proved| proved.set(true));
    timer::spawn(async {
        open(session).await;
        settings::tell_session_changed();
        // Asked once more as text, to be kept for a start without the network. A browser that takes
        // no cookie is a stranger again by now.
        take(ask().await).await;
        let stranger = CURRENT.with(|current| {
            current.with_untracked(|known| {
                known
                    .as_ref()
                    .is_some_and(|session| store::owner_of(session).is_none())
            })
        });
        NOT_KEPT.with(|not_kept| not_kept.set(stranger));
    });
}

/// Whether the browser did not keep the last sign-in; reactive.
#[must_use]
pub fn not_kept() -> bool {
    NOT_KEPT.with(|not_kept| not_kept.get())
}

/// Takes over the session as it is after something of it changed. Pages that follow it move on
/// with it, so what is shown once has to be kept by the page before.
pub fn renewed(session: Session) {
    clock::set_backend_now(session.now);
    adopt(session);
}

/// Signs out. What is unsent stays sealed on this phone until the same person signs in again (ask
/// first: `store::unsent()`); everything else of theirs is made unreadable and removed.
///
/// # Errors
/// When the backend could not be told: then the person is still signed in, and should know.
pub async fn sign_out() -> Result<(), ApiError> {
    match api::call::<DeleteSession>(&(), &(), &()).await {
        Ok(()) | Err(ApiError::SignInRequired) => {
            ended().await;
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// [`sign_out`] where the backend has ended the session already, as one among others.
pub async fn ended() {
    let owner =
        CURRENT.with(|current| current.with_untracked(|s| s.as_ref().and_then(store::owner_of)));
    store::forget_device().await;
    if let Some(owner) = owner {
        store::clear(&owner).await;
    }
    lock_screen();
    settings::tell_session_changed();
    reload();
}

/// Locks: signs out, but keeps the sealed data for the same person's next sign-in. Without the
/// network the cookie outlives it, but this phone no longer opens by itself.
pub(crate) async fn lock() {
    let session = CURRENT.with(|current| current.get_untracked());
    let owner = session.as_ref().and_then(store::owner_of);
    if let Some(owner) = &owner
        && store::has_pin(owner).await
    {
        // The PIN opens it again, without network too. The backend ends the session by itself when it has
        // rested for as long as the district says.
        PROVED.with(|proved| proved.set(false));
        lock_screen();
        store::lock(owner);
        return LOCKED.with(|locked| locked.set(session));
    }
    let told = api::call::<DeleteSession>(&(), &(), &()).await;
    store::forget_device().await;
    lock_screen();
    if told.is_ok() {
        settings::tell_session_changed();
    }
}

fn lock_screen() {
    let Some(session) = CURRENT.with(|current| current.get_untracked()) else {
        return;
    };
    adopt(Session {
        account: None,
        staff: None,
        ..session
    });
}
