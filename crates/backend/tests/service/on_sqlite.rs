//! What is true of SQLite's one file and its one writer alone.

use std::os::unix::fs::PermissionsExt;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use backend::db::{DbError, IfEmpty, OpenError, Store};
use backend::failure::Failure;
use domain::problem::{Code, Problem};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::common::{Home, Town};
use crate::repeated::li_for_wang;
use crate::storage::{hold, insert, numbers, with_a_table};

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
    let town = Town::at_home(Home::file()).await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let before = town.store.figures();
    let held = hold(&town.store).await;
    let mut waiting = fill(&town.store).await;

    let refused = asked_by(&town, phone.cookie()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    assert_eq!(code(refused).await, Code::Busy);

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

/// Somebody asks for 李's file to be added, by this cookie.
async fn asked_by(town: &Town, cookie: &str) -> Response {
    let post = Request::post("/api/v1/persons")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "1")
        .body(Body::from(serde_json::to_vec(&li_for_wang()).unwrap()))
        .unwrap();
    town.router().oneshot(post).await.unwrap()
}

async fn code(refused: Response) -> Code {
    let body = axum::body::to_bytes(refused.into_body(), usize::MAX).await;
    let problem: Problem = serde_json::from_slice(&body.unwrap()).unwrap();
    problem.code
}

#[tokio::test]
async fn whoever_is_signed_out_does_not_stand_in_a_long_queue() {
    let town = Town::at_home(Home::file()).await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    town.write(|tx| Ok(tx.exec("UPDATE device SET ended_ms = 1", &[])?))
        .await;
    let held = hold(&town.store).await;
    let mut waiting = fill(&town.store).await;
    let refused = asked_by(&town, phone.cookie()).await;
    assert_eq!(code(refused).await, Code::SignInRequired);
    let nobody = asked_by(&town, "").await;
    assert_eq!(code(nobody).await, Code::SignInRequired);
    held.let_go().await;
    while waiting.join_next().await.is_some() {}
    // Nor where there is no queue, of course.
    let refused = asked_by(&town, phone.cookie()).await;
    assert_eq!(code(refused).await, Code::SignInRequired);
}

#[tokio::test]
async fn closures_that_wait_share_a_flush_and_are_counted() {
    let (store, _home) = with_a_table(Home::file()).await;
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
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/data");
    Store::open(&path, IfEmpty::Create).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn statistics_are_kept_of_large_tables_and_forgotten_of_small_ones() {
    let home = Home::file();
    let store = home.open();
    store
        .write_here(|tx| {
            for sql in [
                "CREATE TABLE large (n INTEGER PRIMARY KEY, half INTEGER) STRICT",
                "CREATE INDEX large_half ON large (half)",
                "CREATE TABLE small (n INTEGER PRIMARY KEY, half INTEGER) STRICT",
                "CREATE INDEX small_half ON small (half)",
                "WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted
                     WHERE n < 2000) INSERT INTO large SELECT n, n / 2 FROM counted",
                "INSERT INTO small VALUES (1, 0), (2, 1)",
            ] {
                tx.exec(sql, &[])?;
            }
            Ok(())
        })
        .unwrap();
    drop(store);
    let file = home.place().folder().join("jiayi.db");
    let counted: Vec<String> = rusqlite::Connection::open(file)
        .unwrap()
        .prepare("SELECT tbl FROM sqlite_stat1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(counted, ["large"]);
}
