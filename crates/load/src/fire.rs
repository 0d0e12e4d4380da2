//! A closed loop: so many connections, each of which asks again as soon as it is answered. Runs on
//! one thread, so that the service keeps most of a small machine.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::TcpStream;

/// One request.
pub struct Asked {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Asked {
    /// A read.
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: path.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// A write.
    pub fn post(path: impl Into<String>, body: &serde_json::Value) -> Self {
        Self {
            method: Method::POST,
            path: path.into(),
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_string(),
        }
    }

    /// The same with a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The n-th request of a workload.
pub type Ask = Arc<dyn Fn(usize) -> Asked + Send + Sync>;

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Fired {
    /// Answers a second, refusals not counted.
    pub per_second: f64,
    /// Answers in all.
    pub answered: usize,
    /// Refusals.
    pub refused: usize,
    /// The first refusal, for whoever wonders.
    pub first_refusal: Option<String>,
    /// Milliseconds of the middle answer.
    pub p50_ms: f64,
    /// Milliseconds that one in a hundred exceeds.
    pub p99_ms: f64,
    /// Bytes of bodies.
    pub bytes: usize,
}

#[derive(Default)]
struct Tally {
    times: Vec<Duration>,
    refused: usize,
    first_refusal: Option<String>,
    bytes: usize,
}

/// Asks for so long over so many connections.
pub fn fire(port: u16, clients: usize, time: Duration, ask: Ask) -> Result<Fired> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let next = Arc::new(AtomicUsize::new(0));
        let mut connections = Vec::with_capacity(clients);
        for _ in 0..clients {
            connections.push(connect(port).await?);
        }
        let begun = Instant::now();
        let deadline = begun + time;
        let mut tasks = Vec::with_capacity(clients);
        for connection in connections {
            tasks.push(tokio::spawn(client(
                connection,
                port,
                deadline,
                next.clone(),
                ask.clone(),
            )));
        }
        let mut all = Tally::default();
        for task in tasks {
            let one = task.await??;
            all.times.extend(one.times);
            all.refused += one.refused;
            all.bytes += one.bytes;
            all.first_refusal = all.first_refusal.or(one.first_refusal);
        }
        all.tell(begun.elapsed())
    })
}

/// Asks once and gives the body; an error where the answer is none of success.
pub fn once(port: u16, asked: Asked) -> Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut connection = connect(port).await?;
        let (status, body) = exchange(&mut connection, port, asked).await?;
        let text = String::from_utf8_lossy(&body).into_owned();
        if status.is_success() {
            Ok(text)
        } else {
            bail!("answered {status}: {text}")
        }
    })
}

async fn exchange(
    connection: &mut SendRequest<Full<Bytes>>,
    port: u16,
    asked: Asked,
) -> Result<(StatusCode, Bytes)> {
    let mut request = Request::builder()
        .method(asked.method)
        .uri(asked.path)
        .header("host", format!("127.0.0.1:{port}"));
    for (name, value) in asked.headers {
        request = request.header(name, value);
    }
    let request = request.body(Full::new(Bytes::from(asked.body)))?;
    connection.ready().await?;
    let answer = connection.send_request(request).await?;
    let status = answer.status();
    Ok((status, answer.into_body().collect().await?.to_bytes()))
}

async fn connect(port: u16) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
        .await
        .context("the service does not answer")?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn client(
    mut connection: SendRequest<Full<Bytes>>,
    port: u16,
    deadline: Instant,
    next: Arc<AtomicUsize>,
    ask: Ask,
) -> Result<Tally> {
    let mut tally = Tally::default();
    while Instant::now() < deadline {
        let asked = ask(next.fetch_add(1, Ordering::Relaxed));
        let sent = Instant::now();
        let (status, body) = exchange(&mut connection, port, asked).await?;
        tally.note(status, &body, sent.elapsed());
    }
    Ok(tally)
}

impl Tally {
    fn note(&mut self, status: StatusCode, body: &[u8], took: Duration) {
        if status.is_success() {
            self.times.push(took);
            self.bytes += body.len();
        } else {
            self.refused += 1;
            self.first_refusal
                .get_or_insert_with(|| format!("{status}: {}", String::from_utf8_lossy(body)));
        }
    }

    fn tell(mut self, took: Duration) -> Result<Fired> {
        self.times.sort_unstable();
        let at = |part: f64| {
            let place = (self.times.len() as f64 * part) as usize;
            let time = self.times.get(place).copied().unwrap_or_default();
            time.as_secs_f64() * 1000.0
        };
        if self.times.is_empty() {
            bail!("nothing was answered: {:?}", self.first_refusal);
        }
        Ok(Fired {
            per_second: self.times.len() as f64 / took.as_secs_f64(),
            answered: self.times.len(),
            refused: self.refused,
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            bytes: self.bytes,
            first_refusal: self.first_refusal,
        })
    }
}
