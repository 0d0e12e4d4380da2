//! Each boundary from both sides, and that a more severe visit never makes a milder colour.

use super::*;
use crate::programme::Definition;
use crate::programme::national::DEFINITIONS;

fn rules() -> Rules {
    serde_json::from_str(RULES).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(programme: &str) -> ProgrammeCode {
    programme.parse().unwrap()
}

/// A course with these classes, the newest first, a month apart.
fn course(programme: &str, classes: &[&str], referral: Referral, due: Option<&str>) -> Course {
    let visits = classes.iter().enumerate().map(|(at, class)| Visited {
        on: day("2026-11-01") - chrono::Days::new(30 * at as u64),
        class: (*class).to_owned(),
        referral: if at == 0 { referral } else { Referral::No },
    });
    Course {
        programme: code(programme),
        visits: visits.collect(),
        due: due.map(day),
    }
}

fn found(course: Course, today: &str) -> Option<(Colour, Why)> {
    let sources = rules().sources(&[course], day(today));
    sources.first().map(|source| (source.colour, source.why))
}

#[test]
fn the_mapping_is_about_classes_that_the_programmes_have() {
    let rules = rules();
    for mapping in &rules.programmes {
        let definitions = DEFINITIONS
            .iter()
            .map(|text| serde_json::from_str::<Definition>(text).unwrap());
        let mut editions = definitions.filter(|one| one.programme == mapping.programme);
        let definition = editions.next().unwrap();
        for class in &definition.classes {
            assert!(mapping.classes.contains_key(&class.code), "{}", class.code);
        }
        for class in mapping.classes.keys() {
            assert!(definition.class(class).is_some(), "{class}");
        }
    }
    assert_eq!(rules.status, Status::Proposal);
}

#[test]
fn the_last_visits_decide() {
    use Colour::{Green, Red, Yellow};
    for (programme, classes, referral, expected) in [
        (
            "hypertension",
            vec!["controlled"],
            Referral::No,
            (Green, Why::Class),
        ),
        (
            "hypertension",
            vec!["uncontrolled"],
            Referral::No,
            (Yellow, Why::Class),
        ),
        (
            "hypertension",
            vec!["adverse_reaction", "controlled"],
            Referral::No,
            (Yellow, Why::Class),
        ),
        (
            "hypertension",
            vec!["complication"],
            Referral::No,
            (Red, Why::Class),
        ),
        (
            "hypertension",
            vec!["uncontrolled", "uncontrolled"],
            Referral::No,
            (Red, Why::InARow),
        ),
        (
            "hypertension",
            vec!["uncontrolled", "adverse_reaction"],
            Referral::No,
            (Red, Why::InARow),
        ),
        (
            "hypertension",
            vec!["uncontrolled", "controlled", "uncontrolled"],
            Referral::No,
            (Yellow, Why::Class),
        ),
        (
            "hypertension",
            vec!["controlled", "complication"],
            Referral::No,
            (Green, Why::Class),
        ),
        (
            "hypertension",
            vec!["controlled"],
            Referral::Advised,
            (Red, Why::Referred),
        ),
        (
            "diabetes",
            vec!["uncontrolled", "uncontrolled"],
            Referral::Advised,
            (Red, Why::Referred),
        ),
        (
            "diabetes",
            vec!["controlled"],
            Referral::Urgent,
            (Red, Why::Emergency),
        ),
        ("smi", vec!["unstable"], Referral::No, (Red, Why::Class)),
        ("smi", vec!["not_seen"], Referral::No, (Yellow, Why::Class)),
        (
            "tuberculosis",
            vec!["ended"],
            Referral::No,
            (Green, Why::Class),
        ),
        (
            "hepatitis",
            vec!["no_such_class"],
            Referral::No,
            (Yellow, Why::Class),
        ),
    ] {
        let course = course(programme, &classes, referral, None);
        assert_eq!(
            found(course, "2026-11-02"),
            Some(expected),
            "{programme} {classes:?}"
        );
    }
}

#[test]
fn thirty_days_late_is_green_and_one_more_is_yellow() {
    let late = |today| {
        found(
            course(
                "hypertension",
                &["controlled"],
                Referral::No,
                Some("2026-11-01"),
            ),
            today,
        )
    };
    assert_eq!(late("2026-12-01"), Some((Colour::Green, Why::Class)));
    assert_eq!(late("2026-12-02"), Some((Colour::Yellow, Why::Overdue)));
}

#[test]
fn a_programme_without_a_visit_or_beyond_the_mapping_makes_none() {
    assert_eq!(
        found(
            course("hypertension", &[], Referral::No, None),
            "2026-11-02"
        ),
        None
    );
    assert_eq!(
        found(
            course("child", &["healthy"], Referral::Urgent, None),
            "2026-11-02"
        ),
        None
    );
    assert_eq!(colour(&[]), None);
}

#[test]
fn of_several_programmes_the_most_severe_counts() {
    let sources = rules().sources(
        &[
            course("hypertension", &["controlled"], Referral::No, None),
            course("diabetes", &["uncontrolled"], Referral::No, None),
        ],
        day("2026-11-02"),
    );
    assert_eq!(sources.len(), 2);
    assert_eq!(colour(&sources), Some(Colour::Yellow));
}

#[test]
fn a_more_severe_visit_never_makes_a_milder_colour() {
    let rules = rules();
    let ladder = ["controlled", "uncontrolled", "complication"];
    let referrals = [Referral::No, Referral::Advised, Referral::Urgent];
    let dues = ["2026-12-01", "2026-10-02", "2026-01-01"];
    let mut made = Vec::new();
    for (last, class) in ladder.iter().enumerate() {
        for (before, earlier) in ladder.iter().enumerate() {
            for (asked, referral) in referrals.iter().enumerate() {
                for (late, due) in dues.iter().enumerate() {
                    let course = course("diabetes", &[class, earlier], *referral, Some(due));
                    let sources = rules.sources(&[course], day("2026-11-02"));
                    // How severe what came before was counts only through the visits running.
                    made.push((
                        [last, usize::from(before > 0), asked, late],
                        colour(&sources),
                    ));
                }
            }
        }
    }
    for (one, of_one) in &made {
        for (other, of_other) in &made {
            if one.iter().zip(other).all(|(one, other)| one <= other) {
                assert!(
                    of_one <= of_other,
                    "{one:?} {of_one:?}, {other:?} {of_other:?}"
                );
            }
        }
    }
}

#[test]
fn a_colour_is_followed_up_at_the_nearest_level_that_there_is() {
    use Level::{Hospital, Township, Village};
    let all = [Village, Township, Hospital];
    for (colour, expected) in Colour::ALL.into_iter().zip(all) {
        assert_eq!(level(colour, &all), expected);
    }
    let town = [Township, Hospital];
    assert_eq!(level(Colour::Green, &town), Township);
    assert_eq!(level(Colour::Red, &[Village, Township]), Township);
    assert_eq!(level(Colour::Red, &[]), Township);
}

#[test]
fn up_goes_at_once_and_down_by_steps() {
    use Level::{Hospital, Township, Village};
    let (rules, all) = (rules(), [Village, Township, Hospital]);
    for (from, to, expected) in [
        (Village, Village, None),
        (Village, Township, Some(Township)),
        (Village, Hospital, Some(Hospital)),
        (Township, Hospital, Some(Hospital)),
        (Hospital, Village, Some(Township)),
        (Hospital, Township, Some(Township)),
        (Township, Village, Some(Village)),
    ] {
        assert_eq!(rules.step(from, to, &all), expected, "{from:?} {to:?}");
    }
    let stepwise = Rules {
        up_by_steps: true,
        down_by_steps: false,
        ..rules
    };
    assert_eq!(stepwise.step(Village, Hospital, &all), Some(Township));
    assert_eq!(
        stepwise.step(Village, Hospital, &[Village, Hospital]),
        Some(Hospital)
    );
    assert_eq!(stepwise.step(Hospital, Village, &all), Some(Village));
}

#[test]
fn the_scale_of_a_form_says_what_recording_the_visit_makes() {
    let (rules, today) = (rules(), day("2026-11-24"));
    let classes = ["controlled", "uncontrolled", "complication"];
    let other = course("diabetes", &["uncontrolled"], Referral::No, None);
    for others in [vec![], vec![other]] {
        for first in classes {
            for second in classes {
                for (class, referral, on, due, next) in [
                    (
                        "controlled",
                        Referral::No,
                        "2026-11-24",
                        "2026-10-01",
                        "2027-02-24",
                    ),
                    (
                        "uncontrolled",
                        Referral::No,
                        "2026-11-24",
                        "2026-11-20",
                        "2026-12-08",
                    ),
                    (
                        "controlled",
                        Referral::Urgent,
                        "2026-11-01",
                        "2026-11-20",
                        "2026-11-15",
                    ),
                    // Written down late: its own next date has passed, by thirty days and by one more.
                    (
                        "controlled",
                        Referral::No,
                        "2026-11-02",
                        "2026-11-01",
                        "2026-10-25",
                    ),
                    (
                        "controlled",
                        Referral::No,
                        "2026-11-02",
                        "2026-11-01",
                        "2026-10-24",
                    ),
                    // Brought late: between the two, and before both.
                    (
                        "uncontrolled",
                        Referral::Advised,
                        "2026-10-20",
                        "2026-11-20",
                        "2026-11-03",
                    ),
                    (
                        "complication",
                        Referral::No,
                        "2026-09-01",
                        "2026-10-24",
                        "2026-09-15",
                    ),
                    (
                        "controlled",
                        Referral::No,
                        "2026-09-01",
                        "2026-10-25",
                        "2026-12-01",
                    ),
                ] {
                    let visit = Visited {
                        on: day(on),
                        class: class.to_owned(),
                        referral,
                    };
                    let mut own = course("hypertension", &[first, second], Referral::No, Some(due));
                    let mut before = others.clone();
                    before.push(own.clone());
                    let scale = rules.scale(&own.programme, &before, today).unwrap();

                    let at = own.visits.iter().position(|one| one.on <= visit.on);
                    own.visits.insert(at.unwrap_or(2), visit.clone());
                    if at == Some(0) {
                        own.due = Some(day(next));
                    }
                    let mut after = others.clone();
                    after.push(own);
                    let made = colour(&rules.sources(&after, today));
                    let told = scale.with(scale.own(visit, Some(day(next)), today), &[]);
                    assert_eq!(Some(told), made, "{first} {second} {class} {on}");
                }
            }
        }
    }
    assert!(rules.scale(&code("child"), &[], today).is_none());
    let first = rules.scale(&code("hypertension"), &[], today).unwrap();
    let visit = |class: &str| Visited {
        on: today,
        class: class.to_owned(),
        referral: Referral::No,
    };
    let own = |class| first.own(visit(class), None, today);
    assert_eq!(own("controlled"), Colour::Green);
    assert_eq!(own("complication"), Colour::Red);
}

#[test]
fn on_one_sheet_what_is_typed_of_the_others_counts() {
    use Colour::{Green, Red, Yellow};
    let (rules, today) = (rules(), day("2026-11-24"));
    let recorded = [
        course("hypertension", &["controlled"], Referral::No, None),
        course("diabetes", &["complication"], Referral::No, None),
        course("hepatitis", &["no_such_class"], Referral::No, None),
    ];
    let scale = rules
        .scale(&code("hypertension"), &recorded, today)
        .unwrap();
    let typed = |programme, colour| Beside {
        programme: code(programme),
        colour,
    };
    // Recorded are red and yellow.
    assert_eq!(scale.with(Green, &[]), Red);
    assert_eq!(scale.with(Green, &[typed("diabetes", Green)]), Yellow);
    let all = [typed("diabetes", Green), typed("hepatitis", Green)];
    assert_eq!(scale.with(Green, &all), Green);
    assert_eq!(scale.with(Red, &all), Red);
    // One that has no visit yet counts as it is typed.
    let first = [typed("smi", Red)];
    assert_eq!(scale.with(Green, &[&all[..], &first].concat()), Red);
}
