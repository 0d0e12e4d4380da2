//! `/metrics`: the names and types that dashboards are made of, and that the guide lists.

use std::sync::Arc;

use backend::http::{figures, router};

use super::exchange::get;
use crate::common::{Home, Town};

/// The guide for whoever runs the service.
const GUIDE: &str = include_str!("../../../../docs/OPERATION.md");

async fn text(town: &Town) -> String {
    let app = Arc::new(town.app());
    let service = router(app.clone(), None);
    let cookie = town.signed_in(town.ids.gp).await.cookie().to_owned();
    let path = format!("/api/v1/residents/{}/record", town.ids.wang.0);
    assert_eq!(get(&service, &path, &cookie).await.status, 200);
    assert_eq!(get(&service, "/api/v1/nowhere", "").await.status, 404);
    let answer = get(&figures::router(app), "/metrics", "").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    String::from_utf8(answer.bytes).unwrap()
}

#[tokio::test]
async fn names_and_types_are_the_published_ones() {
    // Those of the file among them.
    let text = text(&Town::at_home(Home::file()).await).await;
    let types: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .collect();
    insta::assert_snapshot!(types.join("\n"));
    for name in types.iter().filter_map(|line| line.split(' ').next()) {
        assert!(
            GUIDE.contains(&format!("`{name}`")),
            "the guide does not list {name}"
        );
    }
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_nothing_personal_is_told() {
    let town = Town::new().await;
    let text = text(&town).await;
    for line in [
        "jiayi_requests_total{operation=\"get_record\",status=\"2xx\"} 1",
        "jiayi_requests_total{operation=\"other\",status=\"4xx\"} 1",
        "jiayi_audit_unsealed_rows 1",
    ] {
        assert!(text.lines().any(|there| there == line), "{line}\n{text}");
    }
    assert!(!text.contains(&town.ids.wang.0.to_string()));
}

#[tokio::test]
async fn the_public_listener_has_no_figures() {
    let town = Town::new().await;
    let service = router(Arc::new(town.app()), None);
    assert_eq!(get(&service, "/metrics", "").await.status, 404);
}
