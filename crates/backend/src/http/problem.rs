//! Every answer that is not a success leaves here, as `application/problem+json`.
//!
//! Whoever fails puts the problem into the answer's extensions ([`refuse`]); the outermost layer
//! writes the body once, with the number of the request ([`finish`]).

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use domain::problem::{Code, Problem};

use crate::failure::Failure;

/// A refusal on its way out, still without a body.
#[must_use]
pub fn refuse(problem: impl Into<Problem>) -> Response<Body> {
    let problem = problem.into();
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.extensions_mut().insert(problem);
    response
}

/// A failure on its way out. What is our fault goes to the log, not to the caller.
#[must_use]
pub fn fail(operation: &str, failure: &Failure) -> Response<Body> {
    match failure {
        Failure::Refused(_) | Failure::RefusedAndKept(_) => {}
        ours => tracing::error!(operation, error = %ours, "a request failed"),
    }
    refuse(failure.problem())
}

/// Writes the body of a refusal.
pub(super) fn finish(response: &mut Response<Body>, request_id: &str) {
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else {
        return;
    };
    problem.request_id = Some(request_id.into());
    let body = serde_json::to_vec(&problem).unwrap_or_else(|_| b"{}".to_vec());
    *response.body_mut() = Body::from(body);
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
}

/// Answers an unknown path below `/api`.
pub(super) async fn unknown_path() -> Response<Body> {
    refuse(Problem::new(Code::NotFound).detail("no such path"))
}

/// Answers a known path with another method.
pub(super) async fn other_method() -> Response<Body> {
    refuse(Code::MethodNotAllowed)
}
