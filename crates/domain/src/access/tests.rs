//! Outcomes written by hand for each kind of actor.

use super::*;
use crate::codes::{Capacity, Function};
use crate::grant::Functions;
use crate::ids::Uuid;

fn id(n: u8) -> Uuid {
    Uuid::v7(u64::from(n), [n; 10])
}

pub(super) fn care(resident: u8, institution: u8, team: u8, village: &str) -> Care {
    Care {
        resident_id: ResidentId(id(resident)),
        institution_id: InstitutionId(id(institution)),
        team_id: TeamId(id(team)),
        village: village.to_owned(),
        raised_team_id: None,
    }
}

/// A phone with everything open for these people.
fn phone(persons: &[u8]) -> Actor {
    let whole = |n: &u8| (*n, Capacity::Oneself, Functions::ALL);
    granted(&persons.iter().map(whole).collect::<Vec<_>>())
}

pub(super) fn granted(grants: &[(u8, Capacity, Functions)]) -> Actor {
    let grants = grants.iter().map(|(n, capacity, functions)| Grant {
        resident_id: ResidentId(id(*n)),
        capacity: *capacity,
        functions: *functions,
    });
    Actor::Account {
        account_id: AccountId(id(99)),
        grants: grants.collect(),
    }
}

pub(super) fn staff(role: Role, institution: u8, teams: &[u8], villages: Option<&[&str]>) -> Actor {
    Actor::Staff {
        staff_id: StaffId(id(50)),
        role,
        institution_id: InstitutionId(id(institution)),
        teams: teams.iter().map(|n| TeamId(id(*n))).collect(),
        villages: villages.map(|names| names.iter().map(|n| (*n).to_owned()).collect()),
        family: Vec::new(),
    }
}

/// The same member of staff, with this family.
fn with_family(actor: Actor, members: &[u8]) -> Actor {
    match actor {
        Actor::Staff {
            staff_id,
            role,
            institution_id,
            teams,
            villages,
            ..
        } => Actor::Staff {
            staff_id,
            role,
            institution_id,
            teams,
            villages,
            family: members.iter().map(|n| ResidentId(id(*n))).collect(),
        },
        actor => actor,
    }
}

#[test]
fn a_phone_sees_its_own_people_and_nobody_else() {
    let own = care(1, 1, 1, "甲村");
    let other = care(2, 1, 1, "甲村");
    let phone = phone(&[1]);
    assert_eq!(
        may(&phone, Action::ReadRecord, &Object::Resident(&own)),
        Verdict::Allow
    );
    assert_eq!(
        may(&phone, Action::ReadRecord, &Object::Resident(&other)),
        Verdict::Hidden
    );
    assert_eq!(
        may(&phone, Action::FollowUp, &Object::Resident(&own)),
        Verdict::Denied
    );
}

#[test]
fn a_helper_does_what_was_opened_and_is_told_that_the_rest_is_not_theirs() {
    let mother = care(1, 1, 1, "甲村");
    let stranger = care(2, 1, 1, "甲村");
    let booking = Functions::from(vec![Function::Booking]);
    let helper = granted(&[(1, Capacity::Helper, booking)]);
    for (action, verdict) in [
        (Action::Book, Verdict::Allow),
        (Action::ReadBooking, Verdict::Allow),
        (Action::OpenHome, Verdict::Allow),
        (Action::Link, Verdict::Allow),
        (Action::ReadRecord, Verdict::Denied),
        (Action::Reveal, Verdict::Denied),
        (Action::RequestContract, Verdict::Denied),
        (Action::Grant, Verdict::Denied),
    ] {
        assert_eq!(
            may(&helper, action, &Object::Resident(&mother)),
            verdict,
            "{action:?}"
        );
        assert_eq!(
            may(&helper, action, &Object::Resident(&stranger)),
            Verdict::Hidden,
            "{action:?}"
        );
    }
}

#[test]
fn a_visitor_sees_nobody() {
    for action in Action::ALL {
        let care = care(1, 1, 1, "甲村");
        assert_eq!(
            may(&Actor::Visitor, *action, &Object::Resident(&care)),
            Verdict::Hidden
        );
    }
}

#[test]
fn a_team_sees_those_in_its_care_and_a_village_doctor_their_village() {
    let mine = care(1, 1, 1, "甲村");
    let next_village = care(2, 1, 1, "乙村");
    let other_team = care(3, 1, 2, "甲村");
    let gp = staff(Role::Gp, 1, &[1], None);
    let village = staff(Role::VillageDoctor, 1, &[1], Some(&["甲村"]));
    let read = |actor, care| may(actor, Action::ReadRecord, &Object::Resident(care));
    assert_eq!(read(&gp, &mine), Verdict::Allow);
    assert_eq!(read(&gp, &next_village), Verdict::Allow);
    assert_eq!(read(&gp, &other_team), Verdict::Hidden);
    assert_eq!(read(&village, &mine), Verdict::Allow);
    assert_eq!(read(&village, &next_village), Verdict::Hidden);
}

#[test]
fn the_desk_finds_people_of_its_institution_but_not_their_illnesses() {
    let desk = staff(Role::Desk, 1, &[], None);
    let here = care(1, 1, 1, "甲村");
    let elsewhere = care(2, 2, 3, "丙村");
    assert_eq!(
        may(&desk, Action::List, &Object::Resident(&here)),
        Verdict::Allow
    );
    assert_eq!(
        may(&desk, Action::ReadRecord, &Object::Resident(&here)),
        Verdict::Denied
    );
    assert_eq!(
        may(&desk, Action::List, &Object::Resident(&elsewhere)),
        Verdict::Hidden
    );
}

#[test]
fn only_gp_and_nurse_of_the_addressed_team_answer_a_contract() {
    let care = care(1, 1, 1, "甲村");
    let object = Object::Contract {
        care: &care,
        team_id: TeamId(id(2)),
    };
    for (role, teams, expected) in [
        (Role::Gp, [2], Verdict::Allow),
        (Role::Nurse, [2], Verdict::Allow),
        (Role::PublicHealth, [2], Verdict::Denied),
        (Role::VillageDoctor, [2], Verdict::Denied),
        (Role::Gp, [1], Verdict::Denied),
        (Role::Gp, [3], Verdict::Hidden),
    ] {
        let actor = staff(role, 1, &teams, None);
        assert_eq!(
            may(&actor, Action::AnswerContract, &object),
            expected,
            "{role:?} {teams:?}"
        );
    }
    assert_eq!(
        may(&phone(&[1]), Action::AnswerContract, &object),
        Verdict::Denied
    );
    assert_eq!(
        may(&phone(&[1]), Action::RequestContract, &object),
        Verdict::Allow
    );
    assert_eq!(
        may(&phone(&[2]), Action::ReadContract, &object),
        Verdict::Hidden
    );
}

#[test]
fn staff_leave_themselves_and_their_family_to_a_colleague() {
    let mother = care(1, 1, 1, "甲村");
    let neighbour = care(2, 1, 1, "甲村");
    let team_id = TeamId(id(1));
    let gp = with_family(staff(Role::Gp, 1, &[1], None), &[1]);
    let desk = with_family(staff(Role::Desk, 1, &[], None), &[1]);
    let far = with_family(staff(Role::Gp, 2, &[9], None), &[1]);
    for (actor, action, of_mother, of_neighbour) in [
        (
            &gp,
            Action::AnswerContract,
            Verdict::OwnFamily,
            Verdict::Allow,
        ),
        (&gp, Action::ReadRecord, Verdict::OwnFamily, Verdict::Allow),
        (&gp, Action::Reveal, Verdict::OwnFamily, Verdict::Allow),
        (&gp, Action::FollowUp, Verdict::OwnFamily, Verdict::Allow),
        (&gp, Action::ReadContract, Verdict::Allow, Verdict::Allow),
        (&gp, Action::List, Verdict::Allow, Verdict::Allow),
        (&gp, Action::Attend, Verdict::OwnFamily, Verdict::Allow),
        (&gp, Action::ReadBooking, Verdict::Allow, Verdict::Allow),
        (&desk, Action::Grant, Verdict::OwnFamily, Verdict::Allow),
        (&desk, Action::Book, Verdict::OwnFamily, Verdict::Allow),
        (&desk, Action::Reveal, Verdict::OwnFamily, Verdict::Allow),
        // Who could not act anyway hears the same as before.
        (&desk, Action::ReadRecord, Verdict::Denied, Verdict::Denied),
        (&far, Action::ReadRecord, Verdict::Hidden, Verdict::Hidden),
    ] {
        let asked = |care| match action {
            Action::AnswerContract => may(actor, action, &Object::Contract { care, team_id }),
            _ => may(actor, action, &Object::Resident(care)),
        };
        assert_eq!(asked(&mother), of_mother, "{action:?}");
        assert_eq!(asked(&neighbour), of_neighbour, "{action:?}");
    }
}

#[test]
fn whoever_holds_the_session_attends() {
    let care = care(1, 1, 1, "甲村");
    let object = Object::Booking {
        care: &care,
        institution_id: InstitutionId(id(2)),
        team_id: TeamId(id(5)),
    };
    let attend = |actor: &Actor| may(actor, Action::Attend, &object);
    assert_eq!(attend(&staff(Role::Gp, 2, &[5], None)), Verdict::Allow);
    assert_eq!(attend(&staff(Role::Desk, 2, &[], None)), Verdict::Allow);
    assert_eq!(attend(&staff(Role::Gp, 1, &[1], None)), Verdict::Denied);
    assert_eq!(attend(&staff(Role::Desk, 3, &[], None)), Verdict::Hidden);
    assert_eq!(attend(&phone(&[1])), Verdict::Denied);
}

#[test]
fn registrations_belong_to_the_desk_of_their_institution() {
    let object = Object::Registration {
        institution_id: InstitutionId(id(1)),
    };
    let decide = |actor: &Actor| may(actor, Action::Register, &object);
    assert_eq!(decide(&staff(Role::Desk, 1, &[], None)), Verdict::Allow);
    assert_eq!(decide(&staff(Role::Desk, 2, &[], None)), Verdict::Hidden);
    assert_eq!(decide(&staff(Role::Gp, 1, &[1], None)), Verdict::Hidden);
}

#[test]
fn an_administrator_keeps_accounts_of_their_scope_and_sees_no_resident() {
    let institution = staff(Role::InstitutionAdmin, 1, &[1], None);
    let district = staff(Role::DistrictAdmin, 1, &[], None);
    let keeps = |actor: &Actor, at: u8, role| {
        let object = Object::StaffAccount {
            institution_id: InstitutionId(id(at)),
            role,
        };
        may(actor, Action::ManageStaff, &object)
    };
    assert_eq!(keeps(&institution, 1, Role::Gp), Verdict::Allow);
    assert_eq!(
        keeps(&institution, 1, Role::InstitutionAdmin),
        Verdict::Allow
    );
    assert_eq!(keeps(&institution, 1, Role::DistrictAdmin), Verdict::Denied);
    assert_eq!(keeps(&institution, 2, Role::Gp), Verdict::Hidden);
    assert_eq!(keeps(&district, 2, Role::DistrictAdmin), Verdict::Allow);
    for other in [
        staff(Role::Gp, 1, &[1], None),
        staff(Role::Desk, 1, &[], None),
        phone(&[1]),
        Actor::Visitor,
    ] {
        assert_eq!(keeps(&other, 1, Role::Nurse), Verdict::Hidden);
    }
    let policy = |actor| may(actor, Action::ManageStaff, &Object::StaffPolicy);
    assert_eq!(policy(&district), Verdict::Allow);
    assert_eq!(policy(&institution), Verdict::Denied);
    let level = |actor| may(actor, Action::SetLevel, &Object::StaffPolicy);
    assert_eq!(level(&district), Verdict::Allow);
    assert_eq!(level(&institution), Verdict::Denied);
    assert_eq!(level(&staff(Role::Gp, 1, &[1], None)), Verdict::Denied);
    let place = |actor, at| {
        let object = Object::Institution(InstitutionId(id(at)));
        may(actor, Action::KeepDirectory, &object)
    };
    assert_eq!(place(&district, 2), Verdict::Allow);
    assert_eq!(place(&institution, 1), Verdict::Allow);
    assert_eq!(place(&institution, 2), Verdict::Denied);
    let (doctor, resident) = (staff(Role::Gp, 1, &[1], None), phone(&[1]));
    assert_eq!(place(&doctor, 1), Verdict::Denied);
    assert_eq!(place(&resident, 1), Verdict::Denied);
    let own = care(1, 1, 1, "甲村");
    for action in Action::ALL {
        for admin in [&institution, &district] {
            assert_eq!(
                may(admin, *action, &Object::Resident(&own)),
                Verdict::Hidden,
                "{action:?}"
            );
        }
    }
}

#[test]
fn the_leader_and_the_administrator_arrange_cover() {
    let object = Object::Team {
        team_id: TeamId(id(1)),
        institution_id: InstitutionId(id(1)),
        leader_id: StaffId(id(50)),
    };
    let arrange = |actor: &Actor| may(actor, Action::ArrangeCover, &object);
    // Everybody made by `staff` is the leader; another one is not.
    let other = |role, institution, teams: &[u8]| match staff(role, institution, teams, None) {
        Actor::Staff {
            role,
            institution_id,
            teams,
            villages,
            ..
        } => Actor::Staff {
            staff_id: StaffId(id(51)),
            role,
            institution_id,
            teams,
            villages,
            family: Vec::new(),
        },
        actor => actor,
    };
    assert_eq!(arrange(&staff(Role::Gp, 1, &[1], None)), Verdict::Allow);
    assert_eq!(arrange(&other(Role::Gp, 1, &[1])), Verdict::Denied);
    assert_eq!(arrange(&other(Role::Gp, 1, &[2])), Verdict::Hidden);
    assert_eq!(
        arrange(&other(Role::InstitutionAdmin, 1, &[])),
        Verdict::Allow
    );
    assert_eq!(
        arrange(&other(Role::InstitutionAdmin, 2, &[])),
        Verdict::Hidden
    );
    assert_eq!(arrange(&other(Role::DistrictAdmin, 2, &[])), Verdict::Allow);
    assert_eq!(arrange(&phone(&[1])), Verdict::Hidden);
    let hand_over = |actor: &Actor| may(actor, Action::HandOver, &object);
    assert_eq!(hand_over(&staff(Role::Gp, 1, &[1], None)), Verdict::Denied);
    assert_eq!(
        hand_over(&other(Role::InstitutionAdmin, 1, &[])),
        Verdict::Allow
    );
}

#[test]
fn every_action_has_a_word_that_serde_agrees_with() {
    for action in Action::ALL {
        assert_eq!(
            serde_json::to_string(action).unwrap(),
            format!("\"{}\"", action.as_str())
        );
        assert_eq!(Action::from_word(action.as_str()), Some(*action));
    }
}

#[test]
fn a_push_is_answered_at_the_level_that_is_asked_and_only_then_opens_the_record() {
    let person = care(1, 1, 1, "甲村");
    let ask = |actor: &Actor, team: u8, level| {
        let object = Object::Push {
            care: &person,
            team_id: TeamId(id(team)),
            level,
        };
        may(actor, Action::AnswerPush, &object)
    };
    let gp = staff(Role::Gp, 1, &[1], None);
    let village = staff(Role::VillageDoctor, 1, &[1], Some(&["甲村"]));
    let next_village = staff(Role::VillageDoctor, 1, &[1], Some(&["乙村"]));
    let specialist = staff(Role::Specialist, 9, &[9], None);
    for (actor, team, level, expected) in [
        (&gp, 1, Level::Township, Verdict::Allow),
        (&village, 1, Level::Township, Verdict::Denied),
        (&village, 1, Level::Village, Verdict::Allow),
        (&next_village, 1, Level::Village, Verdict::Hidden),
        (&gp, 1, Level::Village, Verdict::Denied),
        (&specialist, 9, Level::Hospital, Verdict::Allow),
        (&specialist, 8, Level::Hospital, Verdict::Hidden),
        (&gp, 9, Level::Hospital, Verdict::Denied),
        (&phone(&[1]), 1, Level::Township, Verdict::Denied),
    ] {
        assert_eq!(
            ask(actor, team, level),
            expected,
            "{actor:?} {team} {level:?}"
        );
    }
    let own = with_family(specialist.clone(), &[1]);
    assert_eq!(ask(&own, 9, Level::Hospital), Verdict::OwnFamily);
    let read = |actor: &Actor, care: &Care| may(actor, Action::ReadRecord, &Object::Resident(care));
    assert_eq!(
        read(&specialist, &person),
        Verdict::Hidden,
        "while it waits"
    );
    let raised = Care {
        raised_team_id: Some(TeamId(id(9))),
        ..person.clone()
    };
    assert_eq!(read(&specialist, &raised), Verdict::Allow);
    assert_eq!(
        read(&gp, &raised),
        Verdict::Allow,
        "the own team stays in the know"
    );
    assert_eq!(raised.follow_up_team(), TeamId(id(9)));
}

#[test]
fn a_doctor_sets_a_colour_and_others_do_not() {
    let person = care(1, 1, 1, "甲村");
    let set = |actor: &Actor| may(actor, Action::SetColour, &Object::Resident(&person));
    assert_eq!(set(&staff(Role::Gp, 1, &[1], None)), Verdict::Allow);
    assert_eq!(set(&staff(Role::Specialist, 1, &[1], None)), Verdict::Allow);
    for role in [Role::Nurse, Role::PublicHealth, Role::VillageDoctor] {
        assert_eq!(
            set(&staff(role, 1, &[1], None)),
            Verdict::Denied,
            "{role:?}"
        );
    }
    assert_eq!(set(&phone(&[1])), Verdict::Denied);
}
