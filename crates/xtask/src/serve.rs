//! `cargo xtask serve`: the whole product on this machine, from one process.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::service::{self, Backend, Running};
use crate::{cli, lan, place, process, setup, step, web};

/// Builds, makes a demo district where there is no data yet, and serves until stopped.
pub fn run(wish: &cli::Serve) -> Result<()> {
    let data = wish
        .data
        .clone()
        .unwrap_or_else(|| place::root().join("data/demo"));
    let data = std::path::absolute(data)?;
    let now = wish.now.as_deref();
    if wish.dev {
        return develop(wish, &data);
    }
    web::release()?;
    let backend = service::build()?;
    prepare(&backend, wish, &data)?;
    let mut command = backend.serve(&data, wish.port, now);
    let mut addresses = vec![format!("http://127.0.0.1:{}", wish.port)];
    if wish.lan {
        let own: Vec<IpAddr> = [Some(Ipv4Addr::LOCALHOST.into()), lan::own_address()]
            .into_iter()
            .flatten()
            .collect();
        let made = lan::certificate(&data.join("lan"), &own)?;
        command
            .args(["--host", "0.0.0.0", "--tls-cert"])
            .arg(&made.certificate)
            .arg("--tls-key")
            .arg(&made.key);
        addresses = own
            .iter()
            .map(|address| format!("https://{address}:{}", wish.port))
            .collect();
    }
    welcome(&backend, wish, &data, &addresses)?;
    become_it(&mut command)
}

/// Trunk rebuilds and reloads the page, and hands calls on to the backend beside it.
fn develop(wish: &cli::Serve, data: &Path) -> Result<()> {
    let tools = setup::dev_tools()?;
    let backend = service::build()?;
    prepare(&backend, wish, data)?;
    // Before the backend starts, since the sign-ins are asked of a folder that nobody uses.
    welcome(
        &backend,
        wish,
        data,
        &[format!("http://127.0.0.1:{}", wish.port)],
    )?;
    let port = service::free_port()?;
    let _running = Running::start(
        &mut backend.serve_api(data, port, wish.now.as_deref()),
        port,
    )?;
    let mut trunk = process::program(&tools.trunk);
    tools.target.lend_to(&mut trunk);
    trunk.env("PATH", place::path_with_tools()?);
    trunk.args(["serve", "--port", &wish.port.to_string()]);
    trunk.arg(format!("--proxy-backend=http://127.0.0.1:{port}/api/"));
    process::run(&mut trunk)
}

fn prepare(backend: &Backend, wish: &cli::Serve, data: &Path) -> Result<()> {
    if service::is_empty(data) {
        return backend.make_demo(data, wish.residents, wish.now.as_deref());
    }
    if wish.residents.is_some() {
        bail!(
            "{} already holds data, so its number of residents stays; name an empty folder with --data",
            data.display()
        );
    }
    step::note(format!(
        "The data of {} are used as they are",
        data.display()
    ));
    Ok(())
}

fn welcome(backend: &Backend, wish: &cli::Serve, data: &Path, addresses: &[String]) -> Result<()> {
    println!("\n家医 Jiayi");
    for address in addresses {
        println!("  {address}");
    }
    if wish.lan {
        println!("  A phone in the same network warns once of the certificate; accept it.");
    }
    println!(
        "\n{}",
        backend.demo_sign_ins(data, wish.now.as_deref())?.trim_end()
    );
    println!("\nStop with Ctrl+C.\n");
    Ok(())
}

/// The backend takes this program's place, so that signals from outside reach it.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start the backend")
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    process::run(command)
}
