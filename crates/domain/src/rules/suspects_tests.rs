use super::*;

const TODAY: &str = "2026-11-24";

fn figures(programme: &str) -> Figures {
    let mut all = RULES.figures.into_iter();
    all.find(|one| one.programme == programme).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn pressure(on: &str, sbp: u16, dbp: u16) -> Evidence {
    Evidence {
        on: day(on),
        kind: HomeKind::BloodPressure,
        value: sbp,
        second: Some(dbp),
        moment: None,
        home: false,
    }
}

fn glucose(on: &str, tenths: u16, moment: Moment) -> Evidence {
    Evidence {
        on: day(on),
        kind: HomeKind::Glucose,
        value: tenths,
        second: None,
        moment: Some(moment),
        home: true,
    }
}

fn found(programme: &str, readings: &[Evidence], age: u16) -> Option<Vec<Evidence>> {
    figures(programme).evidence(&RULES, readings, age, day(TODAY))
}

#[test]
fn a_reading_counts_from_the_figure_on() {
    let hypertension = figures("hypertension");
    let diabetes = figures("diabetes");
    for (sbp, dbp, expected) in [
        (139, 89, false),
        (140, 89, true),
        (139, 90, true),
        (140, 90, true),
    ] {
        let reading = pressure(TODAY, sbp, dbp);
        assert_eq!(hypertension.reached(&reading), expected, "{sbp}/{dbp}");
        assert!(!diabetes.reached(&reading));
    }
    for (tenths, moment, expected) in [
        (69, Moment::Fasting, false),
        (70, Moment::Fasting, true),
        (110, Moment::AfterMeal, false),
        (111, Moment::AfterMeal, true),
        (110, Moment::Other, false),
        (111, Moment::Other, true),
    ] {
        let reading = glucose(TODAY, tenths, moment);
        assert_eq!(diabetes.reached(&reading), expected, "{tenths} {moment:?}");
        assert!(!hypertension.reached(&reading));
    }
    // Without a moment nobody knows that it was fasting.
    let unknown = Evidence {
        moment: None,
        ..glucose(TODAY, 80, Moment::Other)
    };
    assert!(!diabetes.reached(&unknown));
}

#[test]
fn hypertension_takes_three_different_days() {
    let two = [
        pressure("2026-11-20", 150, 80),
        pressure("2026-11-22", 142, 92),
    ];
    assert_eq!(found("hypertension", &two, 50), None);
    let same_day = [two.to_vec(), vec![pressure("2026-11-22", 160, 96)]].concat();
    assert_eq!(found("hypertension", &same_day, 50), None);
    let three = [same_day, vec![pressure("2026-11-10", 138, 90)]].concat();
    let evidence = found("hypertension", &three, 50).unwrap();
    let shown: Vec<_> = evidence.iter().map(|one| (one.on, one.value)).collect();
    // Of each day the highest, the newest first.
    assert_eq!(
        shown,
        [
            (day("2026-11-22"), 160),
            (day("2026-11-20"), 150),
            (day("2026-11-10"), 138)
        ]
    );
}

#[test]
fn diabetes_takes_two_different_days() {
    let one = glucose("2026-11-20", 72, Moment::Fasting);
    assert_eq!(found("diabetes", std::slice::from_ref(&one), 50), None);
    let both = [one, glucose("2026-11-21", 118, Moment::AfterMeal)];
    assert_eq!(found("diabetes", &both, 50).unwrap().len(), 2);
}

#[test]
fn nobody_younger_than_the_screening_and_nothing_older_than_a_year() {
    let readings = [
        pressure("2026-11-20", 150, 80),
        pressure("2026-11-22", 142, 92),
        pressure("2025-11-24", 142, 92),
    ];
    assert_eq!(found("hypertension", &readings, 34), None);
    assert!(found("hypertension", &readings, 35).is_some());
    let older = [
        readings[0].clone(),
        readings[1].clone(),
        pressure("2025-11-23", 142, 92),
    ];
    assert_eq!(found("hypertension", &older, 35), None);
    let tomorrow = [
        readings[0].clone(),
        readings[1].clone(),
        pressure("2026-11-25", 142, 92),
    ];
    assert_eq!(found("hypertension", &tomorrow, 35), None);
}

#[test]
fn more_readings_never_make_anybody_less_suspect() {
    let mut readings = Vec::new();
    let mut suspected = false;
    for (n, sbp) in [150, 120, 141, 110, 139, 145, 118, 160]
        .into_iter()
        .enumerate()
    {
        readings.push(pressure(&format!("2026-11-{:02}", n + 1), sbp, 70));
        let now = found("hypertension", &readings, 60).is_some();
        assert!(now || !suspected, "{n}");
        suspected = now;
    }
    assert!(suspected);
}

#[test]
fn whoever_was_excluded_is_shown_again_after_a_later_reading_alone() {
    let evidence = [
        pressure("2026-11-22", 150, 80),
        pressure("2026-11-20", 150, 80),
    ];
    assert!(holds_again(&evidence, None));
    assert!(!holds_again(&evidence, Some(day("2026-11-22"))));
    assert!(holds_again(&evidence, Some(day("2026-11-21"))));
    assert!(!holds_again(&[], None));
}

#[test]
fn a_decision_says_all_that_belongs_to_it() {
    let body = |verdict, first_visit: Option<&str>, reason, note: &str| DecideSuspectBody {
        id: crate::ids::SuspectDecisionId(crate::ids::Uuid::from([0; 16])),
        verdict,
        seen_through: day("2026-11-22"),
        first_visit: first_visit.map(day),
        reason,
        note: Some(note.to_owned()),
    };
    for (body, expected) in [
        (
            body(Verdict::Enrolled, None, None, ""),
            "first_visit required",
        ),
        (
            body(Verdict::Enrolled, Some("2026-11-23"), None, ""),
            "first_visit in_past",
        ),
        (body(Verdict::Enrolled, Some(TODAY), None, ""), ""),
        (body(Verdict::Enrolled, Some("2026-12-08"), None, ""), ""),
        (
            body(Verdict::Enrolled, Some("2026-12-09"), None, ""),
            "first_visit too_late",
        ),
        (body(Verdict::Excluded, None, None, ""), "reason required"),
        (
            body(
                Verdict::Excluded,
                None,
                Some(ExcludeReason::NotConfirmed),
                "",
            ),
            "",
        ),
        (
            body(Verdict::Excluded, None, Some(ExcludeReason::Other), " "),
            "note required",
        ),
        (
            body(Verdict::Excluded, None, Some(ExcludeReason::Other), "孕期"),
            "",
        ),
        (
            body(
                Verdict::Excluded,
                None,
                Some(ExcludeReason::Other),
                &"长".repeat(NOTE_MAX + 1),
            ),
            "note too_long",
        ),
        (
            DecideSuspectBody {
                seen_through: day("2099-01-01"),
                ..body(Verdict::Enrolled, Some(TODAY), None, "")
            },
            "seen_through in_future",
        ),
    ] {
        let errors = check(&RULES, &body, day(TODAY));
        let said: Vec<String> = errors
            .iter()
            .map(|error| format!("{} {}", error.field, error.reason))
            .collect();
        assert_eq!(said.join(", "), expected, "{body:?}");
    }
}
