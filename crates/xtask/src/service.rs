//! The backend as a program: built, given a demo district, started, waited for and stopped.
//!
//! The only place that knows the backend's command line.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{place, process, step};

/// A large district takes a while to be opened and checked.
const READY_LIMIT: Duration = Duration::from_secs(60);

/// How long a backend may take to finish what it has begun: what docs/OPERATION.md lets an operator
/// wait, since the service itself gives requests 10 s and the last seals 5 s.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A built backend.
pub struct Backend {
    program: PathBuf,
    /// A PostgreSQL that takes its rows; a file in its data folder where there is none.
    database: Option<String>,
}

/// Builds the backend as it is released.
pub fn build() -> Result<Backend> {
    step::loud_step("Build the backend (a few minutes the first time)", || {
        process::run(process::host_cargo().args([
            "build",
            "--release",
            "--package",
            "jiayi-backend",
        ]))
    })?;
    Ok(Backend {
        program: place::target().join("release/jiayi-backend"),
        database: None,
    })
}

/// The stand-in for WeChat, built as it is.
pub fn build_wechat() -> Result<PathBuf> {
    step::loud_step("Build the stand-in for WeChat", || {
        process::run(process::host_cargo().args(["build", "--package", "jiayi-wechat-sim"]))
    })?;
    Ok(place::target().join("debug/wechat-sim"))
}

impl Backend {
    /// The same on a PostgreSQL.
    pub fn on(self, database: String) -> Self {
        Self {
            database: Some(database),
            ..self
        }
    }

    /// The program itself.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Makes the demo district in an empty folder.
    pub fn make_demo(&self, data: &Path, residents: Option<u32>, now: Option<&str>) -> Result<()> {
        let mut command = self.command("demo", data, now);
        // It ends with the sign-ins, which are printed when it can be signed in.
        command.stdout(Stdio::null());
        if let Some(residents) = residents {
            command.args(["--residents", &residents.to_string()]);
        }
        step::loud_step(
            format!("Make the demo district in {}", data.display()),
            || process::run(&mut command),
        )
    }

    /// The people that one can sign in as, ready to be printed.
    pub fn demo_sign_ins(&self, data: &Path, now: Option<&str>) -> Result<String> {
        process::run_quietly(self.command("demo", data, now).arg("--print-sign-ins"))
    }

    /// The command that serves the released client and the API; the caller adds how.
    pub fn serve(&self, data: &Path, port: u16, now: Option<&str>) -> Command {
        let mut command = self.serve_api(data, port, now);
        command.arg("--client").arg(place::dist());
        command
    }

    /// The command that serves the API alone; the caller adds how.
    pub fn serve_api(&self, data: &Path, port: u16, now: Option<&str>) -> Command {
        let mut command = self.command("serve", data, now);
        command.args(["--port", &port.to_string()]);
        command
    }

    fn command(&self, what: &str, data: &Path, now: Option<&str>) -> Command {
        let mut command = process::program(&self.program);
        command.arg(what).arg("--data").arg(data);
        if let Some(database) = &self.database {
            command.env("JIAYI_DATABASE", database);
        }
        if let Some(now) = now {
            command.args(["--now", now]);
        }
        command
    }
}

/// Whether nothing has been kept in the folder yet.
pub fn is_empty(data: &Path) -> bool {
    fs::read_dir(data).map_or(true, |mut entries| entries.next().is_none())
}

/// A port that nobody listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// A backend that runs, and stops when this value goes out of use.
pub struct Running {
    child: Child,
    ready_after: Duration,
}

impl Running {
    /// The process, for whoever measures it.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// How long it took from its start until it was ready.
    pub fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// Starts the backend and waits until it says that it is ready.
    pub fn start(command: &mut Command, port: u16) -> Result<Self> {
        Self::start_at(command, port, "/readyz")
    }

    /// Starts a service and waits until this path is answered with success.
    pub fn start_at(command: &mut Command, port: u16, path: &str) -> Result<Self> {
        let begun = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .context("cannot start the backend")?;
        let mut running = Self {
            child,
            ready_after: Duration::ZERO,
        };
        step::step("Wait for the backend", || {
            let deadline = begun + READY_LIMIT;
            while get(port, path).is_err() {
                if let Some(status) = running.child.try_wait()? {
                    bail!("the backend ended while starting ({status})");
                }
                if Instant::now() > deadline {
                    bail!(
                        "the backend was not ready within {} s",
                        READY_LIMIT.as_secs()
                    );
                }
                thread::sleep(Duration::from_millis(20));
            }
            Ok(())
        })?;
        running.ready_after = begun.elapsed();
        Ok(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // `kill` asks politely, as an operator would; the standard library can only end by force.
        let asked = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let deadline = Instant::now() + STOP_LIMIT;
        while asked.is_ok() && Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let ended = self.child.kill().and_then(|()| self.child.wait());
        eprintln!(
            "✗ the backend did not stop within {} s and was ended: {ended:?}",
            STOP_LIMIT.as_secs()
        );
    }
}

/// What a path of a service on this machine answers; an error where that is no success.
pub fn get(port: u16, path: &str) -> Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(2)))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    if answer.starts_with("HTTP/1.1 200") {
        Ok(answer)
    } else {
        bail!("{path} is not answered with success")
    }
}
