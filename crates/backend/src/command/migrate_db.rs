//! `migrate-db`

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Args;

use super::database::Database;
use super::{Ended, Folder};
use crate::db::{MoveError, Moved, Place, migrate};

/// Moves a district between a folder and a PostgreSQL database; the other engine must be empty.
#[derive(Args)]
pub struct MigrateDb {
    #[command(flatten)]
    folder: Folder,
    /// Where the rows go: the URL of a database (postgres://user@host/name), or a folder.
    #[arg(long, value_name = "URL or DIR")]
    to: String,
}

impl MigrateDb {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let is_url = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| self.to.starts_with(scheme));
        let (from, to) = if is_url && self.folder.database.database.is_none() {
            // The folder goes on holding the lock and, unless they are elsewhere, the keys.
            let to = Database {
                database: Some(self.to),
                database_password_file: self.folder.database.database_password_file.clone(),
            };
            let folder = &self.folder.data;
            (Place::new(folder, None), Place::new(folder, to.url()?))
        } else if is_url {
            return Err(MoveError::SameEngine.into());
        } else {
            (self.folder.place()?, Place::new(self.to, None))
        };
        let shown = std::io::stderr().is_terminal();
        let moved = migrate(&from, &to, |moved| {
            if shown {
                show(moved);
            }
        })?;
        if shown {
            eprintln!();
        }
        for Moved { table, content, .. } in &moved {
            println!("{table}: {content}, the same in both");
        }
        let rows: u64 = moved.iter().map(|moved| moved.content.rows).sum();
        println!("{rows} rows of {} tables are in {to}", moved.len());
        println!(
            "Serve them from there with the same keys ({}), and keep {from} until you have.",
            self.folder.keys_path().display()
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// Progress on one line.
fn show(moved: &Moved) {
    eprint!("\r{:<24} {:>9} rows", moved.table, moved.content.rows);
    // A terminal that takes no progress is no reason to stop.
    let _ = std::io::stderr().flush();
}
