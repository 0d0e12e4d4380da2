//! Where a district's data are: a folder alone, or a folder and a PostgreSQL database.
//!
//! The folder is there in both cases. It holds the lock, the keys unless they are elsewhere, and on
//! SQLite the database file; with PostgreSQL the rows alone are elsewhere.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{DbError, postgres};

/// Where the data are.
#[derive(Clone)]
pub struct Place {
    folder: PathBuf,
    database: Option<String>,
}

impl Place {
    /// A folder, whose database is a file in it or behind a URL (`postgres://user@host/name`).
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>, database: Option<String>) -> Self {
        Self {
            folder: folder.into(),
            database,
        }
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Says what of the place cannot work, as far as it shows without connecting.
    pub fn look(&self) -> Result<(), DbError> {
        self.url().map_or(Ok(()), postgres::understand)
    }

    /// The URL of the PostgreSQL database, where there is one. It may hold a password.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.database.as_deref()
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::new(folder, None)
    }
}

impl From<&PathBuf> for Place {
    fn from(folder: &PathBuf) -> Self {
        Self::new(folder, None)
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Self {
        place.clone()
    }
}

impl fmt::Display for Place {
    /// The folder, or the database without whoever signs in to it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.database.as_deref().map(shown) {
            None => write!(f, "{}", self.folder.display()),
            Some(None) => f.write_str("the database"),
            Some(Some(place)) => write!(f, "the database {place}"),
        }
    }
}

/// Host and name of a database, where it is sure that no password is among them.
fn shown(url: &str) -> Option<&str> {
    let behind = after_scheme(url)?;
    let (place, query) = behind.split_once('?').unwrap_or((behind, ""));
    // A question mark may stand in a password, which then ends before an `@` behind it.
    if query.contains('@') {
        return None;
    }
    Some(place.rsplit_once('@').map_or(place, |(_, place)| place))
}

/// What follows `postgres://`; `None` of what is no URL.
pub(super) fn after_scheme(url: &str) -> Option<&str> {
    ["postgres://", "postgresql://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({self})")
    }
}

/// A URL with this password in it.
#[must_use]
pub fn with_password(url: &str, password: &str) -> String {
    let mark = if url.contains('?') { '&' } else { '?' };
    let escaped: String = password
        .bytes()
        .map(|byte| format!("%{byte:02x}"))
        .collect();
    format!("{url}{mark}password={escaped}")
}

/// Whether a URL holds a password.
#[must_use]
pub fn has_password(url: &str) -> bool {
    // What cannot be read is refused by whoever connects.
    let config = url.parse::<::postgres::Config>();
    let in_it = config.is_ok_and(|config| config.get_password().is_some());
    in_it || url.contains("password=") || user_part(url).contains(':')
}

/// What stands before the host.
fn user_part(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = behind.split(['/', '?']).next().unwrap_or("");
    place.rsplit_once('@').map_or("", |(user, _)| user)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_shown_without_its_password() {
        for url in [
            "postgres://jiayi:p@ss@db.example:5432/hetang?password=hidden",
            "postgres://db.example:5432/hetang",
        ] {
            let place = Place::new("/data", Some(url.to_owned()));
            assert_eq!(place.to_string(), "the database db.example:5432/hetang");
        }
        assert_eq!(Place::from(Path::new("/data")).to_string(), "/data");
        for unclear in [
            "host=db.example user=jiayi password=hidden",
            "postgres://db.example/hetang?user=a@b&password=hidden",
            "postgres://jiayi:hid?den@db.example/hetang",
            "postgres:/db.example?password=hidden",
        ] {
            let place = Place::new("/data", Some(unclear.to_owned()));
            assert_eq!(place.to_string(), "the database", "{unclear}");
        }
    }

    #[test]
    fn a_password_from_elsewhere_arrives_as_it_is_and_is_not_shown() {
        for url in [
            "postgres://jiayi@localhost/hetang",
            "postgres://jiayi@localhost/hetang?application_name=x",
        ] {
            assert!(!has_password(url));
            let with = with_password(url, "p@ss w&rd?=%2f密");
            let config: ::postgres::Config = with.parse().unwrap();
            assert_eq!(config.get_password(), Some("p@ss w&rd?=%2f密".as_bytes()));
            assert!(has_password(&with));
            let place = Place::new("/data", Some(with));
            assert_eq!(format!("{place:?}"), "Place(the database localhost/hetang)");
        }
        assert!(has_password(
            "postgres://jiayi:secret@db/jiayi?sslmode=verify-full"
        ));
        assert!(!has_password(
            "postgres://jiayi@db:5432/jiayi?sslmode=verify-full"
        ));
    }
}
