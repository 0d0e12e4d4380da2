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

/// What is no reason to stop, and will be one.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Warning {
    /// Less than a twentieth of the disk is left.
    DiskScarce,
}

/// What a ready service says.
#[derive(Serialize)]
struct Ready {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<Warning>,
}

/// The storage takes a write and has it on disk. (The schema is up to date, or the service would
/// not have started.) A disk that is nearly full is told, and no reason to send people away.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response<Body> {
    match probe(&app).await {
        Ok(()) => Json(Ready {
            status: "ready",
            warning: disk::space(app.store.folder())
                .is_ok_and(disk::Space::is_scarce)
                .then_some(Warning::DiskScarce),
        })
        .into_response(),
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
        Ok(Ok(())) => Ok(()),
        Ok(Err(failure)) => {
            tracing::warn!(error = %failure, "not ready");
            Err(match failure {
                Failure::Db(DbError::Full(_)) => Reason::DiskFull,
                Failure::Db(DbError::Disk(_) | DbError::Stopped) => Reason::DiskFailed,
                Failure::Db(DbError::Busy) => Reason::Busy,
                _ => Reason::Storage,
            })
        }
        Err(_) => Err(Reason::Busy),
    }
}
