//! Backups: made while writes go on, read back whole, restored into what was acknowledged.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use backend::audit::keeper::Keeper;
use backend::audit::verify::verify;
use backend::backup::{self, BackupError, BackupKey};
use backend::db::{Beside, IfEmpty, MoveError, Place, Store, Val, check, check_beside};
use backend::district::District;
use backend::resources::invariants::INVARIANTS;
use chrono::{DateTime, Utc};
use domain::api::records::GetRecord;

use crate::common::{Home, NOW, Town, new_id};

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// Writes messages numbered from 1, and says which was acknowledged last.
fn write_on(
    town: &Town,
    acknowledged: Arc<AtomicI64>,
    end: Arc<AtomicBool>,
) -> tokio::task::JoinHandle<()> {
    let (store, wang) = (town.store.clone(), town.ids.wang);
    let district = town.district.clone();
    tokio::spawn(async move {
        let mut number = 0;
        while !end.load(Ordering::SeqCst) {
            number += 1;
            let (district, id) = (district.clone(), new_id::<domain::ids::Uuid>());
            let sent = store.write(move |tx| {
                tx.exec(
                    "INSERT INTO message (district_id, id, resident_id, kind, sent_ms)
                     VALUES ($1, $2, $3, 'booking_made', $4)",
                    &[(&district).into(), id.into(), wang.into(), Val::Int(number)],
                )?;
                Ok(())
            });
            sent.await.unwrap();
            acknowledged.store(number, Ordering::SeqCst);
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_under_load_is_a_state_that_was_acknowledged() {
    let town = Town::new().await;
    let (place, data) = (town.home().place(), town.store.folder().to_owned());
    let mut keeper = Keeper::new(Arc::new(town.app()), &data.join("audit-heads.jsonl")).unwrap();
    let gp = town.signed_in(town.ids.gp).await;
    for _ in 0..20 {
        gp.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();
    }
    keeper.tend().await.unwrap();

    let (acknowledged, end) = (Arc::<AtomicI64>::default(), Arc::<AtomicBool>::default());
    let writing = write_on(&town, acknowledged.clone(), end.clone());
    while acknowledged.load(Ordering::SeqCst) < 20 {
        tokio::task::yield_now().await;
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("jiayi.backup");
    let key = BackupKey::create(&elsewhere.path().join("key")).unwrap();
    let before = acknowledged.load(Ordering::SeqCst);
    let (from, to) = (place.clone(), file.clone());
    let (manifest, key) = tokio::task::spawn_blocking(move || {
        (backup::make(from, &to, &key, None, now()).unwrap(), key)
    })
    .await
    .unwrap();
    let after = acknowledged.load(Ordering::SeqCst) + 1;
    assert!(after > before + 1, "nothing was written during the backup");
    end.store(true, Ordering::SeqCst);
    writing.await.unwrap();
    assert_eq!(check_beside(&place, INVARIANTS).unwrap(), []);

    assert_eq!(backup::verify(&file, &key).unwrap(), manifest);
    let restored = elsewhere.path().join("restored");
    let keys = elsewhere.path().join("keys.json");
    assert_eq!(
        backup::restore(&file, &key, &restored, &keys).unwrap(),
        manifest
    );
    assert_eq!(check(&restored, INVARIANTS).unwrap(), []);
    let storage = Beside::open(&restored).unwrap();
    let (rows, newest): (i64, i64) = storage
        .read_here(|tx| {
            let row = tx.one(
                "SELECT count(*) AS n, max(sent_ms) AS newest FROM message
                 WHERE kind = 'booking_made'",
                &[],
            )?;
            let row = row.unwrap();
            Ok((row.get("n")?, row.get("newest")?))
        })
        .unwrap();
    assert_eq!(rows, newest, "a state with holes");
    assert!(
        (before..=after).contains(&newest),
        "{before} {newest} {after}"
    );
    let (district, keys) = (town.district.clone(), town.keys());
    let report = storage
        .read_here(|tx| Ok(verify(tx, &district, &keys, None)))
        .unwrap()
        .unwrap();
    assert_eq!((report.sealed, report.count), (20, 0));
}

/// A backup of a town, and its key.
async fn made(with_keys: bool) -> (tempfile::TempDir, BackupKey) {
    let town = Town::at_home(Home::file()).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let key = BackupKey::create(&elsewhere.path().join("key")).unwrap();
    let folder = town.store.folder().to_owned();
    let keys = folder.parent().unwrap().join("keys.json");
    let keys = with_keys.then_some(keys.as_path());
    backup::make(&folder, &elsewhere.path().join("b"), &key, keys, now()).unwrap();
    (elsewhere, key)
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_leaves_nothing_else_behind_and_replaces_nothing() {
    let (elsewhere, key) = made(false).await;
    assert_eq!(names(elsewhere.path()), ["b", "key"]);
    let town = Town::at_home(Home::file()).await;
    let again = backup::make(
        town.store.folder(),
        &elsewhere.path().join("b"),
        &key,
        None,
        now(),
    );
    assert!(matches!(again, Err(BackupError::File { .. })), "{again:?}");
    backup::verify(&elsewhere.path().join("b"), &key).unwrap();
    assert_eq!(names(elsewhere.path()), ["b", "key"]);
}

#[tokio::test]
async fn the_field_keys_are_in_a_backup_only_where_asked_for() {
    let (elsewhere, key) = made(false).await;
    let restored = elsewhere.path().join("restored");
    let keys = restored.join("keys.json");
    backup::restore(&elsewhere.path().join("b"), &key, &restored, &keys).unwrap();
    assert_eq!(names(&restored), ["jiayi.db"]);

    let (elsewhere, key) = made(true).await;
    let restored = elsewhere.path().join("restored");
    let keys = restored.join("keys.json");
    backup::restore(&elsewhere.path().join("b"), &key, &restored, &keys).unwrap();
    let store = Store::open(&restored, IfEmpty::Refuse).unwrap();
    let keys = backend::seal::Keys::load(&keys).unwrap();
    let district = store.read_here(|tx| District::load(tx, &keys)).unwrap();
    assert!(district.is_some());
}

#[tokio::test]
async fn a_backup_reads_like_noise() {
    let (elsewhere, _) = made(true).await;
    let bytes = std::fs::read(elsewhere.path().join("b")).unwrap();
    for plain in ["SQLite format 3", "王桂英", "\"seal\"", "schema_migration"] {
        assert!(
            !bytes
                .windows(plain.len())
                .any(|part| part == plain.as_bytes())
        );
    }
}

#[tokio::test]
async fn a_damaged_backup_is_found_and_not_restored() {
    let (elsewhere, key) = made(false).await;
    let file = elsewhere.path().join("b");
    let whole = std::fs::read(&file).unwrap();
    let restored = elsewhere.path().join("restored");
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    for bad in [&changed[..], &whole[..whole.len() / 2], &whole[..20], b""] {
        std::fs::write(&file, bad).unwrap();
        let verified = backup::verify(&file, &key);
        assert!(
            matches!(verified, Err(BackupError::Unreadable(_))),
            "{verified:?}"
        );
        assert!(backup::restore(&file, &key, &restored, &restored.join("k")).is_err());
        assert_eq!(names(&restored), [] as [&str; 0]);
    }
}

#[tokio::test]
async fn a_backup_is_not_restored_over_anything() {
    let (elsewhere, key) = made(false).await;
    let file = elsewhere.path().join("b");
    let refused = backup::restore(&file, &key, elsewhere.path(), Path::new("k"));
    assert!(
        matches!(refused, Err(BackupError::NotEmpty(_))),
        "{refused:?}"
    );
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_backup_of_either_engine_is_restored_to_either() {
    for home in [Home::file(), Home::server()] {
        let town = Town::at_home(home).await;
        let elsewhere = tempfile::tempdir().unwrap();
        let file = elsewhere.path().join("b");
        let key = BackupKey::create(&elsewhere.path().join("key")).unwrap();
        let keys = town.home().keys_path();
        let made = backup::make(town.home().place(), &file, &key, Some(&keys), now()).unwrap();
        assert_eq!(backup::verify(&file, &key).unwrap(), made);
        assert_eq!(made.districts, ["430202"]);
        assert_eq!(names(elsewhere.path()), ["b", "key"]);
        for to in [Home::file(), Home::server()] {
            let keys = to.keys_path();
            backup::restore(&file, &key, to.place(), &keys).unwrap();
            assert_eq!(check(to.place(), INVARIANTS).unwrap(), []);
            let store = Store::open(to.place(), IfEmpty::Refuse).unwrap();
            let keys = to.keys();
            let read = store.read(move |tx| District::load(tx, &keys)).await;
            assert_eq!(read.unwrap().unwrap().name, "荷塘区");
            drop(store);
            // Every row again, byte for byte, by way of another backup.
            let again = elsewhere.path().join("again");
            let copy = backup::make(to.place(), &again, &key, None, now()).unwrap();
            assert_eq!(copy.tables, made.tables);
            std::fs::remove_file(again).unwrap();
        }
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_backup_is_not_restored_into_a_database_that_holds_something() {
    let (elsewhere, key) = made(true).await;
    let town = Town::at_home(Home::server()).await;
    let to = Place::new(elsewhere.path().join("folder"), town.home().url());
    let keys = to.folder().join("keys.json");
    let refused = backup::restore(&elsewhere.path().join("b"), &key, &to, &keys);
    assert!(
        matches!(refused, Err(BackupError::Moving(MoveError::NotEmpty(_)))),
        "{refused:?}"
    );
    assert_eq!(names(to.folder()), ["lock"]);
}
