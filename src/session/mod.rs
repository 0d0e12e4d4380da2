//! Who is signed in on this phone, for whom the phone acts, and when it locks.
//!
//! Owns the session's answer and what follows from it: whose local data is in use, which person
//! was chosen, what signing out leaves behind. Cookies are the browser's; no token ever comes
//! here. The shell and the pages ask it; it knows no page.

mod idle;
mod person;

pub use idle::{locks_in, still_here};
pub use person::{choose, person, resident_id};

use domain::api::session::{AccountCard, DeleteSession, GetSession, Session, StaffCard};
use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::platform::{boot, clock, settings, timer};
use crate::store;

thread_local! {
    static CURRENT: ArcRwSignal<Option<Session>> = ArcRwSignal::new(None);
    static FAILED: ArcRwSignal<Option<ApiError>> = ArcRwSignal::new(None);
}

/// Finds out who is signed in and keeps it known from now on. Called once at start.
pub fn start() {
    timer::spawn(async {
        let asked = match boot::session().await {
            Some(text) => api::read::<GetSession>(&text),
            None => ask().await,
        };
        take(asked).await;
    });
    // A call that found nobody signed in: ask who we are now.
    Effect::new(|_| {
        if api::sign_in_lost() > 0 {
            reload();
        }
    });
    settings::on_session_elsewhere(reload);
    idle::start();
}

/// Asks the backend again who is signed in.
pub fn reload() {
    timer::spawn(async { take(ask().await).await });
}

async fn ask() -> Result<Session, ApiError> {
    api::call::<GetSession>(&(), &(), &()).await
}

async fn take(asked: Result<Session, ApiError>) {
    let address = api::address::<GetSession>(&(), &());
    match asked {
        Ok(session) => {
            clock::set_backend_now(session.now);
            adopt(session.clone());
            // Kept only after it is shown: the page does not wait for the phone's memory.
            if store::owner_of(&session).is_none() {
                store::forget_device().await;
            } else if let Ok(json) = serde_json::to_string(&session) {
                store::keep_for_device(&address, &json).await;
            }
        }
        // Without the network the phone opens as whoever used it last: their data is here.
        Err(error) => match store::recall_for_device(&address)
            .await
            .map(|json| api::read::<GetSession>(&json))
        {
            Some(Ok(session)) => adopt(session),
            _ => FAILED.with(|failed| failed.set(Some(error))),
        },
    }
}

fn adopt(session: Session) {
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

/// The signed-in member of staff; reactive.
#[must_use]
pub fn staff() -> Option<StaffCard> {
    look(|session| session.staff.clone())
}

/// Phone of the service centre; empty while it is not known; reactive.
#[must_use]
pub fn service_phone() -> String {
    look(|session| Some(session.service_phone.clone())).unwrap_or_default()
}

fn look<T>(part: impl Fn(&Session) -> Option<T>) -> Option<T> {
    CURRENT.with(|current| current.with(|session| session.as_ref().and_then(part)))
}

/// Takes over the session that signing in answered with.
pub fn signed_in(session: Session) {
    settings::tell_session_changed();
    timer::spawn(take(Ok(session)));
}

/// Signs out. What is unsent stays sealed on this phone until the same person signs in again (ask
/// first: `store::unsent()`); everything else of theirs is made unreadable and removed.
///
/// # Errors
/// When the backend could not be told: then the person is still signed in, and should know.
pub async fn sign_out() -> Result<(), ApiError> {
    let owner =
        CURRENT.with(|current| current.with_untracked(|s| s.as_ref().and_then(store::owner_of)));
    match api::call::<DeleteSession>(&(), &(), &()).await {
        Ok(()) | Err(ApiError::SignInRequired) => {}
        Err(error) => return Err(error),
    }
    store::forget_device().await;
    if let Some(owner) = owner {
        store::clear(&owner).await;
    }
    lock_screen();
    settings::tell_session_changed();
    reload();
    Ok(())
}

/// Locks: signs out, but keeps the sealed data for the same person's next sign-in. Without the
/// network the cookie outlives it, but this phone no longer opens by itself.
pub(crate) async fn lock() {
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
