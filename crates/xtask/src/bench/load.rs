//! `jiayi-load`, the program that makes a load: built, and asked. The only place that knows its
//! command line.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::pocketbase::SUPERUSER;
use crate::service::{self, Running};
use crate::{place, process, step};

/// The program that asks.
pub struct Load {
    program: PathBuf,
}

impl Load {
    /// Builds it.
    pub fn build() -> Result<Self> {
        step::loud_step("Build what makes the load", || {
            process::run(process::host_cargo().args([
                "build",
                "--release",
                "--package",
                "jiayi-load",
            ]))
        })?;
        Ok(Self {
            program: place::target().join("release/jiayi-load"),
        })
    }

    /// Answers of the empty service.
    pub fn hello(&self) -> Result<f64> {
        let port = service::free_port()?;
        let mut hello = process::program(&self.program);
        hello.args(["hello", "--port", &port.to_string()]);
        let _running = Running::start_at(&mut hello, port, "/")?;
        self.figure(
            &[
                "fire",
                "--at",
                "hello",
                "--what",
                "public",
                "--port",
                &port.to_string(),
            ],
            "per_second",
        )
    }

    /// Puts a service under a workload.
    pub fn fire(
        &self,
        service: &str,
        what: &str,
        port: u16,
        plan: &Path,
        run: usize,
    ) -> Result<Value> {
        let text = process::run_quietly(
            process::program(&self.program)
                .args(["fire", "--at", service, "--what", what])
                .args([
                    "--port",
                    &port.to_string(),
                    "--run",
                    &run.to_string(),
                    "--plan",
                ])
                .arg(plan),
        )?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Asks one thing after another over a single connection.
    pub fn fire_one(&self, service: &str, what: &str, port: u16, plan: &Path) -> Result<Value> {
        let text = process::run_quietly(
            process::program(&self.program)
                .args(["fire", "--at", service, "--what", what])
                .args(["--port", &port.to_string(), "--clients", "1", "--plan"])
                .arg(plan),
        )?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Copies our district into PocketBase's data, which run at this port.
    pub fn copy(&self, data: &Path, to: &Path, port: u16, plan: &Path) -> Result<()> {
        let [superuser, password] = SUPERUSER;
        process::run_quietly(
            process::program(&self.program)
                .args([
                    "prepare-pocketbase",
                    "--superuser",
                    superuser,
                    "--password",
                    password,
                ])
                .args(["--port", &port.to_string(), "--data"])
                .arg(data)
                .arg("--to")
                .arg(to)
                .arg("--plan")
                .arg(plan),
        )
        .map(drop)
    }

    /// Opens a district to many phones and doctors.
    pub fn prepare(&self, data: &Path, plan: &Path, now: &str) -> Result<()> {
        process::run_quietly(
            process::program(&self.program)
                .args(["prepare", "--now", now, "--data"])
                .arg(data)
                .arg("--plan")
                .arg(plan),
        )
        .map(drop)
    }

    /// Takes a district back to before the messages of its morning.
    pub fn before_morning(&self, data: &Path) -> Result<()> {
        let mut command = process::program(&self.program);
        process::run_quietly(command.arg("before-morning").arg(data)).map(drop)
    }

    /// One figure of a command.
    pub fn figure(&self, words: &[&str], name: &str) -> Result<f64> {
        let text = process::run_quietly(process::program(&self.program).args(words))?;
        let figures: Value = serde_json::from_str(&text)?;
        figures[name]
            .as_f64()
            .with_context(|| format!("no figure {name}"))
    }
}
