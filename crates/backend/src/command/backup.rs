//! `backup`, `backup key`, `backup verify`, `restore`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::Ended;
use super::check::tell;
use super::database::Database;
use crate::backup::{self, BackupKey, Manifest};
use crate::clock::Clock;
use crate::db::Place;
use crate::resources::invariants::INVARIANTS;
use crate::seal::Keys;

/// Backs up a data folder.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Backup {
    #[command(subcommand)]
    other: Option<Other>,
    /// Data folder; a server may be using it.
    #[arg(long, value_name = "DIR", env = "JIAYI_DATA", required = true)]
    data: Option<PathBuf>,
    /// The backup; not overwritten.
    #[arg(long, value_name = "FILE", required = true)]
    to: Option<PathBuf>,
    /// File of the backup key; keep it where the backups are not.
    #[arg(long, value_name = "FILE", env = "JIAYI_BACKUP_KEY", required = true)]
    backup_key: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// Put this key file of the data folder into the backup too. Without it, a restored folder
    /// needs the key file from elsewhere.
    #[arg(long, value_name = "FILE")]
    with_keys: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Other {
    /// Makes a backup key.
    Key {
        /// The new file.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Reads a whole backup and compares it with its manifest.
    Verify {
        /// The backup.
        file: PathBuf,
        /// File of the backup key.
        #[arg(long, value_name = "FILE", env = "JIAYI_BACKUP_KEY")]
        backup_key: PathBuf,
    },
}

impl Backup {
    /// Runs the command.
    pub fn run(self) -> Ended {
        match self.other {
            Some(Other::Key { to }) => {
                BackupKey::create(&to)?;
                println!("{} is the key; without it no backup opens", to.display());
            }
            Some(Other::Verify { file, backup_key }) => {
                let key = BackupKey::load(&backup_key)?;
                show(&backup::verify(&file, &key)?);
                println!("{} is whole", file.display());
            }
            None => {
                let (Some(data), Some(to), Some(key)) = (self.data, self.to, self.backup_key)
                else {
                    return Err("--data, --to and --backup-key are needed".into());
                };
                let key = BackupKey::load(&key)?;
                let now = Clock::System.now();
                let from = Place::new(data, self.database.url()?);
                let keys = self.with_keys.as_deref();
                show(&backup::make(from, &to, &key, keys, now)?);
                println!("{} is made", to.display());
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Restores a backup.
#[derive(Args)]
pub struct Restore {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Data folder: empty, or not there yet.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// File of the backup key.
    #[arg(long, value_name = "FILE", env = "JIAYI_BACKUP_KEY")]
    backup_key: PathBuf,
    /// Where the field keys go, where the backup has them. [default: DIR/keys.json]
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
}

impl Restore {
    /// Runs the command.
    pub fn run(self) -> Ended {
        let key = BackupKey::load(&self.backup_key)?;
        let keys = self.keys.unwrap_or_else(|| self.data.join("keys.json"));
        let to = Place::new(self.data, self.database.url()?);
        let manifest = backup::restore(&self.from, &key, &to, &keys)?;
        show(&manifest);
        tell_keys(&manifest, &keys);
        let findings = crate::db::check(&to, INVARIANTS)?;
        Ok(tell(&to, findings))
    }
}

/// Says which keys the sealed fields need, where the key file does not have them all.
fn tell_keys(manifest: &Manifest, path: &Path) {
    let name = path.display();
    let Ok(keys) = Keys::load(path) else {
        println!("the backup has no field keys; put them to {name}");
        return;
    };
    let there = keys.numbers();
    for number in &manifest.seal_keys {
        if !there.contains(number) {
            println!(
                "fields are sealed with key {number}, which {name} does not have; `keys join` the \
                 file into which it was retired"
            );
        }
    }
}

fn show(manifest: &Manifest) {
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    let keys: Vec<_> = manifest.seal_keys.iter().map(u16::to_string).collect();
    println!(
        "made {} by version {}: district {}, {} tables, {rows} rows, {} KiB, fields sealed with key \
         {}{}",
        manifest.made_at,
        manifest.program,
        manifest.districts.join(", "),
        manifest.tables.len(),
        manifest.database_bytes / 1024,
        keys.join(", "),
        if manifest.keys_bytes > 0 {
            ", with the field keys"
        } else {
            ""
        }
    );
}
