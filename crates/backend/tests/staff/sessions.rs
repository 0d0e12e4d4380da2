//! What a session of staff outlives, and what ends it.

use chrono::TimeDelta;
use domain::api::area::{AreaQuery, ListAreaChanges};
use domain::api::staff::{PostStaffPolicy, SetStaffPolicy};
use domain::problem::Code;
use serde_json::json;

use crate::exchange::get;
use crate::world::{ANOTHER, PASSWORD, World, cookies, holds, refused, send, try_password};

#[tokio::test]
async fn a_device_that_rests_is_signed_out_after_what_the_district_says() {
    let world = World::new().await;
    let grace = world.town.app().sessions.staff_grace;
    let router = world.after(TimeDelta::zero());
    let answer = try_password(&router, "gp", PASSWORD).await;
    assert_eq!(answer.json()["idle_after"], 30 * 60);
    let signed = cookies(&answer);
    let half = TimeDelta::minutes(30) + grace;
    let second = TimeDelta::seconds(1);
    assert!(holds(&world.after(half - second), &signed).await);
    // Asking who is signed in is a use; it is written down beside the answer.
    let second_device = cookies(&try_password(&router, "gp", PASSWORD).await);
    assert!(!holds(&world.after(half), &second_device).await);
    let district = world.town.signed_in(world.district).await;
    let wanted = SetStaffPolicy {
        second_factor: vec![],
        idle_minutes: 5,
        keep_days: None,
    };
    district
        .send_if::<PostStaffPolicy>(1, (), wanted)
        .await
        .unwrap();
    let third = try_password(&router, "gp", PASSWORD).await;
    assert_eq!(third.json()["idle_after"], 5 * 60);
    let five = TimeDelta::minutes(5) + grace;
    assert!(!holds(&world.after(five), &cookies(&third)).await);
}

#[tokio::test]
async fn another_password_renews_this_session_and_ends_all_others() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let here = cookies(&try_password(&router, "gp", PASSWORD).await);
    let there = cookies(&try_password(&router, "gp", PASSWORD).await);
    let path = "/api/v1/session/password";
    let change = |old: &str, new: &str| json!({ "old": old, "new": new });
    let wrong = send(&router, path, &here, change("falsch", ANOTHER)).await;
    assert_eq!(refused(&wrong), Some(Code::WrongPassword));
    let weak = send(&router, path, &here, change(PASSWORD, "1234567890")).await;
    assert_eq!(weak.problem().errors[0].reason, "password_common");
    assert!(holds(&router, &here).await);
    let changed = send(&router, path, &here, change(PASSWORD, ANOTHER)).await;
    assert_eq!(refused(&changed), None);
    assert!(holds(&router, &cookies(&changed)).await);
    assert!(!holds(&router, &here).await, "the old token is dead");
    assert!(!holds(&router, &there).await);
    let old = try_password(&router, "gp", PASSWORD).await;
    assert_eq!(refused(&old), Some(Code::WrongPassword));
}

#[tokio::test]
async fn all_other_devices_are_signed_out_at_once_or_all_of_them() {
    let world = World::new().await;
    let router = world.after(TimeDelta::zero());
    let mut signed = Vec::new();
    for _ in 0..3 {
        signed.push(cookies(&try_password(&router, "gp", PASSWORD).await));
    }
    let colleague = cookies(&try_password(&router, "nurse", PASSWORD).await);
    let path = "/api/v1/session/devices/end";
    send(&router, path, &signed[0], json!({ "this_one_too": false })).await;
    let devices = get(&router, "/api/v1/session/devices", &signed[0]).await;
    assert_eq!(devices.json().as_array().unwrap().len(), 1);
    assert!(!holds(&router, &signed[1]).await && !holds(&router, &signed[2]).await);
    let all = send(&router, path, &signed[0], json!({ "this_one_too": true })).await;
    assert!(all.header("set-cookie").contains("Max-Age=0"));
    assert!(!holds(&router, &signed[0]).await);
    assert!(holds(&router, &colleague).await, "somebody else's stay");
}

#[tokio::test]
async fn a_district_says_for_how_many_days_a_phone_keeps_its_area() {
    let world = World::new().await;
    let district = world.town.signed_in(world.district).await;
    let gp = world.town.signed_in(world.town.ids.gp).await;
    let days = async || {
        let page = gp.ask::<ListAreaChanges>((), AreaQuery::default()).await;
        page.unwrap().keep_days
    };
    assert_eq!(days().await, 10);
    let keep = |keep_days| SetStaffPolicy {
        second_factor: vec![],
        idle_minutes: 30,
        keep_days,
    };
    for (out, reason) in [(0, "too_low"), (31, "too_high")] {
        let refused = district
            .send_if::<PostStaffPolicy>(1, (), keep(Some(out)))
            .await;
        let errors = refused.unwrap_err().errors;
        assert_eq!(
            (errors[0].field.as_str(), errors[0].reason.as_str()),
            ("keep_days", reason)
        );
    }
    district
        .send_if::<PostStaffPolicy>(1, (), keep(Some(30)))
        .await
        .unwrap();
    assert_eq!(days().await, 30);
    // A program that does not know of it leaves it as it is.
    let left = district
        .send_if::<PostStaffPolicy>(2, (), keep(None))
        .await
        .unwrap();
    assert_eq!(left.keep_days, 30);
}
