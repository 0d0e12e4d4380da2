//! The demo district, small, behind its router, with everybody signed in: what requests are sent to,
//! and what tables are imported into.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use axum::Router;
use backend::app::{App, Settings};
use backend::auth::account;
use backend::auth::session::{self, Owner};
use backend::clock::Clock;
use backend::db::{IfEmpty, Store, Val};
use backend::demo::{self, SignIns};
use backend::district::District;
use backend::failure::Failure;
use backend::http::cookie::SessionCookie;
use backend::http::{ClientFiles, router};
use backend::seal::Keys;
use domain::ids::Uuid;
use domain::problem::Code;
use tempfile::TempDir;

use crate::district::{folder, keys, now};

/// Those whom the demo introduces, and a few beside them.
const RESIDENTS: usize = 60;

/// Stands in files that no answer may hold: one beside the client's folder, one in it.
pub const SECRET: &str = "not-for-anybody";

/// What the compressed page holds, which is nothing to whoever does not know that it is compressed.
pub const COMPRESSED: &str = "as-brotli-writes-it";

/// Made once; everything a run does happens in it.
pub static TOWN: LazyLock<Town> = LazyLock::new(Town::new);

/// The district.
pub struct Town {
    pub store: Store,
    pub district: District,
    pub keys: Arc<Keys>,
    pub router: Router,
    folder: TempDir,
}

impl Town {
    fn new() -> Self {
        let folder = folder();
        let keys = keys(folder.path());
        let store = Store::open(&folder.path().join("data"), IfEmpty::Create).unwrap();
        let options = demo::Options {
            residents: Some(RESIDENTS),
            now: now(),
            seed: demo::SEED,
        };
        demo::create(&store, &Arc::new(keys.clone()), options, |_| ()).unwrap();
        let settings = Settings {
            clock: Clock::Fixed(now()),
            helper_term: Default::default(),
            sms_command: None,
            cookie: SessionCookie::Loopback,
            // So that the addresses which a proxy would write are read.
            behind_proxy: true,
            spill_bytes: 64 * 1024,
        };
        let client = client(folder.path().join("client"));
        let app = Arc::new(App::start(store.clone(), keys, settings).unwrap());
        Self {
            store,
            district: app.district.clone(),
            keys: app.keys.clone(),
            router: router(app, Some(client)),
            folder,
        }
    }

    /// A place for a file beside its data.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A cookie under which this person is signed in from now on.
    pub fn sign_in(&self, who: Who) -> String {
        let (district, keys) = (self.district.id.clone(), self.keys.clone());
        let token = self.store.write_here(move |tx| {
            let owner = match who.sign_in() {
                SignIn::Phone(phone) => {
                    let phone = phone.parse().map_err(|_| Code::NotFound)?;
                    Owner::Account(account::of_phone(tx, &district, &keys, &phone, now())?)
                }
                SignIn::Login(login) => {
                    let row = tx
                        .one(
                            "SELECT id FROM staff WHERE district_id = $1 AND login = $2",
                            &[(&district).into(), login.into()],
                        )?
                        .ok_or(Code::NotFound)?;
                    Owner::Staff(row.get("id")?)
                }
            };
            session::begin(tx, &district, owner, "fuzz", None, now())
        });
        format!(
            "{}={}",
            SessionCookie::Loopback.name(),
            token.unwrap().text()
        )
    }

    /// Up to four identifiers that this statement finds.
    pub fn ids(&self, sql: &'static str) -> Vec<String> {
        let district = self.district.id.clone();
        let found = self.store.read_here(move |tx| {
            let rows = tx.rows(sql, &[(&district).into(), Val::Int(4)])?;
            let ids = rows.iter().map(|row| Ok(row.first::<Uuid>()?.to_string()));
            ids.collect::<Result<Vec<_>, Failure>>()
        });
        found.unwrap()
    }
}

/// A built client of two files, and a file beside its folder.
fn client(folder: PathBuf) -> ClientFiles {
    std::fs::create_dir(&folder).unwrap();
    let hashes = format!(r#"{{"script_hashes":[],"style_hashes":[],"note":"{SECRET}"}}"#);
    for (name, text) in [
        ("index.html", "<!doctype html>"),
        ("index.html.br", COMPRESSED),
        ("build.json", &hashes),
        ("sw.js", "\"use strict\";"),
        ("../secret.txt", SECRET),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    ClientFiles::open(&folder).unwrap()
}

/// Somebody who sends requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    Resident,
    Doctor,
    Desk,
    Administrator,
}

enum SignIn {
    Phone(&'static str),
    Login(&'static str),
}

impl Who {
    pub const SIGNED_IN: [Who; 4] = [Who::Resident, Who::Doctor, Who::Desk, Who::Administrator];

    /// The letter that a request begins with.
    pub fn letter(self) -> u8 {
        match self {
            Who::Visitor => b'-',
            Who::Resident => b'r',
            Who::Doctor => b'd',
            Who::Desk => b's',
            Who::Administrator => b'a',
        }
    }

    /// Whoever this letter stands for.
    pub fn of(letter: u8) -> Self {
        let found = Self::SIGNED_IN.iter().find(|who| who.letter() == letter);
        found.copied().unwrap_or(Who::Visitor)
    }

    fn sign_in(self) -> SignIn {
        let known = SignIns::of_a_demo();
        match self {
            Who::Visitor | Who::Resident => SignIn::Phone(known.phones[0].phone),
            Who::Doctor => SignIn::Login(known.staff[0].login),
            Who::Desk => SignIn::Login(known.staff[3].login),
            Who::Administrator => SignIn::Login(known.staff[4].login),
        }
    }
}
