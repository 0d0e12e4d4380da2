//! Where the matrix is tried: at the router of the town, or (`JIAYI_TEST_PROGRAM` names it) at the
//! released program, over HTTP, on the place that the town has left. The program also tells which
//! statements it ran.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

use super::scene::LATER;
use crate::common::{Home, Town};
use crate::exchange::{Answer, exchange};

/// Names the program.
const PROGRAM: &str = "JIAYI_TEST_PROGRAM";
/// How long it may take to be ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// Part of what a program says that finds its folder held.
const HELD: &str = "has this data folder";

/// Whether the released program is tried.
pub fn is_program() -> bool {
    std::env::var_os(PROGRAM).is_some()
}

pub enum Door {
    Closed,
    Router(Router),
    Program(Program),
}

impl Door {
    /// The door of a town; nobody else has its storage.
    pub async fn open(town: Town) -> Self {
        let Some(program) = std::env::var_os(PROGRAM) else {
            return Door::Router(town.router());
        };
        let home = town.keep_home();
        let opened = tokio::task::spawn_blocking(move || Program::start(program.into(), home));
        Door::Program(opened.await.unwrap())
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        match self {
            Door::Closed => panic!("the scene is not set yet"),
            Door::Router(router) => exchange(router, method, path, headers, body).await,
            Door::Program(program) => {
                let request = program.request(method, path, headers, body);
                let port = program.port;
                let sent = tokio::task::spawn_blocking(move || send(port, &request));
                sent.await.unwrap().expect("no answer")
            }
        }
    }

    /// The statements since this was asked last; none where they are not told.
    pub fn statements(&self) -> Vec<String> {
        match self {
            Door::Program(program) => program.statements(),
            _ => Vec::new(),
        }
    }
}

/// The program, gone with this value.
pub struct Program {
    child: Child,
    port: u16,
    log: PathBuf,
    read: AtomicU64,
    _home: Arc<Home>,
}

impl Program {
    /// The town's own storage ends in its own time: until then its folder is held.
    fn start(path: PathBuf, home: Arc<Home>) -> Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut program = Self::begun(&path, home.clone());
            if program.is_ready(deadline) {
                return program;
            }
        }
    }

    fn begun(path: &Path, home: Arc<Home>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let log = home.path().join("log");
        let mut serve = Command::new(path);
        serve
            .args(["serve", "--now", LATER, "--log", "json", "--data"])
            .arg(home.place().folder())
            .arg("--keys")
            .arg(home.keys_path())
            .args(["--port", &port.to_string()]);
        if let Some(url) = home.url() {
            serve.args(["--database", &url]);
        }
        let child = serve
            .env("RUST_LOG", "warn,backend::db=trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self {
            child,
            port,
            log,
            read: AtomicU64::new(0),
            _home: home,
        }
    }

    /// Waits until it answers; `false` where it ended because its folder was held.
    fn is_ready(&mut self, deadline: Instant) -> bool {
        let ask = self.request("GET", "/readyz", &[], "");
        while send(self.port, &ask).is_none_or(|answer| answer.status != StatusCode::OK) {
            let ended = self.child.try_wait().unwrap();
            let said = || fs::read_to_string(&self.log).unwrap_or_default();
            assert!(Instant::now() < deadline, "not ready: {}", said());
            if ended.is_some() {
                assert!(said().contains(HELD), "the program ended: {}", said());
                return false;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        true
    }

    fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
        let host = format!("127.0.0.1:{}", self.port);
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body.as_bytes()].concat()
    }

    /// The statements of the log since it was read last.
    fn statements(&self) -> Vec<String> {
        let log = fs::read(&self.log).unwrap();
        let begun = self.read.swap(log.len() as u64, Ordering::Relaxed);
        let new = log.get(begun as usize..).unwrap_or_default();
        let lines = new.split(|byte| *byte == b'\n');
        let events = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
        events
            .filter_map(|event| Some(event["sql"].as_str()?.to_owned()))
            .collect()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Sends a request; `None` where no whole answer comes.
fn send(port: u16, request: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    stream.write_all(request).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let bytes = answer[end + 4..].to_vec();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(name.parse::<HeaderName>().ok()?, value.parse().ok()?);
    }
    // An answer without a body says no length.
    let length = match headers.get("content-length") {
        Some(length) => length.to_str().ok()?.parse().ok()?,
        None => 0,
    };
    (bytes.len() == length).then_some(Answer {
        status,
        headers,
        bytes,
    })
}
