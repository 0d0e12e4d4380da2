//! The released product on a stage for Chromium: a fresh demo district on a set morning, the service,
//! a stand-in for WeChat, and Node's test runner that plays there. For the e2e suite and for `screens`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::service::{self, Running};
use crate::{place, process, setup, web};

/// A Tuesday morning without holidays near: sessions of the day are still to come, and pictures
/// stay comparable.
const NOW: &str = "2026-11-24T08:10:00+08:00";

/// What stands while plays are on; it ends with this value.
pub struct Stage {
    folder: PathBuf,
    chromium: PathBuf,
    sign_ins: PathBuf,
    port: u16,
    wechat: String,
    _running: (Running, Running),
}

impl Stage {
    /// Builds what is needed and starts it, with a folder of this name in the target folder.
    pub fn set(name: &str) -> Result<Self> {
        Self::set_on(name, None)
    }

    /// The same with its rows in a PostgreSQL, where one is given.
    pub fn set_on(name: &str, database: Option<String>) -> Result<Self> {
        let browser = setup::browser()?;
        setup::e2e_packages()?;
        web::release()?;
        let mut backend = service::build()?;
        if let Some(database) = database {
            backend = backend.on(database);
        }

        let folder = place::target().join(name);
        if folder.is_dir() {
            fs::remove_dir_all(&folder)
                .context("the district of the last run cannot be removed")?;
        }
        fs::create_dir_all(&folder)?;
        let data = folder.join("data");
        backend.make_demo(&data, None, Some(NOW))?;
        let sign_ins = folder.join("sign-ins.txt");
        fs::write(&sign_ins, backend.demo_sign_ins(&data, Some(NOW))?)?;

        let port = service::free_port()?;
        let mut serve = backend.serve(&data, port, Some(NOW));
        let (wechat, stands_in) = wechat(&mut serve, port, &folder)?;
        let log = fs::File::create(folder.join("backend.log"))?;
        serve.stdout(log.try_clone()?).stderr(log);
        let running = Running::start(&mut serve, port)?;
        Ok(Self {
            folder,
            chromium: browser.chromium,
            sign_ins,
            port,
            wechat,
            _running: (running, stands_in),
        })
    }

    /// Where this stage keeps its files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Node's test runner with all that `tests/e2e/support/stage.mjs` asks for; the caller adds what
    /// is played.
    pub fn node(&self) -> Command {
        let mut node = process::program("node");
        node.args(["--test", "--test-reporter=spec"])
            .env("JIAYI_URL", format!("http://127.0.0.1:{}", self.port))
            .env("JIAYI_CHROMIUM", &self.chromium)
            .env("JIAYI_NOW", NOW)
            .env("JIAYI_SIGN_INS", &self.sign_ins)
            .env("JIAYI_WECHAT", &self.wechat);
        node
    }
}

/// Starts a stand-in for WeChat and sets the service up for it; gives its address.
fn wechat(serve: &mut Command, port: u16, folder: &Path) -> Result<(String, Running)> {
    const TEMPLATE: &str = "reminder-0001";
    const SECRET: &str = "e2esecret";
    let secret = folder.join("wechat-secret");
    fs::write(&secret, SECRET)?;
    let program = service::build_wechat()?;
    let at = service::free_port()?;
    let url = format!("http://127.0.0.1:{at}");
    let domain = format!("127.0.0.1:{port}");
    let mut stand_in = process::program(&program);
    stand_in.args([
        &at.to_string(),
        "wxe2e",
        SECRET,
        &domain,
        TEMPLATE,
        "thing1,time2",
    ]);
    let running = Running::start_at(stand_in.stdout(Stdio::null()), at, "/jweixin.js")?;
    serve
        .args(["--wechat-app-id", "wxe2e", "--wechat-template", TEMPLATE])
        .args(["--wechat-site", &format!("http://{domain}")])
        .args(["--wechat-api", &url, "--wechat-open", &url])
        .args(["--wechat-sdk", &format!("{url}/jweixin.js")])
        .arg("--wechat-secret-file")
        .arg(secret);
    Ok((url, running))
}
