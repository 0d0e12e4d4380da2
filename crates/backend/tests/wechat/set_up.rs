//! What an account that is set up changes besides: the file of proof, and the page's policy.

use std::fs;

use axum::http::StatusCode;
use backend::http::{ClientFiles, router};
use backend::wechat::Allows;

use crate::common::Town;
use crate::exchange::get;
use crate::world::{app, settings};

#[tokio::test]
async fn the_domain_is_proved_and_the_policy_lets_in_the_sdk_alone() {
    let town = Town::new().await;
    let client = tempfile::tempdir().unwrap();
    fs::write(client.path().join("index.html"), "<!doctype html>").unwrap();
    let build = r#"{"script_hashes":["sha256-abc"],"style_hashes":[]}"#;
    fs::write(client.path().join("build.json"), build).unwrap();
    let files = || Some(ClientFiles::open(client.path()).unwrap());

    let mut set_up = settings("http://127.0.0.1:1", Allows::Once);
    set_up.sdk = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js".to_owned();
    let with = router(app(&town, set_up), files());
    let proof = get(&with, "/MP_verify_aB3dE5fG7hI9jK1l.txt", "").await;
    assert_eq!(proof.status, StatusCode::OK);
    assert_eq!(proof.bytes, b"aB3dE5fG7hI9jK1l");
    let page = get(&with, "/messages", "").await;
    let policy = page.header("content-security-policy");
    let scripts = "script-src 'self' https://res.wx.qq.com 'wasm-unsafe-eval' 'sha256-abc'; ";
    assert!(policy.contains(scripts), "{policy}");

    let without = router(std::sync::Arc::new(town.app()), files());
    let page = get(&without, "/messages", "").await;
    assert!(!page.header("content-security-policy").contains("wx.qq.com"));
    let proof = get(&without, "/MP_verify_aB3dE5fG7hI9jK1l.txt", "").await;
    assert_eq!(proof.status, StatusCode::NOT_FOUND);
}
