//! `bench sync`: what a doctor's phone fetches to keep the own area, the first time and on a day, as it
//! travels; beside the same data as one plain answer, zipped. And in a browser, what a phone bears that
//! keeps many people and has much to send.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use super::first_load;
use super::weight::sign_in;
use crate::figures::{self, Figures};
use crate::service::{self, Backend, Running};
use crate::{place, process, setup, step, web};

/// Residents of the demo district; the doctor's team cares for some of them.
const RESIDENTS: u32 = 20_000;
/// For how many residents of a team the lines are promised.
const TEAM: f64 = 2_000.0;
/// Whose data a busy day changes: forty visits, birthdays, contracts.
const DAY: i64 = 60;
/// A slow phone's network: bytes a second, and the time of a request on its way there and back.
const BYTES_A_SECOND: f64 = 200_000.0;
const ROUND_TRIP: Duration = Duration::from_millis(150);

/// Makes the district once, and fetches.
pub fn run(backend: &Backend) -> Result<Figures> {
    let data = place::target().join(format!("bench-{RESIDENTS}"));
    if service::is_empty(&data) {
        backend.make_demo(&data, Some(RESIDENTS), None)?;
    }
    let port = service::free_port()?;
    let mut serve = backend.serve_api(&data, port, None);
    let log = fs::File::create(place::target().join("bench.log"))?;
    serve.stdout(log.try_clone()?).stderr(log);
    let _running = Running::start(&mut serve, port)?;
    let service = Service {
        port,
        cookie: sign_in(port)?,
    };

    // A service that has been up for a while reads from memory: the first walk is not counted.
    let _disk = service.walk()?;
    let Walk {
        people,
        since,
        bytes,
        time,
    } = service.walk()?;
    let share = TEAM / people.len().max(1) as f64;
    let seconds = share * (time.as_secs_f64() + bytes / BYTES_A_SECOND);
    let day = service.page(&earlier(&since, DAY)?)?;
    let mut figures = in_a_browser(backend)?;
    figures.extend([
        ("sync_first_bytes".to_owned(), share * bytes),
        ("sync_first_seconds".to_owned(), seconds),
        ("sync_day_bytes".to_owned(), day.bytes),
        ("sync_day_people".to_owned(), day.people.len() as f64),
        ("sync_people".to_owned(), people.len() as f64),
        (
            "sync_one_answer_bytes".to_owned(),
            share * zipped(&serde_json::to_vec(&people)?)?,
        ),
    ]);
    Ok(figures)
}

/// The browser's half: an outbox of 500, and 10,000 people kept (`tests/e2e/sync_bench.mjs`).
fn in_a_browser(backend: &Backend) -> Result<Figures> {
    let browser = setup::browser()?;
    setup::e2e_packages()?;
    web::release()?;
    let folder = place::target().join("bench-sync");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).context("the district of the last run cannot be removed")?;
    }
    fs::create_dir_all(&folder)?;
    let (_ours, url) = first_load::serve(backend, &folder.join("ours"), &place::dist())?;
    let measured = figures::fresh_file("bench-sync")?;
    step::loud_step("Keep an area and an outbox in a browser", || {
        process::run(
            process::program("node")
                .arg("tests/e2e/sync_bench.mjs")
                .env("JIAYI_URL", url)
                .env("JIAYI_CHROMIUM", browser.chromium)
                .env("JIAYI_SIGN_INS", folder.join("sign-ins.txt"))
                .env("JIAYI_FIGURES", &measured),
        )
    })?;
    figures::read(&measured)
}

/// The cursor that has so many changes less behind it. The doctor has one team.
fn earlier(cursor: &str, changes: i64) -> Result<String> {
    let (lane, position) = cursor.rsplit_once(':').context("no cursor")?;
    Ok(format!("{lane}:{}", position.parse::<i64>()? - changes))
}

/// What browsers take over HTTPS.
const BROWSERS: &str = "gzip, deflate, br";

struct Service {
    port: u16,
    cookie: String,
}

/// A page of changes, and what it took.
struct Page {
    people: Vec<Value>,
    next: String,
    left: u64,
    bytes: f64,
    time: Duration,
}

/// All pages of an area.
struct Walk {
    people: Vec<Value>,
    since: String,
    bytes: f64,
    time: Duration,
}

impl Service {
    /// All pages, and what they took.
    fn walk(&self) -> Result<Walk> {
        let mut walk = Walk {
            people: Vec::new(),
            since: String::new(),
            bytes: 0.0,
            time: Duration::ZERO,
        };
        loop {
            let page = self.page(&walk.since)?;
            walk.bytes += page.bytes;
            walk.time += page.time + ROUND_TRIP;
            walk.people.extend(page.people);
            walk.since = page.next;
            if page.left == 0 {
                return Ok(walk);
            }
        }
    }

    /// A page, once as it travels and once to be read.
    fn page(&self, since: &str) -> Result<Page> {
        let begun = Instant::now();
        let travelling = self.ask(since, BROWSERS)?;
        let time = begun.elapsed();
        let plain = self.ask(since, "identity")?;
        let body = plain
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .and_then(|end| plain.get(end + 4..))
            .context("an answer without a body")?;
        let mut page: Value = serde_json::from_slice(body)?;
        let people = page["people"].take();
        Ok(Page {
            people: people.as_array().cloned().context("no people")?,
            next: page["next"].as_str().context("no cursor")?.to_owned(),
            left: page["left"].as_u64().context("no rest")?,
            bytes: travelling.len() as f64,
            time,
        })
    }

    fn ask(&self, since: &str, encoding: &str) -> Result<Vec<u8>> {
        let (port, cookie) = (self.port, &self.cookie);
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        write!(
            stream,
            "GET /api/v1/area/changes?since={since} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\
             Cookie: {cookie}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            let line = String::from_utf8_lossy(&answer);
            bail!("changes: {}", line.lines().next().unwrap_or_default());
        }
        Ok(answer)
    }
}

/// Bytes of a text after `gzip -6`.
fn zipped(text: &[u8]) -> Result<f64> {
    let mut gzip = Command::new("gzip")
        .args(["-6", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("gzip is not there")?;
    let mut into = gzip.stdin.take().context("gzip takes nothing")?;
    let mut out = gzip.stdout.take().context("gzip gives nothing")?;
    let text = text.to_vec();
    let writer = std::thread::spawn(move || into.write_all(&text));
    let mut bytes = Vec::new();
    out.read_to_end(&mut bytes)?;
    writer.join().map_err(|_| anyhow!("gzip was cut off"))??;
    gzip.wait()?;
    Ok(bytes.len() as f64)
}
