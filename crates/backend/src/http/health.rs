//! Whether the process lives, and whether it can do its work. Asked by whoever runs the service.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::response::IntoResponse;

use super::problem;
use crate::app::App;

/// The process answers.
pub(super) async fn live() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "live" }))
}

/// The storage takes a write and has it on disk. (The schema is up to date, or the service would
/// not have started.)
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response<Body> {
    let (district, now) = (app.district.id.clone(), app.clock.now());
    let written = app
        .store
        .write_idempotent(move |tx| {
            tx.exec(
                "INSERT INTO write_probe (district_id, at_ms) VALUES ($1, $2)
                 ON CONFLICT (district_id) DO UPDATE SET at_ms = excluded.at_ms",
                &[(&district).into(), now.into()],
            )?;
            Ok(())
        })
        .await;
    match written {
        Ok(()) => Json(serde_json::json!({ "status": "ready" })).into_response(),
        Err(failure) => problem::fail("ready", &failure),
    }
}
