//! `cargo xtask torture`: builds the attacks and the service as they are released, runs one attack
//! and holds its figures against the promised lines. The attacks themselves are `crates/torture`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::cli::{Attack, Engine, Torture};
use crate::figures::{self, Figures};
use crate::lines::{self, Verdict};
use crate::{place, process, service, setup, step};

/// The built attacks.
pub struct Attacks {
    program: PathBuf,
}

/// Builds the attacks.
pub fn build() -> Result<Attacks> {
    step::loud_step("Build the attacks", || {
        process::run(process::host_cargo().args([
            "build",
            "--release",
            "--package",
            "jiayi-torture",
        ]))
    })?;
    Ok(Attacks {
        program: place::target().join("release/jiayi-torture"),
    })
}

/// Builds the fuzzers. Our own crates are compiled once more, with a counter at each place that code
/// can come by; all others are those of the release builds.
pub fn build_fuzzers() -> Result<PathBuf> {
    setup::cpp_compiler()?;
    step::loud_step("Build the fuzzers", || {
        process::run(
            process::host_cargo()
                .args(["build", "--release", "--package", "jiayi-fuzz"])
                .args(["--features", "fuzzer"])
                .env(
                    "RUSTC_WORKSPACE_WRAPPER",
                    place::root().join("crates/fuzz/instrument.sh"),
                ),
        )
    })?;
    Ok(place::target().join("release/jiayi-fuzz"))
}

/// Runs one attack as it was asked for.
pub fn run(wish: &Torture) -> Result<()> {
    let attacks = build()?;
    let how = wish.how();
    let (outcome, figures) = attacks.run(wish)?;
    if how.json {
        println!("{}", serde_json::to_string_pretty(&figures)?);
    }
    let kept = lines::tell(&verdicts(wish, &figures)?);
    outcome?;
    if !kept && how.check {
        bail!("a figure misses its line in crates/xtask/lines.toml");
    }
    Ok(())
}

/// How the lines of an attack stand.
pub fn verdicts(wish: &Torture, figures: &Figures) -> Result<Vec<Verdict>> {
    lines::check_part("torture", &format!("{}_", wish.name()), figures)
}

impl Attacks {
    /// Runs an attack. What it found wrong is the first answer; its figures come in any case.
    pub fn run(&self, wish: &Torture) -> Result<(Result<()>, Figures)> {
        let how = wish.how();
        let file = figures::fresh_file(&format!("torture-{}", wish.name()))?;
        let mut command = match wish {
            Torture::Access { .. } => access(&file)?,
            _ => self.command(wish, &file)?,
        };
        if how.json {
            command.stdout(io::stderr());
        }
        let outcome = process::run(&mut command);
        Ok((outcome, figures::read(&file)?))
    }

    /// Bookings on a disk whose flushes take 4 ms, for `bench backend`.
    pub fn slow_disk(&self) -> Result<Figures> {
        let file = figures::fresh_file("slow-disk")?;
        let mut command = process::program(&self.program);
        command.arg("slow").arg("--figures").arg(&file);
        process::run_quietly(&mut command)?;
        figures::read(&file)
    }

    fn command(&self, wish: &Torture, figures: &Path) -> Result<Command> {
        let mut command = process::program(&self.program);
        command.arg(wish.name()).arg("--figures").arg(figures);
        if let (flag, Some(length)) = wish.length() {
            command.args([flag, &length.to_string()]);
        }
        if let Some(seed) = wish.how().seed {
            command.args(["--seed", &seed.to_string()]);
        }
        if let Torture::Race { kills, engine, .. } = wish {
            command.args(["--engine", engine.name()]);
            if let Some(kills) = kills {
                command.args(["--kills", &kills.to_string()]);
            }
        }
        if wish.needs_program() {
            command.arg("--backend").arg(service::build()?.program());
        }
        if wish.needs_postgres() {
            command.arg("--postgres").arg(setup::postgres()?.programs);
        }
        if let Torture::Hostile { fuzz_seconds, .. } = wish {
            command
                .arg("--schemathesis")
                .arg(setup::schemathesis()?)
                .arg("--fuzzers")
                .arg(build_fuzzers()?)
                .arg("--found")
                .arg(place::target().join("fuzz"));
            if let Some(seconds) = fuzz_seconds {
                command.args(["--fuzz-seconds", &seconds.to_string()]);
            }
        }
        Ok(command)
    }
}

/// The matrix of the backend's tests, at the released program instead of their own router. It
/// takes no seed: everything in it is tried.
fn access(figures: &Path) -> Result<Command> {
    let mut command = process::host_cargo();
    command
        .args(["test", "--package", "jiayi-backend", "--test", "service"])
        .args([
            "access::every_kind_of_actor_gets_what_the_table_says",
            "--",
            "--nocapture",
        ])
        .env("JIAYI_TEST_PROGRAM", service::build()?.program())
        .env("JIAYI_TEST_FIGURES", figures);
    Ok(command)
}

impl Torture {
    /// All attacks at their short length, in the order in which they run.
    pub fn short() -> Vec<Self> {
        let how = Attack::default();
        vec![
            Torture::Power { seeds: None, how },
            Torture::Disk { seeds: None, how },
            Torture::Once { rounds: None, how },
            Torture::Sync { steps: None, how },
            Torture::race(Engine::Sqlite),
            Torture::race(Engine::Postgres),
            Torture::Kill { kills: None, how },
            Torture::Postgres { kills: None, how },
            Torture::Access { how },
            Torture::Hostile {
                seconds: None,
                fuzz_seconds: None,
                how,
            },
        ]
    }

    fn race(engine: Engine) -> Self {
        Torture::Race {
            attempts: None,
            kills: None,
            engine,
            how: Attack::default(),
        }
    }

    /// Whether the released program is attacked.
    fn needs_program(&self) -> bool {
        use Torture::{Hostile, Kill, Postgres, Race};
        matches!(
            self,
            Race { .. } | Kill { .. } | Postgres { .. } | Hostile { .. }
        )
    }

    fn needs_postgres(&self) -> bool {
        match self {
            Torture::Postgres { .. } => true,
            Torture::Race { engine, .. } => *engine == Engine::Postgres,
            _ => false,
        }
    }

    /// Name of the attack; its figures begin with it.
    pub fn name(&self) -> &'static str {
        match self {
            Torture::Power { .. } => "power",
            Torture::Disk { .. } => "disk",
            Torture::Once { .. } => "once",
            Torture::Sync { .. } => "sync",
            Torture::Race { .. } => "race",
            Torture::Kill { .. } => "kill",
            Torture::Postgres { .. } => "postgres",
            Torture::Access { .. } => "access",
            Torture::Hostile { .. } => "hostile",
        }
    }

    /// Its name, and on which engine where there are two.
    pub fn title(&self) -> String {
        match self {
            Torture::Race { engine, .. } => format!("{} on {}", self.name(), engine.name()),
            _ => self.name().to_owned(),
        }
    }

    /// What its length is called, and how long it was asked for.
    fn length(&self) -> (&'static str, Option<u64>) {
        match self {
            Torture::Power { seeds, .. } | Torture::Disk { seeds, .. } => ("--seeds", *seeds),
            // Its length is the table's.
            Torture::Access { .. } => ("", None),
            Torture::Once { rounds, .. } => ("--rounds", *rounds),
            Torture::Sync { steps, .. } => ("--steps", *steps),
            Torture::Race { attempts, .. } => ("--attempts", *attempts),
            Torture::Kill { kills, .. } | Torture::Postgres { kills, .. } => ("--kills", *kills),
            Torture::Hostile { seconds, .. } => ("--seconds", *seconds),
        }
    }

    fn how(&self) -> Attack {
        match self {
            Torture::Power { how, .. }
            | Torture::Disk { how, .. }
            | Torture::Once { how, .. }
            | Torture::Sync { how, .. }
            | Torture::Race { how, .. }
            | Torture::Kill { how, .. }
            | Torture::Postgres { how, .. }
            | Torture::Access { how }
            | Torture::Hostile { how, .. } => *how,
        }
    }
}

impl Engine {
    /// As the attacks call it.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}
