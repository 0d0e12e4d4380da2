//! A PostgreSQL of our own in a temporary folder, reached by a socket in it, and at a port of this
//! machine's own name for tests of an encrypted line: made, started, killed
//! in every way that one is killed, and gone with its value. It never touches a server that is
//! there already.
//!
//! Used by the backend's tests of the second engine (`cargo xtask test`) and by the attacks on it
//! (`cargo xtask torture`). Knows nothing of the service.

mod children;

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// Debian's user of its own servers: PostgreSQL refuses to run as root.
const USER: &str = "postgres";
/// How long the server may take to start or stop; a start after a kill reads its log first.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks whether it is there.
const LOOK: Duration = Duration::from_millis(20);

/// A server.
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    settings: Vec<String>,
    running: Option<Child>,
}

impl Server {
    /// Makes an empty one; `programs` is the folder of `initdb` and its siblings, `settings` are
    /// lines of its configuration.
    pub fn make(programs: &Path, settings: &[&str]) -> Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // Short, because the name of a socket may not be long.
        let name = format!("jiayi-pg-{}-{number}", std::process::id());
        let server = Self {
            programs: programs.into(),
            folder: std::env::temp_dir().join(name),
            port: TcpListener::bind("127.0.0.1:0")?.local_addr()?.port(),
            settings: settings
                .iter()
                .map(|setting| (*setting).to_owned())
                .collect(),
            running: None,
        };
        fs::create_dir(&server.folder).context("no folder for PostgreSQL")?;
        if am_root() {
            run(Command::new("chown").arg(USER).arg(&server.folder))?;
        }
        run(server
            .program("initdb")
            .args(["--username=jiayi", "--auth=trust", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--pgdata"])
            .arg(server.data()))?;
        Ok(server)
    }

    /// Starts it, and waits until it answers.
    pub fn start(&mut self) -> Result<()> {
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.log())?;
        let mut serve = self.program("postgres");
        serve.arg("-D").arg(self.data()).arg("-k").arg(&self.folder);
        for setting in &self.settings {
            serve.args(["-c", setting]);
        }
        let child = serve
            .args(["-c", "listen_addresses=localhost"])
            .args(["-p", &self.port.to_string()])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start PostgreSQL")?;
        self.running = Some(child);
        self.wait_until_ready()
    }

    /// Its URL; a path stands in place of a host.
    #[must_use]
    pub fn url(&self) -> String {
        let socket = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://jiayi@{socket}:{}/postgres", self.port)
    }

    /// Runs a statement as its owner; gives the first column of what it answers.
    pub fn ask(&self, sql: &str) -> Result<String> {
        let mut ask = Command::new(self.programs.join("psql"));
        ask.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--username=jiayi", "--dbname=postgres", "--host"])
            .arg(&self.folder)
            .args(["--port", &self.port.to_string(), "--command", sql]);
        Ok(run(&mut ask)?.trim().to_owned())
    }

    /// Kills it with all its processes at once (SIGKILL), as the machine does that has no memory.
    pub fn kill(&mut self) -> Result<()> {
        let Some(mut parent) = self.running.take() else {
            return Ok(());
        };
        // Stopped first, so that it neither makes children nor tidies up after them.
        signal("STOP", &[parent.id()])?;
        let children = children::of(parent.id())?;
        parent.kill()?;
        signal("KILL", &children)?;
        parent.wait()?;
        // The next start refuses while one of them still has the shared memory.
        within(|| Ok(children::gone(&children)), "a killed process stayed")
    }

    /// Stops it without letting anything end (`pg_ctl stop -m immediate`).
    pub fn stop_immediately(&mut self) -> Result<()> {
        let Some(mut parent) = self.running.take() else {
            return Ok(());
        };
        // Not waited for by `pg_ctl`, which sees a process that nobody has waited for as running.
        run(self
            .program("pg_ctl")
            .args(["stop", "-m", "immediate", "--no-wait", "-D"])
            .arg(self.data()))?;
        parent.wait()?;
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut ask = Command::new(self.programs.join("pg_isready"));
        ask.args(["--quiet", "--dbname=postgres", "--host"])
            .arg(&self.folder)
            .args(["--port", &self.port.to_string()]);
        while !ask.status()?.success() {
            let running = self.running.as_mut().context("it is not running")?;
            if running.try_wait()?.is_some() || Instant::now() > deadline {
                let log = fs::read_to_string(self.log()).unwrap_or_default();
                bail!("PostgreSQL did not start\n{log}");
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// A program of PostgreSQL's, as an ordinary user, whoever we are.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if am_root() {
            let mut other = Command::new("setpriv");
            other
                .arg(format!("--reuid={USER}"))
                .arg(format!("--regid={USER}"))
                .arg("--clear-groups")
                .arg(program);
            other
        } else {
            Command::new(program)
        };
        // The checkout may be closed to that user.
        command.current_dir("/");
        command
    }

    fn end(&mut self) -> Result<()> {
        let Some(mut parent) = self.running.take() else {
            return Ok(());
        };
        signal("INT", &[parent.id()])?;
        let ended = within(|| Ok(parent.try_wait()?.is_some()), "it did not stop");
        if ended.is_err() {
            parent.kill()?;
            parent.wait()?;
        }
        ended
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("✗ PostgreSQL in {}: {error}", self.folder.display());
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("✗ {} was left behind: {error}", self.folder.display());
        }
    }
}

fn am_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn signal(name: &str, processes: &[u32]) -> Result<()> {
    if processes.is_empty() {
        return Ok(());
    }
    let processes = processes.iter().map(u32::to_string);
    // A process that has ended meanwhile is no error.
    Command::new("kill")
        .arg(format!("-{name}"))
        .args(processes)
        .stderr(Stdio::null())
        .status()?;
    Ok(())
}

fn within(mut done: impl FnMut() -> Result<bool>, otherwise: &'static str) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !done()? {
        ensure!(Instant::now() < deadline, otherwise);
        thread::sleep(LOOK);
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {command:?}"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure!(
        output.status.success(),
        "{command:?} failed: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(said)
}
