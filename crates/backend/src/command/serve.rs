//! `serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use domain::grant::HelperTerm;
use tracing_subscriber::EnvFilter;

use super::{Ended, Folder, Now};
use crate::app::{App, Settings};
use crate::audit::keeper::Keeper;
use crate::audit::{heads, spill};
use crate::db::reads_at_once;
use crate::http::cookie::SessionCookie;
use crate::http::server::{ServeError, Tls, serve};
use crate::http::{ClientFiles, figures, router};
use crate::jobs::Runner;
use crate::reseal::{Follow, IN_FLIGHT};
use crate::wechat::{WeChat, WeChatFlags};

/// Serves a district.
#[derive(Args)]
pub struct Serve {
    /// File with values for these options, in TOML; flags and the environment win over it.
    #[arg(long, value_name = "FILE", env = "JIAYI_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    now: Now,
    /// Folder of the built client; without it, only the API is served.
    #[arg(long, value_name = "DIR", env = "JIAYI_CLIENT")]
    client: Option<PathBuf>,
    /// Port.
    #[arg(long, env = "JIAYI_PORT", default_value_t = 8080)]
    port: u16,
    /// Address to listen on; other than loopback it needs a certificate or a proxy with one.
    #[arg(long, env = "JIAYI_HOST", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Certificate with its chain (PEM).
    #[arg(long, value_name = "FILE", env = "JIAYI_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// Key of the certificate (PEM).
    #[arg(long, value_name = "FILE", env = "JIAYI_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// A proxy with a certificate stands in front, and alone writes `X-Forwarded-For`.
    #[arg(long, env = "JIAYI_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Program that sends sign-in codes: it reads one JSON object {"phone", "code"}.
    #[arg(long, value_name = "PROGRAM", env = "JIAYI_SMS_COMMAND")]
    sms_command: Option<PathBuf>,
    /// For how many months a helper may act before the person has to agree again.
    #[arg(
        long,
        value_name = "MONTHS",
        env = "JIAYI_HELPER_MONTHS",
        default_value_t = HelperTerm::default().months,
        value_parser = clap::value_parser!(u32).range(1..=60)
    )]
    helper_months: u32,
    /// File of the newest links of the audit trail; best on another disk than the data.
    /// [default: DIR/audit-heads.jsonl]
    #[arg(long, value_name = "FILE", env = "JIAYI_AUDIT_HEADS")]
    audit_heads: Option<PathBuf>,
    /// Size of the file that keeps the audit trail while the storage is busy, in KiB (1 GiB at most).
    #[arg(
        long,
        value_name = "KIB",
        env = "JIAYI_AUDIT_SPILL",
        default_value_t = spill::SIZE / 1024,
        value_parser = clap::value_parser!(u64).range(1..=1024 * 1024)
    )]
    audit_spill: u64,
    /// Folder of the district's own definitions of programmes (JSON), looked at with `programmes check`.
    #[arg(long, value_name = "DIR", env = "JIAYI_PROGRAMMES")]
    programmes: Option<PathBuf>,
    /// File of the district's own mapping of classes to the three colours (JSON).
    #[arg(long, value_name = "FILE", env = "JIAYI_THREE_COLOURS")]
    three_colours: Option<PathBuf>,
    /// Address of a listener for `/metrics` alone (127.0.0.1:9464); without it there is none.
    #[arg(long, value_name = "ADDRESS", env = "JIAYI_METRICS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    wechat: WeChatFlags,
    /// Form of the log. What is logged is chosen by RUST_LOG.
    #[arg(long, value_enum, env = "JIAYI_LOG", default_value_t = Log::Plain)]
    log: Log,
}

#[derive(Clone, Copy, ValueEnum)]
enum Log {
    /// For eyes.
    Plain,
    /// For programs.
    Json,
}

impl Serve {
    /// Runs the command.
    pub fn run(self) -> Ended {
        start_log(self.log);
        let tls = self.tls()?;
        let cookie = self.cookie(tls.as_ref())?;
        let client = self.client.as_deref().map(ClientFiles::open).transpose()?;
        if let Some(folder) = &self.programmes {
            let many = crate::programmes::add_own(folder)?;
            tracing::info!(many, "definitions of programmes of the district's own");
        }
        if let Some(file) = &self.three_colours {
            crate::three_colours::take_own(file)?;
            tracing::info!("the district's own mapping of the three colours");
        }
        let (store, keys) = self.folder.open()?;
        let settings = Settings {
            clock: self.now.clock(),
            sms_command: self.sms_command,
            helper_term: HelperTerm {
                months: self.helper_months,
            },
            cookie,
            behind_proxy: self.behind_proxy,
            spill_bytes: self.audit_spill * 1024,
        };
        let wechat = self.wechat.settings()?.map(WeChat::new).transpose()?;
        let app = Arc::new(App {
            wechat: wechat.map(Arc::new),
            ..App::start(store, keys, settings)?
        });
        let heads = self
            .audit_heads
            .unwrap_or_else(|| self.folder.data.join(heads::FILE));
        let keeper = Keeper::new(app.clone(), &heads)
            .map_err(|error| format!("{} cannot be written: {error}", heads.display()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // Reads run on these threads; two are always left for everything else.
            .worker_threads(reads_at_once() + 2)
            .enable_all()
            .build()?;
        runtime.spawn(Runner::new(app.clone()).run());
        runtime.spawn(Follow::new(app.clone(), self.folder.keys_path(), IN_FLIGHT).run());
        runtime.block_on(async {
            let (stop, stopped) = tokio::sync::oneshot::channel();
            let keeping = tokio::spawn(keeper.run(stopped));
            if let Some(address) = self.metrics {
                figures::serve(app.clone(), address)
                    .await
                    .map_err(|error| ServeError::Listen(address, error))?;
            }
            let served = serve(
                router(app, client),
                SocketAddr::new(self.host, self.port),
                tls,
            )
            .await;
            // After the last request, so that its rows are sealed too.
            tracing::info!("the requests have ended; sealing what they left in the trail");
            drop(stop);
            if keeping.await.is_err() {
                tracing::error!("the keeper of the trail ended by a panic");
            }
            served
        })?;
        tracing::info!("closing the storage");
        // Dropping the runtime drops the last handle to the storage, which ends what waits.
        drop(runtime);
        tracing::info!("stopped");
        Ok(ExitCode::SUCCESS)
    }
}

impl Serve {
    fn tls(&self) -> Result<Option<Tls>, &'static str> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Ok(Some(Tls {
                certificate: certificate.clone(),
                key: key.clone(),
            })),
            (None, None) => Ok(None),
            _ => Err("a certificate needs its key: give both --tls-cert and --tls-key"),
        }
    }

    fn cookie(&self, tls: Option<&Tls>) -> Result<SessionCookie, String> {
        match (tls, self.behind_proxy, self.host.is_loopback()) {
            (Some(_), _, _) | (None, true, _) => Ok(SessionCookie::Secure),
            (None, false, true) => Ok(SessionCookie::Loopback),
            (None, false, false) => Err(format!(
                "plain HTTP on {} would send sign-ins in the clear; \
                 give --tls-cert and --tls-key, or --behind-proxy",
                self.host
            )),
        }
    }

    /// What would keep the server from starting, as far as it shows without starting it.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        match self.tls() {
            Err(fault) => faults.push(fault.to_owned()),
            Ok(tls) => faults.extend(self.cookie(tls.as_ref()).err()),
        }
        faults.extend(self.wechat.settings().err());
        match self.folder.place() {
            Err(fault) => faults.push(fault),
            Ok(place) => faults.extend(place.look().err().map(|error| error.to_string())),
        }
        let keys = self.folder.keys_path();
        let needed = [Some(&self.folder.data), Some(&keys), self.client.as_ref()];
        let files = [&self.tls_cert, &self.tls_key, &self.sms_command].map(Option::as_ref);
        for path in needed.into_iter().chain(files).flatten() {
            if let Err(error) = std::fs::metadata(path) {
                faults.push(format!("{}: {error}", path.display()));
            }
        }
        faults
    }
}

fn start_log(form: Log) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match form {
        Log::Plain => log.with_target(false).compact().init(),
        Log::Json => log.json().flatten_event(true).init(),
    }
}
