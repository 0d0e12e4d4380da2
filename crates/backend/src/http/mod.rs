//! HTTP. Owns the router, the session cookie, parsing, the frame of every request, and the
//! client's files. Knows no resident and no rule; handlers are registered by `resources`.

mod answer;
mod api;
mod client_files;
mod client_name;
pub mod cookie;
mod editions;
pub mod figures;
mod frame;
mod guard;
mod health;
mod parse;
mod phones;
mod problem;
mod run;
pub mod server;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use domain::problem::{Code, Problem};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{And, NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

pub use api::{Api, Elsewhere, Read, SessionAnswer, Write};
pub use client_files::{ClientError, ClientFiles};
pub(crate) use run::write_down_use;
pub use visit::Visit;

use crate::app::App;
use crate::wechat::Proof;
use crate::{openapi, resources};

/// The whole service: the API, the health checks and, where there are any, the client's files.
pub fn router(app: Arc<App>, client: Option<ClientFiles>) -> Router {
    let mut api = Api::default();
    resources::register(&mut api);
    let wechat = app.wechat.as_ref().map(|wechat| wechat.settings());
    let proof = wechat.and_then(|settings| settings.proof.clone());
    let client = match wechat {
        Some(settings) => client.map(|files| files.with_scripts_of(settings.sdk_origin())),
        None => client,
    };
    let api = proved(api.into_router(), proof)
        .route("/api/v1/openapi.json", get(openapi::serve))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/phones", get(phones::page))
        .method_not_allowed_fallback(problem::other_method)
        .layer(large_answers())
        .layer(CompressionLayer::new().no_br());
    let whole = match client {
        Some(files) => files.behind(api),
        None => api.fallback(problem::unknown_path),
    };
    whole
        .layer(CatchPanicLayer::custom(|_| panicked()))
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            frame::frame,
        ))
        .with_state(app)
}

/// From this size on an answer is worth the longer work of Brotli, which makes it a tenth smaller than gzip does:
/// what a phone fetches of a whole area.
const LARGE_BYTES: u64 = 16 * 1024;
/// About as quick as gzip.
const BROTLI_QUALITY: i32 = 5;

/// Compresses large answers for whoever takes Brotli; every other one is left to gzip.
fn large_answers() -> CompressionLayer<And<SizeAbove, NotForContentType>> {
    CompressionLayer::new()
        .no_gzip()
        .quality(CompressionLevel::Precise(BROTLI_QUALITY))
        .compress_when(SizeAbove::new(LARGE_BYTES).and(NotForContentType::IMAGES))
}

/// Serves the file by which WeChat sees that the domain is ours.
fn proved(router: Router<Arc<App>>, proof: Option<Proof>) -> Router<Arc<App>> {
    match proof {
        Some(Proof { name, text }) => {
            router.route(&format!("/{name}"), get(move || async move { text }))
        }
        None => router,
    }
}

fn panicked() -> axum::response::Response {
    tracing::error!("a request panicked");
    problem::refuse(Code::Internal)
}

/// Whether a path belongs to the API, whatever it is.
fn is_api(request: &Request) -> bool {
    let path = request.uri().path();
    path == "/api" || path.starts_with("/api/")
}

/// The refusal of a path that nobody has.
fn nowhere() -> axum::response::Response {
    problem::refuse(Problem::new(Code::NotFound).detail("no such path"))
}
