//! The client's files: deep links open the page, releases are kept for ever, the policy is strict.

use std::fs;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use backend::http::{ClientError, ClientFiles, router};
use domain::api::directory::Institution;
use domain::problem::Code;

use crate::common::Town;
use crate::exchange::{exchange, get};

const PAGE: &str = "<!doctype html><script>boot()</script>";

fn build() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write("index.html", PAGE);
    write("index.html.br", "compressed page");
    write("sw.js", "self");
    write("r/abc/app.js", "app");
    write("r/abc/app.js.br", "compressed app");
    write("r/abc/app.wasm", "\0asm");
    write("r/old/app.js", "former app");
    write(
        "build.json",
        r#"{"build":"abc","script_hashes":["sha256-AAA="],"style_hashes":[]}"#,
    );
    folder
}

async fn serving() -> (Router, tempfile::TempDir, Town) {
    let (town, folder) = (Town::new().await, build());
    let files = ClientFiles::open(folder.path()).unwrap();
    (router(Arc::new(town.app()), Some(files)), folder, town)
}

#[tokio::test]
async fn a_deep_link_opens_the_page() {
    let (router, _folder, _town) = serving().await;
    for path in [
        "/",
        "/booking",
        "/residents/0198f0c0-0000-7000-8000-000000000000/record?tab=2",
    ] {
        let answer = get(&router, path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.bytes, PAGE.as_bytes());
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
        assert_eq!(answer.header("vary"), "accept-encoding");
        let known = exchange(
            &router,
            "GET",
            path,
            &[("if-none-match", answer.header("etag"))],
            "",
        )
        .await;
        assert_eq!(known.status, StatusCode::NOT_MODIFIED);
        assert!(known.bytes.is_empty());
    }
    let brotli = exchange(&router, "GET", "/", &[("accept-encoding", "gzip, br")], "").await;
    assert_eq!(brotli.bytes, b"compressed page");
    assert_eq!(brotli.header("content-encoding"), "br");
}

#[tokio::test]
async fn the_policy_of_the_page_names_what_the_build_hashed() {
    let (router, _folder, _town) = serving().await;
    let answer = get(&router, "/", "").await;
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-AAA=';"),
        "{policy}"
    );
    assert!(policy.contains("style-src 'self';"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    let fetched = exchange(&router, "GET", "/", &[("sec-fetch-dest", "empty")], "").await;
    for header in ["content-security-policy", "referrer-policy"] {
        assert_eq!(
            fetched.header(header),
            answer.header(header),
            "a worker keeps the page for later"
        );
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_release_is_kept_for_ever_and_former_ones_too() {
    let (router, _folder, _town) = serving().await;
    let brotli = exchange(
        &router,
        "GET",
        "/r/abc/app.js",
        &[("accept-encoding", "br")],
        "",
    )
    .await;
    assert_eq!(brotli.bytes, b"compressed app");
    assert_eq!(brotli.header("content-encoding"), "br");
    assert_eq!(
        brotli.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(brotli.header("vary"), "accept-encoding");
    assert_eq!(get(&router, "/r/abc/app.js", "").await.bytes, b"app");
    assert_eq!(get(&router, "/r/old/app.js", "").await.bytes, b"former app");
    let wasm = get(&router, "/r/abc/app.wasm", "").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(wasm.header("x-content-type-options"), "nosniff");
    let policy = "content-security-policy";
    assert_eq!(
        wasm.header(policy),
        "default-src 'none'; frame-ancestors 'none'",
        "opened by itself, a file may do nothing"
    );
    for (dest, said) in [("empty", false), ("script", false), ("document", true)] {
        let asked = [("sec-fetch-dest", dest)];
        let answer = exchange(&router, "GET", "/r/abc/app.wasm", &asked, "").await;
        assert_eq!(!answer.header(policy).is_empty(), said, "{dest}");
    }
    for unsaid in ["last-modified", "accept-ranges"] {
        assert_eq!(wasm.header(unsaid), "", "the first page pays for {unsaid}");
    }
    let worker = get(&router, "/sw.js", "").await;
    assert_eq!(worker.header("cache-control"), "no-cache");
    let policy = worker.header("content-security-policy");
    assert!(
        policy.contains("connect-src 'self'"),
        "a worker could fetch nothing: {policy}"
    );
}

#[tokio::test]
async fn a_file_that_is_not_there_is_no_page() {
    let (router, _folder, _town) = serving().await;
    for path in [
        "/r/gone/app.js",
        "/favicon.ico",
        "/build.json",
        "/r/abc/",
        "/r/../build.json",
        "/%2e%2e/x.txt",
        "/buil%64.json",
        "/index.html.b%72",
        "/r/abc/app.js.b%72",
    ] {
        assert_eq!(
            get(&router, path, "").await.code(),
            Code::NotFound,
            "{path}"
        );
    }
    assert_eq!(
        get(&router, "/api/v1/nothing", "").await.code(),
        Code::NotFound
    );
    let posted = exchange(&router, "POST", "/booking", &[], "").await;
    assert_eq!(posted.code(), Code::MethodNotAllowed);
}

#[tokio::test]
async fn whoever_cannot_open_the_client_finds_the_phones_of_the_district() {
    let (router, _folder, _town) = serving().await;
    let known = get(&router, "/api/v1/institutions", "").await.json();
    let known: Vec<Institution> = serde_json::from_value(known).unwrap();
    let answer = get(&router, "/phones", "").await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    let page = String::from_utf8(answer.bytes).unwrap();
    assert!(!known.is_empty() && !page.contains("<script"));
    for Institution { name, phone, .. } in known {
        assert!(page.contains(&name) && page.contains(&format!("tel:{phone}")));
    }
}

#[test]
fn a_folder_without_a_build_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let Err(error) = ClientFiles::open(folder.path()) else {
        panic!("it was taken")
    };
    assert!(matches!(error, ClientError::Missing(..)));
    assert!(error.to_string().contains("cargo xtask serve"), "{error}");
}
