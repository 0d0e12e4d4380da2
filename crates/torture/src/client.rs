//! Somebody who speaks to the service by the endpoints' declarations: through its real router, or to
//! the program.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::auth::session::{self, Owner};
use backend::db::Store;
use backend::http::cookie::SessionCookie;
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::AccountId;
use domain::problem::{Code, Problem};
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::door::Door;
use crate::town::{Town, now};

/// A phone that is signed in.
#[derive(Clone)]
pub struct Client {
    way: Way,
    cookie: String,
}

/// How the service is reached.
#[derive(Clone)]
enum Way {
    Router(Router),
    Program(Arc<Door>),
}

/// An answer as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The code of a refusal; `None` where it is none.
    pub fn code(&self) -> Option<Code> {
        let problem: Option<Problem> = serde_json::from_slice(&self.body).ok();
        problem
            .filter(|_| !self.status.is_success())
            .map(|problem| problem.code)
    }

    /// The reply, where it is one.
    pub fn reply<T: DeserializeOwned>(&self) -> Option<T> {
        let reply = self.status.is_success().then_some(&self.body)?;
        serde_json::from_slice(reply).ok()
    }
}

/// Signs a phone in, and gives the cookie that it sends from then on.
pub async fn sign_in(store: &Store, town: &Town, account: AccountId) -> Result<String> {
    sign_in_as(store, town, Owner::Account(account)).await
}

/// The same for whoever it is.
pub async fn sign_in_as(store: &Store, town: &Town, owner: Owner) -> Result<String> {
    let district = town.district.clone();
    let token = store
        .write(move |tx| session::begin(tx, &district, owner, "测试", None, now()))
        .await?;
    Ok(format!(
        "{}={}",
        SessionCookie::Loopback.name(),
        token.text()
    ))
}

impl Client {
    /// A phone with its cookie.
    pub fn new(router: Router, cookie: String) -> Self {
        let way = Way::Router(router);
        Self { way, cookie }
    }

    /// A phone that speaks to the program, however often that is killed.
    pub fn outside(door: Arc<Door>, cookie: String) -> Self {
        let way = Way::Program(door);
        Self { way, cookie }
    }

    /// Asks a GET of the router.
    pub async fn ask<E: Endpoint>(&self, path: E::Path) -> Result<Answer> {
        let Way::Router(router) = &self.way else {
            bail!("only writes are sent to the program");
        };
        let request = Request::get(fill(E::PATH, &path.values()));
        self.answer(router, request, Body::empty()).await
    }

    /// Sends a POST under a key.
    pub async fn send<E: Endpoint>(
        &self,
        path: E::Path,
        body: &E::Body,
        key: &str,
    ) -> Result<Answer> {
        let path = fill(E::PATH, &path.values());
        let json = serde_json::to_string(body)?;
        let router = match &self.way {
            Way::Router(router) => router,
            Way::Program(door) => {
                let answer = door.post(&self.cookie, &path, &json, key).await?;
                return Ok(Answer {
                    status: StatusCode::from_u16(answer.status)?,
                    body: answer.body.into_bytes(),
                });
            }
        };
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        self.answer(router, request, Body::from(json)).await
    }

    async fn answer(
        &self,
        router: &Router,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Result<Answer> {
        let request = request.header(header::COOKIE, &self.cookie).body(body)?;
        let response = router.clone().oneshot(request).await?;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .context("an answer broke off")?;
        Ok(Answer {
            status,
            body: body.to_vec(),
        })
    }
}
