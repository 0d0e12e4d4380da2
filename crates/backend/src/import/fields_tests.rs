//! Cells as people and spreadsheets write them.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_date_is_read_in_all_its_forms() {
    use Normalised::*;
    for (cell, expected, how) in [
        ("1990-04-27", "1990-04-27", None),
        ("1990/4/27", "1990-04-27", None),
        ("1990.4.27", "1990-04-27", None),
        ("1990-04-27 00:00:00", "1990-04-27", None),
        ("1990-04-27T00:00:00", "1990-04-27", None),
        ("'1990-04-27", "1990-04-27", None),
        ("１９９０－０４－２７", "1990-04-27", None),
        ("19900427", "1990-04-27", Some(BirthDateCompact)),
        (" 19900427 ", "1990-04-27", Some(BirthDateCompact)),
        ("1990年4月27日", "1990-04-27", Some(BirthDateChinese)),
        ("1990年04月7号", "1990-04-07", Some(BirthDateChinese)),
        ("1990 年 4 月 27 日", "1990-04-27", Some(BirthDateChinese)),
        ("1", "1900-01-01", Some(BirthDateSerial)),
        ("59", "1900-02-28", Some(BirthDateSerial)),
        ("61", "1900-03-01", Some(BirthDateSerial)),
        ("32990", "1990-04-27", Some(BirthDateSerial)),
    ] {
        assert_eq!(date(cell), Some((day(expected), how)), "{cell}");
    }
}

#[test]
fn what_is_no_day_is_no_date() {
    for cell in [
        "",
        "60",
        "0",
        "199004",
        "1990042",
        "19900230",
        "1990-02-30",
        "1990年2月30日",
        "90-04-27",
        "1990-4",
        "1990年4月",
        "+990-04-27",
        "四月",
        "1990--4-27",
    ] {
        assert_eq!(date(cell), None, "{cell}");
    }
}

#[test]
fn an_id_number_tells_what_was_changed_for_it() {
    use Normalised::*;
    let today = day("2026-11-23");
    for (cell, changes) in [
        ("43020219580312002X", vec![]),
        ("'43020219580312002X", vec![LeadingApostrophe]),
        ("４３０２０２１９５８０３１２００２X", vec![FullwidthId]),
        (" 43020219580312002x ", vec![SpacesOrLowercaseId]),
        ("430202 19580312 002X", vec![SpacesOrLowercaseId]),
        ("\u{3000}43020219580312002X", vec![SpacesOrLowercaseId]),
        (
            " '４30202195803120 02x",
            vec![LeadingApostrophe, FullwidthId, SpacesOrLowercaseId],
        ),
    ] {
        let (id, found) = national_id(cell, today);
        assert_eq!(id.unwrap().as_str(), "43020219580312002X", "{cell}");
        assert_eq!(found, changes, "{cell}");
    }
    let (old, found) = national_id("430202580312013", today);
    assert_eq!(
        (old.unwrap().as_str(), found),
        ("430202195803120134", vec![FirstGenerationId])
    );
}

#[test]
fn an_id_number_that_is_none_tells_why() {
    let fault = |cell| national_id(cell, day("2026-11-23")).0.unwrap_err();
    for mangled in ["4.30202E+17", "4.30202e17", "4E+17", " 4.30202E+17"] {
        assert_eq!(fault(mangled), IdFault::Mangled, "{mangled}");
    }
    assert_eq!(fault(" "), IdFault::Missing);
    assert_eq!(fault("'"), IdFault::Missing);
    assert_eq!(fault("EEE"), IdFault::Wrong(NationalIdError::Length(3)));
    assert_eq!(
        fault("430202195803120135"),
        IdFault::Wrong(NationalIdError::CheckDigit)
    );
}

#[test]
fn words_of_the_lists_are_known_by_other_names_too() {
    use PeopleGroup::*;
    assert_eq!(
        groups("老年人;高血压；糖尿病、高血压"),
        (vec![Elderly, Hypertension, Diabetes], vec![])
    );
    assert_eq!(
        groups("慢性阻塞性肺疾病,党员"),
        (vec![Copd], vec!["党员".to_owned()])
    );
    assert_eq!(groups(""), (vec![], vec![]));
    assert_eq!(insurance("新农合"), Some(Insurance::Resident));
    assert_eq!(insurance(" 城镇职工"), Some(Insurance::Employee));
    assert_eq!(insurance("不清楚"), None);
    assert_eq!(registered_here("非户籍"), Some(false));
    assert_eq!(sex("２"), Some(Sex::Female));
    assert_eq!(sex("公"), None);
}
