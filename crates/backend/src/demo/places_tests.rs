//! Places of the demo: what holds for whichever chance draws.

use std::collections::BTreeSet;

use domain::person::Phone;

use super::*;

fn places() -> Places {
    Places::read(1, DateTime::UNIX_EPOCH).unwrap()
}

#[test]
fn seven_institutions_have_four_teams_each() {
    let places = places();
    assert_eq!((places.institutions.len(), places.teams.len()), (7, 28));
    let names: BTreeSet<_> = places.teams.iter().map(|team| &team.name).collect();
    assert_eq!(names.len(), 28);
}

#[test]
fn every_village_and_community_of_every_township_has_one_team() {
    let places = places();
    let served: usize = places.teams.iter().map(|team| team.villages.len()).sum();
    assert_eq!((served, places.served_by.len()), (84, 84));
    let team = places.team_of("桂花街道", "601社区").unwrap();
    assert_eq!(places.teams[team].township, "桂花街道");
    assert_eq!(places.team_of("桂花街道", "无此村"), None);
}

#[test]
fn a_team_has_its_three_core_roles_and_villages_have_a_village_doctor() {
    let places = places();
    for team in &places.teams {
        let role = |id| {
            places
                .staff
                .iter()
                .find(|staff| staff.id == id)
                .map(|s| s.role)
        };
        let roles: Vec<_> = team.members.iter().filter_map(|id| role(*id)).collect();
        assert_eq!(
            roles[..3],
            [Role::Gp, Role::Nurse, Role::PublicHealth],
            "{}",
            team.name
        );
        let villages = team.villages.iter().any(|name| name.ends_with('村'));
        assert_eq!(
            roles.contains(&Role::VillageDoctor),
            villages,
            "{}",
            team.name
        );
    }
}

#[test]
fn sign_in_names_are_unique_and_phones_can_be_called() {
    let places = places();
    let logins: BTreeSet<_> = places
        .staff
        .iter()
        .map(|staff| staff.login.as_str())
        .collect();
    assert_eq!(logins.len(), places.staff.len());
    for login in [
        "gp.yuetang",
        "nurse.yuetang",
        "village.xianyu",
        "desk.yuetang",
        "specialist.zongyiyuan",
    ] {
        assert!(logins.contains(login), "{login}");
    }
    let phones = places.teams.iter().map(|team| &team.phone);
    for phone in phones.chain(places.institutions.iter().map(|place| &place.phone)) {
        assert!(phone.parse::<Phone>().is_ok(), "{phone}");
    }
}
