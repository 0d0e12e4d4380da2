//! The compiler for the browser, by two ways: rustup's, or Debian's `rustc-web` where no rustup
//! server answers (closed networks, most CI).
//!
//! Owns the variables of the client's builds. They are set on the one command and nowhere else:
//! in a build for the host they would rebuild everything, and panic differently.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::{place, process, step};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// Unreachable servers often keep silent instead of refusing, and the other way is at hand.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// A size-built standard library without source locations, `{:?}` texts and unwinding:
/// 15 percent fewer bytes after compression. Relocations are what the splitter cuts along.
const RELEASE_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
                             -Zfmt-debug=none --cfg=erase_components -Clink-args=--emit-relocs";

/// A compiler that can build for the browser.
pub struct WasmTarget {
    way: Way,
    version: String,
}

enum Way {
    Rustup,
    Debian { linker: String },
}

impl WasmTarget {
    /// Cargo for the client as tests want it: quick to build, with panic messages.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.bare_cargo();
        // Nobody steps through it with a debugger, and without its notes it builds in half the time.
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
        if let Way::Debian { .. } = self.way {
            build_std(&mut cargo);
        }
        cargo
    }

    /// Cargo for the client as people get it.
    pub fn release_cargo(&self) -> Command {
        let mut cargo = self.bare_cargo();
        build_std(&mut cargo);
        cargo.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
        cargo.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            RELEASE_FLAGS,
        );
        cargo
    }

    /// Which compiler this is; figures are only comparable with it.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether clippy can look at the client as it is compiled for the browser
    /// (Debian's compiler comes without one that matches).
    pub fn has_clippy(&self) -> bool {
        matches!(self.way, Way::Rustup)
    }

    /// Lets another program, Trunk, find the same compiler when it calls `cargo`.
    pub fn lend_to(&self, command: &mut Command) {
        let cargo = self.cargo();
        for (key, value) in cargo.get_envs() {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
    }

    fn bare_cargo(&self) -> Command {
        let mut cargo = match &self.way {
            Way::Rustup => process::host_cargo(),
            Way::Debian { linker } => {
                // Past rustup's proxies, which stand before Debian's programs on PATH.
                let mut cargo = process::program("/usr/bin/cargo");
                cargo
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("PATH", debian_first());
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        };
        for leaking in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
            cargo.env_remove(leaking);
        }
        cargo.env("CARGO_TARGET_DIR", place::web_target());
        cargo
    }
}

fn debian_first() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut first = OsString::from("/usr/bin:");
    first.push(path);
    first
}

fn build_std(cargo: &mut Command) {
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
}

/// Finds the compiler or installs it: rustup first, Debian's packages otherwise.
/// `JIAYI_WASM=rustup` or `JIAYI_WASM=debian` chooses one way.
pub fn ensure() -> Result<WasmTarget> {
    match env::var("JIAYI_WASM").as_deref() {
        Ok("rustup") => by_rustup(),
        Ok("debian") => by_debian(),
        Ok(other) => bail!("JIAYI_WASM is `{other}`, but only `rustup` and `debian` are known"),
        Err(_) => by_rustup().or_else(|first| {
            step::announce(format!(
                "rustup cannot give the {TRIPLE} target ({first:#}); trying Debian's packages"
            ));
            by_debian().context("and neither can Debian's packages")
        }),
    }
}

fn by_rustup() -> Result<WasmTarget> {
    let sysroot = process::run_quietly(process::program("rustc").args(["--print", "sysroot"]))?;
    let rustlib = Path::new(sysroot.trim()).join("lib/rustlib");
    let target = rustlib.join(TRIPLE).join("lib");
    let source = rustlib.join("src/rust/library/Cargo.lock");
    if !target.is_dir() || !source.is_file() {
        if place::on_path("rustup").is_none() {
            bail!("rustup is not installed");
        }
        step::announce(format!(
            "Add the {TRIPLE} target and the standard library's source by rustup"
        ));
        process::run_within(
            process::program("rustup").args(["target", "add", TRIPLE]),
            RUSTUP_LIMIT,
        )?;
        process::run_within(
            process::program("rustup").args(["component", "add", "rust-src"]),
            RUSTUP_LIMIT,
        )?;
    }
    let version = process::run_quietly(process::program("rustc").arg("-vV"))?;
    Ok(WasmTarget {
        way: Way::Rustup,
        version: named(&version, "rustup"),
    })
}

fn by_debian() -> Result<WasmTarget> {
    debian::ensure(
        &["rustc-web", "cargo-web", "rust-web-src"],
        "a compiler with the standard library's source, to build it for the browser",
    )?;
    let about = process::run_quietly(process::program("/usr/bin/rustc").arg("-vV"))?;
    let release = field(&about, "release").context("/usr/bin/rustc tells no release")?;
    let needed = needed_rust()?;
    if version_key(&release) < version_key(&needed) {
        bail!("Debian's rustc-web is {release}, but the project needs {needed}");
    }
    let llvm = field(&about, "LLVM version").context("/usr/bin/rustc tells no LLVM version")?;
    let linker = format!("lld-{}", llvm.split('.').next().unwrap_or_default());
    debian::ensure(&[&linker], "the linker that matches this compiler")?;
    Ok(WasmTarget {
        way: Way::Debian { linker },
        version: named(&about, "Debian"),
    })
}

fn named(about: &str, way: &str) -> String {
    format!(
        "rustc {} ({way})",
        field(about, "release").unwrap_or_default()
    )
}

/// A line `name: value` of `rustc -vV`.
fn field(about: &str, name: &str) -> Option<String> {
    about.lines().find_map(|line| {
        Some(
            line.strip_prefix(name)?
                .strip_prefix(": ")?
                .trim()
                .to_owned(),
        )
    })
}

fn needed_rust() -> Result<String> {
    let manifest = fs::read_to_string(place::root().join("Cargo.toml"))?.parse::<toml::Table>()?;
    manifest["workspace"]["package"]["rust-version"]
        .as_str()
        .map(str::to_owned)
        .context("Cargo.toml names no rust-version")
}

fn version_key(version: &str) -> Vec<u32> {
    version
        .split(['.', '-'])
        .map_while(|part| part.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nrelease: 1.96.0\nLLVM version: 22.1.8\n";

    #[test]
    fn the_linker_is_read_from_the_compiler_that_needs_it() {
        assert_eq!(field(ABOUT, "LLVM version").as_deref(), Some("22.1.8"));
        assert_eq!(field(ABOUT, "LLVM"), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version_key("1.96.0") > version_key("1.95"));
        assert!(version_key("1.85.0") < version_key("1.95"));
        assert!(version_key("1.100.0") > version_key("1.95"));
    }

    #[test]
    fn what_the_client_is_built_with_does_not_reach_the_host() {
        let host = process::host_cargo();
        let leaking = host.get_envs().find(|(key, value)| {
            value.is_some()
                && (*key == "RUSTC_BOOTSTRAP" || key.to_string_lossy().contains("UNSTABLE"))
        });
        assert!(leaking.is_none());
    }
}
