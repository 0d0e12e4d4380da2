//! The schema, as a list of steps that only ever grows. A step that has been applied somewhere is
//! never edited: its checksum is stored, and a database whose steps differ from the program's is
//! refused rather than guessed at.

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use super::DbError;

/// One step.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Position in the list, from 1.
    pub number: i64,
    /// What it brings.
    pub name: &'static str,
    /// Its statements.
    pub sql: &'static str,
}

/// All steps in their order.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "foundation",
        sql: include_str!("../../migrations/0001_foundation.sql"),
    },
    Migration {
        number: 2,
        name: "care",
        sql: include_str!("../../migrations/0002_care.sql"),
    },
    Migration {
        number: 3,
        name: "dead jobs",
        sql: include_str!("../../migrations/0003_dead_jobs.sql"),
    },
    Migration {
        number: 4,
        name: "audit seal",
        sql: include_str!("../../migrations/0004_audit_seal.sql"),
    },
    Migration {
        number: 5,
        name: "staff accounts",
        sql: include_str!("../../migrations/0005_staff_accounts.sql"),
    },
    Migration {
        number: 6,
        name: "grants",
        sql: include_str!("../../migrations/0006_grants.sql"),
    },
    Migration {
        number: 7,
        name: "persons of staff",
        sql: include_str!("../../migrations/0007_persons_of_staff.sql"),
    },
    Migration {
        number: 8,
        name: "follow-up counts",
        sql: include_str!("../../migrations/0008_follow_up_counts.sql"),
    },
    Migration {
        number: 9,
        name: "no-shows",
        sql: include_str!("../../migrations/0009_no_shows.sql"),
    },
    Migration {
        number: 10,
        name: "less to write",
        sql: include_str!("../../migrations/0010_less_to_write.sql"),
    },
    Migration {
        number: 11,
        name: "WeChat",
        sql: include_str!("../../migrations/0011_wechat.sql"),
    },
    Migration {
        number: 12,
        name: "places",
        sql: include_str!("../../migrations/0012_places.sql"),
    },
    Migration {
        number: 13,
        name: "area",
        sql: include_str!("../../migrations/0013_area.sql"),
    },
    Migration {
        number: 14,
        name: "versions of follow-ups",
        sql: include_str!("../../migrations/0014_follow_up_versions.sql"),
    },
    Migration {
        number: 15,
        name: "version of an institution",
        sql: include_str!("../../migrations/0015_institution_version.sql"),
    },
    Migration {
        number: 16,
        name: "households and calls",
        sql: include_str!("../../migrations/0016_households_and_calls.sql"),
    },
    Migration {
        number: 17,
        name: "three colours",
        sql: include_str!("../../migrations/0017_three_colours.sql"),
    },
    Migration {
        number: 18,
        name: "home measurements",
        sql: include_str!("../../migrations/0018_home_measurements.sql"),
    },
    Migration {
        number: 19,
        name: "without network",
        sql: include_str!("../../migrations/0019_without_network.sql"),
    },
    Migration {
        number: 20,
        name: "suspects and passing on",
        sql: include_str!("../../migrations/0020_suspects_and_passing_on.sql"),
    },
    Migration {
        number: 21,
        name: "departures",
        sql: include_str!("../../migrations/0021_departures.sql"),
    },
    Migration {
        number: 22,
        name: "drawn signatures",
        sql: include_str!("../../migrations/0022_drawn_signatures.sql"),
    },
    Migration {
        number: 23,
        name: "groups of programmes",
        sql: include_str!("../../migrations/0023_groups_of_programmes.sql"),
    },
];

/// A step as a database remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedMigration {
    /// Position in the list.
    pub number: i64,
    /// SHA-256 of its statements.
    pub checksum: Vec<u8>,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The database has steps that this program does not know.
    #[error("the database was made by a newer version (step {0}); use that version")]
    Newer(i64),
    /// A step has other statements than when it was applied.
    #[error("step {0} of the schema differs from what this database was made with")]
    Changed(i64),
    /// A step failed; nothing of it was kept.
    #[error("step {number} of the schema failed: {source}")]
    Failed {
        /// The step.
        number: i64,
        /// What the engine said.
        source: DbError,
    },
    /// The list of applied steps cannot be read.
    #[error("the list of schema steps cannot be read: {0}")]
    Unreadable(#[from] DbError),
}

/// What the list needs of an engine.
pub(super) trait Steps {
    /// Runs work while no other program changes the schema.
    fn alone<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Result<T, DbError>;
    /// Makes the table of applied steps where there is none.
    fn make_list(&mut self) -> Result<(), DbError>;
    /// Whether there is a table of applied steps.
    fn has_list(&mut self) -> Result<bool, DbError>;
    /// The applied steps in their order.
    fn applied(&mut self) -> Result<Vec<AppliedMigration>, DbError>;
    /// Applies a step and writes it down; nothing of it stays where it fails.
    fn step(&mut self, step: &Migration) -> Result<(), DbError>;
}

/// Applies what is missing, each step for itself.
pub(super) fn apply(engine: &mut impl Steps) -> Result<(), MigrationError> {
    run(engine, MIGRATIONS)
}

/// Says what differs from this program's list, without changing anything.
pub(super) fn verify(engine: &mut impl Steps) -> Result<(), MigrationError> {
    let newest = compare(&engine.applied()?, MIGRATIONS)?;
    match MIGRATIONS.get(newest) {
        Some(missing) => Err(MigrationError::Changed(missing.number)),
        None => Ok(()),
    }
}

fn run(engine: &mut impl Steps, steps: &[Migration]) -> Result<(), MigrationError> {
    engine.make_list()?;
    engine.alone(|engine| {
        let done = compare(&engine.applied()?, steps)?;
        for step in steps.iter().skip(done) {
            engine.step(step).map_err(|source| MigrationError::Failed {
                number: step.number,
                source,
            })?;
        }
        Ok(())
    })?
}

/// How many steps are applied; an error where one of them is not ours.
fn compare(applied: &[AppliedMigration], steps: &[Migration]) -> Result<usize, MigrationError> {
    if let Some(newest) = applied.last()
        && steps.last().is_none_or(|step| step.number < newest.number)
    {
        return Err(MigrationError::Newer(newest.number));
    }
    for (step, found) in steps.iter().zip(applied) {
        if step.number != found.number || checksum(step.sql) != found.checksum {
            return Err(MigrationError::Changed(step.number));
        }
    }
    Ok(applied.len())
}

impl Steps for Connection {
    fn alone<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Result<T, DbError> {
        // The folder's lock is held already.
        Ok(work(self))
    }

    fn make_list(&mut self) -> Result<(), DbError> {
        self.execute_batch(
            "CREATE TABLE IF NOT EXISTS schema_migration (
                number INTEGER NOT NULL PRIMARY KEY,
                name TEXT NOT NULL,
                checksum BLOB NOT NULL
            ) STRICT",
        )?;
        Ok(())
    }

    fn has_list(&mut self) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM sqlite_schema WHERE name = 'schema_migration'";
        let found = self.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok(found.optional()?.is_some())
    }

    fn applied(&mut self) -> Result<Vec<AppliedMigration>, DbError> {
        let mut statement =
            self.prepare("SELECT number, checksum FROM schema_migration ORDER BY number")?;
        let rows = statement.query_map([], |row| {
            Ok(AppliedMigration {
                number: row.get(0)?,
                checksum: row.get(1)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn step(&mut self, step: &Migration) -> Result<(), DbError> {
        let transaction = self.transaction()?;
        transaction.execute_batch(&for_sqlite(step.sql))?;
        transaction.execute(
            "INSERT INTO schema_migration (number, name, checksum) VALUES (?1, ?2, ?3)",
            (step.number, step.name, checksum(step.sql)),
        )?;
        transaction.commit()?;
        Ok(())
    }
}

/// The steps are written once for both engines. SQLite's strict tables know one integer, which is
/// as long as the other engine's `BIGINT`.
fn for_sqlite(sql: &str) -> String {
    sql.replace("BIGINT", "INTEGER")
}

/// SHA-256 of a step's statements, as they are written in the list.
pub(super) fn checksum(sql: &str) -> Vec<u8> {
    Sha256::digest(sql.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use domain::codes::PeopleGroup;

    use super::*;

    const ONE: Migration = Migration {
        number: 1,
        name: "one",
        sql: "CREATE TABLE one (n BIGINT NOT NULL) STRICT",
    };
    const TWO: Migration = Migration {
        number: 2,
        name: "two",
        sql: "CREATE TABLE two (n BIGINT NOT NULL) STRICT",
    };

    #[test]
    fn steps_are_applied_once_and_in_order() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[ONE]).unwrap();
        run(&mut connection, &[ONE, TWO]).unwrap();
        run(&mut connection, &[ONE, TWO]).unwrap();
        connection
            .execute("INSERT INTO two VALUES (1)", [])
            .unwrap();
    }

    #[test]
    fn an_edited_step_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[ONE]).unwrap();
        let edited = Migration {
            sql: "CREATE TABLE uno (n BIGINT NOT NULL) STRICT",
            ..ONE
        };
        let refused = run(&mut connection, &[edited]);
        assert!(
            matches!(refused, Err(MigrationError::Changed(1))),
            "{refused:?}"
        );
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &[ONE, TWO]).unwrap();
        let refused = run(&mut connection, &[ONE]);
        assert!(
            matches!(refused, Err(MigrationError::Newer(2))),
            "{refused:?}"
        );
    }

    #[test]
    fn a_failing_step_leaves_nothing_behind() {
        let mut connection = Connection::open_in_memory().unwrap();
        let broken = Migration {
            sql: "CREATE TABLE two (n BIGINT) STRICT; SELECT nothing FROM nowhere",
            ..TWO
        };
        assert!(run(&mut connection, &[ONE, broken]).is_err());
        run(&mut connection, &[ONE, TWO]).unwrap();
    }

    /// What is known of one link after the step that made grants of links.
    fn granted(connection: &Connection, relation: &str) -> (Vec<u8>, String, String, bool) {
        connection
            .query_row(
                "SELECT id, capacity, functions, ends IS NULL FROM access_grant WHERE relation = ?1",
                [relation],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .unwrap()
    }

    #[test]
    fn an_own_link_stays_and_another_becomes_a_helpers_with_an_end() {
        let mut connection = Connection::open_in_memory().unwrap();
        let grants = MIGRATIONS
            .iter()
            .position(|step| step.name == "grants")
            .unwrap();
        run(&mut connection, &MIGRATIONS[..grants]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO district VALUES ('430202', '', '', 1, x'00', 0, 1);
                 INSERT INTO account VALUES
                     ('430202', x'000102030405060708090a0b0c0d0e0f', x'00', '', x'00', 0, 1);
                 INSERT INTO account_person VALUES
                     ('430202', x'000102030405060708090a0b0c0d0e0f',
                      x'101112131415161718191a1b1c1d1e1f', 'oneself', 'desk', 7),
                     ('430202', x'000102030405060708090a0b0c0d0e0f',
                      x'202122232425262728292a2b2c2d2e2f', 'parent', 'national_id', 8)",
            )
            .unwrap();
        run(&mut connection, MIGRATIONS).unwrap();
        let (id, capacity, functions, endless) = granted(&connection, "oneself");
        assert_eq!(id.len(), 16);
        assert_eq!((capacity.as_str(), endless), ("oneself", true));
        assert!(functions.contains("identity"));
        let (other, capacity, functions, endless) = granted(&connection, "parent");
        assert_ne!(id, other);
        assert_eq!((capacity.as_str(), endless), ("helper", false));
        assert!(functions.contains("record") && !functions.contains("identity"));
    }

    /// Residents with nothing but an id.
    fn add_residents(connection: &Connection, ids: &[u8]) {
        for id in ids {
            connection
                .execute(
                    "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
                         national_id_sealed, national_id_masked, national_id_index, address_sealed, township,
                         village, registered_here, months_resident, people_groups, institution_id, team_id,
                         source_system, updated_ms, version)
                     VALUES ('430202', ?1, hex(?1), '', '', 'male', '1950-01-01', x'00', '', ?1, x'00',
                         '', '', 1, 1, '[]', x'00', x'00', '', 0, 1)",
                    [vec![*id]],
                )
                .unwrap();
        }
    }

    #[test]
    fn whom_a_call_has_closed_as_moved_or_dead_is_marked_so() {
        let mut connection = Connection::open_in_memory().unwrap();
        let departures = MIGRATIONS
            .iter()
            .position(|step| step.name == "departures")
            .unwrap();
        run(&mut connection, &MIGRATIONS[..departures]).unwrap();
        add_residents(&connection, &[0xaa, 0xbb, 0xcc]);
        connection
            .execute_batch(
                "INSERT INTO follow_up_call (district_id, id, resident_id, programme, called_ms, outcome,
                     day, note, closed, staff_id, recorded_ms) VALUES
                     ('430202', x'01', x'aa', 'hypertension', 5, 'died', '2026-11-01', '女儿说的', 'died',
                      x'09', 7),
                     ('430202', x'02', x'bb', 'hypertension', 5, 'not_reached', NULL, NULL, 'lost', x'09', 7),
                     ('430202', x'03', x'cc', 'hypertension', 5, 'moved', NULL, NULL, 'moved', x'09', 7);
                 INSERT INTO follow_up_closed (district_id, call_id, programme, resident_id, team_id,
                     village, reason, closed_on, closed_by, due, urgent) VALUES
                     ('430202', x'01', 'hypertension', x'aa', x'00', '', 'died', '2026-11-03', x'09',
                      '2026-11-20', 0),
                     ('430202', x'01', 'diabetes', x'aa', x'00', '', 'died', '2026-11-03', x'09',
                      '2026-11-20', 0),
                     ('430202', x'02', 'hypertension', x'bb', x'00', '', 'lost', '2026-11-03', x'09',
                      '2026-11-20', 0),
                     ('430202', x'03', 'hypertension', x'cc', x'00', '', 'moved', '2026-11-03', x'09',
                      '2026-11-20', 0);
                 INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id, village, due,
                     urgent, version) VALUES ('430202', x'cc', 'diabetes', x'00', '', '2026-12-01', 0, 1)",
            )
            .unwrap();
        run(&mut connection, MIGRATIONS).unwrap();
        let left = |id: u8| -> (Option<String>, Option<String>, Option<String>) {
            connection
                .query_row(
                    "SELECT left_how, left_on, left_known_on FROM resident WHERE id = ?1",
                    [vec![id]],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .unwrap()
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            left(0xaa),
            (text("died"), text("2026-11-01"), text("2026-11-03"))
        );
        // Lost is nobody's end, and whoever has been followed up since is here.
        assert_eq!(left(0xbb), (None, None, None));
        assert_eq!(left(0xcc), (None, None, None));
        let marks: (i64, i64, String) = connection
            .query_row(
                "SELECT count(*), max(follow_ups), max(reason) FROM departure",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .unwrap();
        assert_eq!(marks, (1, 2, "女儿说的".to_owned()));
    }

    #[test]
    fn whoever_is_followed_up_stands_in_the_groups_of_the_programmes() {
        let mut connection = Connection::open_in_memory().unwrap();
        let groups = MIGRATIONS
            .iter()
            .position(|step| step.name == "groups of programmes")
            .unwrap();
        run(&mut connection, &MIGRATIONS[..groups]).unwrap();
        add_residents(&connection, &[0xaa, 0xbb]);
        connection
            .execute_batch(
                "INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id, village, due,
                     urgent, version)
                 SELECT '430202', x'aa', programme, x'00', '', '2026-12-01', 0, 1
                 FROM (SELECT 'hypertension' AS programme UNION ALL SELECT 'smi' UNION ALL SELECT 'child');
                 INSERT INTO follow_up_plan (district_id, resident_id, programme, team_id, village, due,
                     urgent, version)
                 VALUES ('430202', x'bb', 'elderly', x'00', '', '2026-12-01', 0, 1)",
            )
            .unwrap();
        run(&mut connection, MIGRATIONS).unwrap();
        let groups = |id: u8| {
            let groups: String = connection
                .query_row(
                    "SELECT programme_groups FROM resident WHERE id = ?1",
                    [vec![id]],
                    |row| row.get(0),
                )
                .unwrap();
            let mut groups: Vec<PeopleGroup> = serde_json::from_str(&groups).unwrap();
            groups.sort_by_key(|group| group.code());
            groups
        };
        assert_eq!(
            groups(0xaa),
            [PeopleGroup::Hypertension, PeopleGroup::SevereMental]
        );
        assert_eq!(groups(0xbb), []);
    }

    #[test]
    fn the_list_is_numbered_without_gaps() {
        for (at, step) in MIGRATIONS.iter().enumerate() {
            assert_eq!(step.number, at as i64 + 1);
        }
    }
}
