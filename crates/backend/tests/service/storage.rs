//! The storage under many hands: closures in one flush, one that fails among them, two processes.

use std::time::Duration;

use backend::db::{DbError, IfEmpty, OpenError, Store, Val, check};
use backend::failure::Failure;
use backend::resources::invariants::INVARIANTS;
use domain::problem::Code;

use crate::common::Town;

async fn open() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), IfEmpty::Create).unwrap();
    store
        .write(|tx| {
            tx.exec("CREATE TABLE counted (n INTEGER PRIMARY KEY) STRICT", &[])?;
            Ok(())
        })
        .await
        .unwrap();
    (store, folder)
}

async fn insert(store: &Store, n: i64) -> Result<(), Failure> {
    store
        .write(move |tx| {
            tx.exec("INSERT INTO counted VALUES ($1)", &[n.into()])?;
            Ok(())
        })
        .await
}

async fn numbers(store: &Store) -> Vec<i64> {
    store
        .read(|tx| {
            let rows = tx.rows("SELECT n FROM counted ORDER BY n", &[])?;
            Ok(rows
                .iter()
                .map(|row| row.get("n"))
                .collect::<Result<_, _>>()?)
        })
        .await
        .unwrap()
}

/// Holds the writer until all of the closures wait, so that they share one commit.
async fn gather(store: &Store) -> tokio::task::JoinHandle<()> {
    let store = store.clone();
    let holding = tokio::spawn(async move {
        store
            .write(|_| {
                std::thread::sleep(Duration::from_millis(150));
                Ok(())
            })
            .await
            .unwrap();
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    holding
}

#[tokio::test]
async fn a_closure_that_fails_takes_only_itself_back() {
    let (store, _folder) = open().await;
    let holding = gather(&store).await;
    let (first, refused, broken, panicked, last) = tokio::join!(
        insert(&store, 1),
        store.write(|tx| {
            tx.exec("INSERT INTO counted VALUES (2)", &[])?;
            Err::<(), _>(Code::Conflict.into())
        }),
        store.write(|tx| {
            tx.exec("INSERT INTO counted VALUES (3)", &[])?;
            tx.exec("INSERT INTO counted VALUES (1)", &[])?;
            Ok(())
        }),
        store.write(|tx| {
            tx.exec("INSERT INTO counted VALUES (4)", &[])?;
            panic!("a handler's mistake");
            #[allow(unreachable_code)]
            Ok(())
        }),
        insert(&store, 5),
    );
    holding.await.unwrap();
    first.unwrap();
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    assert!(
        matches!(broken, Err(Failure::Db(DbError::Constraint(_)))),
        "{broken:?}"
    );
    assert!(
        matches!(panicked, Err(Failure::Db(DbError::Panicked))),
        "{panicked:?}"
    );
    last.unwrap();
    assert_eq!(numbers(&store).await, [1, 5]);
}

#[tokio::test]
async fn an_error_that_a_closure_hides_is_not_committed() {
    let (store, _folder) = open().await;
    insert(&store, 1).await.unwrap();
    let hidden = store
        .write(|tx| {
            tx.exec("INSERT INTO counted VALUES (2)", &[])?;
            let _ = tx.exec("INSERT INTO counted VALUES (1)", &[]);
            Ok(())
        })
        .await;
    assert!(
        matches!(hidden, Err(Failure::Db(DbError::Spoilt))),
        "{hidden:?}"
    );
    assert_eq!(numbers(&store).await, [1]);
}

#[tokio::test]
async fn a_refusal_may_keep_what_was_written() {
    let (store, _folder) = open().await;
    let refused = store
        .write(|tx| {
            tx.exec("INSERT INTO counted VALUES (1)", &[])?;
            Err::<(), _>(Failure::kept(Code::WrongCode))
        })
        .await;
    assert!(matches!(refused, Err(Failure::RefusedAndKept(_))));
    assert_eq!(numbers(&store).await, [1]);
}

#[tokio::test]
async fn a_full_queue_says_busy_and_loses_nothing_that_it_took() {
    let (store, _folder) = open().await;
    let holding = gather(&store).await;
    let waiting: Vec<_> = (0..2000)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { insert(&store, n).await })
        })
        .collect();
    let (mut taken, mut busy) = (0, 0);
    for one in waiting {
        match one.await.unwrap() {
            Ok(()) => taken += 1,
            Err(Failure::Db(DbError::Busy)) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    holding.await.unwrap();
    assert!(busy > 0, "the queue took everything");
    assert_eq!(numbers(&store).await.len(), taken);
    let problem = Failure::Db(DbError::Busy).problem();
    assert_eq!((problem.code, problem.retry_after), (Code::Busy, Some(1)));
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let (store, _folder) = open().await;
    let refused = store
        .read(|tx| {
            tx.exec("INSERT INTO counted VALUES (1)", &[])?;
            Ok(())
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(numbers(&store).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_second_process_is_refused_while_the_first_lives() {
    let (store, folder) = open().await;
    let refused = Store::open(folder.path(), IfEmpty::Refuse);
    assert!(matches!(refused, Err(OpenError::Locked)));
    drop(store);
    Store::open(folder.path(), IfEmpty::Refuse).unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let (store, folder) = open().await;
    for n in 0..20 {
        insert(&store, n).await.unwrap();
    }
    drop(store);
    let store = Store::open(folder.path(), IfEmpty::Refuse).unwrap();
    assert_eq!(numbers(&store).await.len(), 20);
}

#[tokio::test]
async fn a_folder_without_a_database_is_not_made_one_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mistyped");
    assert!(matches!(
        Store::open(&path, IfEmpty::Refuse),
        Err(OpenError::Empty(_))
    ));
    assert!(!path.exists());
}

#[test]
fn a_new_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/data");
    Store::open(&path, IfEmpty::Create).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test]
async fn a_whole_town_passes_the_check_and_a_broken_one_does_not() {
    let town = Town::new().await;
    let folder = town.store.folder().to_owned();
    town.write(|tx| {
        tx.exec(
            "INSERT INTO audit (district_id, id, at_ms, actor_kind, operation, action, purpose,
                 result, residents, request_id, address, client)
             VALUES ('430202', $1, 0, 'system', '', 'import', 'test', 'ok', 0, '', '', '')",
            &[Val::Blob(vec![1; 16])],
        )?;
        Ok(())
    })
    .await;
    let kept = town.keep_folder();
    let findings = check(&folder, INVARIANTS).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].check.contains("audit row"), "{findings:?}");
    drop(kept);
}
