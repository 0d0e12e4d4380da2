//! `jiayi-load`: puts a service under the load of a district and counts what it answers. Started by
//! `cargo xtask bench backend`, which also starts the services; prints one JSON object a command.
//!
//! Owns the workloads, in our words and in PocketBase's, and the limits of the machine beside them
//! (flushes of the disk, an empty answer). Never part of what is released.

mod disk;
mod fire;
mod hello;
mod jiayi;
mod pocketbase;
mod work;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use backend::clock::Clock;
use clap::{Parser, Subcommand, ValueEnum};

/// Load for services of a district.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Counts the flushes that the disk under a folder does in a second
    Disk {
        /// The folder
        folder: PathBuf,
    },
    /// Answers every request with a few bytes, as fast as the HTTP library can
    Hello {
        /// Port on loopback
        #[arg(long)]
        port: u16,
    },
    /// Opens a demo district of ours to many phones and doctors, before its service starts
    Prepare {
        /// The district's data folder
        #[arg(long)]
        data: PathBuf,
        /// Where the sign-ins are written
        #[arg(long)]
        plan: PathBuf,
        /// The instant at which the service will live
        #[arg(long, value_parser = Clock::parse)]
        now: Clock,
    },
    /// Takes a district that was prepared back to before the messages of its morning
    BeforeMorning {
        /// The district's data folder
        data: PathBuf,
    },
    /// Copies the district into PocketBase's database and makes its sign-ins
    PreparePocketbase {
        /// The district's data folder, prepared
        #[arg(long)]
        data: PathBuf,
        /// PocketBase's data folder; its collections exist
        #[arg(long)]
        to: PathBuf,
        /// Port on loopback where PocketBase runs
        #[arg(long)]
        port: u16,
        /// E-mail address of a superuser
        #[arg(long)]
        superuser: String,
        /// Password of that superuser
        #[arg(long)]
        password: String,
        /// Where the sign-ins are written
        #[arg(long)]
        plan: PathBuf,
    },
    /// Sends requests over open connections, each as soon as the one before is answered
    Fire {
        /// The service that answers
        #[arg(long)]
        at: Service,
        /// What is asked
        #[arg(long)]
        what: work::Kind,
        /// Port on loopback
        #[arg(long)]
        port: u16,
        /// File of the sign-ins; none for `hello`
        #[arg(long)]
        plan: Option<PathBuf>,
        /// Connections
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// Seconds
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Number of the run on this data: bookings go on where the run before ended
        #[arg(long, default_value_t = 0)]
        run: usize,
    },
}

/// A service under test.
#[derive(Clone, Copy, ValueEnum)]
enum Service {
    /// Ours
    Jiayi,
    /// PocketBase
    Pocketbase,
    /// The empty answer
    Hello,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Disk { folder } => print(&disk::flushes(&folder)?),
        Command::Hello { port } => hello::serve(port),
        Command::Prepare { data, plan, now } => print(&jiayi::prepare(&data, &plan, now.now())?),
        Command::BeforeMorning { data } => print(&jiayi::before_morning(&data)?),
        Command::PreparePocketbase {
            data,
            to,
            port,
            superuser,
            password,
            plan,
        } => {
            let token = pocketbase::superuser(port, &superuser, &password)?;
            print(&pocketbase::prepare(&data, &to, port, &token, &plan)?)
        }
        Command::Fire {
            at,
            what,
            port,
            plan,
            clients,
            seconds,
            run,
        } => {
            let plan = plan.as_deref().map(work::Plan::read).transpose()?;
            let plan = plan.unwrap_or_default();
            let ask: fire::Ask = match at {
                Service::Jiayi => jiayi::ask(what, plan, run),
                Service::Pocketbase => pocketbase::ask(what, plan, run),
                Service::Hello => std::sync::Arc::new(|_| fire::Asked::get("/")),
            };
            print(&fire::fire(
                port,
                clients,
                Duration::from_secs(seconds),
                ask,
            )?)
        }
    }
}

fn print(figures: &impl serde::Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(figures)?);
    Ok(())
}
