//! A district moved from a folder to PostgreSQL and back: the same rows, or nothing.

use std::sync::Arc;

use backend::db::{IfEmpty, MoveError, Moved, OpenError, Place, Store, Tx, check, migrate};
use backend::demo::{self, Options, SEED};
use backend::district::District;
use backend::resources::invariants::INVARIANTS;

use crate::common::{Home, NOW};

fn contents(moved: &[Moved]) -> Vec<(String, String)> {
    moved
        .iter()
        .map(|moved| (moved.table.clone(), moved.content.to_string()))
        .collect()
}

/// A demo in a folder that nobody has open.
fn demo() -> Home {
    let home = Home::file();
    let options = Options {
        residents: Some(120),
        now: NOW.parse().unwrap(),
        seed: SEED,
    };
    let store = home.open();
    demo::create(&store, &Arc::new(home.new_keys()), options, |_| {}).unwrap();
    home
}

#[test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
fn a_district_goes_to_a_database_and_back_whole() {
    let (file, server) = (demo(), Home::server());
    let database = Place::new(file.place().folder(), server.url());
    let mut seen = Vec::new();
    let there = migrate(&file.place(), &database, |moved| seen.push(moved.clone())).unwrap();
    assert_eq!(seen.iter().filter(|moved| moved.done).count(), there.len());
    let residents = there.iter().find(|moved| moved.table == "resident");
    assert_eq!(residents.unwrap().content.rows, 120);

    assert_eq!(check(&database, INVARIANTS).unwrap(), []);
    let store = Store::open(&database, IfEmpty::Refuse).unwrap();
    let keys = file.keys();
    let found = store.read_here(|tx| District::load(tx, &keys)).unwrap();
    assert!(found.unwrap().demo);
    let back = Place::new(file.path().join("back"), None);
    let locked = migrate(&database, &back, |_| {});
    assert!(
        matches!(locked, Err(MoveError::Open(OpenError::Locked))),
        "{locked:?}"
    );
    let change = |tx: &mut dyn Tx| {
        tx.exec("UPDATE district SET service_phone = '0731-0'", &[])?;
        Ok(())
    };
    store.write_here(change).unwrap();
    let other_folder = Place::new(file.path().join("elsewhere"), server.url());
    let used = migrate(&other_folder, &back, |_| {});
    assert!(matches!(used, Err(MoveError::InUse(_))), "{used:?}");
    drop(store);

    let again = migrate(&database, &back, |_| {}).unwrap();
    let differ: Vec<_> = contents(&there)
        .into_iter()
        .zip(contents(&again))
        .filter(|(one, other)| one != other)
        .map(|((table, _), _)| table)
        .collect();
    assert_eq!(differ, ["district"]);
    assert_eq!(check(&back, INVARIANTS).unwrap(), []);
    let store = Store::open(&back, IfEmpty::Refuse).unwrap();
    let read = |tx: &mut dyn Tx| Ok(tx.one("SELECT service_phone FROM district", &[])?);
    let phone: String = store
        .read_here(read)
        .unwrap()
        .unwrap()
        .get("service_phone")
        .unwrap();
    assert_eq!(phone, "0731-0");
}

#[test]
#[ignore = "needs PostgreSQL: cargo xtask test backend"]
fn nothing_is_moved_onto_something() {
    let (file, server) = (demo(), Home::server());
    let database = Place::new(file.place().folder(), server.url());
    migrate(&file.place(), &database, |_| {}).unwrap();
    let twice = migrate(&file.place(), &database, |_| {});
    assert!(matches!(twice, Err(MoveError::NotEmpty(_))), "{twice:?}");
    let onto = migrate(&database, &file.place(), |_| {});
    assert!(matches!(onto, Err(MoveError::NotEmpty(_))), "{onto:?}");
    let sideways = migrate(
        &file.place(),
        &Place::new(file.path().join("other"), None),
        |_| {},
    );
    assert!(
        matches!(sideways, Err(MoveError::SameEngine)),
        "{sideways:?}"
    );
}
