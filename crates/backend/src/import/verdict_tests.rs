//! Judgements on single lines; the counts of a whole table are tested in `import::tests`.

use super::*;

const HEADER: &str = "姓名,性别,身份证号码,出生日期,联系电话,街道(乡镇),村(居)委会,详细住址,常住类型,居住月数,医保类型,人群分类,签约服务包";
const SOUND: &str = "王芳,女,43020219580312002X,1958-03-12,13873300001,桂花街道,桂花社区,4栋,户籍,120,城乡居民,老年人;高血压,基础包";

fn line(number: u64, text: &str) -> Line {
    Line {
        number,
        cells: text.split(',').map(str::to_owned).collect(),
        percent: 0,
    }
}

fn judge() -> Judge {
    let header = Header::of(&line(1, HEADER).cells).unwrap();
    Judge::new(header, "430202", "2026-11-23".parse().unwrap())
}

fn reasons(verdict: Verdict) -> Vec<Reason> {
    match verdict {
        Verdict::Rejected(reasons) => reasons,
        Verdict::Accepted(_) => Vec::new(),
    }
}

fn accepted(text: &str) -> Accepted {
    match judge().judge(&line(2, text)) {
        Verdict::Accepted(accepted) => *accepted,
        Verdict::Rejected(reasons) => panic!("{reasons:?}"),
    }
}

#[test]
fn a_letter_that_is_none_is_not_taken_into_a_record() {
    for lost in ["\u{fffd}", "\0"] {
        let text = SOUND.replace("桂花社区", &format!("桂花{lost}社区"));
        let verdict = judge().judge(&line(2, &text));
        assert_eq!(reasons(verdict), [Reason::Unreadable], "{lost:?}");
    }
}

#[test]
fn a_sound_line_becomes_a_resident_without_remarks() {
    let Accepted {
        person,
        packages,
        warnings,
        normalised,
    } = accepted(SOUND);
    assert_eq!((person.name.as_str(), person.sex.zh()), ("王芳", "女"));
    assert_eq!(person.phone.unwrap().as_str(), "13873300001");
    assert_eq!(
        (person.township.as_str(), person.village.as_str()),
        ("桂花街道", "桂花社区")
    );
    assert_eq!(
        (person.registered_here, person.months_resident),
        (true, 120)
    );
    assert_eq!(
        person.groups,
        [PeopleGroup::Elderly, PeopleGroup::Hypertension]
    );
    assert_eq!(packages, ["基础包"]);
    assert_eq!((warnings, normalised), (vec![], vec![]));
}

#[test]
fn every_fault_of_a_line_is_told_in_order() {
    use Reason::*;
    let by_id = "1958-03-12".parse().unwrap();
    for (from, to, expected) in [
        ("王芳", " ", vec![NameMissing]),
        ("王芳", "王芳2", vec![NameInvalid]),
        ("43020219580312002X", "", vec![IdMissing]),
        ("43020219580312002X", "4.30202E+17", vec![IdExcelMangled]),
        ("43020219580312002X", "4302021958031200", vec![IdLength(16)]),
        (
            "43020219580312002X",
            "43020219580312O02X",
            vec![IdCharacters],
        ),
        (
            "43020219580312002X",
            "43020219580332002X",
            vec![IdBirthDate],
        ),
        (
            "43020219580312002X",
            "430202195803120021",
            vec![IdCheckDigit],
        ),
        (
            "1958-03-12",
            "1958-03-13",
            vec![BirthDateContradictsId(by_id)],
        ),
        ("1958-03-12", "三月", vec![BirthDateUnreadable]),
        ("4栋", "4\u{fffd}", vec![Unreadable]),
        (
            "王芳,女,43020219580312002X,1958-03-12",
            ",女,1,x",
            vec![NameMissing, IdLength(1), BirthDateUnreadable],
        ),
    ] {
        let text = SOUND.replacen(from, to, 1);
        let found = reasons(judge().judge(&line(2, &text)));
        assert_eq!(found, expected, "{text}");
        assert!(
            found.is_sorted()
                && found
                    .iter()
                    .all(|reason| Reason::ORDER.contains(&reason.code()))
        );
    }
}

#[test]
fn a_number_is_taken_by_the_first_line_that_is_accepted() {
    let mut judge = judge();
    assert_eq!(
        reasons(judge.judge(&line(2, &SOUND.replace("王芳", "")))),
        [Reason::NameMissing]
    );
    assert_eq!(reasons(judge.judge(&line(3, SOUND))), []);
    let written_otherwise = SOUND.replace("43020219580312002X", " 43020219580312002x");
    assert_eq!(
        reasons(judge.judge(&line(4, &written_otherwise))),
        [Reason::IdDuplicate(3)]
    );
    let contradicting = SOUND.replace("1958-03-12", "1959-03-12");
    assert!(matches!(
        reasons(judge.judge(&line(5, &contradicting)))[..],
        [Reason::IdDuplicate(3), Reason::BirthDateContradictsId(_)]
    ));
}

#[test]
fn doubtful_cells_are_accepted_with_a_warning() {
    use Warning::*;
    for (from, to, expected) in [
        (",女,", ",男,", Some(SexContradictsId)),
        (",女,", ",,", None),
        (",女,", ",公,", Some(SexUnreadable)),
        ("13873300001", "", Some(PhoneMissing)),
        ("13873300001", "0731-27484245", Some(PhoneNotMobile)),
        ("13873300001", "27484245", Some(PhoneUnreadable)),
        ("桂花街道", "正东路街道", Some(TownshipUnknown)),
        ("桂花社区", "", Some(CommunityMissing)),
        ("户籍", "不详", Some(ResidenceUnreadable)),
        (",120,", ",十年,", Some(MonthsUnreadable)),
        ("城乡居民", "不详", Some(InsuranceUnknown)),
        ("老年人", "党员", Some(GroupUnknown)),
        ("老年人", "0-6岁儿童", Some(GroupContradictsAge)),
        ("1958-03-12", "", None),
    ] {
        let text = SOUND.replacen(from, to, 1);
        assert_eq!(accepted(&text).warnings, Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn elderly_begins_at_65_and_childhood_ends_at_7() {
    for (group, age, contradicts) in [
        (PeopleGroup::Elderly, 64, true),
        (PeopleGroup::Elderly, 65, false),
        (PeopleGroup::Child, 6, false),
        (PeopleGroup::Child, 7, true),
        (PeopleGroup::Hypertension, 7, false),
    ] {
        assert_eq!(
            contradict_age(&[group], age),
            contradicts,
            "{group:?} at {age}"
        );
    }
}

#[test]
fn a_phone_of_several_lines_is_counted_once_whoever_is_accepted() {
    let mut judge = judge();
    for (number, text) in [
        (2, SOUND.to_owned()),
        (3, SOUND.replace("13873300001", "+86 138-7330-0001")),
        (4, SOUND.replace("13873300001", "13873300001 ")),
        (5, SOUND.replace("13873300001", "13873300002")),
        (6, SOUND.replace("13873300001", "")),
        (7, SOUND.replace("13873300001", "")),
    ] {
        judge.judge(&line(number, &text));
    }
    assert_eq!(judge.shared_phones(), 1);
}
