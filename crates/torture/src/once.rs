//! `once`: the same request fifty times at once, under one key and under fifty; another request
//! under a key that was used; a connection that is cut while or right after a request is sent, and
//! the request again. One effect each time, and one answer.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::http::StatusCode;
use backend::db::{IfEmpty, Store};
use backend::http::{router, server};
use clap::Args;
use domain::api::bookings::{Book, BookBody, CancelBooking};
use domain::endpoint::Endpoint;
use domain::ids::BookingId;
use domain::problem::Code;
use oorandom::Rand64;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::client::{Answer, Client, sign_in};
use crate::figures::Figures;
use crate::town::{self, Size, Town};

/// How long to try.
#[derive(Args)]
pub struct Wish {
    /// How many rounds
    #[arg(long, default_value_t = 20, value_name = "N")]
    rounds: u64,
    /// Start of the random choices
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
}

const SIZE: Size = Size {
    residents: 20,
    sessions: 3,
    capacity: 20,
};
const AT_ONCE: usize = 50;

/// Tries all of it, round after round.
pub fn run(wish: &Wish, figures: &mut Figures) -> Result<()> {
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let folder = tempfile::tempdir()?;
    let store = Store::open(folder.path(), IfEmpty::Create)?;
    let town = Town::settle(&store, SIZE)?;
    let mut count = Count::default();
    runtime.block_on(async {
        let scene = Scene::new(store, town).await?;
        let mut random = Rand64::new(u128::from(wish.seed));
        for round in 0..wish.rounds {
            scene
                .round(round, &mut random, &mut count)
                .await
                .with_context(|| format!("round {round}"))?;
        }
        anyhow::Ok(())
    })?;
    println!(
        "seed {}, {} rounds, {:.1} s",
        wish.seed,
        wish.rounds,
        begun.elapsed().as_secs_f64()
    );
    figures.count("once_requests", count.requests);
    figures.count("once_connections_cut", count.cut);
    figures.count("once_done_before_the_retry", count.done_before);
    figures.count("once_doubled", count.doubled);
    figures.count("once_answers_that_differ", count.differ);
    ensure!(
        count.doubled == 0,
        "{} effects that were not one",
        count.doubled
    );
    ensure!(count.differ == 0, "{} answers that differ", count.differ);
    Ok(())
}

#[derive(Default)]
struct Count {
    requests: u64,
    cut: u64,
    done_before: u64,
    doubled: u64,
    differ: u64,
}

struct Scene {
    store: Store,
    town: Town,
    clients: Vec<Client>,
    cookies: Vec<String>,
    address: SocketAddr,
}

impl Scene {
    /// The service behind its router, and listening.
    async fn new(store: Store, town: Town) -> Result<Self> {
        let router = router(Arc::new(town.app(store.clone())?), None);
        let (mut clients, mut cookies) = (Vec::new(), Vec::new());
        for person in &town.people {
            let cookie = sign_in(&store, &town, person.account).await?;
            clients.push(Client::new(router.clone(), cookie.clone()));
            cookies.push(cookie);
        }
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = free.local_addr()?;
        drop(free);
        tokio::spawn(server::serve(router, address, None));
        let scene = Self {
            store,
            town,
            clients,
            cookies,
            address,
        };
        while TcpStream::connect(address).await.is_err() {
            tokio::task::yield_now().await;
        }
        Ok(scene)
    }

    async fn round(&self, round: u64, random: &mut Rand64, count: &mut Count) -> Result<()> {
        let person = random.rand_range(0..self.clients.len() as u64) as usize;
        let session = random.rand_range(0..self.town.sessions.len() as u64) as usize;
        let body = |part: u64| BookBody {
            id: town::id(9, round * 8 + part),
            resident_id: self.town.people[person].resident,
            session_id: self.town.sessions[session],
            note: None,
        };

        // One key.
        let first = body(0);
        let key = first.id.to_string();
        let keys = vec![key.clone(); AT_ONCE];
        self.at_once::<Book>(person, (), &first, keys, count)
            .await?;
        self.one_effect(first.id, "booked", count).await?;
        let other = BookBody {
            note: Some("头晕".to_owned()),
            ..first.clone()
        };
        let reused = self.clients[person].send::<Book>((), &other, &key).await?;
        ensure!(
            reused.code() == Some(Code::KeyReused),
            "{:?}",
            reused.code()
        );
        let keys = vec![format!("{key}-back"); AT_ONCE];
        self.at_once::<CancelBooking>(person, first.id, &(), keys, count)
            .await?;
        self.one_effect(first.id, "cancelled", count).await?;

        // As many keys; the id is the booking's own.
        let second = body(1);
        let keys = (0..AT_ONCE).map(|n| format!("{}-{n}", second.id)).collect();
        self.at_once::<Book>(person, (), &second, keys, count)
            .await?;
        self.one_effect(second.id, "booked", count).await?;
        self.give_back(person, second.id).await?;

        // A connection that is cut: when all is done, right after the request, somewhere in it.
        for part in 2..6 {
            let body = body(part);
            let request = self.request(person, &body)?;
            let sent = match part {
                2 | 3 => request.len(),
                _ => random.rand_range(1..request.len() as u64) as usize,
            };
            let mut cut = TcpStream::connect(self.address).await?;
            cut.write_all(&request[..sent]).await?;
            if part == 2 {
                // Cut when it is done: the answer alone is lost.
                while self.rows(body.id).await?.0 == 0 {
                    tokio::task::yield_now().await;
                }
            }
            drop(cut);
            count.cut += 1;
            count.done_before += u64::from(self.rows(body.id).await?.0 > 0);
            let answer = self.over_tcp(&request).await?;
            ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            self.one_effect(body.id, "booked", count).await?;
            self.give_back(person, body.id).await?;
        }
        count.requests += 3 * AT_ONCE as u64 + 13;
        Ok(())
    }

    /// Sends a request under each of the keys, all at once. All answers must be one.
    async fn at_once<E>(
        &self,
        person: usize,
        path: E::Path,
        body: &E::Body,
        keys: Vec<String>,
        count: &mut Count,
    ) -> Result<()>
    where
        E: Endpoint + 'static,
        E::Path: Clone + Send + 'static,
        E::Body: Clone + Send + Sync + 'static,
    {
        let mut sent = JoinSet::new();
        for key in keys {
            let client = self.clients[person].clone();
            let (path, body) = (path.clone(), body.clone());
            sent.spawn(async move { client.send::<E>(path, &body, &key).await });
        }
        let answers: Vec<Answer> = sent.join_all().await.into_iter().collect::<Result<_>>()?;
        let first = answers.first().context("no answer")?;
        ensure!(first.status == StatusCode::OK, "{:?}", first.code());
        count.differ += answers.iter().filter(|answer| *answer != first).count() as u64;
        Ok(())
    }

    async fn give_back(&self, person: usize, booking: BookingId) -> Result<()> {
        let key = format!("{booking}-back");
        let answer = self.clients[person]
            .send::<CancelBooking>(booking, &(), &key)
            .await?;
        ensure!(answer.status == StatusCode::OK, "{:?}", answer.code());
        Ok(())
    }

    /// How many bookings, messages of its kind and held numbers there are of a booking.
    async fn rows(&self, booking: BookingId) -> Result<(i64, i64, i64)> {
        let found = self.store.read(move |tx| {
            let row = tx.one(
                "SELECT (SELECT count(*) FROM booking WHERE id = $1) AS bookings,
                     (SELECT count(*) FROM message WHERE about = $2) AS messages,
                     (SELECT count(*) FROM ticket WHERE booking_id = $1) AS numbers",
                &[booking.into(), booking.to_string().into()],
            )?;
            let row = row.ok_or(Code::Internal)?;
            Ok((
                row.get("bookings")?,
                row.get("messages")?,
                row.get("numbers")?,
            ))
        });
        Ok(found.await?)
    }

    async fn one_effect(&self, booking: BookingId, state: &str, count: &mut Count) -> Result<()> {
        let found = self.rows(booking).await?;
        let expected = if state == "booked" {
            (1, 1, 1)
        } else {
            (1, 2, 0)
        };
        count.doubled += u64::from(found != expected);
        Ok(())
    }

    /// A booking as it goes over the wire.
    fn request(&self, person: usize, body: &BookBody) -> Result<Vec<u8>> {
        let json = serde_json::to_string(body)?;
        Ok(format!(
            "POST {} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nIdempotency-Key: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{json}",
            Book::PATH,
            self.address,
            self.cookies[person],
            body.id,
            json.len()
        )
        .into_bytes())
    }

    async fn over_tcp(&self, request: &[u8]) -> Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(request).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
