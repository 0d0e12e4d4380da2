//! A disk that is full while the service runs: writes are refused, reads go on, and it recovers by
//! itself. The database is kept from growing by its own limit, which answers as a full disk does.

use std::sync::Arc;

use backend::http::router;
use domain::api::registrations::{Register, RegisterBody};
use domain::codes::Relation;
use domain::problem::Code;

use super::exchange::get;
use crate::common::{Home, Town, new_id};

/// A town in which what is written takes more room than a page, and there is none.
async fn full() -> Town {
    let town = Town::at_home(Home::file()).await;
    town.write(|tx| {
        for sql in [
            "CREATE TRIGGER large_rows AFTER INSERT ON audit BEGIN
                 INSERT INTO audit_unsealed VALUES (new.district_id, randomblob(100000)); END",
            "CREATE TRIGGER large_registrations AFTER INSERT ON registration BEGIN
                 INSERT INTO audit_unsealed VALUES (new.district_id, randomblob(100000)); END",
            "CREATE TRIGGER large_probes AFTER INSERT ON write_probe BEGIN
                 INSERT INTO audit_unsealed VALUES (new.district_id, randomblob(100000)); END",
        ] {
            tx.exec(sql, &[])?;
        }
        // Less than there is means: not one page more.
        tx.rows("PRAGMA max_page_count = 1", &[])?;
        Ok(())
    })
    .await;
    town
}

async fn make_room(town: &Town) {
    town.write(|tx| Ok(tx.rows("PRAGMA max_page_count = 1000000", &[])?))
        .await;
}

fn application(town: &Town) -> RegisterBody {
    RegisterBody {
        id: new_id(),
        name: "周小红".to_owned(),
        national_id: "430202199003070026".to_owned(),
        relation: Relation::Child,
        institution_id: town.ids.centre,
        address: "麻园社区 3 栋 201".to_owned(),
    }
}

#[tokio::test]
async fn writes_are_refused_and_reads_go_on_until_there_is_room_again() {
    let town = full().await;
    let app = Arc::new(town.app());
    let service = router(app.clone(), None);
    let phone = town.signed_in(town.ids.wang_phone).await;
    let body = application(&town);
    let refused = phone.send::<Register>((), body.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.retry_after), (Code::Busy, Some(10)));
    assert_eq!(refused.detail.as_deref(), Some("the disk is full"));

    let record = format!("/api/v1/residents/{}/record", town.ids.wang.0);
    assert_eq!(get(&service, &record, phone.cookie()).await.status, 200);
    assert!(app.spill.used() > 0);

    make_room(&town).await;
    phone.send::<Register>((), body).await.unwrap();
    let brought = app.spill.clone().drain(&town.store).await.unwrap();
    assert_eq!(brought, 1);
}

#[tokio::test]
async fn a_service_without_room_is_not_ready_says_why_and_becomes_ready_again() {
    let town = full().await;
    let service = router(Arc::new(town.app()), None);
    let answer = get(&service, "/readyz", "").await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["reason"], "disk_full");
    assert_eq!(get(&service, "/livez", "").await.status, 200);
    make_room(&town).await;
    let answer = get(&service, "/readyz", "").await;
    assert_eq!(answer.json()["status"], "ready", "{:?}", answer.status);
}
