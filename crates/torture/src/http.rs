//! The smallest HTTP client: one request, one connection, blocking. An answer that does not come
//! whole is none.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

/// Longer than the service waits for anything.
const PATIENCE: Duration = Duration::from_secs(40);

/// Somebody's browser.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Port of the service on this machine.
    pub port: u16,
    /// The session cookie; empty for a visitor.
    pub cookie: String,
}

/// An answer that came whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The cookie that it sets, if any.
    pub cookie: Option<String>,
    /// Whether it says when to come again.
    pub retry_after: bool,
    /// Body.
    pub body: String,
}

impl Answer {
    /// Whether it asks to come again a little later, with what was sent.
    pub fn is_busy(&self) -> bool {
        self.status == 503 && self.retry_after
    }
}

impl Browser {
    /// Nobody signed in.
    pub fn visitor(port: u16) -> Self {
        let cookie = String::new();
        Self { port, cookie }
    }

    /// Asks a GET.
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.exchange(&format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers()))
    }

    /// Sends a POST of JSON under a key.
    pub fn post(&self, path: &str, json: &str, key: &str) -> Result<Answer> {
        self.exchange(&format!(
            "POST {path} HTTP/1.1\r\n{}Idempotency-Key: {key}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{json}",
            self.headers(),
            json.len()
        ))
    }

    fn headers(&self) -> String {
        let Self { port, cookie } = self;
        format!("Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n")
    }

    fn exchange(&self, request: &str) -> Result<Answer> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        parse(&String::from_utf8_lossy(&answer)).context("an answer broke off")
    }
}

fn parse(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim())
        })
    };
    let length = header("content-length").and_then(|length| length.parse::<usize>().ok());
    let whole = length.is_none_or(|length| length == body.len());
    let pair = |cookie: &str| cookie.split(';').next().unwrap_or_default().to_owned();
    whole.then(|| Answer {
        status,
        cookie: header("set-cookie").map(pair),
        retry_after: header("retry-after").is_some(),
        body: body.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_only_whole() {
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(parse(whole).map(|answer| answer.status), Some(200));
        for broken in [
            "",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        ] {
            assert!(parse(broken).is_none(), "{broken}");
        }
    }
}
