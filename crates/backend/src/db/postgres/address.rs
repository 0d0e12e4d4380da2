//! The URL of a PostgreSQL database: who is spoken to, and whether the line is encrypted.
//!
//! Beside what the client knows, a URL may say `sslmode` and `sslrootcert` in PostgreSQL's words,
//! more strictly: an encrypted line always looks at the certificate and at the name in it, and a
//! plain line to another machine must be asked for by name.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::db::{DbError, place};

/// Value of `sslrootcert` for the certificates that the system trusts; also where there is none.
const OF_THE_SYSTEM: &str = "system";

/// A database, as its URL says it.
pub(super) struct Address {
    pub config: Config,
    tls: Option<ClientConfig>,
}

impl Address {
    /// Reads a URL. The client also knows a form of words, `host=… password=…`, which nothing else
    /// of ours reads.
    pub(super) fn parse(url: &str) -> Result<Self, DbError> {
        if place::after_scheme(url).is_none() {
            return Err(refused("the URL of the database begins with postgres://"));
        }
        let said = Said::of(url);
        let mut config: Config = said
            .rest
            .parse()
            .map_err(|_| refused("the URL of the database cannot be read"))?;
        let encrypted = match said.mode.as_deref() {
            Some("require" | "verify-full") => true,
            Some("disable") => false,
            None if config.get_hosts().iter().all(is_here) => false,
            None => {
                return Err(refused(
                    "the database is on another machine: add ?sslmode=verify-full to its URL, \
                     or ?sslmode=disable where the line itself is private",
                ));
            }
            Some(_) => {
                return Err(refused(
                    "sslmode must be verify-full, require (which looks at the certificate too) \
                     or disable",
                ));
            }
        };
        config.ssl_mode(if encrypted {
            SslMode::Require
        } else {
            SslMode::Disable
        });
        let tls = encrypted
            .then(|| client(said.roots.as_deref()))
            .transpose()?;
        Ok(Self { config, tls })
    }

    /// Connects. Blocks.
    pub(super) fn connect(self) -> Result<Client, postgres::Error> {
        match self.tls {
            Some(tls) => self.config.connect(MakeRustlsConnect::new(tls)),
            None => self.config.connect(NoTls),
        }
    }
}

/// A URL taken apart: what the client does not know itself, and the rest.
struct Said<'a> {
    rest: Cow<'a, str>,
    mode: Option<String>,
    roots: Option<String>,
}

impl<'a> Said<'a> {
    fn of(url: &'a str) -> Self {
        let mut said = Self {
            rest: url.into(),
            mode: None,
            roots: None,
        };
        let Some((place, query)) = url.split_once('?') else {
            return said;
        };
        let mut kept = Vec::new();
        for pair in query.split('&') {
            let value = |text: &str| {
                form_urlencoded::parse(text.as_bytes())
                    .next()
                    .map(|(_, v)| v.into_owned())
            };
            match pair.split_once('=') {
                Some(("sslmode", _)) => said.mode = value(pair),
                Some(("sslrootcert", _)) => said.roots = value(pair),
                _ => kept.push(pair),
            }
        }
        let mark = if kept.is_empty() { "" } else { "?" };
        said.rest = format!("{place}{mark}{}", kept.join("&")).into();
        said
    }
}

/// Whether what is sent to a host stays on this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse()
                    .is_ok_and(|address: IpAddr| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

fn client(roots: Option<&str>) -> Result<ClientConfig, DbError> {
    let roots = match roots {
        None | Some(OF_THE_SYSTEM) => of_the_system()?,
        Some(file) => of_file(file)?,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| refused(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn of_the_system() -> Result<RootCertStore, DbError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (taken, _) = roots.add_parsable_certificates(found.certs);
    if taken == 0 {
        return Err(refused(
            "the system trusts no certificates; add sslrootcert=FILE to the URL of the database",
        ));
    }
    Ok(roots)
}

fn of_file(file: &str) -> Result<RootCertStore, DbError> {
    let unusable = |why: String| refused(format!("sslrootcert {file} cannot be used: {why}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|e| unusable(e.to_string()))? {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("there is no certificate in it".to_owned()));
    }
    Ok(roots)
}

fn refused(why: impl Into<String>) -> DbError {
    DbError::Engine(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<SslMode, String> {
        match Address::parse(url) {
            Ok(address) => {
                assert_eq!(
                    address.tls.is_some(),
                    address.config.get_ssl_mode() == SslMode::Require
                );
                Ok(address.config.get_ssl_mode())
            }
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn a_line_is_plain_only_on_this_machine_or_where_that_is_asked_for() {
        for here in [
            "postgres://jiayi@localhost/jiayi",
            "postgres://jiayi@127.0.0.1:5433/jiayi",
            "postgres://jiayi@%2Frun%2Fpostgresql/jiayi",
            "postgres:///jiayi?host=/run/postgresql&user=jiayi",
            "postgres://db.example/jiayi?sslmode=disable",
        ] {
            assert_eq!(mode(here), Ok(SslMode::Disable), "{here}");
        }
        for elsewhere in [
            "postgres://jiayi@db.example/jiayi",
            "postgres://jiayi@localhost,db.example/jiayi",
            "postgres://jiayi@192.0.2.1/jiayi",
        ] {
            assert!(
                mode(elsewhere).unwrap_err().contains("verify-full"),
                "{elsewhere}"
            );
        }
        for loose in ["prefer", "allow", "verify-ca", "VERIFY-FULL", ""] {
            let url = format!("postgres://db.example/jiayi?sslmode={loose}");
            assert!(mode(&url).unwrap_err().contains("must be"), "{loose}");
        }
        for words in ["host=localhost user=jiayi", "localhost/jiayi", ""] {
            assert!(mode(words).unwrap_err().contains("begins with"), "{words}");
        }
    }

    #[test]
    fn roots_come_from_a_file_that_has_some() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("roots 1.pem");
        let name = file.display().to_string().replace(' ', "%20");
        let url = format!(
            "postgres://db.example/jiayi?sslrootcert={name}&sslmode=verify-full&application_name=x"
        );
        assert!(mode(&url).unwrap_err().contains("roots 1.pem"));
        std::fs::write(&file, "").unwrap();
        assert!(mode(&url).unwrap_err().contains("no certificate in it"));
        let made = rcgen::generate_simple_self_signed(["db.example".to_owned()]).unwrap();
        std::fs::write(&file, made.cert.pem()).unwrap();
        assert_eq!(mode(&url), Ok(SslMode::Require));
        let address = Address::parse(&url).unwrap();
        assert_eq!(address.config.get_application_name(), Some("x"));
    }
}
