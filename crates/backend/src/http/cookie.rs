//! The session cookie: the only place where a token is read from a request or put into an answer.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::auth::token::Token;

/// Name and flags of the cookie, decided once at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionCookie {
    /// Over HTTPS: bound to this host, never sent in the clear.
    Secure,
    /// Plain HTTP on the loopback address, where browsers refuse secure cookies.
    Loopback,
}

/// What an answer does to the cookie.
#[derive(Clone, Debug)]
pub enum CookieChange {
    /// Signed in.
    Set(Token),
    /// Signed out.
    Clear,
}

/// A browser forgets the cookie after half a year; the session's own limits end it earlier.
const MAX_AGE: u32 = 180 * 24 * 3600;

/// A browser is on its way through WeChat, and proving a phone after it, for so long at most.
const WECHAT_AGE: u32 = 3600;

/// A browser is known again for a year; it outlives signing out.
const BROWSER_AGE: u32 = 365 * 24 * 3600;

impl SessionCookie {
    /// Name of the cookie.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SessionCookie::Secure => "__Host-jiayi",
            SessionCookie::Loopback => "jiayi",
        }
    }

    /// Name of the cookie by which a browser is known again in which staff have signed in.
    #[must_use]
    pub fn browser_name(self) -> &'static str {
        match self {
            SessionCookie::Secure => "__Host-jiayi-browser",
            SessionCookie::Loopback => "jiayi-browser",
        }
    }

    /// Name of the cookie by which a browser is known again when WeChat sends it back.
    #[must_use]
    pub fn wechat_name(self) -> &'static str {
        match self {
            SessionCookie::Secure => "__Host-jiayi-wechat",
            SessionCookie::Loopback => "jiayi-wechat",
        }
    }

    /// The token that a request carries. Two cookies of the name are as good as none: one of them
    /// was planted.
    #[must_use]
    pub fn read(self, headers: &HeaderMap) -> Option<Token> {
        Self::named(headers, self.name())
    }

    /// The token of the browser, which opens nothing.
    #[must_use]
    pub fn read_browser(self, headers: &HeaderMap) -> Option<Token> {
        Self::named(headers, self.browser_name())
    }

    /// The token of a browser on its way through WeChat.
    #[must_use]
    pub fn read_wechat(self, headers: &HeaderMap) -> Option<Token> {
        Self::named(headers, self.wechat_name())
    }

    fn named(headers: &HeaderMap, wanted: &str) -> Option<Token> {
        let mut found = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == wanted)
            .map(|(_, value)| value);
        let token = found.next()?;
        if found.next().is_some() {
            None
        } else {
            Token::parse(token)
        }
    }

    /// The `Set-Cookie` of a change.
    #[must_use]
    pub fn write(self, change: &CookieChange) -> Option<HeaderValue> {
        match change {
            CookieChange::Set(token) => self.header(self.name(), &token.text(), MAX_AGE),
            CookieChange::Clear => self.header(self.name(), "", 0),
        }
    }

    /// The `Set-Cookie` by which a browser is known again.
    #[must_use]
    pub fn write_browser(self, token: &Token) -> Option<HeaderValue> {
        self.header(self.browser_name(), &token.text(), BROWSER_AGE)
    }

    /// The `Set-Cookie` by which a browser is known again when WeChat sends it back.
    #[must_use]
    pub fn write_wechat(self, token: &Token) -> Option<HeaderValue> {
        self.header(self.wechat_name(), &token.text(), WECHAT_AGE)
    }

    fn header(self, name: &str, value: &str, age: u32) -> Option<HeaderValue> {
        let secure = if self == SessionCookie::Secure {
            "; Secure"
        } else {
            ""
        };
        let text = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, cookie.parse().unwrap());
        headers
    }

    #[test]
    fn a_token_survives_the_round_trip() {
        let token = Token::new().unwrap();
        let set = SessionCookie::Secure
            .write(&CookieChange::Set(token.clone()))
            .unwrap();
        let set = set.to_str().unwrap();
        assert!(set.starts_with("__Host-jiayi="), "{set}");
        for flag in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(set.contains(flag), "{set}");
        }
        let sent = format!("a=b; {}", set.split(';').next().unwrap());
        assert_eq!(SessionCookie::Secure.read(&headers(&sent)), Some(token));
    }

    #[test]
    fn another_name_a_bad_token_and_a_doubled_cookie_are_no_session() {
        let token = Token::new().unwrap().text();
        let plain = SessionCookie::Loopback;
        assert!(plain.read(&headers(&format!("jiayi={token}"))).is_some());
        assert_eq!(plain.read(&headers(&format!("__Host-jiayi={token}"))), None);
        assert_eq!(plain.read(&headers("jiayi=short")), None);
        assert_eq!(
            plain.read(&headers(&format!("jiayi={token}; jiayi={token}"))),
            None
        );
    }
}
