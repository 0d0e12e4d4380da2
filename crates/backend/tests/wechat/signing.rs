//! Signing pages for the JS-SDK: our own only, with one ticket for all of them.

use axum::http::StatusCode;
use backend::wechat::Allows;
use domain::problem::Code;
use wechat_sim::{Sim, Trouble};

use crate::common::Town;
use crate::exchange::Answer;
use crate::world::{Browser, PHONE, SITE, app, fetch, settings, sim};

const TICKET: &str = "/cgi-bin/ticket/getticket";
const TOKEN: &str = "/cgi-bin/stable_token";

async fn sign(browser: &mut Browser, url: &str) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("url", url)
        .finish();
    browser
        .get(&format!("/api/v1/wechat/signature?{query}"))
        .await
}

/// What WeChat says of a page that is configured so.
async fn verdict(sim: &Sim, signed: &Answer, url: &str) -> String {
    let signed = &signed.json()["signed"];
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("appId", signed["app_id"].as_str().unwrap())
        .append_pair("timestamp", &signed["timestamp"].to_string())
        .append_pair("nonceStr", signed["nonce"].as_str().unwrap())
        .append_pair("signature", signed["signature"].as_str().unwrap())
        .append_pair("url", url)
        .append_pair("callback", "f")
        .finish();
    fetch(&format!("{}/sim/verify?{query}", sim.url()))
        .await
        .body
}

#[tokio::test]
async fn our_own_pages_are_signed_for_whoever_is_signed_in() {
    let (town, sim) = (Town::new().await, sim().await);
    let mut browser = Browser::at(&app(&town, settings(&sim.url(), Allows::Once)));
    let url = format!("{SITE}/residents/1?tab=2");
    assert_eq!(sign(&mut browser, &url).await.code(), Code::SignInRequired);
    browser.prove(PHONE).await;
    let signed = sign(&mut browser, &url).await;
    assert!(verdict(&sim, &signed, &url).await.contains("config:ok"));
    let other = verdict(&sim, &signed, &format!("{SITE}/messages")).await;
    assert!(other.contains("invalid signature"), "{other}");
    for elsewhere in [
        "https://evil.example/",
        "http://127.0.0.1:80991/",
        "http://127.0.0.1:8099@evil.example/",
        "/messages",
    ] {
        let refused = sign(&mut browser, elsewhere).await;
        assert_eq!(refused.code(), Code::Invalid, "{elsewhere}");
    }
    let calls = sim.with(|state| (state.calls_of(TOKEN), state.calls_of(TICKET)));
    sign(&mut browser, &format!("{SITE}/")).await;
    assert_eq!(calls, (1, 1));
    assert_eq!(sim.with(|state| state.calls_of(TICKET)), 1);
}

#[tokio::test]
async fn a_token_that_ends_before_its_time_is_replaced_once() {
    let (town, sim) = (Town::new().await, sim().await);
    let mut browser = Browser::at(&app(&town, settings(&sim.url(), Allows::Once)));
    browser.prove(PHONE).await;
    sim.with(|state| state.disturb(TICKET, Trouble::Errcode(42001), 1));
    let url = format!("{SITE}/");
    assert_eq!(sign(&mut browser, &url).await.status, StatusCode::OK);
    assert_eq!(sim.with(|state| state.calls_of(TOKEN)), 2);
    assert_eq!(sim.with(|state| state.calls_of(TICKET)), 2);
}

#[tokio::test]
async fn after_a_limit_wechat_is_left_in_peace() {
    let (town, sim) = (Town::new().await, sim().await);
    for (path, code) in [(TOKEN, 45009), (TICKET, 45011)] {
        let mut browser = Browser::at(&app(&town, settings(&sim.url(), Allows::Once)));
        browser.prove(PHONE).await;
        let before = sim.with(|state| {
            state.disturb(path, Trouble::Errcode(code), 1);
            state.calls_of(path)
        });
        for _ in 0..3 {
            let refused = sign(&mut browser, &format!("{SITE}/")).await.problem();
            assert_eq!(refused.code, Code::Busy);
            assert!(refused.retry_after.is_some());
        }
        assert_eq!(sim.with(|state| state.calls_of(path)), before + 1);
    }
}
