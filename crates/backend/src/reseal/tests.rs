//! What happens between reading a field and putting it back.

use domain::ids::AccountId;
use domain::person::Phone;

use super::*;
use crate::auth::account;
use crate::db::IfEmpty;
use crate::district::District;
use crate::seal::file;

#[test]
fn what_a_request_has_changed_meanwhile_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let keys = Keys::create(&path).unwrap();
    let store = Store::open(&folder.path().join("data"), IfEmpty::Create).unwrap();
    let now = "2026-11-24T02:00:00Z".parse().unwrap();
    let id = DistrictId::new("430202");
    let district = District {
        id: id.clone(),
        name: String::new(),
        service_phone: String::new(),
        demo: true,
    };
    let (sealing, of) = (keys.clone(), id.clone());
    let phone: Phone = "13873300001".parse().unwrap();
    let account: AccountId = store
        .write_here(move |tx| {
            district.create(tx, &sealing, now)?;
            account::of_phone(tx, &of, &sealing, &phone, now)
        })
        .unwrap();

    file::rotate(&path).unwrap();
    keys.renew(&path).unwrap();
    let table = &TABLES[0];
    let piece = store
        .read_here(|tx| Piece::read(tx, &keys, &id, table, &table.beginning()))
        .unwrap();
    assert_eq!(piece.changes.len(), 1);

    let row = account.0.bytes();
    let place = Place {
        district: id.as_str(),
        table: "account",
        column: "phone_sealed",
        row: &row,
    };
    let changed = keys.seal_text(place, "13873300002").unwrap();
    let put = move |tx: &mut dyn Tx| {
        let sql = "UPDATE account SET phone_sealed = $1";
        tx.exec(sql, &[changed.as_slice().into()])?;
        Ok((table.put)(tx, &piece.changes[0])?)
    };
    assert_eq!(store.write_here(put).unwrap(), 0);
    let read = |tx: &mut dyn Tx| Ok(tx.one("SELECT phone_sealed FROM account", &[])?);
    let row = store.read_here(read).unwrap().unwrap();
    let field: Vec<u8> = row.get("phone_sealed").unwrap();
    assert_eq!(keys.open_text(place, &field).unwrap(), "13873300002");
}
