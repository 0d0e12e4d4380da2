//! A line between a client and a PostgreSQL server that can be cut around a commit.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

/// Where the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The server never hears of the commit.
    BeforeTheCommit = 1,
    /// The server commits; the client never hears of it.
    AfterTheCommit = 2,
}

const WHOLE: u8 = 0;
/// The message that asks for a commit: kind, length, text.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";

/// The line. It ends with the program.
pub struct Line {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    next: AtomicU8,
    cuts: AtomicU32,
}

impl Line {
    /// A line to the server of this URL, whose host is the folder of a socket.
    pub fn to(url: &str) -> Self {
        let host = url.split(['@', '/']).nth(3).unwrap().replace("%2F", "/");
        let (folder, port) = host.split_once(':').unwrap_or((&host, "5432"));
        let socket = format!("{folder}/.s.PGSQL.{port}");
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::<State>::default();
        let shared = state.clone();
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let server = UnixStream::connect(&socket).unwrap();
                carry(client.unwrap(), server, shared.clone());
            }
        });
        Self { port, state }
    }

    /// The URL of the same database at the end of the line.
    pub fn url(&self, url: &str) -> String {
        let (_, name) = url.rsplit_once('/').unwrap();
        format!("postgres://jiayi@127.0.0.1:{}/{name}", self.port)
    }

    /// Cuts the connection that asks for a commit next.
    pub fn cut_at_the_next_commit(&self, cut: Cut) {
        self.state.next.store(cut as u8, Ordering::SeqCst);
    }

    /// How often it was cut.
    pub fn cuts(&self) -> u32 {
        self.state.cuts.load(Ordering::SeqCst)
    }
}

/// Carries what both sides say, each way on a thread of its own.
fn carry(client: TcpStream, server: UnixStream, state: Arc<State>) {
    let (mut from_server, mut to_client) =
        (server.try_clone().unwrap(), client.try_clone().unwrap());
    let (mut from_client, mut to_server) = (client, server);
    // The way back asks whether it may pass on what it has read.
    let (silence, silenced) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let mut said = [0; 16 * 1024];
        while let Ok(length @ 1..) = from_server.read(&mut said) {
            if silenced.try_recv().is_ok() || to_client.write_all(&said[..length]).is_err() {
                break;
            }
        }
        let _ = to_client.shutdown(Shutdown::Both);
        let _ = from_server.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let mut said = [0; 16 * 1024];
        while let Ok(length @ 1..) = from_client.read(&mut said) {
            let words = &said[..length];
            let commits = words.windows(COMMIT.len()).any(|part| part == COMMIT);
            let cut = if commits {
                state.next.swap(WHOLE, Ordering::SeqCst)
            } else {
                WHOLE
            };
            if cut != WHOLE {
                state.cuts.fetch_add(1, Ordering::SeqCst);
            }
            if cut == Cut::BeforeTheCommit as u8 {
                break;
            }
            if cut == Cut::AfterTheCommit as u8 {
                let _ = silence.send(());
            }
            if to_server.write_all(words).is_err() {
                break;
            }
        }
        let _ = to_server.shutdown(Shutdown::Both);
        let _ = from_client.shutdown(Shutdown::Both);
    });
}
