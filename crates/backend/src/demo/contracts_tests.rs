//! Contracts of the demo: what holds for whichever chance draws.

use domain::rules::contract::state_on;

use super::*;
use crate::demo::chance::Subject;
use crate::demo::history::Patient;
use crate::demo::places::Places;
use crate::demo::timetable::Standing;
use crate::demo::{catalogue, schedule};

fn drafts(months_resident: u16, groups: &[PeopleGroup], wish: Wish<'_>) -> Vec<Draft> {
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
    let catalogue = catalogue::packages(1, now).unwrap();
    let applicant = Applicant {
        registered_here: false,
        months_resident,
        groups: groups.to_vec(),
    };
    let drafts = (0..40).filter_map(|n| {
        let mut chance = Chance::of(2, Subject::Contract, n);
        let patient = Patient {
            born: "1957-01-18".parse().unwrap(),
            sex: domain::person::Sex::Female,
            groups,
            hypertension: Some(Standing::of_nth(n)),
            diabetes: None,
        };
        let history = History::of(&mut chance, &setting, &patient).unwrap();
        Draft::of(
            &mut chance,
            &setting,
            &catalogue,
            &applicant,
            &history,
            wish,
        )
    });
    drafts.collect()
}

#[test]
fn the_rules_of_eligibility_hold_for_made_up_people_too() {
    let elderly = [PeopleGroup::Elderly];
    assert!(drafts(5, &elderly, Wish::InForce("基础包", 50)).is_empty());
    assert!(drafts(8, &elderly, Wish::InForce("高血压个性包", 50)).is_empty());
    assert!(drafts(8, &elderly, Wish::InForce("无此包", 50)).is_empty());
    assert_eq!(drafts(8, &elderly, Wish::InForce("基础包", 50)).len(), 40);
}

#[test]
fn promises_are_kept_within_the_contract_and_not_in_the_future() {
    let today: NaiveDate = "2026-11-24".parse().unwrap();
    let hypertension = [PeopleGroup::Hypertension];
    for draft in drafts(8, &hypertension, Wish::InForce("高血压个性包", 250)) {
        assert!(draft.plan.len() >= 12 && draft.answered.is_some());
        assert!(draft.plan.iter().any(|promise| promise.done.is_some()));
        assert!(draft.plan.iter().any(|promise| promise.done.is_none()));
        for (day, _) in draft.plan.iter().filter_map(|promise| promise.done) {
            assert!(draft.begins <= day && day <= today && day <= draft.ends);
        }
    }
}

#[test]
fn each_wish_comes_out_as_the_state_it_names() {
    let today: NaiveDate = "2026-11-24".parse().unwrap();
    for (wish, state) in [
        (Wish::InForce("基础包", 100), ContractState::Active),
        (Wish::InForce("基础包", 345), ContractState::Expiring),
        (Wish::Asked, ContractState::Submitted),
        (Wish::Over, ContractState::Expired),
        (Wish::Declined, ContractState::Declined),
    ] {
        for draft in drafts(8, &[PeopleGroup::Hypertension], wish) {
            assert_eq!(state_on(draft.state, draft.ends, today), state, "{wish:?}");
            assert_eq!(draft.plan.is_empty(), !draft.in_force(), "{wish:?}");
            assert!(draft.asked_at.date_naive() < draft.begins, "{wish:?}");
        }
    }
}
