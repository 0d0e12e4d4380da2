//! The storage under many hands: closures in one flush, one that fails among them, two processes.

use std::sync::mpsc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::db::{DbError, IfEmpty, OpenError, Store, Tx, Val, check};
use backend::failure::Failure;
use backend::resources::invariants::INVARIANTS;
use domain::problem::{Code, Problem};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

use crate::common::Town;
use crate::repeated::li_for_wang;

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

/// Holds the writer until it is let go, so that what is handed over meanwhile waits.
struct Held {
    release: mpsc::Sender<()>,
    holding: JoinHandle<()>,
}

async fn hold(store: &Store) -> Held {
    let (release, released) = mpsc::channel();
    let (begun, beginning) = oneshot::channel();
    let (store, mut begun) = (store.clone(), Some(begun));
    let holding = tokio::spawn(async move {
        let work = move |_: &mut dyn Tx| {
            if let Some(begun) = begun.take() {
                begun.send(()).unwrap();
                released.recv().unwrap();
            }
            Ok(())
        };
        store.write(work).await.unwrap();
    });
    beginning.await.unwrap();
    Held { release, holding }
}

impl Held {
    async fn let_go(self) {
        self.release.send(()).unwrap();
        self.holding.await.unwrap();
    }
}

#[tokio::test]
async fn a_closure_that_fails_takes_only_itself_back() {
    let (store, _folder) = open().await;
    let held = hold(&store).await;
    let (first, refused, broken, panicked, last, ()) = tokio::join!(
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
        held.let_go(),
    );
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

/// Hands over writes until one is refused, and gives those that wait.
async fn fill(store: &Store) -> JoinSet<Result<(), Failure>> {
    let mut waiting = JoinSet::new();
    for _ in 0..2000 {
        let store = store.clone();
        waiting.spawn(async move { store.write(|_| Ok(())).await });
    }
    let first = waiting.join_next().await.unwrap().unwrap();
    assert!(
        matches!(first, Err(Failure::Db(DbError::Busy))),
        "the queue took everything: {first:?}"
    );
    waiting
}

#[tokio::test]
async fn a_full_queue_answers_busy_loses_nothing_and_reads_go_on() {
    let town = Town::new().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let before = town.store.figures();
    let held = hold(&town.store).await;
    let mut waiting = fill(&town.store).await;

    let post = Request::post("/api/v1/persons")
        .header(header::COOKIE, phone.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "1")
        .body(Body::from(serde_json::to_vec(&li_for_wang()).unwrap()))
        .unwrap();
    let refused = town.router().oneshot(post).await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    let body = axum::body::to_bytes(refused.into_body(), usize::MAX).await;
    let problem: Problem = serde_json::from_slice(&body.unwrap()).unwrap();
    assert_eq!(problem.code, Code::Busy);

    let public = Request::get("/api/v1/institutions")
        .body(Body::empty())
        .unwrap();
    let answered = town.router().oneshot(public).await.unwrap();
    assert_eq!(answered.status(), StatusCode::OK);

    held.let_go().await;
    let (mut taken, mut busy) = (0, 1);
    while let Some(ended) = waiting.join_next().await {
        match ended.unwrap() {
            Ok(()) => taken += 1,
            Err(Failure::Db(DbError::Busy)) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    let after = town.store.figures();
    assert_eq!(taken + busy, 2000);
    // With the one that held the writer; the sign-in's use is fresh and written by nobody.
    assert_eq!(after.writes - before.writes, taken + 1);
    assert_eq!(after.refused - before.refused, busy + 1);
    assert_eq!(after.waiting, 0);
}

#[tokio::test]
async fn closures_that_wait_share_a_flush_and_are_counted() {
    let (store, _folder) = open().await;
    let held = hold(&store).await;
    let before = store.figures();
    let mut waiting = JoinSet::new();
    for n in 0..64 {
        let store = store.clone();
        waiting.spawn(async move { insert(&store, n).await });
    }
    while store.figures().waiting < 64 {
        tokio::task::yield_now().await;
    }
    held.let_go().await;
    while let Some(ended) = waiting.join_next().await {
        ended.unwrap().unwrap();
    }
    let refused = store
        .write(|_| Err::<(), Failure>(Code::Conflict.into()))
        .await;
    assert!(refused.is_err());
    numbers(&store).await;
    let after = store.figures();
    assert_eq!(after.writes - before.writes, 64 + 1);
    assert_eq!(after.taken_back - before.taken_back, 1);
    // How many groups the machine needs depends on its disk; one a closure would be none.
    let flushes = after.flushes - before.flushes;
    assert!(flushes <= 16, "{flushes} flushes for 64 closures");
    assert_eq!(after.groups, after.group_size.count());
    assert_eq!(after.flushes, after.commit_time.count());
    assert_eq!(after.queue_age.count(), after.writes + after.taken_back);
    assert_eq!(after.group_size.sum, after.queue_age.count());
    assert_eq!(after.read_wait.count() - before.read_wait.count(), 1);
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
