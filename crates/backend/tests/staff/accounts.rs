//! Inviting, activating, resetting, closing and moving.

use chrono::TimeDelta;
use domain::api::staff::{
    GetStaff, InviteStaff, ListStaff, PlaceStaff, PostStaff, PostStaffDisable, PostStaffEnable,
    PostStaffPlaces, PostStaffReset, StaffQuery, StaffState,
};
use domain::codes::Role;
use domain::ids::StaffId;
use domain::problem::Code;
use serde_json::json;

use crate::common::{Client, new_id};
use crate::world::{ANOTHER, PASSWORD, World, cookies, holds, refused, send, try_password};

fn newcomer(world: &World, login: &str) -> InviteStaff {
    InviteStaff {
        id: new_id(),
        login: login.to_owned(),
        name: "周静".to_owned(),
        national_id: "430202199003070026".to_owned(),
        title: Some("护师".to_owned()),
        role: Role::Nurse,
        institution_id: world.town.ids.centre,
        teams: vec![world.town.ids.team],
    }
}

async fn activate(world: &World, login: &str, code: &str, password: &str) -> Option<Code> {
    let body = json!({ "login": login, "code": code, "password": password });
    let router = world.after(TimeDelta::hours(1));
    refused(&send(&router, "/api/v1/sessions/staff/activation", "", body).await)
}

async fn version(admin: &Client, staff: StaffId) -> i64 {
    let detail = admin.ask::<GetStaff>(staff, ()).await.unwrap();
    detail.account.version
}

#[tokio::test]
async fn an_invited_nurse_sets_her_own_password_and_her_code_is_good_once() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = newcomer(&world, "Nurse.Zhou");
    let id = body.id;
    let invited = admin.send::<PostStaff>((), body).await.unwrap();
    assert_eq!(invited.login, "nurse.zhou");
    let state = |detail: domain::api::staff::StaffDetail| detail.account.state;
    let seen = admin.ask::<GetStaff>(id, ()).await.unwrap();
    assert_eq!(seen.code_until, Some(invited.until));
    assert_eq!(state(seen), StaffState::Invited);
    let router = world.after(TimeDelta::hours(1));
    let early = try_password(&router, "nurse.zhou", ANOTHER).await;
    assert_eq!(refused(&early), Some(Code::WrongPassword));

    let named = activate(&world, "nurse.zhou", &invited.code, "nurse.zhou12").await;
    assert_eq!(named, Some(Code::Invalid));
    let wrong = activate(&world, "nurse.zhou", "BBBBB-BBBBB", ANOTHER).await;
    assert_eq!(wrong, Some(Code::WrongActivation));
    let typed = invited.code.to_lowercase().replace('-', " ");
    assert_eq!(activate(&world, "nurse.zhou", &typed, ANOTHER).await, None);
    let again = activate(&world, "nurse.zhou", &invited.code, PASSWORD).await;
    assert_eq!(again, Some(Code::WrongActivation));

    let signed = try_password(&router, "nurse.zhou", ANOTHER).await;
    assert_eq!(signed.json()["staff"]["team"], "月塘一队");
    let seen = admin.ask::<GetStaff>(id, ()).await.unwrap();
    assert_eq!(state(seen), StaffState::Active);
}

#[tokio::test]
async fn a_code_is_good_for_three_days_and_stands_nowhere_in_the_clear() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = newcomer(&world, "nurse.zhou");
    let invited = admin.send::<PostStaff>((), body).await.unwrap();
    let late = world.after(TimeDelta::hours(72));
    let body = json!({ "login": "nurse.zhou", "code": invited.code, "password": ANOTHER });
    let answer = send(&late, "/api/v1/sessions/staff/activation", "", body).await;
    assert_eq!(refused(&answer), Some(Code::WrongActivation));
    let kept = world
        .town
        .count("SELECT COUNT(*) AS n FROM idempotency", vec![])
        .await;
    assert_eq!(kept, 0, "the answer with the code was kept");
}

#[tokio::test]
async fn an_invitation_made_again_is_the_same_account_and_another_code() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = newcomer(&world, "nurse.zhou");
    let first = admin.send::<PostStaff>((), body.clone()).await.unwrap();
    let second = admin.send::<PostStaff>((), body).await.unwrap();
    assert_eq!(first.staff_id, second.staff_id);
    assert_ne!(first.code, second.code);
    let old = activate(&world, "nurse.zhou", &first.code, ANOTHER).await;
    assert_eq!(old, Some(Code::WrongActivation));
    let stranger = admin
        .send::<PostStaff>((), newcomer(&world, "nurse.zhou"))
        .await;
    assert_eq!(stranger.unwrap_err().code, Code::LoginTaken);
}

#[tokio::test]
async fn a_reset_ends_password_and_sessions_at_once() {
    let world = World::new().await;
    let admin = world.admin().await;
    let nurse = world.town.ids.nurse;
    let router = world.after(TimeDelta::zero());
    let signed = cookies(&try_password(&router, "nurse", PASSWORD).await);
    assert!(holds(&router, &signed).await);
    let stale = admin.send_if::<PostStaffReset>(9, nurse, ()).await;
    assert_eq!(stale.unwrap_err().code, Code::Conflict);
    let unversioned = admin.send::<PostStaffReset>(nurse, ()).await;
    assert_eq!(unversioned.unwrap_err().code, Code::VersionMissing);
    let seen = version(&admin, nurse).await;
    let code = admin.send_if::<PostStaffReset>(seen, nurse, ()).await;
    assert!(!holds(&router, &signed).await);
    let old = try_password(&router, "nurse", PASSWORD).await;
    assert_eq!(refused(&old), Some(Code::WrongPassword));
    assert_eq!(
        activate(&world, "nurse", &code.unwrap().code, ANOTHER).await,
        None
    );
    assert_eq!(
        refused(&try_password(&router, "nurse", ANOTHER).await),
        None
    );
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_comes_back_with_its_password() {
    let world = World::new().await;
    let admin = world.admin().await;
    let nurse = world.town.ids.nurse;
    let router = world.after(TimeDelta::zero());
    let signed = cookies(&try_password(&router, "nurse", PASSWORD).await);
    let seen = version(&admin, nurse).await;
    let closed = admin.send_if::<PostStaffDisable>(seen, nurse, ()).await;
    let closed = closed.unwrap().account;
    assert_eq!(closed.state, StaffState::Disabled);
    assert!(!holds(&router, &signed).await);
    let out = try_password(&router, "nurse", PASSWORD).await;
    assert_eq!(refused(&out), Some(Code::WrongPassword));
    let query = StaffQuery {
        state: Some(StaffState::Disabled),
        ..StaffQuery::default()
    };
    let list = admin.ask::<ListStaff>((), query).await.unwrap();
    assert_eq!(list.items, std::slice::from_ref(&closed));
    admin
        .send_if::<PostStaffEnable>(closed.version, nurse, ())
        .await
        .unwrap();
    assert_eq!(
        refused(&try_password(&router, "nurse", PASSWORD).await),
        None
    );
}

#[tokio::test]
async fn nobody_closes_themselves_and_never_the_last_administrator() {
    let world = World::new().await;
    let admin = world.admin().await;
    let seen = version(&admin, world.admin).await;
    let own = admin
        .send_if::<PostStaffDisable>(seen, world.admin, ())
        .await;
    assert_eq!(own.unwrap_err().code, Code::NotOneself);
    let own = admin.send_if::<PostStaffReset>(seen, world.admin, ()).await;
    assert_eq!(own.unwrap_err().code, Code::NotOneself);
    // The district's administrator moves away from nothing, so nothing is lost.
    let district = world.town.signed_in(world.district).await;
    district
        .send_if::<PostStaffDisable>(1, world.admin, ())
        .await
        .unwrap();
    // Without another one, the last stays where they are.
    world
        .town
        .put(
            "UPDATE staff SET role = 'institution_admin' WHERE district_id = $1 AND id = $2",
            vec![world.district.into()],
        )
        .await;
    let last = world.town.signed_in(world.district).await;
    let body = PlaceStaff {
        name: "周静".to_owned(),
        title: None,
        institution_id: world.town.ids.centre,
        sites: vec![],
        teams: vec![],
        national_id: None,
    };
    let moved = last
        .send_if::<PostStaffPlaces>(1, world.district, body.clone())
        .await;
    assert_eq!(moved.unwrap_err().code, Code::NotFound);
    let district = world
        .town
        .hire("admin8", "district_admin", world.town.ids.centre)
        .await;
    let district = world.town.signed_in(district).await;
    // An invited administrator keeps nothing yet, so the last one is the one who signs in.
    let moved = district
        .send_if::<PostStaffPlaces>(1, world.district, body)
        .await;
    assert_eq!(moved.unwrap_err().code, Code::LastAdministrator);
}

#[tokio::test]
async fn the_list_is_of_the_own_scope_and_is_searched_by_name_and_sign_in_name() {
    let world = World::new().await;
    let admin = world.admin().await;
    let district = world.town.signed_in(world.district).await;
    let found = async |client: &Client, q: &str| {
        let query = StaffQuery {
            q: Some(q.to_owned()),
            ..StaffQuery::default()
        };
        let page = client.ask::<ListStaff>((), query).await.unwrap();
        let logins = page.items.into_iter().map(|account| account.login);
        logins.collect::<Vec<_>>()
    };
    assert_eq!(found(&admin, "GP").await, ["gp2", "gp"]);
    assert_eq!(found(&district, "gp").await, ["gp2", "gp", "gp3"]);
    assert_eq!(found(&district, "海燕").await, ["gp"]);
    assert_eq!(found(&admin, "陈伟").await, [] as [&str; 0]);
    assert_eq!(found(&admin, "%").await, [] as [&str; 0]);
    let elsewhere = StaffQuery {
        institution: Some(world.town.ids.hospital),
        ..StaffQuery::default()
    };
    let list = admin.ask::<ListStaff>((), elsewhere).await.unwrap();
    assert_eq!(list.items, []);
}

#[tokio::test]
async fn a_long_list_comes_in_pages_without_gaps() {
    let world = World::new().await;
    let admin = world.admin().await;
    for n in 0..40 {
        let login = format!("more{n}");
        world
            .town
            .hire(&login, "nurse", world.town.ids.centre)
            .await;
    }
    let mut seen = Vec::new();
    let mut query = StaffQuery::default();
    loop {
        let page = admin.ask::<ListStaff>((), query.clone()).await.unwrap();
        seen.extend(page.items.into_iter().map(|account| account.staff_id));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    let many = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((seen.len(), many), (45, 45));
}

#[tokio::test]
async fn somebody_at_two_institutions_acts_for_the_one_that_was_chosen() {
    let world = World::new().await;
    let ids = world.town.ids.clone();
    let district = world.town.signed_in(world.district).await;
    let body = PlaceStaff {
        name: "刘静".to_owned(),
        title: Some("主管护师".to_owned()),
        institution_id: ids.centre,
        sites: vec![ids.hospital],
        teams: vec![ids.team, ids.far_team],
        national_id: None,
    };
    // Whoever keeps one institution alone lends nobody to another, nor takes anybody from it.
    let refused_here = world
        .admin()
        .await
        .send_if::<PostStaffPlaces>(1, ids.nurse, body.clone())
        .await;
    assert_eq!(refused_here.unwrap_err().code, Code::NotFound);
    district
        .send_if::<PostStaffPlaces>(1, ids.nurse, body)
        .await
        .unwrap();
    let router = world.after(TimeDelta::zero());
    let at_home = try_password(&router, "nurse", PASSWORD).await;
    assert_eq!(at_home.json()["staff"]["team"], "月塘一队");
    let record = |resident| format!("/api/v1/residents/{resident}/record");
    let sees = async |cookies: &str, resident| {
        crate::exchange::get(&router, &record(resident), cookies)
            .await
            .status
            .is_success()
    };
    let home = cookies(&at_home);
    assert!(sees(&home, ids.wang).await && !sees(&home, ids.zhao).await);
    let body = json!({ "institution_id": ids.hospital });
    let there = send(&router, "/api/v1/session/site", &home, body).await;
    assert_eq!(there.json()["staff"]["team"], "仙庾一队");
    assert!(!holds(&router, &home).await, "the old token is dead");
    let there = cookies(&there);
    assert!(sees(&there, ids.zhao).await && !sees(&there, ids.wang).await);
    let body = json!({ "login": "nurse", "password": PASSWORD, "institution_id": ids.hospital });
    let at_once = send(&router, "/api/v1/sessions/staff", "", body).await;
    assert_eq!(at_once.json()["staff"]["institution"], "仙庾镇卫生院");
}

#[tokio::test]
async fn a_leader_stays_in_the_team_and_a_moved_nurse_signs_in_again() {
    let world = World::new().await;
    let ids = world.town.ids.clone();
    let admin = world.admin().await;
    let body = PlaceStaff {
        name: "彭海燕".to_owned(),
        title: None,
        institution_id: ids.centre,
        sites: vec![],
        teams: vec![ids.second_team],
        national_id: None,
    };
    let leader = admin
        .send_if::<PostStaffPlaces>(1, ids.gp, body.clone())
        .await;
    assert_eq!(leader.unwrap_err().errors[0].reason, "leads_team");
    let router = world.after(TimeDelta::zero());
    let signed = cookies(&try_password(&router, "nurse", PASSWORD).await);
    let moved = PlaceStaff {
        name: "刘静".to_owned(),
        ..body.clone()
    };
    admin
        .send_if::<PostStaffPlaces>(1, ids.nurse, moved)
        .await
        .unwrap();
    assert!(!holds(&router, &signed).await);
    let strange = PlaceStaff {
        teams: vec![ids.far_team],
        ..body
    };
    let strange = admin
        .send_if::<PostStaffPlaces>(2, ids.nurse, strange)
        .await;
    assert_eq!(
        strange.unwrap_err().errors[0].reason,
        "of_another_institution"
    );
}

#[tokio::test]
async fn every_change_of_an_account_is_in_the_trail() {
    let world = World::new().await;
    let admin = world.admin().await;
    let body = newcomer(&world, "nurse.zhou");
    let id = body.id;
    let invited = admin.send::<PostStaff>((), body).await.unwrap();
    activate(&world, "nurse.zhou", &invited.code, ANOTHER).await;
    let seen = version(&admin, id).await;
    admin
        .send_if::<PostStaffDisable>(seen, id, ())
        .await
        .unwrap();
    for purpose in ["invited", "activated", "disabled"] {
        let noted = world
            .town
            .count(
                "SELECT COUNT(*) AS n FROM audit a
                 JOIN audit_staff s ON s.district_id = a.district_id AND s.audit_id = a.id
                 WHERE s.staff_id = $1 AND a.purpose = $2 AND a.action = 'manage_staff'",
                vec![id.into(), purpose.into()],
            )
            .await;
        assert_eq!(noted, 1, "{purpose}");
    }
}
