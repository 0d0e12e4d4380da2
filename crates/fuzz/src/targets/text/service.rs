//! The small readers of the service.

use axum::http::{HeaderMap, HeaderValue, header};
use backend::auth::token::Token;
use backend::auth::totp::Secret;
use backend::clock::{Clock, date_in_district};
use backend::db::{Place, has_password};
use backend::http::cookie::SessionCookie;
use backend::resources::paging;
use chrono::{DateTime, Datelike, NaiveDate};
use domain::ids::{ResidentId, Uuid};

/// A token is read where it stands, as it was written, and where it stands alone.
pub fn cookie(text: &str) {
    let Ok(value) = HeaderValue::from_str(text) else {
        return;
    };
    let headers = HeaderMap::from_iter([(header::COOKIE, value)]);
    for (kind, name) in [
        (SessionCookie::Loopback, "jiayi="),
        (SessionCookie::Secure, "__Host-jiayi="),
    ] {
        if let Some(token) = kind.read(&headers) {
            // The name may stand in another cookie's value, too.
            let named = text.split(';').filter(|one| one.trim().starts_with(name));
            assert_eq!(named.count(), 1);
            assert!(text.to_ascii_lowercase().contains(&token.text()));
            assert_eq!(Token::parse(&token.text()), Some(token));
        }
        let browser = kind.read_browser(&headers);
        assert!(browser.is_none_or(|token| text.to_ascii_lowercase().contains(&token.text())));
    }
}

/// Whatever day it is said to be, it is one that can be written, and so are those around it.
pub fn clock(text: &str) {
    let Ok(clock) = Clock::parse(text) else {
        return;
    };
    let day = date_in_district(clock.now());
    assert!((1970..3000).contains(&day.year()), "{day}");
}

/// No password is shown.
pub fn database(text: &str) {
    let place = Place::new("data", Some(text.to_owned()));
    let shown = place.to_string();
    if let Ok(config) = text.parse::<postgres::Config>()
        && let Some(password) = config
            .get_password()
            .and_then(|bytes| str::from_utf8(bytes).ok())
    {
        assert!(has_password(text));
        // A word that stands there again is no secret.
        let secret = password.len() >= 5 && text.matches(password).count() == 1;
        let named = shown.strip_prefix("the database ").unwrap_or_default();
        assert!(!secret || !named.contains(password), "{shown}");
    }
    // A certificate file is read for its own sake, not for ours.
    if !text.contains("ssl") {
        assert!(place.look().is_err() || text.starts_with("postgres"));
    }
}

/// A value that is read is one that a cursor is written with.
pub fn cursor(text: &str) {
    fn of<T: std::str::FromStr + std::fmt::Display>(text: &str) {
        if let Ok(value) = paging::value::<T>(text) {
            assert_eq!(paging::cursor(&[&value]), text);
        }
    }
    of::<u8>(text);
    of::<i64>(text);
    of::<Uuid>(text);
    of::<ResidentId>(text);
    of::<NaiveDate>(text);
    if let Ok(parts) = paging::parts::<3>(text) {
        assert_eq!(parts.join("~"), text);
    }
}

/// What is taken is what an authenticator shows.
pub fn six_digits(text: &str) {
    let Some(secret) = Secret::from_bytes(b"12345678901234567890") else {
        return;
    };
    for second in [59, 1_111_111_109, 1_234_567_890] {
        let now = DateTime::from_timestamp(second, 0).unwrap_or_default();
        if let Some(step) = secret.step_of(text, now, 0) {
            let shown = DateTime::from_timestamp(step * 30, 0).unwrap_or_default();
            assert_eq!(secret.digits(shown), text);
        }
    }
}
