//! The backend's tests, on both engines: all of them on SQLite, then those that speak to a database
//! on a PostgreSQL of our own, which lives as long as they do.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::host;
use super::tally::Tally;
use crate::setup::{self, Postgres};
use crate::{process, step};

/// Where the tests find the server.
const SERVER: &str = "JIAYI_TEST_DATABASE";

/// Debian's user of its own servers: PostgreSQL refuses to run as root.
const USER: &str = "postgres";

/// What the tests' server does otherwise than a real one. Its data are gone in a minute, so no
/// flush is waited for.
const SETTINGS: [&str; 6] = [
    // For the tests of an encrypted line, which a socket never has.
    "listen_addresses=localhost",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=500",
    "shared_buffers=64MB",
    "autovacuum=off",
];

/// How long the server may take to start or stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs the tests on one engine, then on the other; a failure on the first is told after both.
pub fn run(tally: &mut Tally) -> Result<()> {
    let package = ["--package", "jiayi-backend"];
    step::announce("on SQLite");
    let on_sqlite = host::run(tally, &package);
    let server = Server::start(&setup::postgres()?)?;
    step::announce("on PostgreSQL");
    // What is true of SQLite's file alone is not asked twice; what is ignored there is of
    // PostgreSQL alone.
    let again = [
        &package[..],
        &[
            "--test",
            "*",
            "--",
            "--include-ignored",
            "--skip",
            "on_sqlite::",
        ],
    ]
    .concat();
    let on_postgres = host::run_told(tally, &again, &[(SERVER, &server.url())]);
    on_sqlite.and(on_postgres)
}

/// A server in a temporary folder, reached by a socket in it; gone with this value.
struct Server {
    folder: PathBuf,
    port: u16,
    child: Child,
}

impl Server {
    fn start(postgres: &Postgres) -> Result<Self> {
        // Short, because the name of a socket may not be long.
        let folder = std::env::temp_dir().join(format!("jiayi-pg-{}", std::process::id()));
        fs::create_dir_all(&folder).context("no folder for PostgreSQL")?;
        let root = fs::metadata(&folder)?.uid() == 0;
        if root {
            process::run_quietly(process::program("chown").arg(USER).arg(&folder))?;
        }
        let data = folder.join("data");
        step::step("Make a PostgreSQL for the tests", || {
            let mut make = as_nobody_special(root, &postgres.programs.join("initdb"));
            make.args([
                "--username=jiayi",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
            ])
            .args(["--no-sync", "--pgdata"])
            .arg(&data);
            process::run_quietly(&mut make)
        })?;
        let mut serve = as_nobody_special(root, &postgres.programs.join("postgres"));
        serve.arg("-D").arg(&data).arg("-k").arg(&folder);
        for setting in SETTINGS {
            serve.args(["-c", setting]);
        }
        let free = TcpListener::bind("127.0.0.1:0").and_then(|one| one.local_addr())?;
        let port = free.port();
        serve.args(["-p", &port.to_string()]);
        let log = fs::File::create(folder.join("log"))?;
        let child = serve
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start PostgreSQL")?;
        let mut server = Self {
            folder,
            port,
            child,
        };
        server.wait_until_ready(&postgres.programs.join("pg_isready"))?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, ask: &Path) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut ask = process::program(ask);
        ask.args(["--quiet", "--dbname=postgres", "--host"])
            .arg(&self.folder)
            .args(["--port", &self.port.to_string()]);
        while !ask.status()?.success() {
            let ended = self.child.try_wait()?;
            if ended.is_some() || Instant::now() > deadline {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start\n{log}");
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Its URL; a path stands in place of a host.
    fn url(&self) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://jiayi@{socket}:{}/postgres", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .status();
        let deadline = Instant::now() + PATIENCE;
        while asked.is_ok() && Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        if matches!(self.child.try_wait(), Ok(None)) {
            let ended = self.child.kill().and_then(|()| self.child.wait());
            eprintln!("✗ the tests' PostgreSQL did not stop and was ended: {ended:?}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("✗ {} was left behind: {error}", self.folder.display());
        }
    }
}

/// A program as an ordinary user, whoever we are.
fn as_nobody_special(root: bool, program: &Path) -> Command {
    let mut command = if root {
        let mut other = process::program("setpriv");
        other
            .arg(format!("--reuid={USER}"))
            .arg(format!("--regid={USER}"))
            .arg("--clear-groups")
            .arg(program);
        other
    } else {
        process::program(program)
    };
    // The checkout may be closed to that user.
    command.current_dir("/");
    command
}
