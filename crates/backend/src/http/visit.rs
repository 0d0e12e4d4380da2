//! One HTTP request before it is a call: when it came, from where, with which token.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use domain::access::Actor;
use domain::api::EDITION;
use domain::ids::DeviceId;
use domain::problem::{Code, Problem};

use super::client_name::client_name;
use crate::app::App;
use crate::auth::session::{self, Signed};
use crate::auth::token::Token;
use crate::call::{Call, Origin};
use crate::failure::Failure;

/// Number of a request, put into its extensions by the frame.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub String);

/// One request.
#[derive(Clone)]
pub struct Visit {
    /// The service.
    pub app: Arc<App>,
    /// Its instant.
    pub now: DateTime<Utc>,
    /// The token it carries, proved or not.
    pub token: Option<Token>,
    /// The token of the browser, proved or not.
    pub browser: Option<Token>,
    /// The token of the browser on its way through WeChat, proved or not.
    pub wechat: Option<Token>,
    /// Where it came from; the device is not known yet.
    pub origin: Origin,
    if_match: Option<i64>,
    /// Whose operation it is, where a phone had kept it (`Jiayi-Author`).
    author: Option<String>,
    /// Edition of the API that its body was written for, where it says so (`Jiayi-Edition`).
    pub(super) edition: Option<u32>,
}

impl Visit {
    pub(super) fn new(app: Arc<App>, operation: &'static str, parts: &Parts) -> Self {
        let request_id = parts
            .extensions
            .get::<RequestId>()
            .map_or_else(String::new, |id| id.0.clone());
        let address = address(parts, app.behind_proxy);
        Self {
            now: app.clock.now(),
            token: app.cookie.read(&parts.headers),
            browser: app.cookie.read_browser(&parts.headers),
            wechat: app.cookie.read_wechat(&parts.headers),
            origin: Origin {
                operation,
                request_id,
                device: None,
                address,
                client: client_name(text(&parts.headers, header::USER_AGENT)),
            },
            if_match: if_match(&parts.headers),
            author: named(&parts.headers, "jiayi-author").map(str::to_owned),
            edition: named(&parts.headers, "jiayi-edition").and_then(|text| text.parse().ok()),
            app,
        }
    }

    /// Refuses what a newer program has written, until this service is as new: it comes again.
    pub(super) fn is_understood(&self) -> Result<(), Problem> {
        if self.edition.is_some_and(|edition| edition > EDITION) {
            return Err(Problem::new(Code::Busy)
                .detail("written for a newer edition of this service")
                .retry_after(60));
        }
        Ok(())
    }

    /// Refuses an operation that a phone has kept, under any sign-in but its author's: others use the
    /// phone too, and the cookie may have changed since it was sent.
    pub(super) fn is_of(&self, actor: &Actor) -> Result<(), Problem> {
        let Some(author) = &self.author else {
            return Ok(());
        };
        let signed_in = match actor {
            Actor::Visitor => None,
            Actor::Account { account_id, .. } => Some(account_id.to_string()),
            Actor::Staff { staff_id, .. } => Some(staff_id.to_string()),
        };
        match signed_in {
            Some(signed_in) if signed_in == *author => Ok(()),
            _ => Err(Problem::new(Code::SignInRequired).detail("somebody else is signed in")),
        }
    }

    /// The session of the token, read by itself.
    pub async fn signed(&self) -> Result<Option<Signed>, Failure> {
        let Some(token) = self.token.clone() else {
            return Ok(None);
        };
        let (app, now) = (self.app.clone(), self.now);
        self.app
            .store
            .read(move |tx| session::find(tx, &app.district.id, &token, now, &app.sessions))
            .await
    }

    /// The request as a handler sees it.
    #[must_use]
    pub fn call(&self, actor: Actor, device: Option<DeviceId>) -> Call {
        let mut call = Call::new(
            actor,
            self.now,
            self.app.district.id.clone(),
            self.app.keys.clone(),
            Origin {
                device,
                ..self.origin.clone()
            },
        );
        call.if_match = self.if_match;
        call.helper_term = self.app.helper_term;
        let settings = self.app.wechat.as_ref().map(|wechat| wechat.settings());
        call.reminders = settings.and_then(|settings| settings.template.clone());
        call
    }
}

/// Address of the caller: of the connection, or the last one that a trusted proxy has added.
fn address(parts: &Parts, behind_proxy: bool) -> String {
    let forwarded = behind_proxy
        .then(|| parts.headers.get_all("x-forwarded-for").iter().next_back())
        .flatten()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|value| value.trim().parse::<std::net::IpAddr>().ok());
    let connected = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    forwarded
        .or(connected)
        .map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
}

/// The version in `If-Match: "7"`.
fn if_match(headers: &HeaderMap) -> Option<i64> {
    text(headers, header::IF_MATCH)
        .trim()
        .trim_matches('"')
        .parse()
        .ok()
}

fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("")
}
