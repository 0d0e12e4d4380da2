//! Where things are: the checkout, what is built from it, and the tools outside of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, iter};

use anyhow::Result;

/// The checkout that this program was built from.
pub fn root() -> &'static Path {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    ours.ancestors().nth(2).unwrap_or(ours)
}

/// What the host's builds go to, and anything else that may be deleted at any time.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The client's builds: apart from the host's, because their flags would rebuild each other.
pub fn web_target() -> PathBuf {
    target().join("web")
}

/// The released client, as the backend serves it.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Installed tools. Outside the checkout, so that a second one finds them;
/// `JIAYI_TOOLS` names another folder.
pub fn tools() -> PathBuf {
    let cache = || {
        env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cache")))
            .unwrap_or_else(env::temp_dir)
    };
    env::var_os("JIAYI_TOOLS").map_or_else(|| cache().join("jiayi/tools"), PathBuf::from)
}

/// `PATH` with the installed tools before all others, for programs that look for them there.
pub fn path_with_tools() -> Result<OsString> {
    let others = env::var_os("PATH").unwrap_or_default();
    let all = iter::once(tools().join("bin")).chain(env::split_paths(&others));
    Ok(env::join_paths(all)?)
}

/// A program on `PATH`, if there is one of that name.
pub fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
