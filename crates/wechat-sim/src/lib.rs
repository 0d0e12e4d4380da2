//! Stands in for WeChat in tests: the documented endpoints of a verified service account (服务号),
//! with tokens that expire, limits and error codes on demand, and a `jweixin.js` that holds a page
//! to the rule of which URL is signed. What WeChat does not document is not imitated.
//!
//! Nothing links it but tests; people's WeChat is never asked by it. Time does not pass here by
//! itself: whoever tests says what has expired ([`Sim::with`]).

mod control;
mod jssdk;
mod messages;
mod oauth;
mod state;
mod tokens;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use tokio::net::TcpListener;

pub use messages::Sent;
pub use state::{Account, Person, State, Trouble};

/// What every handler gets.
type Shared = Arc<Mutex<State>>;

/// A WeChat of one's own on a port of this machine; gone with this value.
pub struct Sim {
    address: SocketAddr,
    state: Shared,
    serving: tokio::task::JoinHandle<()>,
}

impl Sim {
    /// Starts one for this account; port 0 is any free one.
    pub async fn start(account: Account, port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let state: Shared = Arc::new(Mutex::new(State::new(account)));
        let router = router(state.clone());
        let serving = tokio::spawn(async move {
            // It ends with the test; an error before shows as requests that fail.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            state,
            serving,
        })
    }

    /// Base of every address, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Looks at or changes how things stand.
    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut lock(&self.state))
    }

    /// Goes on until the process ends.
    pub async fn wait(mut self) {
        let _ = (&mut self.serving).await;
    }
}

impl Drop for Sim {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock(state: &Shared) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn router(state: Shared) -> Router {
    Router::new()
        .route("/connect/oauth2/authorize", get(oauth::authorize))
        .route("/sns/oauth2/access_token", get(oauth::access_token))
        .route("/cgi-bin/stable_token", post(tokens::stable_token))
        .route("/cgi-bin/ticket/getticket", get(tokens::ticket))
        .route("/cgi-bin/message/subscribe/bizsend", post(messages::send))
        .route("/jweixin.js", get(jssdk::script))
        .route("/sim/verify", get(jssdk::verify))
        .route("/sim/subscribe", get(jssdk::subscribe))
        .route("/sim/state", post(control::change))
        .route("/sim/inbox", get(control::inbox))
        .with_state(state)
}
