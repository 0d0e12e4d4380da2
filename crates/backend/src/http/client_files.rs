//! The client's files, as `cargo xtask` makes them: one folder a release under `/r/<build>/`, kept
//! by browsers for ever; the page and the few files beside it, asked for anew each time. Every
//! path that is neither a file nor the API's is a screen of the client and gets the page, so that
//! a deep link opens where it points.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::{is_api, nowhere, problem};
use crate::app::App;

/// Why a folder holds no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A file of the build is missing.
    #[error("{0} cannot be read ({1}); build the client with `cargo xtask serve`")]
    Missing(String, std::io::Error),
    /// The build's description cannot be read.
    #[error("{0} is not the description of a build: {1}")]
    NotABuild(String, serde_json::Error),
    /// The description holds something that is no hash.
    #[error("the description of the build holds a hash that cannot stand in a header")]
    BadHash,
}

/// What the build says of its page.
#[derive(Deserialize)]
struct Build {
    script_hashes: Vec<String>,
    style_hashes: Vec<String>,
}

/// A built client.
#[derive(Clone)]
pub struct ClientFiles {
    folder: PathBuf,
    page: Arc<Page>,
}

/// The page, in memory: it answers every screen's path.
struct Page {
    plain: Vec<u8>,
    brotli: Option<Vec<u8>>,
    tag: HeaderValue,
    policy: HeaderValue,
}

impl ClientFiles {
    /// Reads the page of a build and the hashes that its policy names.
    pub fn open(folder: &Path) -> Result<Self, ClientError> {
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read(&path)
                .map_err(|error| ClientError::Missing(path.display().to_string(), error))
        };
        let build: Build = serde_json::from_slice(&read("build.json")?)
            .map_err(|error| ClientError::NotABuild(folder.display().to_string(), error))?;
        let plain = read("index.html")?;
        let tag: String = Sha256::digest(&plain)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let page = Page {
            brotli: read("index.html.br").ok(),
            plain,
            tag: HeaderValue::from_str(&format!("\"{tag}\"")).map_err(|_| ClientError::BadHash)?,
            policy: HeaderValue::from_str(&policy(&build)).map_err(|_| ClientError::BadHash)?,
        };
        Ok(Self {
            folder: folder.into(),
            page: Arc::new(page),
        })
    }

    /// Lets the page run scripts of one other origin too.
    #[must_use]
    pub(super) fn with_scripts_of(self, origin: &str) -> Self {
        let policy = self.page.policy.to_str().unwrap_or("");
        let policy = policy.replacen(
            "script-src 'self'",
            &format!("script-src 'self' {origin}"),
            1,
        );
        let page = Page {
            plain: self.page.plain.clone(),
            brotli: self.page.brotli.clone(),
            tag: self.page.tag.clone(),
            policy: HeaderValue::from_str(&policy).unwrap_or(self.page.policy.clone()),
        };
        Self {
            page: Arc::new(page),
            ..self
        }
    }

    /// The files behind a router that knows the rest.
    pub(super) fn behind(self, router: Router<Arc<App>>) -> Router<Arc<App>> {
        router.fallback(move |request: Request| {
            let files = self.clone();
            async move { files.answer(request).await }
        })
    }

    async fn answer(&self, request: Request) -> Response<Body> {
        if is_api(&request) {
            return nowhere();
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return problem::other_method().await;
        }
        let path = request.uri().path();
        let kept_for_ever = path.starts_with("/r/");
        let last = path.rsplit('/').next().unwrap_or("");
        // A screen's path has no dot in its last part; what has one is a file or nothing.
        if !kept_for_ever && (!last.contains('.') || path == "/index.html") {
            return self.page.answer(request.headers());
        }
        // No file of a build needs an escape in its name; behind one, a name could hide.
        if path.contains('%') || matches!(last, "build.json") || last.ends_with(".br") {
            return nowhere();
        }
        let cache = if kept_for_ever {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let is_worker = last == "sw.js";
        let files = ServeDir::new(&self.folder)
            .append_index_html_on_directories(false)
            .precompressed_br();
        let Ok(found) = files.oneshot(request).await;
        if !matches!(
            found.status(),
            StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT
        ) {
            return nowhere();
        }
        let mut response = found.map(Body::new);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if kept_for_ever {
            // Nobody asks again for what never changes, or for a piece of it.
            headers.remove(header::LAST_MODIFIED);
            headers.remove(header::ACCEPT_RANGES);
        }
        // A worker runs under the policy of its own file. To a picture or a list nobody listens.
        if is_worker {
            headers.insert(header::CONTENT_SECURITY_POLICY, self.page.policy.clone());
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }
}

impl Page {
    fn answer(&self, asked: &HeaderMap) -> Response<Body> {
        let known = asked.get(header::IF_NONE_MATCH) == Some(&self.tag);
        let brotli = self.brotli.as_ref().filter(|_| takes_brotli(asked));
        let body = match (known, brotli) {
            (true, _) => Body::empty(),
            (false, Some(brotli)) => Body::from(brotli.clone()),
            (false, None) => Body::from(self.plain.clone()),
        };
        let mut response = Response::new(body);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::ETAG, self.tag.clone());
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        if !known && brotli.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    }
}

fn takes_brotli(asked: &HeaderMap) -> bool {
    asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .split(',')
                .any(|one| one.split(';').next().unwrap_or("").trim() == "br")
        })
}

/// The page's policy: own files, WebAssembly, and the inline pieces that the build has hashed.
fn policy(build: &Build) -> String {
    let quoted = |hashes: &[String]| -> String {
        hashes
            .iter()
            .map(|hash| format!(" '{}'", hash.trim_matches('\'')))
            .collect()
    };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; \
         img-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
         worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        quoted(&build.script_hashes),
        quoted(&build.style_hashes),
    )
}
