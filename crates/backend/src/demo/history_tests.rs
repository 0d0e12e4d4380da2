//! Histories of the demo: what holds for whichever chance draws.

use super::*;
use crate::demo::chance::Subject;
use crate::demo::places::Places;
use crate::demo::schedule;

fn history(n: usize, groups: &[PeopleGroup]) -> History {
    let now: DateTime<Utc> = "2026-11-24T02:00:00Z".parse().unwrap();
    let places = Places::read(1, now).unwrap();
    let calendar = schedule::calendar().unwrap();
    let today = now.date_naive();
    let setting = Setting {
        now,
        made_at: now,
        today,
        calendar: &calendar,
        team: &places.teams[0],
    };
    let standing = |group| groups.contains(&group).then(|| Standing::of_nth(n));
    let patient = Patient {
        born: "1957-01-18".parse().unwrap(),
        sex: Sex::Female,
        groups,
        hypertension: standing(PeopleGroup::Hypertension),
        diabetes: standing(PeopleGroup::Diabetes),
    };
    History::of(&mut Chance::of(1, Subject::History, n), &setting, &patient).unwrap()
}

#[test]
fn what_a_visit_says_is_what_was_measured_on_its_day() {
    let groups = [PeopleGroup::Hypertension, PeopleGroup::Diabetes];
    for n in 0..50 {
        let history = history(n, &groups);
        assert!(history.last_visits().count() == 2 && history.exam.is_some());
        for visit in &history.follow_ups {
            let measured = |kind| {
                let with_it = history.measurements.iter();
                with_it
                    .filter(|m| m.visit == visit.id.0)
                    .find(|m| m.kind == kind)
            };
            let bp = measured(MeasurementKind::BloodPressure).unwrap();
            assert_eq!(
                (bp.on, Some((bp.value, bp.second.unwrap()))),
                (visit.on, visit.pressure())
            );
            let glucose = measured(MeasurementKind::FastingGlucose).map(|m| m.value);
            assert_eq!(glucose, visit.size("fasting_glucose"));
        }
    }
}

#[test]
fn nobody_is_ill_or_treated_beyond_the_groups_of_the_register() {
    for n in 0..50 {
        let history = history(n, &[PeopleGroup::Elderly]);
        assert!(history.conditions.is_empty() && history.drugs.is_empty());
        assert!(history.follow_ups.is_empty());
    }
    let both = history(1, &[PeopleGroup::Copd, PeopleGroup::Tuberculosis]);
    assert_eq!(both.conditions.len(), 2);
}

#[test]
fn every_visit_of_another_programme_is_one_that_its_definition_accepts() {
    use PeopleGroup::{Copd, Pregnant, SelfCareLoss, SevereMental, Tuberculosis};
    let groups = [
        PeopleGroup::Elderly,
        Copd,
        SelfCareLoss,
        SevereMental,
        Tuberculosis,
        Pregnant,
    ];
    let mut seen = std::collections::BTreeSet::new();
    for n in 0..60 {
        for visit in history(n, &groups).other_visits {
            let known = Known {
                born: "1957-01-18".parse().unwrap(),
                sex: Sex::Female,
                height: None,
            };
            let (definition, form, decision) = (visit.definition, &visit.form, &visit.decision);
            let wrong =
                domain::programme::check(definition, form, &known, Some(decision), visit.on);
            assert!(wrong.is_empty(), "{}: {wrong:?}", definition.programme);
            seen.insert(definition.programme.as_str());
        }
    }
    assert_eq!(seen.len(), groups.len(), "{seen:?}");
}
