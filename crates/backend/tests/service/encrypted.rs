//! The line to PostgreSQL: encrypted to the server whose certificate and name are known, or not
//! there at all.

use std::path::Path;
use std::time::{Duration, Instant};

use backend::db::{IfEmpty, OpenError, Place, Store, Tx};
use postgres::{Client, NoTls};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use crate::common::Home;

/// A certificate authority that nobody else knows.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { pem, issuer }
    }

    /// Certificate and key of a server.
    fn certify(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// The test server, reached through its network address.
struct Server {
    admin: Client,
    user: String,
    port: String,
    database: String,
}

impl Server {
    fn of(home: &Home) -> Self {
        let url = home.url().unwrap();
        let config: postgres::Config = url.parse().unwrap();
        let mut admin = Client::connect(&url, NoTls).unwrap();
        let port = admin.query_one("SHOW port", &[]).unwrap().get(0);
        Self {
            admin,
            user: config.get_user().unwrap().to_owned(),
            port,
            database: config.get_dbname().unwrap().to_owned(),
        }
    }

    fn url(&self, host: &str, query: &str) -> String {
        let Self {
            user,
            port,
            database,
            ..
        } = self;
        format!("postgres://{user}@{host}:{port}/{database}?{query}")
    }

    fn set(&mut self, settings: &[&str]) {
        for setting in settings {
            self.admin
                .batch_execute(&format!("ALTER SYSTEM {setting}"))
                .unwrap();
        }
        self.admin.batch_execute("SELECT pg_reload_conf()").unwrap();
    }

    /// A file of the server's own, which nobody else may read.
    fn write(&mut self, name: &str, text: &str) {
        let sql = format!(
            "COPY (SELECT unnest(string_to_array('{}', E'\\n'))) TO PROGRAM 'umask 077; cat > {name}'",
            text.trim_end()
        );
        self.admin.batch_execute(&sql).unwrap();
    }
}

/// Opens the storage and asks whether its line is encrypted.
fn is_encrypted(folder: &Path, url: &str) -> Result<bool, OpenError> {
    let store = Store::open(Place::new(folder, Some(url.to_owned())), IfEmpty::Create)?;
    let ask = |tx: &mut dyn Tx| {
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        Ok(tx.one(sql, &[])?.unwrap().get("ssl")?)
    };
    Ok(store.read_here(ask).unwrap())
}

#[test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
fn a_line_is_encrypted_to_the_server_that_is_meant_or_not_there() {
    let home = Home::server();
    let mut server = Server::of(&home);
    let ours = Authority::new("ours");
    let pem = |name: &str, authority: &Authority| {
        let file = home.path().join(name);
        std::fs::write(&file, &authority.pem).unwrap();
        file.display().to_string()
    };
    let roots = pem("roots", &ours);
    let other = pem("other", &Authority::new("other"));
    let impostor = pem("impostor", &Authority::new("ours"));
    let data = home.path().join("data");
    let known = format!("sslmode=verify-full&sslrootcert={roots}");

    server.set(&["RESET ssl"]);
    let by = Instant::now() + Duration::from_secs(20);
    while is_encrypted(&data, &server.url("localhost", &known)).is_ok() {
        assert!(
            Instant::now() < by,
            "the server goes on with its certificate"
        );
    }
    let plain = is_encrypted(&data, &server.url("localhost", "sslmode=require"));
    assert!(plain.is_err(), "a plain line was taken: {plain:?}");

    let (certificate, key) = ours.certify("localhost");
    server.write("jiayi-test.crt", &certificate);
    server.write("jiayi-test.key", &key);
    server.set(&[
        "SET ssl_cert_file = 'jiayi-test.crt'",
        "SET ssl_key_file = 'jiayi-test.key'",
        "SET ssl = on",
    ]);
    let encrypted = loop {
        let tried = is_encrypted(&data, &server.url("localhost", &known));
        match tried {
            Err(error) if Instant::now() > by => panic!("{error}"),
            Err(_) => std::thread::yield_now(),
            Ok(encrypted) => break encrypted,
        }
    };
    assert!(encrypted);
    let required = format!("sslmode=require&sslrootcert={roots}");
    assert!(is_encrypted(&data, &server.url("localhost", &required)).unwrap());
    assert!(!is_encrypted(&data, &server.url("localhost", "sslmode=disable")).unwrap());

    let only = |mode: &str, file: &str| format!("sslmode={mode}&sslrootcert={file}");
    for (host, query, why) in [
        ("127.0.0.1", known.clone(), "not valid for name"),
        ("localhost", only("verify-full", &other), "UnknownIssuer"),
        ("localhost", only("require", &other), "UnknownIssuer"),
        ("localhost", only("require", &impostor), "BadSignature"),
    ] {
        let refused = is_encrypted(&data, &server.url(host, &query)).unwrap_err();
        let said = refused.to_string();
        assert!(said.contains(why), "{query}: {said}");
    }
    assert!(is_encrypted(&data, &server.url("localhost", "sslmode=require")).is_err());
}
