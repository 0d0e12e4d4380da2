//! Somebody in front of the demo: signs in as it is printed, and speaks to the real router through
//! the endpoints' own declarations.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use backend::app::{App, Settings};
use backend::clock::Clock;
use backend::demo::PASSWORD;
use backend::http::cookie::SessionCookie;
use backend::http::router;
use chrono::Utc;
use domain::api::session::{
    PostCode, PostResidentSession, PostStaffSession, RequestCode, SignInResident, SignInStaff,
};
use domain::endpoint::{Endpoint, PathValues, fill};
use domain::ids::Uuid;
use domain::problem::Problem;
use tower::ServiceExt;

use crate::Demo;

/// A browser, signed in or not.
pub struct Visitor {
    router: Router,
    cookie: String,
}

impl Visitor {
    /// In front of the demo, served at an instant.
    pub fn at(demo: &Demo, instant: &str) -> Self {
        let settings = Settings {
            clock: Clock::Fixed(instant.parse().unwrap()),
            helper_term: Default::default(),
            sms_command: None,
            cookie: SessionCookie::Loopback,
            behind_proxy: false,
            spill_bytes: 64 * 1024,
        };
        let app = App::start(demo.store.clone(), demo.keys(), settings).unwrap();
        Self {
            router: router(Arc::new(app), None),
            cookie: String::new(),
        }
    }

    /// Signs in with a phone; the demo shows the code.
    pub async fn phone(mut self, phone: &str) -> Self {
        let body = RequestCode {
            phone: phone.to_owned(),
        };
        let code = self
            .send::<PostCode>((), body)
            .await
            .unwrap()
            .demo_code
            .unwrap();
        let body = SignInResident {
            phone: phone.to_owned(),
            code,
        };
        self.sign_in::<PostResidentSession>(body).await;
        self
    }

    /// Signs in as staff.
    pub async fn staff(mut self, login: &str) -> Self {
        let body = SignInStaff {
            login: login.to_owned(),
            password: PASSWORD.to_owned(),
            code: None,
            institution_id: None,
        };
        self.sign_in::<PostStaffSession>(body).await;
        self
    }

    async fn sign_in<E: Endpoint<Path = ()>>(&mut self, body: E::Body) {
        let response = self.exchange(self.post::<E>(&(), &body)).await;
        assert!(response.status().is_success(), "{}", response.status());
        let cookie = response
            .headers()
            .get(header::SET_COOKIE)
            .unwrap()
            .to_str()
            .unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    /// Asks a GET.
    pub async fn ask<E: Endpoint>(
        &self,
        path: E::Path,
        query: E::Query,
    ) -> Result<E::Reply, Problem> {
        let query = serde_urlencoded::to_string(&query).unwrap_or_default();
        let uri = format!("{}?{query}", fill(E::PATH, &path.values()));
        let request = Request::get(uri).header(header::COOKIE, &self.cookie);
        read::<E>(self.exchange(request.body(Body::empty()).unwrap()).await).await
    }

    /// Sends a POST with a new key.
    pub async fn send<E: Endpoint>(
        &self,
        path: E::Path,
        body: E::Body,
    ) -> Result<E::Reply, Problem> {
        read::<E>(self.exchange(self.post::<E>(&path, &body)).await).await
    }

    fn post<E: Endpoint>(&self, path: &E::Path, body: &E::Body) -> Request<Body> {
        Request::post(fill(E::PATH, &path.values()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, &self.cookie)
            .header("idempotency-key", new_id::<Uuid>().to_string())
            .body(Body::from(serde_json::to_vec(body).unwrap()))
            .unwrap()
    }

    async fn exchange(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

async fn read<E: Endpoint>(response: axum::response::Response) -> Result<E::Reply, Problem> {
    let success = response.status().is_success();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    match (success, bytes.is_empty()) {
        (true, true) => Ok(serde_json::from_str("null").unwrap()),
        (true, false) => Ok(serde_json::from_slice(&bytes).unwrap()),
        (false, _) => Err(serde_json::from_slice(&bytes).unwrap()),
    }
}

/// A new identifier, as a client makes it.
pub fn new_id<T: From<Uuid>>() -> T {
    backend::call::new_id(Utc::now()).unwrap()
}
