//! `/metrics`, on a listener of its own: the figures are nobody's business but of whoever runs the
//! service, and behind a proxy every caller seems to be on this machine.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::problem;
use crate::app::App;
use crate::metrics;

/// Type of the text form of Prometheus.
const TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The router with this one path.
pub fn router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(answer)).with_state(app)
}

/// Serves the figures until the program ends.
pub async fn serve(app: Arc<App>, address: SocketAddr) -> Result<(), std::io::Error> {
    let listener = tokio::net::TcpListener::bind(address).await?;
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router(app)).await {
            tracing::error!(%error, "the figures are not served any more");
        }
    });
    Ok(())
}

async fn answer(State(app): State<Arc<App>>) -> Response {
    match metrics::text(&app).await {
        Ok(text) => ([(header::CONTENT_TYPE, TYPE)], text).into_response(),
        Err(failure) => problem::fail("metrics", &failure),
    }
}
