//! How far the month is.

use super::common::Town;
use super::common::clinical::{form, hypertension, visit};
use domain::api::follow_ups::{DueQuery, ListDue, RecordFollowUp};

#[tokio::test]
async fn the_month_counts_who_was_visited_and_who_is_still_due() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    town.due(ids.li, "hypertension", "2026-11-30", false).await;
    town.due(ids.li, "diabetes", "2026-12-01", false).await;
    let figures = async || {
        let query = DueQuery {
            month: Some(true),
            ..DueQuery::default()
        };
        let doctor = town.signed_in(ids.gp).await;
        let progress = doctor.ask::<ListDue>((), query).await.unwrap().progress;
        let figure = |one: &domain::api::follow_ups::MonthProgress| {
            (one.programme.to_string(), one.done, one.open)
        };
        progress.iter().map(figure).collect::<Vec<_>>()
    };
    assert_eq!(figures().await, [("hypertension".to_owned(), 0, 2)]);

    let doctor = town.signed_in(ids.gp).await;
    let visited = visit(form("2026-11-24", 128, 78), None);
    doctor
        .send::<RecordFollowUp>(hypertension(ids.wang), visited)
        .await
        .unwrap();
    assert_eq!(figures().await, [("hypertension".to_owned(), 1, 1)]);
}
