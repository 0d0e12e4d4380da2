//! The property that rule and filter agree, for any actor and any resident.

use proptest::prelude::*;

use super::tests::{care, granted, staff};
use super::*;
use crate::codes::{Capacity, Function};
use crate::grant::Functions;

fn any_capacity() -> impl Strategy<Value = Capacity> {
    prop::sample::select(Capacity::ALL)
}

fn any_functions() -> impl Strategy<Value = Functions> {
    prop::sample::subsequence(Function::ALL.to_vec(), 0..=Function::ALL.len())
        .prop_map(Functions::from)
}

/// Storage holds one grant for a phone and a person.
fn one_each(mut grants: Vec<(u8, Capacity, Functions)>) -> Vec<(u8, Capacity, Functions)> {
    grants.sort_by_key(|(resident, _, _)| *resident);
    grants.dedup_by_key(|(resident, _, _)| *resident);
    grants
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let roles = prop::sample::select(Role::ALL);
    let villages = prop::option::of(prop::sample::subsequence(vec!["甲村", "乙村"], 0..=2));
    prop_oneof![
        Just(Actor::Visitor),
        prop::collection::vec((0u8..4, any_capacity(), any_functions()), 0..3)
            .prop_map(|grants| granted(&one_each(grants))),
        (roles, 0u8..3, prop::collection::vec(0u8..3, 0..3), villages).prop_map(
            |(role, institution, teams, villages)| staff(
                role,
                institution,
                &teams,
                villages.as_deref()
            )
        ),
    ]
}

proptest! {
    #[test]
    fn rule_and_filter_agree(
        actor in any_actor(), action in prop::sample::select(Action::ALL),
        resident in 0u8..4, institution in 0u8..3, team in 0u8..3,
        village in prop::sample::select(vec!["甲村", "乙村"]),
        raised in prop::option::of(0u8..3),
    ) {
        let raised_team_id = raised.map(|team| self::care(0, 0, team, "").team_id);
        let care = Care { raised_team_id, ..care(resident, institution, team, village) };
        let allowed = may(&actor, action, &Object::Resident(&care)) == Verdict::Allow;
        prop_assert_eq!(allowed, scope(&actor, action).covers(&care));
    }
}
