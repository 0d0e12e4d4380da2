//! Another key for sealed fields: what older ones sealed is read before, while and after it is
//! sealed anew, and a key goes only when nothing needs it.

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use backend::app::App;
use backend::audit::{Entry, spill};
use backend::backup::{self, BackupKey};
use backend::db::{IfEmpty, Store};
use backend::demo::{self, Options, SEED};
use backend::district::{District, DistrictId};
use backend::reseal::{self, Follow, FollowError, InUse, Needed};
use backend::seal::{KeyFileError, Keys, file};
use domain::api::residents::GetIdentity;
use domain::api::session::LinkPerson;
use domain::ids::Uuid;
use serde_json::json;
use tokio::sync::Notify;

use crate::common::{Client, Home, NOW, Town, new_id};
use crate::repeated::li_for_wang;

const AT_ONCE: Duration = Duration::ZERO;
const LATER: Duration = Duration::from_secs(3600);

/// The server of a town: what runs beside its requests, and somebody who asks it.
fn server(town: &Town, in_flight: Duration) -> (Arc<App>, Follow) {
    let app = Arc::new(town.app());
    let follow = Follow::new(app.clone(), town.home().keys_path(), in_flight);
    (app, follow)
}

async fn in_use(store: &Store, district: &DistrictId) -> InUse {
    let district = district.clone();
    let read = store.read(move |tx| reseal::in_use(tx, &district));
    read.await.unwrap()
}

/// Opens three sealed fields of a resident.
async fn reads_wang(town: &Town, desk: &Client) {
    let identity = desk.ask::<GetIdentity>(town.ids.wang, ()).await.unwrap();
    assert_eq!(identity.national_id.len(), 18);
    assert_eq!(identity.address, "新华东路 12 号");
}

#[tokio::test]
async fn a_running_server_takes_up_a_key_and_seals_all_fields_anew() {
    let town = Town::new().await;
    town.put("DELETE FROM access_grant WHERE district_id = $1", vec![])
        .await;
    let (app, mut follow) = server(&town, AT_ONCE);
    let town = town.served_by(app.clone());
    let (phone, gp) = (
        town.signed_in(town.ids.wang_phone).await,
        town.signed_in(town.ids.gp).await,
    );
    let answer = phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await
        .unwrap();
    let before = in_use(&town.store, &town.district).await;
    assert!(follow.round().await.unwrap());

    assert_eq!(file::rotate(&town.home().keys_path()).unwrap(), 2);
    reads_wang(&town, &gp).await;
    assert!(follow.round().await.unwrap());
    assert_eq!((app.keys.current(), app.keys.numbers()), (2, vec![1, 2]));
    let after = in_use(&town.store, &town.district).await;
    assert_eq!(after.fields.keys().copied().collect::<Vec<_>>(), [2]);
    assert_eq!(after.fields[&2], before.fields[&1]);
    assert_eq!(after.settled, 2);
    reads_wang(&town, &gp).await;
    let again = phone
        .send_again::<LinkPerson>((), li_for_wang(), "key-1")
        .await;
    assert_eq!(again.unwrap(), answer);

    after.may_retire(1).unwrap();
    let retired = town.home().path().join("key-1.json");
    file::retire(&town.home().keys_path(), 1, &retired).unwrap();
    follow.round().await.unwrap();
    assert_eq!(app.keys.numbers(), [2]);
    reads_wang(&town, &gp).await;
    // The next start knows nothing but the file.
    let later = town.at("2026-11-24T03:00:00Z");
    reads_wang(&later, &later.signed_in(later.ids.gp).await).await;
}

#[tokio::test]
async fn an_older_key_stays_while_something_sealed_with_it_may_be_on_its_way() {
    let town = Town::new().await;
    let (app, mut follow) = server(&town, LATER);
    let sealed_before = {
        let town = town.served_by(app.clone());
        let phone = town.signed_in(town.ids.wang_phone).await;
        file::rotate(&town.home().keys_path()).unwrap();
        // The server has not looked at its file yet.
        town.put("DELETE FROM access_grant WHERE district_id = $1", vec![])
            .await;
        phone
            .send_again::<LinkPerson>((), li_for_wang(), "key-1")
            .await
            .unwrap();
        in_use(&town.store, &town.district).await
    };
    assert_eq!(sealed_before.may_retire(1), Err(Needed::Unsettled(1)));
    assert!(!follow.round().await.unwrap());
    let walked = in_use(&town.store, &town.district).await;
    assert_eq!(walked.fields.get(&1), None);
    assert_eq!(walked.may_retire(1), Err(Needed::Unsettled(1)));
    assert_eq!(walked.may_retire(2), Err(Needed::Unsettled(2)));
}

#[tokio::test]
async fn a_file_that_is_not_this_districts_changes_nothing() {
    let town = Town::new().await;
    let (app, mut follow) = server(&town, AT_ONCE);
    let path = town.home().keys_path();
    let old = std::fs::read(&path).unwrap();
    file::rotate(&path).unwrap();
    follow.round().await.unwrap();

    // The file of before, from its other copy: key 2 has sealed already.
    std::fs::write(&path, old).unwrap();
    let lacks = follow.round().await.unwrap_err();
    assert!(
        matches!(lacks, FollowError::File(KeyFileError::Lacks(_, 2))),
        "{lacks:?}"
    );
    std::fs::remove_file(&path).unwrap();
    Keys::create(&path).unwrap();
    let other = follow.round().await.unwrap_err();
    assert!(
        matches!(other, FollowError::File(KeyFileError::OtherDistrict(_))),
        "{other:?}"
    );
    std::fs::write(&path, "{").unwrap();
    assert!(follow.round().await.is_err());
    assert_eq!((app.keys.current(), app.keys.numbers()), (2, vec![1, 2]));
}

/// A demo district on the engine of this run, closed.
async fn demo_district(residents: usize) -> (Home, Store, DistrictId) {
    let home = Home::with_schema();
    let (store, keys) = (home.open(), Arc::new(home.new_keys()));
    let options = Options {
        residents: Some(residents),
        now: NOW.parse().unwrap(),
        seed: SEED,
    };
    let making = store.clone();
    let made = move || demo::create(&making, &keys, options, |_| {}).map(drop);
    tokio::task::spawn_blocking(made).await.unwrap().unwrap();
    let keys = home.keys();
    let district = store.read(move |tx| District::load(tx, &keys)).await;
    let district = district.unwrap().unwrap().id;
    (home, store, district)
}

/// Keeps the writer, or on PostgreSQL one of them, until what it gives is dropped.
fn hold_the_writer(store: &Store) -> mpsc::Sender<()> {
    let (begun, beginning) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let store = store.clone();
    std::thread::spawn(move || {
        let held = store.write_here(move |_| {
            begun.send(()).unwrap();
            // Ends with an error when the other end is dropped, which is the sign.
            let _ = released.recv();
            Ok(())
        });
        held.unwrap();
    });
    beginning.recv().unwrap();
    release
}

#[tokio::test]
async fn a_walk_that_is_cut_off_is_gone_on_with_and_every_field_opens_meanwhile() {
    let (home, store, district) = demo_district(450).await;
    let before = in_use(&store, &district).await.fields[&1];
    file::rotate(&home.keys_path()).unwrap();
    let keys = home.keys();

    let (begun, rows) = (Notify::new(), std::cell::Cell::new(0));
    let mut held = None;
    tokio::select! {
        biased;
        () = begun.notified() => {}
        _ = reseal::walk(&store, &keys, &district, |table, so_far| {
            rows.set(so_far);
            if table == "resident" {
                // The next step waits for the writer, so that the walk is still under way.
                held = Some(hold_the_writer(&store));
                begun.notify_one();
            }
        }) => panic!("the walk was not cut off"),
    }
    drop(held);
    let half = in_use(&store, &district).await;
    assert_eq!(half.fields.keys().copied().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(half.fields.values().sum::<u64>(), before);
    assert_eq!(half.may_retire(1), Err(Needed::Unsettled(1)));
    // A walk opens every field that it passes: none of the two keys' is damaged.
    let rest = reseal::all(&store, &keys, &district, |_, _| {})
        .await
        .unwrap();
    assert_eq!(rest.unreadable, 0);
    assert!(rest.rows > 0 && rows.get() > 0);
    let after = in_use(&store, &district).await;
    assert_eq!(after.fields, BTreeMap::from([(2, before)]));
    after.may_retire(1).unwrap();
    let again = reseal::all(&store, &keys, &district, |_, _| {})
        .await
        .unwrap();
    assert_eq!(again, reseal::Walked::default());
}

#[tokio::test]
async fn a_field_that_does_not_open_is_left_and_keeps_its_key() {
    let town = Town::new().await;
    let path = town.home().keys_path();
    let damage = "UPDATE account SET phone_sealed = (SELECT phone_sealed FROM account
         WHERE id <> $2 ORDER BY id LIMIT 1) WHERE district_id = $1 AND id = $2";
    town.put(damage, vec![town.ids.wang_phone.into()]).await;
    file::rotate(&path).unwrap();
    let keys = town.keys();
    let walked = reseal::all(&town.store, &keys, &town.district, |_, _| {})
        .await
        .unwrap();
    assert_eq!(walked.unreadable, 1);
    let left = in_use(&town.store, &town.district).await;
    assert_eq!(left.may_retire(1), Err(Needed::Fields(1, 1)));
}

fn row_of_the_trail(town: &Town) -> Entry {
    let row = json!({
        "district": town.district.as_str(), "id": new_id::<Uuid>(), "at_ms": 0,
        "actor_kind": "staff", "actor_id": null, "role": null, "institution_id": null,
        "operation": "get_record", "action": "read", "purpose": "record", "result": "ok",
        "residents": 0, "request_id": "", "device_id": null, "address": "", "client": "",
        "about": [],
    });
    serde_json::from_value(row).unwrap()
}

#[tokio::test]
async fn rows_of_the_trail_that_wait_outside_keep_their_key() {
    let town = Town::new().await;
    let (app, mut follow) = server(&town, AT_ONCE);
    let folder = town.store.folder().to_owned();
    assert!(spill::keys_in(&folder).unwrap().is_empty());
    let entry = row_of_the_trail(&town);
    app.spill.clone().put([entry].into()).await.unwrap();
    file::rotate(&town.home().keys_path()).unwrap();
    assert!(follow.round().await.unwrap());
    let waiting = InUse {
        spilled: spill::keys_in(&folder).unwrap(),
        ..in_use(&town.store, &town.district).await
    };
    assert_eq!(waiting.may_retire(1), Err(Needed::Spilled(1)));
    app.spill.clone().drain(&town.store).await.unwrap();
    assert!(spill::keys_in(&folder).unwrap().is_empty());
}

#[tokio::test]
async fn a_backup_of_before_opens_with_the_retired_key() {
    let town = Town::at_home(Home::file()).await;
    let path = town.home().keys_path();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("b");
    let key = BackupKey::create(&elsewhere.path().join("key")).unwrap();
    let now = NOW.parse().unwrap();
    backup::make(town.store.folder(), &file, &key, None, now).unwrap();
    file::rotate(&path).unwrap();
    let keys = town.keys();
    reseal::all(&town.store, &keys, &town.district, |_, _| {})
        .await
        .unwrap();
    let retired = elsewhere.path().join("retired.json");
    file::retire(&path, 1, &retired).unwrap();

    let restored = elsewhere.path().join("restored");
    let manifest = backup::restore(&file, &key, &restored, &restored.join("keys.json")).unwrap();
    assert_eq!(manifest.seal_keys, [1]);
    let store = Store::open(&restored, IfEmpty::Refuse).unwrap();
    let opens = |keys: Keys| store.read_here(move |tx| District::load(tx, &keys));
    assert!(opens(town.keys()).is_err());
    assert!(opens(Keys::load(&retired).unwrap()).unwrap().is_some());
    assert_eq!(file::join(&path, &retired).unwrap(), [1]);
    assert!(opens(town.keys()).unwrap().is_some());
    assert_eq!(town.keys().current(), 2);
    assert!(file::join(&path, &retired).unwrap().is_empty());
}
