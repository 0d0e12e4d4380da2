//! `bench weight`: how the service behaves under a district's weight. Starts the released backend
//! on a demo district and asks it, alone, what the first page of a day asks.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::figures::Figures;
use crate::place;
use crate::service::{self, Backend, Running};

/// The demo's doctor with the longest list, and the password of every demo account.
const DOCTOR: &str = r#"{"login":"gp.yuetang","password":"hetang-2026"}"#;
const ROUNDS: usize = 60;

/// Makes the district once, and asks.
pub fn run(backend: &Backend, residents: u32) -> Result<Figures> {
    let data = place::target().join(format!("bench-{residents}"));
    if service::is_empty(&data) {
        backend.make_demo(&data, Some(residents), None)?;
    }
    let port = service::free_port()?;
    let mut serve = backend.serve_api(&data, port, None);
    let log = fs::File::create(place::target().join("bench.log"))?;
    serve.stdout(log.try_clone()?).stderr(log);
    let running = Running::start(&mut serve, port)?;

    let cookie = sign_in(port)?;
    Ok(Figures::from([
        (
            "worklist_first_page_ms".to_owned(),
            median(port, "/api/v1/follow-ups/due", &cookie)?,
        ),
        (
            "residents_first_page_ms".to_owned(),
            median(port, "/api/v1/residents", &cookie)?,
        ),
        (
            "backend_rss_anon_mib".to_owned(),
            rss_anon_mib(running.process_id())?,
        ),
    ]))
}

/// The session cookie of the demo's doctor.
pub(super) fn sign_in(port: u16) -> Result<String> {
    let head = format!(
        "POST /api/v1/sessions/staff HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
         Content-Type: application/json\r\nIdempotency-Key: 0198f0c0-0000-7000-8000-000000000000\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{DOCTOR}",
        DOCTOR.len()
    );
    let answer = ask(port, &head)?;
    let cookie = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let pair = value.trim().split(';').next()?;
        name.eq_ignore_ascii_case("set-cookie")
            .then(|| pair.to_owned())
    });
    cookie.context("the demo's doctor could not sign in")
}

/// Median milliseconds of a read, the connection included.
fn median(port: u16, path: &str, cookie: &str) -> Result<f64> {
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    );
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let answer = ask(port, &head)?;
        times.push(started.elapsed());
        if !answer.starts_with("HTTP/1.1 200") {
            bail!(
                "{path} was answered with {}",
                answer.lines().next().unwrap_or_default()
            );
        }
    }
    times.sort_unstable();
    let middle: Duration = times.get(ROUNDS / 2).copied().unwrap_or_default();
    Ok(middle.as_secs_f64() * 1000.0)
}

fn ask(port: u16, request: &str) -> Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The process's own memory, without files that the kernel may drop.
pub(super) fn rss_anon_mib(process: u32) -> Result<f64> {
    let file = fs::File::open(Path::new("/proc").join(process.to_string()).join("status"))?;
    let kib = BufReader::new(file)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| {
            line.strip_prefix("RssAnon:")?
                .split_whitespace()
                .next()?
                .parse::<f64>()
                .ok()
        });
    Ok(kib.context("this system does not tell RssAnon")? / 1024.0)
}
