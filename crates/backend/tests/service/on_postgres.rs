//! What PostgreSQL alone can do to a closure: a conflict, a connection that is lost before the
//! commit, and one that is lost in its midst. `cargo xtask test backend` brings a server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use backend::db::{DbError, IfEmpty, Place, Store, Tx};
use backend::failure::Failure;
use domain::api::session::LinkPerson;
use domain::problem::Code;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::common::{Home, Town};
use crate::cut_line::{Cut, Line};
use crate::repeated::li_for_wang;
use crate::storage::{hold, insert, numbers, with_a_table};

const READ: &str = "SELECT n FROM counted";
const RAISE: &str = "UPDATE counted SET n = $1";

async fn raise(store: &Store) -> Result<(), Failure> {
    let raise = |tx: &mut dyn Tx| {
        let n: i64 = tx.one(READ, &[])?.unwrap().get("n")?;
        tx.exec(RAISE, &[(n + 1).into()])?;
        Ok(())
    };
    store.write(raise).await
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_closure_that_met_a_conflict_runs_again_on_what_the_other_wrote() {
    let (store, _home) = with_a_table(Home::server()).await;
    insert(&store, 10).await.unwrap();
    let (read, has_read) = tokio::sync::oneshot::channel();
    let (go, gone) = mpsc::channel();
    let (slow, mut read) = (store.clone(), Some(read));
    let runs = Arc::new(AtomicU32::new(0));
    let counted = runs.clone();
    let slow = tokio::spawn(async move {
        let work = move |tx: &mut dyn Tx| {
            counted.fetch_add(1, Ordering::Relaxed);
            let n: i64 = tx.one(READ, &[])?.unwrap().get("n")?;
            if let Some(read) = read.take() {
                read.send(()).unwrap();
                gone.recv().unwrap();
            }
            tx.exec(RAISE, &[(n * 2).into()])?;
            Ok(())
        };
        slow.write(work).await
    });
    has_read.await.unwrap();
    raise(&store).await.unwrap();
    go.send(()).unwrap();
    slow.await.unwrap().unwrap();
    assert_eq!(numbers(&store).await, [22]);
    assert_eq!(runs.load(Ordering::Relaxed), 2);
    assert_eq!(store.figures().retries, 1);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn many_closures_on_one_row_all_come_through() {
    let (store, _home) = with_a_table(Home::server()).await;
    insert(&store, 0).await.unwrap();
    let mut raising = JoinSet::new();
    for _ in 0..64 {
        let store = store.clone();
        raising.spawn(async move { raise(&store).await });
    }
    while let Some(ended) = raising.join_next().await {
        ended.unwrap().unwrap();
    }
    assert_eq!(numbers(&store).await, [64]);
    let figures = store.figures();
    assert_eq!(figures.groups, figures.writes + figures.taken_back);
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_connection_lost_before_the_commit_is_made_anew() {
    let (store, _home) = with_a_table(Home::server()).await;
    let mut lost = false;
    let work = move |tx: &mut dyn Tx| {
        tx.exec("INSERT INTO counted VALUES (1)", &[])?;
        if !lost {
            lost = true;
            tx.rows("SELECT pg_terminate_backend(pg_backend_pid())", &[])?;
        }
        Ok(())
    };
    store.write(work).await.unwrap();
    assert_eq!(numbers(&store).await, [1]);
    assert_eq!(store.figures().retries, 1);
}

/// A town whose service reaches its database through a line that can be cut.
async fn town_behind(home: Home) -> (Town, Line, Home) {
    let line = Line::to(&home.url().unwrap());
    let url = line.url(&home.url().unwrap());
    let town = Town::at_home(home.behind(url)).await;
    (town, line, home)
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_commit_that_is_cut_off_is_settled_by_the_key() {
    for cut in [Cut::BeforeTheCommit, Cut::AfterTheCommit] {
        let (town, line, _home) = town_behind(Home::server()).await;
        let phone = town.signed_in(town.ids.wang_phone).await;
        town.put("DELETE FROM access_grant WHERE district_id = $1", vec![])
            .await;
        let sent = phone
            .send_again::<LinkPerson>((), li_for_wang(), "warm")
            .await;
        assert_eq!(sent.unwrap().name, "李建国");
        let taken_back = "DELETE FROM access_grant WHERE resident_id = $1";
        let li = town.ids.li;
        town.write(move |tx| Ok(tx.exec(taken_back, &[li.into()])?))
            .await;

        line.cut_at_the_next_commit(cut);
        let linked = phone
            .send_again::<LinkPerson>((), li_for_wang(), "key-1")
            .await;
        assert_eq!(linked.unwrap().name, "李建国", "{cut:?}");
        assert_eq!(line.cuts(), 1);
        let links = "SELECT count(*) AS n FROM access_grant WHERE resident_id = $1";
        assert_eq!(town.count(links, vec![li.into()]).await, 1);
        let trail = "SELECT count(*) AS n FROM audit WHERE operation = 'link_person'";
        assert_eq!(town.count(trail, vec![]).await, 2, "{cut:?}");
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn without_a_key_the_outcome_of_a_cut_commit_is_said_to_be_unknown() {
    let home = Home::server();
    let line = Line::to(&home.url().unwrap());
    let place = Place::new(
        home.path().join("data"),
        Some(line.url(&home.url().unwrap())),
    );
    let store = Store::open(place, IfEmpty::Create).unwrap();
    let make = |tx: &mut dyn Tx| {
        tx.exec("CREATE TABLE counted (n BIGINT NOT NULL PRIMARY KEY)", &[])?;
        Ok(())
    };
    store.write(make).await.unwrap();
    for (n, cut, kept) in [
        (1, Cut::BeforeTheCommit, vec![]),
        (2, Cut::AfterTheCommit, vec![2]),
    ] {
        line.cut_at_the_next_commit(cut);
        let outcome = insert(&store, n).await;
        let Err(failure @ Failure::Db(DbError::Unknown(_))) = outcome else {
            panic!("{outcome:?}");
        };
        let problem = failure.problem();
        assert_eq!((problem.code, problem.retry_after), (Code::Busy, Some(1)));
        assert_eq!(numbers(&store).await, kept);
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
async fn a_full_queue_answers_busy_and_reads_go_on() {
    let town = Town::at_home(Home::server()).await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let mut held = Vec::new();
    for _ in 0..16 {
        held.push(hold(&town.store).await);
    }
    let mut waiting = JoinSet::new();
    for _ in 0..1100 {
        let store = town.store.clone();
        waiting.spawn(async move { store.write(|_| Ok(())).await });
    }
    let first = waiting.join_next().await.unwrap().unwrap();
    assert!(
        matches!(first, Err(Failure::Db(DbError::Busy))),
        "{first:?}"
    );
    let post = Request::post("/api/v1/persons")
        .header(header::COOKIE, phone.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", "1")
        .body(Body::from(serde_json::to_vec(&li_for_wang()).unwrap()))
        .unwrap();
    let refused = town.router().oneshot(post).await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    let public = Request::get("/api/v1/institutions")
        .body(Body::empty())
        .unwrap();
    let answered = town.router().oneshot(public).await.unwrap();
    assert_eq!(answered.status(), StatusCode::OK);
    for held in held {
        held.let_go().await;
    }
    while let Some(ended) = waiting.join_next().await {
        let ended = ended.unwrap();
        assert!(matches!(ended, Ok(()) | Err(Failure::Db(DbError::Busy))));
    }
    assert_eq!(town.store.figures().waiting, 0);
}
