//! Whether the process lives, and whether it can do its work. Asked by whoever runs the service.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use serde::Serialize;

use crate::app::App;
use crate::db::DbError;
use crate::disk;
use crate::failure::Failure;

/// A write that takes longer is as bad as none.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why the service is not ready, as a stable word. Reads go on with each of them.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    /// The disk takes no more.
    DiskFull,
    /// Less than a twentieth of the disk is left.
    DiskScarce,
    /// The disk refuses writes; after such an error the service must be started again.
    DiskFailed,
    /// More writes wait than are taken.
    Busy,
    /// The storage has another fault, which is in the log.
    Storage,
}

/// The process answers.
pub(super) async fn live() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "live" }))
}

/// The storage takes a write and has it on disk, and the disk has room. (The schema is up to date,
/// or the service would not have started.)
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response<Body> {
    match probe(&app).await {
        Ok(()) => Json(serde_json::json!({ "status": "ready" })).into_response(),
        Err(reason) => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(serde_json::json!({ "status": "not_ready", "reason": reason })),
        )
            .into_response(),
    }
}

async fn probe(app: &App) -> Result<(), Reason> {
    let (district, now) = (app.district.id.clone(), app.clock.now());
    let writing = app.store.write_idempotent(move |tx| {
        tx.exec(
            "INSERT INTO write_probe (district_id, at_ms) VALUES ($1, $2)
             ON CONFLICT (district_id) DO UPDATE SET at_ms = excluded.at_ms",
            &[(&district).into(), now.into()],
        )?;
        Ok(())
    });
    match tokio::time::timeout(PATIENCE, writing).await {
        Ok(Ok(())) => {}
        Ok(Err(failure)) => {
            tracing::warn!(error = %failure, "not ready");
            return Err(match failure {
                Failure::Db(DbError::Full(_)) => Reason::DiskFull,
                Failure::Db(DbError::Disk(_) | DbError::Stopped) => Reason::DiskFailed,
                Failure::Db(DbError::Busy) => Reason::Busy,
                _ => Reason::Storage,
            });
        }
        Err(_) => return Err(Reason::Busy),
    }
    match disk::space(app.store.folder()) {
        Ok(space) if space.is_scarce() => Err(Reason::DiskScarce),
        // A disk that takes a write and does not tell its size is no reason to stop.
        _ => Ok(()),
    }
}
