//! What a handler's reply becomes: bytes inside the transaction, a response outside of it.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use super::cookie::{CookieChange, SessionCookie};
use crate::auth::token::Token;
use crate::failure::Failure;
use crate::idempotency::Kept;

/// A reply in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// `303 See Other`; where to stands in the header.
    pub(super) fn elsewhere() -> Self {
        Self {
            status: 303,
            body: Vec::new(),
        }
    }

    /// A reply as JSON; `()` is no content.
    pub(super) fn json<R: Serialize>(reply: &R) -> Result<Self, Failure> {
        if size_of::<R>() == 0 {
            return Ok(Self {
                status: 204,
                body: Vec::new(),
            });
        }
        let body = serde_json::to_vec(reply)
            .map_err(|error| Failure::broken(format!("a reply is no JSON: {error}")))?;
        Ok(Self { status: 200, body })
    }
}

/// An answer with all that goes into its headers.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub answer: Answer,
    /// Version of the object, answered as `ETag`.
    pub version: Option<i64>,
    /// Change of the session cookie.
    pub cookie: Option<CookieChange>,
    /// Token by which the browser is to be known again.
    pub browser: Option<Token>,
    /// Token by which the browser is to be known again when WeChat sends it back.
    pub wechat: Option<Token>,
    /// Where the browser is sent.
    pub location: Option<String>,
    /// Whether this is the kept answer to an earlier request.
    pub replayed: bool,
    /// Whether it is everybody's and never changes, so that whoever has it need not ask again.
    pub lasting: bool,
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        Self {
            answer,
            version: None,
            cookie: None,
            browser: None,
            wechat: None,
            location: None,
            replayed: false,
            lasting: false,
        }
    }
}

impl From<Kept> for Outcome {
    fn from(kept: Kept) -> Self {
        let answer = Answer {
            status: kept.status,
            body: kept.reply,
        };
        Self {
            replayed: true,
            ..answer.into()
        }
    }
}

impl Outcome {
    pub(super) fn response(self, cookie: SessionCookie) -> Response<Body> {
        let mut response = Response::new(Body::from(self.answer.body));
        *response.status_mut() =
            StatusCode::from_u16(self.answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if let Some(location) = self.location.and_then(|to| HeaderValue::from_str(&to).ok()) {
            headers.insert(header::LOCATION, location);
        } else if self.answer.status != 204 {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
        }
        if let Some(tag) = self
            .version
            .and_then(|version| format!("\"{version}\"").parse().ok())
        {
            headers.insert(header::ETAG, tag);
        }
        if let Some(set) = self.cookie.as_ref().and_then(|change| cookie.write(change)) {
            headers.insert(header::SET_COOKIE, set);
        }
        if let Some(set) = self
            .browser
            .as_ref()
            .and_then(|token| cookie.write_browser(token))
        {
            headers.append(header::SET_COOKIE, set);
        }
        if let Some(set) = self
            .wechat
            .as_ref()
            .and_then(|token| cookie.write_wechat(token))
        {
            headers.append(header::SET_COOKIE, set);
        }
        if self.lasting {
            let forever = "public, max-age=31536000, immutable";
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(forever));
        }
        if self.replayed {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}
