//! Which PostgreSQL database, and how its password comes to us: from a file, never in a flag, which
//! everybody on the machine could read.

use std::path::PathBuf;

use clap::Args;

use crate::db::{has_password, with_password};

/// The database, where the rows are not in the folder.
#[derive(Args)]
pub(super) struct Database {
    /// PostgreSQL database that holds the rows (postgres://user@host/name?sslmode=verify-full); the
    /// keys and the lock stay in the data folder. [default: an SQLite file in the folder]
    // Not shown with its value: it may hold a password.
    #[arg(
        long,
        value_name = "URL",
        env = "JIAYI_DATABASE",
        hide_env_values = true
    )]
    pub database: Option<String>,
    /// File with the password for the database, on its first line; for its owner's eyes alone.
    #[arg(long, value_name = "FILE", env = "JIAYI_DATABASE_PASSWORD_FILE")]
    pub database_password_file: Option<PathBuf>,
}

impl Database {
    /// The URL with the password from the file.
    pub(super) fn url(&self) -> Result<Option<String>, String> {
        let Some(url) = &self.database else {
            return match self.database_password_file {
                Some(_) => Err("--database-password-file is for a --database".to_owned()),
                None => Ok(None),
            };
        };
        // Not `args`, which panics where one is no UTF-8.
        let openly =
            std::env::args_os().any(|argument| argument.to_string_lossy().contains(url.as_str()));
        if openly && has_password(url) {
            return Err(
                "a password on the command line is seen by everybody on this machine; \
                 put it into a file, for --database-password-file"
                    .to_owned(),
            );
        }
        let Some(file) = &self.database_password_file else {
            return Ok(Some(url.clone()));
        };
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        match text.lines().next() {
            Some(password) if !password.is_empty() => Ok(Some(with_password(url, password))),
            _ => Err(format!(
                "{} has no password in its first line",
                file.display()
            )),
        }
    }
}
