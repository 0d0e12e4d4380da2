//! A small town in a temporary place behind the real router, with a clock that stands still.
//! Tests speak to it as a phone or as a member of staff, through the endpoints' own declarations.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub mod clinical;
pub mod family;
mod home;
mod people;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use axum::{Extension, Router};
use backend::app::{App, Settings};
use backend::auth::session::{self, Owner};
use backend::clock::Clock;
use backend::db::{Store, Tx, Val};
use backend::district::{District, DistrictId};
use backend::failure::Failure;
use backend::http::cookie::SessionCookie;
use backend::http::router;
use backend::resources::invariants::INVARIANTS;
use backend::seal::Keys;
use chrono::{DateTime, Utc};
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::{AccountId, ClinicSessionId, ResidentId, StaffId, Uuid};
use domain::problem::Problem;
use tower::ServiceExt;

pub use home::Home;
pub use people::Ids;

/// Tuesday, 10:00 in the district.
pub const NOW: &str = "2026-11-24T02:00:00Z";

/// A new identifier, as a client would make it.
pub fn new_id<T: From<Uuid>>() -> T {
    backend::call::new_id(NOW.parse().unwrap()).unwrap()
}

/// The town at one moment.
pub struct Town {
    pub ids: Arc<Ids>,
    pub store: Store,
    pub district: DistrictId,
    now: DateTime<Utc>,
    router: Router,
    home: Arc<Home>,
}

impl Town {
    /// A new town at [`NOW`].
    pub async fn new() -> Self {
        Self::at_home(Home::with_schema()).await
    }

    /// A new town at [`NOW`], in this empty place.
    pub async fn at_home(home: Home) -> Self {
        let (store, keys) = (home.open(), home.new_keys());
        let district = District {
            id: DistrictId::new("430202"),
            name: "荷塘区".to_owned(),
            service_phone: "0731-28480000".to_owned(),
            demo: true,
        };
        let id = district.id.clone();
        let now = NOW.parse().unwrap();
        let ids = store
            .write(move |tx| {
                district.create(tx, &keys, now)?;
                people::settle(tx, &district.id, &keys, now)
            })
            .await
            .unwrap();
        Self::with(Arc::new(ids), store, id, now, Arc::new(home))
    }

    /// The same town at another moment.
    pub fn at(&self, instant: &str) -> Self {
        let now = instant.parse().unwrap();
        let (ids, store) = (self.ids.clone(), self.store.clone());
        Self::with(ids, store, self.district.clone(), now, self.home.clone())
    }

    fn with(
        ids: Arc<Ids>,
        store: Store,
        district: DistrictId,
        now: DateTime<Utc>,
        home: Arc<Home>,
    ) -> Self {
        let app = start(store.clone(), &home, Clock::Fixed(now));
        Self {
            ids,
            store,
            district,
            now,
            router: behind(Arc::new(app), &home),
            home,
        }
    }

    /// The same town behind the router of this service.
    pub fn served_by(&self, app: Arc<App>) -> Self {
        Self {
            ids: self.ids.clone(),
            store: self.store.clone(),
            district: self.district.clone(),
            now: self.now,
            router: behind(app, &self.home),
            home: self.home.clone(),
        }
    }

    /// The service of this town, for tests that change what is decided at start.
    pub fn app(&self) -> App {
        start(self.store.clone(), &self.home, Clock::Fixed(self.now))
    }

    /// The town closed, its place kept, for what works on a place that no server uses.
    pub fn keep_home(self) -> Arc<Home> {
        self.home
    }

    /// The place of the town.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Whether the town's rows are in SQLite's file.
    pub fn on_sqlite(&self) -> bool {
        self.home.url().is_none()
    }

    /// The router of this town.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Somebody signed in.
    pub async fn signed_in(&self, owner: impl Into<Who>) -> Client {
        let (district, now, Who(owner)) = (self.district.clone(), self.now, owner.into());
        let token = self
            .store
            .write(move |tx| session::begin(tx, &district, owner, "测试", None, now))
            .await
            .unwrap();
        let cookie = format!("{}={}", SessionCookie::Loopback.name(), token.text());
        Client {
            router: self.router.clone(),
            cookie: Some(cookie),
        }
    }

    /// Nobody signed in.
    pub fn visitor(&self) -> Client {
        Client {
            router: self.router.clone(),
            cookie: None,
        }
    }

    /// The keys of the town.
    pub fn keys(&self) -> Keys {
        self.home.keys()
    }

    /// Adds a session of a doctor, in the general clinic, with its numbers.
    pub async fn open_session(
        &self,
        doctor: StaffId,
        held_on: &'static str,
        half: &'static str,
        capacity: u16,
    ) -> ClinicSessionId {
        let district = self.district.clone();
        self.write(move |tx| people::open_session(tx, &district, doctor, held_on, half, capacity))
            .await
    }

    /// The session of that day.
    pub async fn session_on(&self, held_on: &'static str) -> ClinicSessionId {
        let sql = "SELECT id FROM clinic_session WHERE held_on = $1";
        let read = move |tx: &mut dyn Tx| Ok(tx.one(sql, &[held_on.into()])?.unwrap().get("id")?);
        self.store.read(read).await.unwrap()
    }

    /// Adds so many residents of 601社区, each with a phone.
    pub async fn crowd(&self, count: u16) -> Vec<(AccountId, ResidentId)> {
        let (district, ids) = (self.district.clone(), self.ids.clone());
        self.write(move |tx| people::crowd(tx, &district, &ids, count))
            .await
    }

    /// Writes by the side of the service.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Result<T, Failure> + Send + 'static,
    ) -> T {
        self.store.write(work).await.unwrap()
    }

    /// The first value of a statement, as a number.
    pub async fn count(&self, sql: &'static str, params: Vec<Val>) -> i64 {
        let read = move |tx: &mut dyn Tx| Ok(tx.one(sql, &params)?.unwrap().get("n")?);
        self.store.read(read).await.unwrap()
    }

    /// Names of the invariants that do not hold.
    pub async fn broken(&self) -> Vec<&'static str> {
        let read = |tx: &mut dyn Tx| {
            let mut broken = Vec::new();
            for (name, sql) in INVARIANTS {
                let row = tx.one(sql, &[])?.unwrap();
                if row.first::<i64>()? != 0 {
                    broken.push(*name);
                }
            }
            Ok(broken)
        };
        self.store.read(read).await.unwrap()
    }
}

/// A router that outlives its town keeps the place alive.
fn behind(app: Arc<App>, home: &Arc<Home>) -> Router {
    router(app, None).layer(Extension(home.clone()))
}

fn start(store: Store, home: &Home, clock: Clock) -> App {
    let settings = Settings {
        clock,
        helper_term: Default::default(),
        sms_command: None,
        cookie: SessionCookie::Loopback,
        behind_proxy: false,
        spill_bytes: 64 * 1024,
    };
    App::start(store, home.keys(), settings).unwrap()
}

/// Whose device it is.
pub struct Who(Owner);

impl From<AccountId> for Who {
    fn from(id: AccountId) -> Self {
        Self(Owner::Account(id))
    }
}

impl From<StaffId> for Who {
    fn from(id: StaffId) -> Self {
        Self(Owner::Staff(id))
    }
}

/// Somebody who speaks to the service.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: Option<String>,
}

impl Client {
    /// The cookie as a browser sends it; empty for a visitor.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or("")
    }

    /// Asks a GET.
    pub async fn ask<E: Endpoint>(
        &self,
        path: E::Path,
        query: E::Query,
    ) -> Result<E::Reply, Problem> {
        let query = serde_urlencoded::to_string(&query).unwrap_or_default();
        let uri = format!("{}?{query}", fill(E::PATH, &path.values()));
        self.answer::<E>(Request::get(uri), Body::empty()).await
    }

    /// Sends a POST with a new key.
    pub async fn send<E: Endpoint>(
        &self,
        path: E::Path,
        body: E::Body,
    ) -> Result<E::Reply, Problem> {
        self.send_again::<E>(path, body, &new_id::<Uuid>().to_string())
            .await
    }

    /// Sends a POST with this key.
    pub async fn send_again<E: Endpoint>(
        &self,
        path: E::Path,
        body: E::Body,
        key: &str,
    ) -> Result<E::Reply, Problem> {
        self.answer::<E>(
            self.post::<E>(&path).header("idempotency-key", key),
            json(&body),
        )
        .await
    }

    /// Sends a POST as a phone does that had kept it: with whose it is, and the edition of the API that
    /// it was written for.
    pub async fn send_kept<E: Endpoint>(
        &self,
        path: E::Path,
        body: E::Body,
        author: &str,
        edition: u32,
    ) -> Result<E::Reply, Problem> {
        let request = self
            .post::<E>(&path)
            .header("idempotency-key", new_id::<Uuid>().to_string())
            .header("jiayi-author", author)
            .header("jiayi-edition", edition.to_string());
        self.answer::<E>(request, json(&body)).await
    }

    /// Sends a POST that holds only for this version.
    pub async fn send_if<E: Endpoint>(
        &self,
        version: i64,
        path: E::Path,
        body: E::Body,
    ) -> Result<E::Reply, Problem> {
        let request = self
            .post::<E>(&path)
            .header("idempotency-key", new_id::<Uuid>().to_string())
            .header(header::IF_MATCH, format!("\"{version}\""));
        self.answer::<E>(request, json(&body)).await
    }

    /// Sends a DELETE.
    pub async fn remove<E: Endpoint>(&self, path: E::Path) -> Result<E::Reply, Problem> {
        let uri = fill(E::PATH, &path.values());
        self.answer::<E>(Request::delete(uri), Body::empty()).await
    }

    fn post<E: Endpoint>(&self, path: &E::Path) -> axum::http::request::Builder {
        Request::post(fill(E::PATH, &path.values()))
            .header(header::CONTENT_TYPE, "application/json")
    }

    async fn answer<E: Endpoint>(
        &self,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Result<E::Reply, Problem> {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let response = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap();
        if status.is_success() {
            let bytes = if bytes.is_empty() {
                b"null".as_slice()
            } else {
                &bytes
            };
            return Ok(serde_json::from_slice(bytes).unwrap());
        }
        let problem: Problem = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(problem.status, status.as_u16());
        Err(problem)
    }
}

fn json<B: serde::Serialize>(body: &B) -> Body {
    Body::from(serde_json::to_vec(body).unwrap())
}
