//! The storage under many hands: closures in one flush, one that fails among them, two processes.

use std::sync::mpsc;

use backend::db::{DbError, IfEmpty, OpenError, Store, Tx, Val, check};
use backend::failure::Failure;
use backend::resources::invariants::INVARIANTS;
use domain::problem::Code;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::common::{Home, Town};

async fn open() -> (Store, Home) {
    with_a_table(Home::with_schema()).await
}

/// A storage with a table of numbers.
pub async fn with_a_table(home: Home) -> (Store, Home) {
    let store = home.open();
    store
        .write(|tx| {
            tx.exec("CREATE TABLE counted (n BIGINT NOT NULL PRIMARY KEY)", &[])?;
            Ok(())
        })
        .await
        .unwrap();
    (store, home)
}

/// Writes a number.
pub async fn insert(store: &Store, n: i64) -> Result<(), Failure> {
    store
        .write(move |tx| {
            tx.exec("INSERT INTO counted VALUES ($1)", &[n.into()])?;
            Ok(())
        })
        .await
}

/// The numbers that are there.
pub async fn numbers(store: &Store) -> Vec<i64> {
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
pub struct Held {
    release: mpsc::Sender<()>,
    holding: JoinHandle<()>,
}

/// Holds the writer, or on PostgreSQL one of them.
pub async fn hold(store: &Store) -> Held {
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
    /// Lets it go on.
    pub async fn let_go(self) {
        self.release.send(()).unwrap();
        self.holding.await.unwrap();
    }
}

#[tokio::test]
async fn a_closure_that_fails_takes_only_itself_back() {
    let (store, _home) = open().await;
    // There before all the others: the second engine runs those side by side.
    insert(&store, 1).await.unwrap();
    let held = hold(&store).await;
    let (first, refused, broken, panicked, last, ()) = tokio::join!(
        insert(&store, 6),
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
    assert_eq!(numbers(&store).await, [1, 5, 6]);
}

#[tokio::test]
async fn an_error_that_a_closure_hides_is_not_committed() {
    let (store, _home) = open().await;
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
    let (store, _home) = open().await;
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
async fn a_reader_cannot_write() {
    let (store, _home) = open().await;
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
    let (store, home) = open().await;
    let refused = Store::open(home.place(), IfEmpty::Refuse);
    assert!(matches!(refused, Err(OpenError::Locked)));
    drop(store);
    Store::open(home.place(), IfEmpty::Refuse).unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_reopening() {
    let (store, home) = open().await;
    for n in 0..20 {
        insert(&store, n).await.unwrap();
    }
    drop(store);
    let store = Store::open(home.place(), IfEmpty::Refuse).unwrap();
    assert_eq!(numbers(&store).await.len(), 20);
}

#[tokio::test]
async fn a_whole_town_passes_the_check_and_a_broken_one_does_not() {
    let town = Town::new().await;
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
    let kept = town.keep_home();
    let findings = check(kept.place(), INVARIANTS).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].check.contains("audit row"), "{findings:?}");
}
