//! One raw request and its answer, where a test is about headers.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use domain::problem::{Code, Problem};
use serde_json::Value;
use tower::ServiceExt;

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: Problem = serde_json::from_slice(&self.bytes).unwrap();
        assert_eq!(problem.status, self.status.as_u16());
        problem
    }

    pub fn code(&self) -> Code {
        self.problem().code
    }

    /// The cookie that the answer sets, as a browser sends it back.
    pub fn cookie(&self) -> String {
        self.header("set-cookie")
            .split(';')
            .next()
            .unwrap_or("")
            .to_owned()
    }
}

/// Sends one request.
pub async fn exchange(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap()
        .to_vec();
    Answer {
        status: parts.status,
        headers: parts.headers,
        bytes,
    }
}

/// Sends JSON, with what a browser of this site sends.
pub async fn post(router: &Router, path: &str, cookie: &str, body: &str) -> Answer {
    let headers = [
        ("host", "localhost:8080"),
        ("origin", "http://localhost:8080"),
        ("content-type", "application/json"),
        ("cookie", cookie),
        (
            "user-agent",
            "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 MicroMessenger/8.0.50",
        ),
    ];
    exchange(router, "POST", path, &headers, body).await
}

/// Asks with a cookie.
pub async fn get(router: &Router, path: &str, cookie: &str) -> Answer {
    exchange(router, "GET", path, &[("cookie", cookie)], "").await
}
