//! Where a test's data are: a temporary folder, and on PostgreSQL a database of its own.
//!
//! The engine is chosen by `JIAYI_TEST_DATABASE`, the URL of a server on which databases may be
//! made; without it the file in the folder is used. `cargo xtask test backend` runs both.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use backend::db::{IfEmpty, Place, Store};
use backend::seal::Keys;
use postgres::{Client, NoTls};
use tempfile::TempDir;

/// Name of the URL of the server.
const SERVER: &str = "JIAYI_TEST_DATABASE";

/// A place for data that is gone with this value.
pub struct Home {
    folder: TempDir,
    /// Dropped with this value, after whoever uses it.
    _database: Option<Database>,
    url: Option<String>,
}

impl Home {
    /// An empty place on the engine of this run.
    pub fn new() -> Self {
        Self::on(std::env::var(SERVER).ok())
    }

    /// An empty place on SQLite, whatever the engine of this run.
    pub fn file() -> Self {
        Self::on(None)
    }

    /// An empty place on PostgreSQL, for tests that are of it alone.
    pub fn server() -> Self {
        let server = std::env::var(SERVER);
        Self::on(Some(server.expect("run by `cargo xtask test backend`")))
    }

    fn on(server: Option<String>) -> Self {
        Self::with(server.map(|server| apart(move || Database::new(&server, None))))
    }

    fn with(database: Option<Database>) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            url: database.as_ref().map(Database::url),
            _database: database,
        }
    }

    /// A folder beside the data of this one, whose database is reached by another way.
    pub fn behind(&self, url: String) -> Self {
        Self {
            url: Some(url),
            ..Self::with(None)
        }
    }

    /// A place on the engine of this run whose database has the schema and nothing else; on
    /// PostgreSQL, copying one is faster than making it.
    pub fn with_schema() -> Self {
        let database = std::env::var(SERVER).ok().map(|server| {
            apart(move || {
                let template = TEMPLATE.get_or_init(|| template(&server));
                Database::new(&server, Some(template))
            })
        });
        Self::with(database)
    }

    /// The place, as a command names it.
    pub fn place(&self) -> Place {
        Place::new(self.folder.path().join("data"), self.url.clone())
    }

    /// URL of the database, on PostgreSQL.
    pub fn url(&self) -> Option<String> {
        self.url.clone()
    }

    /// The storage.
    pub fn open(&self) -> Store {
        Store::open(self.place(), IfEmpty::Create).unwrap()
    }

    /// A folder beside the data.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// New keys, kept beside the data.
    pub fn new_keys(&self) -> Keys {
        Keys::create(&self.keys_path()).unwrap()
    }

    /// The keys again.
    pub fn keys(&self) -> Keys {
        Keys::load(&self.keys_path()).unwrap()
    }

    /// File of the keys.
    pub fn keys_path(&self) -> PathBuf {
        self.folder.path().join("keys.json")
    }
}

/// Name of the database that has the schema, made once by each test program.
static TEMPLATE: OnceLock<String> = OnceLock::new();

fn template(server: &str) -> String {
    let database = Database::new(server, None);
    let folder = tempfile::tempdir().unwrap();
    drop(
        Store::open(
            Place::new(folder.path(), Some(database.url())),
            IfEmpty::Create,
        )
        .unwrap(),
    );
    let name = database.name.clone();
    // It stays for the whole program; the server is a temporary one.
    std::mem::forget(database);
    name
}

/// A database that is dropped with this value.
struct Database {
    server: String,
    name: String,
}

impl Database {
    fn new(server: &str, template: Option<&str>) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("town_{}_{number}", std::process::id());
        let template = template.unwrap_or("template0");
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        admin(server).batch_execute(&sql).unwrap();
        Self {
            server: server.to_owned(),
            name,
        }
    }

    fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        apart(move || admin(&server).batch_execute(&sql).unwrap());
    }
}

fn admin(server: &str) -> Client {
    Client::connect(server, NoTls).unwrap()
}

/// Blocking work in the middle of an async test.
fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}
