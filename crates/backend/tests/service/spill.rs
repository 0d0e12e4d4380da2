//! The trail while the writer takes nothing: reads are answered as long as their rows are on disk
//! somewhere, and the rows come into the database once.

use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use axum::Router;
use backend::app::App;
use backend::audit::keeper::Keeper;
use backend::audit::spill::{Spill, SpillError};
use backend::db::{DbError, IfEmpty, OpenError, Store};
use backend::failure::Failure;
use backend::http::router;
use domain::problem::Code;

use super::exchange::{Answer, get};
use crate::common::{Home, Town};

/// A service whose writer is held by somebody, with its queue full.
struct Held {
    town: Town,
    app: Arc<App>,
    router: Router,
    cookie: String,
    let_go: Sender<()>,
}

impl Held {
    async fn new() -> Self {
        let town = Town::at_home(Home::file()).await;
        let app = Arc::new(town.app());
        let cookie = town.signed_in(town.ids.gp).await.cookie().to_owned();
        let let_go = hold(&town.store).await;
        Self {
            router: router(app.clone(), None),
            town,
            app,
            cookie,
            let_go,
        }
    }

    async fn read(&self) -> Answer {
        let path = format!("/api/v1/residents/{}/record", self.town.ids.wang.0);
        get(&self.router, &path, &self.cookie).await
    }

    /// Lets the writer go, and tends the trail once it has caught up.
    async fn tend(&self) {
        let _ = self.let_go.send(());
        let heads = self.town.store.folder().join("audit-heads.jsonl");
        let mut keeper = Keeper::new(self.app.clone(), &heads).unwrap();
        while let Err(error) = keeper.tend().await {
            assert!(matches!(error, Failure::Db(DbError::Busy)), "{error}");
            tokio::task::yield_now().await;
        }
    }

    async fn rows(&self) -> i64 {
        let sql = "SELECT count(*) AS n FROM audit WHERE operation = 'get_record'";
        self.town.count(sql, Vec::new()).await
    }

    fn file(&self) -> PathBuf {
        self.town.store.folder().join("audit-spill")
    }
}

/// Occupies the writer until told to let go, and fills its queue.
async fn hold(store: &Store) -> Sender<()> {
    let (let_go, held) = channel::<()>();
    let (began, begun) = tokio::sync::oneshot::channel();
    let holding = store.clone();
    let mut began = Some(began);
    tokio::spawn(async move {
        holding
            .write(move |_| {
                if let Some(began) = began.take() {
                    let _ = began.send(());
                }
                let _ = held.recv();
                Ok(())
            })
            .await
    });
    begun.await.unwrap();
    let full = || store.figures().refused > 0;
    while !full() {
        let store = store.clone();
        tokio::spawn(async move { store.write(|_| Ok(())).await });
        tokio::task::yield_now().await;
    }
    let_go
}

#[tokio::test]
async fn a_read_is_answered_while_the_writer_is_busy_and_its_row_comes_later_once() {
    let held = Held::new().await;
    for _ in 0..3 {
        assert_eq!(held.read().await.status, 200);
    }
    assert!(held.app.spill.used() > 0);
    let spilled = std::fs::read(held.file()).unwrap();
    held.tend().await;
    assert_eq!((held.rows().await, held.app.spill.used()), (3, 0));
    assert!(
        std::fs::read(held.file())
            .unwrap()
            .iter()
            .all(|byte| *byte == 0)
    );

    // A power cut after the rows came in and before the file was emptied.
    std::fs::write(held.file(), spilled).unwrap();
    let again = Held {
        app: Arc::new(held.town.app()),
        ..held
    };
    assert!(again.app.spill.used() > 0);
    again.tend().await;
    assert_eq!((again.rows().await, again.app.spill.used()), (3, 0));
}

#[tokio::test]
async fn what_was_spilled_before_the_end_is_there_after_the_next_start() {
    let held = Held::new().await;
    assert_eq!(held.read().await.status, 200);
    let (data, keys) = (held.town.store.folder().to_owned(), held.town.keys());
    let Held {
        town,
        app,
        router,
        let_go,
        cookie: _,
    } = held;
    drop((app, router, let_go));
    let _home = town.keep_home();

    let store = loop {
        // The writer still has what waited.
        match Store::open(&data, IfEmpty::Refuse) {
            Err(OpenError::Locked) => tokio::task::yield_now().await,
            opened => break opened.unwrap(),
        }
    };
    let spill = Arc::new(Spill::open(&data, Arc::new(keys), 0).unwrap());
    assert_eq!(spill.clone().drain(&store).await.unwrap(), 1);
    assert_eq!(spill.used(), 0);
    let rows = store
        .read(|tx| Ok(tx.rows("SELECT id FROM audit WHERE operation = 'get_record'", &[])?))
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
}

#[tokio::test]
async fn personal_reads_stop_when_the_spill_is_full_and_others_go_on() {
    let held = Held::new().await;
    let refused = loop {
        let answer = held.read().await;
        if answer.status != 200 {
            break answer;
        }
    };
    assert_eq!((refused.status.as_u16(), refused.code()), (503, Code::Busy));
    assert_eq!(refused.header("retry-after"), "1");
    let packages = get(&held.router, "/api/v1/packages", &held.cookie).await;
    assert_eq!(packages.status, 200);
    held.tend().await;
    assert_eq!(held.read().await.status, 200);
}

#[tokio::test]
async fn a_row_in_the_spill_does_not_read_like_one() {
    let held = Held::new().await;
    assert_eq!(held.read().await.status, 200);
    let bytes = std::fs::read(held.file()).unwrap();
    let id = held.town.ids.wang.0.to_string();
    for plain in ["get_record", "unknown", id.as_str()] {
        assert!(
            !bytes
                .windows(plain.len())
                .any(|part| part == plain.as_bytes()),
            "{plain}"
        );
    }
}

#[tokio::test]
async fn a_changed_row_stops_the_start_and_half_a_row_does_not() {
    let held = Held::new().await;
    for _ in 0..2 {
        assert_eq!(held.read().await.status, 200);
    }
    let (folder, keys) = (held.town.store.folder(), Arc::new(held.town.keys()));
    let file = std::fs::File::options()
        .write(true)
        .open(held.file())
        .unwrap();
    let end = held.app.spill.used();

    // Of the last row, which was never answered, half.
    file.write_all_at(&[0; 8], end - 8).unwrap();
    let spill = Spill::open(folder, keys.clone(), 0).unwrap();
    assert!(spill.used() > 0 && spill.used() < end);

    let held = Held::new().await;
    for _ in 0..2 {
        assert_eq!(held.read().await.status, 200);
    }
    let keys_of_two = Arc::new(held.town.keys());
    let file = std::fs::File::options()
        .write(true)
        .open(held.file())
        .unwrap();
    file.write_all_at(&[0xff], 40).unwrap();
    let refused = Spill::open(held.town.store.folder(), keys_of_two, 0);
    assert!(
        matches!(refused, Err(SpillError::Damaged { at: 0, .. })),
        "{refused:?}"
    );
}
