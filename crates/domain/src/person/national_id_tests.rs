//! Vectors of domain.md §3.1 (all people fictional) and the properties of the number.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn read(text: &str) -> Result<NationalId, NationalIdError> {
    NationalId::parse(text, today())
}

#[test]
fn the_vectors_tell_birth_date_sex_and_division() {
    for (number, born, sex, division) in [
        ("11010519491231002X", "1949-12-31", Sex::Female, "110105"),
        ("430202195803120134", "1958-03-12", Sex::Male, "430202"),
        ("430202193307040240", "1933-07-04", Sex::Female, "430202"),
        ("431127196002290157", "1960-02-29", Sex::Male, "431127"),
        ("321102193811110076", "1938-11-11", Sex::Male, "321102"),
        ("321111193105230288", "1931-05-23", Sex::Female, "321111"),
        ("469007198506200419", "1985-06-20", Sex::Male, "469007"),
        ("469007202308080187", "2023-08-08", Sex::Female, "469007"),
        ("510727193709150121", "1937-09-15", Sex::Female, "510727"),
        ("654128199001010030", "1990-01-01", Sex::Male, "654128"),
        ("820000199001010010", "1990-01-01", Sex::Male, "820000"),
    ] {
        let id = read(number).unwrap();
        assert_eq!(
            (id.as_str(), id.birth_date(), id.sex(), id.division()),
            (number, day(born), sex, division)
        );
    }
}

#[test]
fn one_base_reaches_every_check_character() {
    for (sequence, check) in [
        ("001", '1'),
        ("002", 'X'),
        ("003", '8'),
        ("004", '6'),
        ("005", '4'),
        ("006", '2'),
        ("007", '0'),
        ("008", '9'),
        ("009", '7'),
        ("018", '5'),
        ("019", '3'),
    ] {
        assert!(
            read(&format!("43020219580312{sequence}{check}")).is_ok(),
            "{sequence}{check}"
        );
    }
}

#[test]
fn each_fault_has_its_own_name() {
    use NationalIdError::*;
    for (text, fault) in [
        ("", Length(0)),
        ("43020219580312013", Length(17)),
        ("4302021958031201344", Length(19)),
        ("430202580312013", Length(15)),
        ("4.30202E+17", Length(11)),
        ("030202195803120134", Characters),
        ("4302021958O3120134", Characters),
        ("4302021958031201X4", Characters),
        ("43020219580312013Y", Characters),
        ("四30202195803120134", Characters),
        ("430202195802300130", BirthDate),
        ("431127195902290157", BirthDate),
        ("430202195800120134", BirthDate),
        ("440524188001010014", BirthDate),
        ("430202202712010012", BornInFuture),
        ("430202195803120135", CheckDigit),
        ("110105194912310020", CheckDigit),
    ] {
        assert_eq!(read(text), Err(fault), "{text}");
    }
}

#[test]
fn the_birth_date_lies_between_1900_and_today() {
    for (day_digits, expected) in [
        ("18991231", Err(NationalIdError::BirthDate)),
        ("19000101", Ok(())),
        ("20261123", Ok(())),
        ("20261124", Err(NationalIdError::BornInFuture)),
    ] {
        let body = format!("430202{day_digits}001");
        let number = format!("{body}{}", check_character(&body).unwrap());
        assert_eq!(read(&number).map(|_| ()), expected, "{number}");
    }
}

#[test]
fn a_number_of_the_first_generation_is_read_only_from_old_tables() {
    let old = "430202580312013";
    assert_eq!(read(old), Err(NationalIdError::Length(15)));
    let id = NationalId::parse_either_generation(old, today()).unwrap();
    assert_eq!(id.as_str(), "430202195803120134");
    let new = NationalId::parse_either_generation("430202195803120134", today());
    assert_eq!(new, Ok(id));
    let no_day = NationalId::parse_either_generation("430202580230013", today());
    assert_eq!(no_day, Err(NationalIdError::BirthDate));
}

#[test]
fn json_holds_the_number_and_debug_does_not() {
    let id = read("43020219580312002x").unwrap();
    assert_eq!(
        serde_json::to_string(&id).unwrap(),
        r#""43020219580312002X""#
    );
    assert_eq!(
        serde_json::from_str::<NationalId>(r#""43020219580312002X""#).unwrap(),
        id
    );
    assert!(serde_json::from_str::<NationalId>(r#""430202195803120135""#).is_err());
    assert_eq!(format!("{id:?}"), r#"NationalId("4302**********002X")"#);
}

fn digits(date: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn any_id() -> impl Strategy<Value = NationalId> {
    (100_000u32..=999_999, 0i32..46_000, 0u32..1000).prop_map(|(division, born, sequence)| {
        let first = day("1900-01-01").num_days_from_ce();
        let born = NaiveDate::from_num_days_from_ce_opt(first + born).unwrap();
        let body = format!("{division}{}{sequence:03}", digits(born));
        read(&format!("{body}{}", check_character(&body).unwrap())).unwrap()
    })
}

fn full_width(c: char) -> char {
    match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        _ => c,
    }
}

proptest! {
    #[test]
    fn a_number_survives_spaces_width_and_case(id in any_id(), noise in prop::collection::vec(0u8..5, 19)) {
        let mut typed = String::new();
        for (c, noise) in id.as_str().chars().zip(&noise) {
            match noise {
                0 => typed.push(full_width(c)),
                1 => typed.extend([' ', c]),
                2 => typed.extend([c.to_ascii_lowercase(), '\u{3000}']),
                3 => typed.extend(['\t', full_width(c.to_ascii_lowercase())]),
                _ => typed.push(c),
            }
        }
        prop_assert_eq!(read(&typed), Ok(id));
    }

    #[test]
    fn a_single_wrong_digit_is_always_caught(id in any_id(), place in 0usize..17, digit in 0u8..10) {
        let mut bytes = id.as_str().as_bytes().to_vec();
        let digit = b'0' + digit;
        prop_assume!(bytes[place] != digit);
        bytes[place] = digit;
        prop_assert!(read(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn two_neighbours_exchanged_are_always_caught(id in any_id(), place in 0usize..16) {
        let mut bytes = id.as_str().as_bytes().to_vec();
        prop_assume!(bytes[place] != bytes[place + 1]);
        bytes.swap(place, place + 1);
        prop_assert!(read(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn the_mask_is_the_same_whatever_the_birth_date(id in any_id(), born in 0i32..46_000) {
        let first = day("1900-01-01").num_days_from_ce();
        let born = NaiveDate::from_num_days_from_ce_opt(first + born).unwrap();
        let mask = id.masked();
        let other = format!("{}{}{}", &id.as_str()[..6], digits(born), &id.as_str()[14..]);
        prop_assert_eq!(mask, format!("{}**********{}", &other[..4], &other[14..]));
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in "\\PC{0,24}") {
        let _ = read(&text);
        let _ = NationalId::parse_either_generation(&text, today());
    }
}
