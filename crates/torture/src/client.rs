//! Somebody who speaks to the service through its real router, by the endpoints' declarations.

use anyhow::{Context, Result};
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

use crate::town::{Town, now};

/// A phone that is signed in.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: String,
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
    let district = town.district.clone();
    let token = store
        .write(move |tx| {
            session::begin(tx, &district, Owner::Account(account), "测试", None, now())
        })
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
        Self { router, cookie }
    }

    /// Asks a GET.
    pub async fn ask<E: Endpoint>(&self, path: E::Path) -> Result<Answer> {
        let request = Request::get(fill(E::PATH, &path.values()));
        self.answer(request, Body::empty()).await
    }

    /// Sends a POST under a key.
    pub async fn send<E: Endpoint>(
        &self,
        path: E::Path,
        body: &E::Body,
        key: &str,
    ) -> Result<Answer> {
        let request = Request::post(fill(E::PATH, &path.values()))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", key);
        self.answer(request, Body::from(serde_json::to_vec(body)?))
            .await
    }

    async fn answer(&self, request: axum::http::request::Builder, body: Body) -> Result<Answer> {
        let request = request.header(header::COOKIE, &self.cookie).body(body)?;
        let response = self.router.clone().oneshot(request).await?;
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
