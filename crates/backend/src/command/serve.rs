//! `serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use backend::app::{App, Settings};
use backend::http::cookie::SessionCookie;
use backend::http::server::{Tls, serve};
use backend::http::{ClientFiles, router};
use backend::jobs::Runner;
use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use super::{Ended, Folder, Now};

/// Serves a district.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    now: Now,
    /// Folder of the built client; without it, only the API is served.
    #[arg(long, value_name = "DIR")]
    client: Option<PathBuf>,
    /// Port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on; other than loopback it needs a certificate or a proxy with one.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Certificate with its chain (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Key of the certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy with a certificate stands in front, and alone writes `X-Forwarded-For`.
    #[arg(long)]
    behind_proxy: bool,
    /// Program that sends sign-in codes: it reads one JSON object {"phone", "code"}.
    #[arg(long, value_name = "PROGRAM")]
    sms_command: Option<PathBuf>,
    /// Form of the log. What is logged is chosen by RUST_LOG.
    #[arg(long, value_enum, default_value_t = Log::Plain)]
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
        let tls = self
            .tls_cert
            .zip(self.tls_key)
            .map(|(certificate, key)| Tls { certificate, key });
        let cookie = match (&tls, self.behind_proxy, self.host.is_loopback()) {
            (Some(_), _, _) | (None, true, _) => SessionCookie::Secure,
            (None, false, true) => SessionCookie::Loopback,
            (None, false, false) => {
                return Err(format!(
                    "plain HTTP on {} would send sign-ins in the clear; \
                     give --tls-cert and --tls-key, or --behind-proxy",
                    self.host
                )
                .into());
            }
        };
        let client = self.client.as_deref().map(ClientFiles::open).transpose()?;
        let (store, keys) = self.folder.open()?;
        let settings = Settings {
            clock: self.now.clock(),
            sms_command: self.sms_command,
            cookie,
            behind_proxy: self.behind_proxy,
        };
        let app = Arc::new(App::start(store, keys, settings)?);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.spawn(Runner::new(app.clone()).run());
        runtime.block_on(serve(
            router(app, client),
            SocketAddr::new(self.host, self.port),
            tls,
        ))?;
        // Dropping the runtime drops the last handle to the storage, which ends what waits.
        drop(runtime);
        tracing::info!("stopped");
        Ok(ExitCode::SUCCESS)
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
