//! Covering for a team: who sees whose residents, and until when.

use chrono::NaiveDate;
use domain::api::covers::{ArrangeCover, ListColleagues, ListCovers, PostCover, PostCoverEnd};
use domain::api::records::GetRecord;
use domain::api::residents::{CursorQuery, ListReaders};
use domain::problem::Code;

use crate::common::{Client, Town, new_id};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 周建华 of the second team covers for the first one on these days.
fn cover(town: &Town, from: &str, until: &str) -> ArrangeCover {
    ArrangeCover {
        id: new_id(),
        team_id: town.ids.team,
        staff_id: town.ids.second_gp,
        from: day(from),
        until: day(until),
    }
}

async fn sees(town: &Town, client: &Client) -> bool {
    let record = client.ask::<GetRecord>(town.ids.wang, ()).await;
    if let Err(problem) = &record {
        assert_eq!(problem.code, Code::NotFound);
    }
    record.is_ok()
}

#[tokio::test]
async fn whoever_covers_sees_the_residents_on_those_days_and_no_longer() {
    let town = Town::new().await;
    let leader = town.signed_in(town.ids.gp).await;
    let body = cover(&town, "2026-11-25", "2026-11-27");
    leader.send::<PostCover>((), body).await.unwrap();
    for (instant, expected) in [
        ("2026-11-24T15:59:59Z", false),
        ("2026-11-24T16:00:00Z", true),
        ("2026-11-27T15:59:59Z", true),
        ("2026-11-27T16:00:00Z", false),
    ] {
        let then = town.at(instant);
        let covering = then.signed_in(town.ids.second_gp).await;
        assert_eq!(sees(&then, &covering).await, expected, "{instant}");
        let far = then.signed_in(town.ids.far_gp).await;
        assert!(!sees(&then, &far).await, "nobody else does");
    }
}

#[tokio::test]
async fn a_cover_is_seen_by_both_sides_and_ends_at_once() {
    let town = Town::new().await;
    let leader = town.signed_in(town.ids.gp).await;
    let body = cover(&town, "2026-11-24", "2026-12-01");
    let made = leader.send::<PostCover>((), body).await.unwrap();
    let covering = town.signed_in(town.ids.second_gp).await;
    let seen = covering.ask::<ListCovers>((), ()).await.unwrap();
    assert_eq!(
        (seen[0].staff.as_str(), seen[0].team.as_str()),
        ("周建华", "月塘一队")
    );
    assert!(seen[0].today && !seen[0].may_end);
    let nurse = town.signed_in(town.ids.nurse).await;
    assert_eq!(nurse.ask::<ListCovers>((), ()).await.unwrap().len(), 1);
    let far = town.signed_in(town.ids.far_gp).await;
    assert_eq!(far.ask::<ListCovers>((), ()).await.unwrap(), []);
    assert!(sees(&town, &covering).await);
    let stale = leader.send_if::<PostCoverEnd>(7, made.cover_id, ()).await;
    assert_eq!(stale.unwrap_err().code, Code::Conflict);
    leader
        .send_if::<PostCoverEnd>(made.version, made.cover_id, ())
        .await
        .unwrap();
    assert!(!sees(&town, &covering).await);
    assert_eq!(leader.ask::<ListCovers>((), ()).await.unwrap(), []);
}

#[tokio::test]
async fn only_colleagues_cover_and_only_for_days_to_come() {
    let town = Town::new().await;
    let leader = town.signed_in(town.ids.gp).await;
    let colleagues = leader
        .ask::<ListColleagues>(town.ids.team, ())
        .await
        .unwrap();
    let names: Vec<_> = colleagues.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        ["周建华"],
        "not the own nurse, nor the desk, nor other institutions"
    );
    for (change, field) in [
        (
            ArrangeCover {
                staff_id: town.ids.far_gp,
                ..cover(&town, "2026-11-24", "2026-11-24")
            },
            "staff_id",
        ),
        (cover(&town, "2026-11-23", "2026-11-24"), "from"),
        (cover(&town, "2026-11-26", "2026-11-25"), "until"),
        (cover(&town, "2026-11-26", "2027-01-26"), "until"),
    ] {
        let refused = leader.send::<PostCover>((), change).await.unwrap_err();
        assert_eq!(refused.errors[0].field, field);
    }
    let nurse = town.signed_in(town.ids.nurse).await;
    let body = cover(&town, "2026-11-24", "2026-11-24");
    let not_hers = nurse.send::<PostCover>((), body).await;
    assert_eq!(not_hers.unwrap_err().code, Code::Forbidden);
}

#[tokio::test]
async fn the_resident_sees_that_a_reader_was_covering() {
    let town = Town::new().await;
    let ids = &town.ids;
    let leader = town.signed_in(ids.gp).await;
    let body = cover(&town, "2026-11-25", "2026-11-26");
    leader.send::<PostCover>((), body).await.unwrap();
    assert!(sees(&town, &leader).await);
    let then = town.at("2026-11-25T02:00:00Z");
    let covering = then.signed_in(ids.second_gp).await;
    assert!(sees(&then, &covering).await);
    let wang = then.signed_in(ids.wang_phone).await;
    let read = wang
        .ask::<ListReaders>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let marks: Vec<_> = read
        .items
        .iter()
        .map(|one| (one.who.as_str(), one.covering))
        .collect();
    assert_eq!(marks, [("周建华", true), ("彭海燕", false)]);
}
