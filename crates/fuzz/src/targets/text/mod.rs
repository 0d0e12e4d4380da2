//! The small readers: what the domain makes of a text (ID number, phone, name, day, instant,
//! identifier, code), and what the service makes of a cookie, a clock, a database's address, a value
//! of a cursor and the six digits of an authenticator. The first byte of an input says which.

mod service;

use chrono::{DateTime, SecondsFormat};
use domain::ids::Uuid;
use domain::person::{NationalId, NationalIdError, PersonName, Phone, Sex, age_on};
use domain::time::{parse_date, parse_instant};

use super::Target;
use crate::district::today;

pub const TARGET: Target = Target {
    name: "text",
    one,
    seeds,
    words,
};

/// A reader, and texts that it reads.
type Reader = (fn(&str), &'static [&'static str]);

const READERS: [Reader; 12] = [
    (
        national_id,
        &[
            "11010519491231002X",
            "430202195803120134",
            "４３０２０２195803120134",
            " 110105 19491231 002x ",
            "130503670401001",
            "440524188001010014",
            "430202205803120134",
        ],
    ),
    (
        phone,
        &[
            "13812345678",
            "+86 138 1234 5678",
            "０７３１－27484245-12",
            "010-12345678",
            "0086 731 2748 4245",
        ],
    ),
    (
        name,
        &[
            "王芳",
            "阿依古丽・买买提",
            " Anna   Maria Müller ",
            "J. R. O'Neill-Smith",
            "𬭎华",
            "王 . 芳",
        ],
    ),
    (day, &["2026-11-24", "2024-02-29", "0000-01-01"]),
    (
        instant,
        &["2026-11-24T02:00:00Z", "2026-11-24T02:00:00.123456789Z"],
    ),
    (
        id,
        &[
            "0198f0c0-0000-7000-8000-000000000001",
            "0198F0C0-0000-7000-8000-00000000000A",
        ],
    ),
    (sex, &["0", "1", "2", "9"]),
    (
        service::cookie,
        &["jiayi=000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f; a=b"],
    ),
    (
        service::clock,
        &["2026-11-24", "2026-11-24T09:00:00+08:00", "9999-12-31"],
    ),
    (
        service::database,
        &[
            "postgres://jiayi:hush-hush@db.example:5432/hetang?sslmode=verify-full",
            "postgres:///jiayi?host=/run/postgresql&user=jiayi&password=hush-hush",
            "host=localhost user=jiayi password=hush-hush dbname=jiayi",
        ],
    ),
    (
        service::cursor,
        &[
            "1",
            "2026-11-24",
            "0198f0c0-0000-7000-8000-000000000001",
            "1~2026-11-24~x",
        ],
    ),
    (service::six_digits, &["287082", "081804", "005924"]),
];

fn one(bytes: &[u8]) {
    let Some((which, text)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = str::from_utf8(text) else {
        return;
    };
    let (reader, _) = READERS[usize::from(*which) % READERS.len()];
    reader(text);
}

/// Each way to read a number gives the same one, in its one form.
fn national_id(text: &str) {
    let (plain, dated) = (text.parse::<NationalId>(), NationalId::parse(text, today()));
    match (&plain, &dated) {
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (Ok(one), Err(NationalIdError::BornInFuture)) => assert!(one.birth_date() > today()),
        (Err(one), Err(other)) => assert!(one == other || *other == NationalIdError::BornInFuture),
        other => panic!("{other:?}"),
    }
    if let Ok(number) = NationalId::parse_either_generation(text, today()) {
        let written = number.as_str();
        assert_eq!(written.len(), 18);
        assert_eq!(written.parse::<NationalId>().as_ref(), Ok(&number));
        assert_eq!(
            written.get(6..14),
            Some(number.birth_date().format("%Y%m%d").to_string().as_str())
        );
        assert!(age_on(number.birth_date(), today()) < 130);
        assert_eq!(number.masked().len(), 18);
        assert!(!number.masked().contains(&written[6..14]));
    }
}

fn phone(text: &str) {
    let Ok(phone) = text.parse::<Phone>() else {
        return;
    };
    assert_eq!(phone.as_str().parse::<Phone>().as_ref(), Ok(&phone));
    assert_eq!(phone.last_four().len(), 4);
    assert!(
        phone
            .as_str()
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    );
    assert_ne!(phone.masked(), phone.as_str());
}

fn name(text: &str) {
    let Ok(name) = text.parse::<PersonName>() else {
        return;
    };
    assert_eq!(name.as_str().parse::<PersonName>().as_ref(), Ok(&name));
    assert!((1..=50).contains(&name.as_str().chars().count()));
    assert_ne!(name.masked(), name.as_str());
    assert!(!name.search_form().is_empty());
    // Whatever a name is written with, its initials are typed on a phone.
    let initials = backend::initials::initials(name.as_str());
    assert!(
        !initials.contains(|c: char| c.is_ascii_uppercase()),
        "{initials}"
    );
}

fn day(text: &str) {
    if let Some(day) = parse_date(text) {
        assert_eq!(day.to_string(), text);
    }
}

fn instant(text: &str) {
    let Some(instant) = parse_instant(text) else {
        return;
    };
    let written = instant.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    assert_eq!(parse_instant(&written), Some(instant));
    assert_eq!(
        DateTime::parse_from_rfc3339(text).map(|other| other.to_utc()),
        Ok(instant)
    );
}

fn id(text: &str) {
    let Ok(id) = text.parse::<Uuid>() else { return };
    assert!(id.to_string().eq_ignore_ascii_case(text));
    assert_eq!(Uuid::from(id.bytes()), id);
}

fn sex(text: &str) {
    if let Some(sex) = Sex::from_code(text) {
        assert_eq!(sex.code(), text);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let numbered = READERS.iter().zip(0..=255_u8);
    numbered
        .flat_map(|((_, texts), which)| {
            texts
                .iter()
                .map(move |text| [&[which], text.as_bytes()].concat())
        })
        .collect()
}

fn words() -> Vec<Vec<u8>> {
    super::words(&[
        "11010519491231002X",
        "19491231",
        "+86",
        "0086",
        "·",
        "．",
        "\u{3000}",
        "Ｘ",
        "x",
        "-",
        "2026-11-24",
        "T00:00:00Z",
        "+262142-12-31",
        "-0001-01-01",
        "+0",
        "jiayi=",
        "__Host-jiayi=",
        "jiayi-browser=",
        "; ",
        "postgres://",
        "postgresql://",
        "host=",
        "user=",
        "password=",
        "dbname=",
        "?",
        "&",
        "@",
        "%40",
        "~",
        "hush-hush",
        "options='",
        "\\",
    ])
}
