//! The service as a program on a folder of its own: its commands, and it itself, listening.

use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use backend::db::Place;

use crate::http::Browser;

/// How long it may take to be ready.
const READY_LIMIT: Duration = Duration::from_secs(60);

/// The program and its folder.
pub struct Program<'a> {
    path: &'a Path,
    data: PathBuf,
    database: Option<String>,
    log: PathBuf,
}

impl<'a> Program<'a> {
    /// The program at `path`, with its data and its log in a folder.
    pub fn new(path: &'a Path, folder: &Path) -> Self {
        Self {
            path,
            data: folder.join("data"),
            database: None,
            log: folder.join("backend.log"),
        }
    }

    /// The same with its rows in a PostgreSQL database.
    pub fn on(self, url: String) -> Self {
        let database = Some(url);
        Self { database, ..self }
    }

    /// Where its data are.
    pub fn place(&self) -> Place {
        Place::new(&self.data, self.database.clone())
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What it said while it served last.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Runs a command of the program that ends by itself; `what` may be two words.
    pub fn run(&self, what: &str, options: &[&str]) -> Result<()> {
        let output = self.command(what).args(options).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "`{what}` failed: {said}{complaint}"
        );
        Ok(())
    }

    /// Serves on a free port, and is ready.
    pub fn serve(&self, options: &[&str], log_level: &str) -> Result<Serving> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = free.local_addr()?.port();
        drop(free);
        let mut serve = self.command("serve");
        serve
            .args(["--port", &port.to_string(), "--log", "json"])
            .args(options)
            .env("RUST_LOG", log_level)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&self.log)?);
        let mut serving = Serving {
            child: serve.spawn()?,
            port,
        };
        serving.wait_until_ready()?;
        Ok(serving)
    }

    /// Looks with the program's own eyes: the data are whole, and so is the trail.
    pub fn check(&self) -> Result<()> {
        self.run("check", &[])?;
        self.run("audit verify", &[])
    }

    fn command(&self, what: &str) -> Command {
        let mut command = Command::new(self.path);
        command.args(what.split(' ')).arg("--data").arg(&self.data);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }
}

/// A program that listens; it does not outlive this value.
pub struct Serving {
    child: Child,
    port: u16,
}

impl Serving {
    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Kills it (SIGKILL) and waits until it is gone.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let visitor = Browser::visitor(self.port);
        let deadline = Instant::now() + READY_LIMIT;
        while !visitor
            .get("/readyz")
            .is_ok_and(|answer| answer.status == 200)
        {
            if let Some(status) = self.child.try_wait()? {
                bail!("the program ended while starting ({status})");
            }
            ensure!(
                Instant::now() < deadline,
                "the program was not ready in time"
            );
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Dead already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
