//! Refuses requests that another site made a browser send (CSRF). The cookie is `SameSite=Lax`
//! already; this holds where a browser is older than that.

use axum::http::{HeaderMap, Method, header};
use domain::problem::{Code, Problem};

/// Lets a request pass that changes nothing, or that this very site sent, or that no browser sent.
pub(super) fn same_site(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let refused = || Problem::new(Code::Forbidden).detail("sent by another site");
    if let Some(site) = text(headers, "sec-fetch-site") {
        return if matches!(site, "same-origin" | "none") {
            Ok(())
        } else {
            Err(refused())
        };
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let host = text(headers, "host").ok_or_else(refused)?;
    let own = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(host));
    if own { Ok(()) } else { Err(refused()) }
}

/// Lets a body pass that is declared as JSON: what a form of another site cannot send.
pub(super) fn json(headers: &HeaderMap, empty: bool) -> Result<(), Problem> {
    let declared = text(headers, "content-type").unwrap_or("");
    let kind = declared.split(';').next().unwrap_or("").trim();
    if empty || kind.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Problem::new(Code::Malformed).detail("the body must be application/json"))
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(method: Method, sent: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.insert(*name, value.parse().unwrap());
        }
        same_site(&method, &headers).is_ok()
    }

    #[test]
    fn only_this_site_may_make_a_browser_change_something() {
        let host = ("host", "jiayi.example:8443");
        assert!(passes(
            Method::GET,
            &[host, ("sec-fetch-site", "cross-site")]
        ));
        assert!(passes(Method::POST, &[host]));
        assert!(passes(
            Method::POST,
            &[host, ("sec-fetch-site", "same-origin")]
        ));
        assert!(passes(
            Method::POST,
            &[host, ("origin", "https://jiayi.example:8443")]
        ));
        assert!(!passes(
            Method::POST,
            &[host, ("sec-fetch-site", "cross-site")]
        ));
        assert!(!passes(
            Method::POST,
            &[host, ("sec-fetch-site", "same-site")]
        ));
        assert!(!passes(
            Method::DELETE,
            &[host, ("origin", "https://elsewhere.example")]
        ));
        assert!(!passes(
            Method::POST,
            &[host, ("origin", "https://jiayi.example")]
        ));
        assert!(!passes(Method::POST, &[host, ("origin", "null")]));
    }
}
