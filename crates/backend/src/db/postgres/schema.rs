//! The schema's steps on PostgreSQL: the same texts, with this engine's words for the same types.

use super::connection::Connection;
use crate::db::DbError;
use crate::db::migrations::{AppliedMigration, Migration, Steps, checksum};

impl Steps for Connection {
    fn alone<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Result<T, DbError> {
        // Two programs that start at once: one waits here, then finds all steps applied.
        self.batch("BEGIN")?;
        self.batch("LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE")?;
        let outcome = work(self);
        self.batch("COMMIT")?;
        Ok(outcome)
    }

    fn make_list(&mut self) -> Result<(), DbError> {
        self.batch(
            "CREATE TABLE IF NOT EXISTS schema_migration (
                number BIGINT NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                checksum BYTEA NOT NULL
            )",
        )
    }

    fn has_list(&mut self) -> Result<bool, DbError> {
        let row = self.client().query_one(
            "SELECT to_regclass('schema_migration') IS NOT NULL AS found",
            &[],
        )?;
        Ok(row.try_get("found")?)
    }

    fn applied(&mut self) -> Result<Vec<AppliedMigration>, DbError> {
        let rows = self.client().query(
            "SELECT number, checksum FROM schema_migration ORDER BY number",
            &[],
        )?;
        rows.iter()
            .map(|row| {
                Ok(AppliedMigration {
                    number: row.try_get("number")?,
                    checksum: row.try_get("checksum")?,
                })
            })
            .collect()
    }

    fn step(&mut self, step: &Migration) -> Result<(), DbError> {
        self.batch("SAVEPOINT step")?;
        let done = self.batch(&for_postgres(step.sql)).and_then(|()| {
            self.client().execute(
                "INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)",
                &[&step.number, &step.name, &checksum(step.sql)],
            )?;
            Ok(())
        });
        match done {
            Ok(()) => self.batch("RELEASE step"),
            Err(error) => {
                self.batch("ROLLBACK TO step")?;
                Err(error)
            }
        }
    }
}

/// A step with this engine's words. Text sorts by its bytes, as on SQLite, so that both engines
/// give the same pages.
fn for_postgres(sql: &str) -> String {
    let sql = sql.replace(", WITHOUT ROWID", "");
    let mut text = String::with_capacity(sql.len() + sql.len() / 4);
    for line in sql.lines() {
        let code = line.split_once("--").map_or(line, |(code, _)| code);
        let mut word = String::new();
        for c in code.chars().chain(['\n']) {
            if c.is_ascii_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            text.push_str(match word.as_str() {
                "BLOB" => "BYTEA",
                "TEXT" => "TEXT COLLATE \"C\"",
                "STRICT" => "",
                other => other,
            });
            word.clear();
            text.push(c);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_translated_and_comments_are_left_out() {
        let sql = "CREATE TABLE one ( -- BLOB or TEXT\n  a TEXT NOT NULL, b BLOB\n) STRICT, WITHOUT ROWID;";
        let words: Vec<String> = for_postgres(sql)
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        assert_eq!(
            words.join(" "),
            "CREATE TABLE one ( a TEXT COLLATE \"C\" NOT NULL, b BYTEA ) ;"
        );
    }
}
