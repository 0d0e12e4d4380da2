//! Sealed fields, blind indexes and the key file.

use super::*;

const PLACE: Place<'_> = Place {
    district: "430202",
    table: "resident",
    column: "phone_sealed",
    row: &[7; 16],
};

#[test]
fn a_sealed_value_opens_in_its_place_only() {
    let keys = Keys::ephemeral().unwrap();
    let field = keys.seal_text(PLACE, "13873300001").unwrap();
    assert_eq!(keys.open_text(PLACE, &field).unwrap(), "13873300001");
    for elsewhere in [
        Place {
            district: "430203",
            ..PLACE
        },
        Place {
            table: "account",
            ..PLACE
        },
        Place {
            column: "address_sealed",
            ..PLACE
        },
        Place {
            row: &[8; 16],
            ..PLACE
        },
    ] {
        assert_eq!(keys.open(elsewhere, &field), Err(SealError::Broken));
    }
}

#[test]
fn a_changed_field_does_not_open() {
    let keys = Keys::ephemeral().unwrap();
    let field = keys.seal(PLACE, b"x").unwrap();
    for at in 0..field.len() {
        let mut changed = field.clone();
        changed[at] ^= 1;
        assert!(keys.open(PLACE, &changed).is_err(), "byte {at}");
    }
    assert_eq!(keys.open(PLACE, &field[..10]), Err(SealError::Unreadable));
    assert_eq!(
        Keys::ephemeral().unwrap().open(PLACE, &field),
        Err(SealError::Broken)
    );
}

#[test]
fn equal_values_have_equal_indexes_under_one_purpose_only() {
    let keys = Keys::ephemeral().unwrap();
    let index = keys.index(Purpose::Phone, b"13873300001");
    assert_eq!(index, keys.index(Purpose::Phone, b"13873300001"));
    assert_ne!(index, keys.index(Purpose::NationalId, b"13873300001"));
    assert_ne!(
        index,
        Keys::ephemeral()
            .unwrap()
            .index(Purpose::Phone, b"13873300001")
    );
}

#[test]
fn a_key_file_is_private_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let made = Keys::create(&path).unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(Keys::create(&path).is_err());
    let field = made.seal(PLACE, b"x").unwrap();
    assert_eq!(
        Keys::load(&path).unwrap().open(PLACE, &field).unwrap(),
        b"x"
    );
    assert_eq!(format!("{made:?}"), "Keys(…)");
}

#[test]
fn a_changed_key_file_keeps_its_readers_and_one_change_at_a_time_is_made() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let keys = Keys::create(&path).unwrap();
    let old = keys.seal(PLACE, b"x").unwrap();
    assert_eq!(file::rotate(&path).unwrap(), 2);
    assert!(keys.renew(&path).unwrap() && !keys.renew(&path).unwrap());
    let new = keys.seal(PLACE, b"x").unwrap();
    assert_eq!((number_of(&old), number_of(&new)), (Ok(1), Ok(2)));
    assert_eq!(keys.open(PLACE, &old).unwrap(), b"x");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    let readable = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(&path, readable).unwrap();
    let extra = folder.path().join("extra.json");
    file::rotate(&path).unwrap();
    file::retire(&path, 2, &extra).unwrap();
    assert_eq!(mode(), 0o640);
    let taken = std::fs::metadata(&extra).unwrap().permissions().mode();
    assert_eq!(taken & 0o777, 0o600);

    let in_the_way = folder.path().join("keys.json.new");
    std::fs::write(&in_the_way, "").unwrap();
    let refused = file::rotate(&path);
    assert!(
        matches!(refused, Err(KeyFileError::Changing(_))),
        "{refused:?}"
    );
    std::fs::remove_file(&in_the_way).unwrap();
    let current = file::retire(&path, 3, &folder.path().join("3.json"));
    assert!(
        matches!(current, Err(KeyFileError::Current(3))),
        "{current:?}"
    );
    assert!(!in_the_way.exists() && !folder.path().join("3.json").exists());
    // A number that was retired is not given again.
    file::retire(&path, 1, &folder.path().join("1.json")).unwrap();
    assert_eq!(file::rotate(&path).unwrap(), 4);
}

#[test]
fn keys_of_one_number_that_differ_are_not_joined() {
    let folder = tempfile::tempdir().unwrap();
    let [one, copy, other] = ["one", "copy", "other"].map(|name| folder.path().join(name));
    Keys::create(&one).unwrap();
    std::fs::copy(&one, &copy).unwrap();
    file::rotate(&one).unwrap();
    file::rotate(&copy).unwrap();
    let clash = file::join(&one, &copy);
    assert!(matches!(clash, Err(KeyFileError::Clash(2))), "{clash:?}");
    Keys::create(&other).unwrap();
    let foreign = file::join(&one, &other);
    assert!(
        matches!(foreign, Err(KeyFileError::OtherDistrict(_))),
        "{foreign:?}"
    );
}
