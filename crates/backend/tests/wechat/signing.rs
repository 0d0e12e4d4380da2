//! Signing pages for the JS-SDK: our own only, with one ticket for all of them.

use std::sync::Arc;

use axum::http::StatusCode;
use backend::wechat::{Allows, WeChat};
use chrono::{DateTime, TimeDelta, Utc};
use domain::problem::Code;
use tokio::task::JoinSet;
use wechat_sim::{Sim, State, Trouble};

use crate::common::{NOW, Town};
use crate::exchange::Answer;
use crate::world::{Browser, PHONE, SITE, app, app_with, fetch, settings, sim};

const TICKET: &str = "/cgi-bin/ticket/getticket";
const TOKEN: &str = "/cgi-bin/stable_token";

async fn sign(browser: &mut Browser, url: &str) -> Answer {
    sign_after(browser, url, None).await
}

/// Signs again, where the signature of this time was refused.
async fn sign_after(browser: &mut Browser, url: &str, refused: Option<i64>) -> Answer {
    let refused = refused.map(|refused| ("refused", refused.to_string()));
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("url", url)
        .extend_pairs(refused)
        .finish();
    browser
        .get(&format!("/api/v1/wechat/signature?{query}"))
        .await
}

/// When an answer was signed, in seconds since 1970.
fn signed_at(answer: &Answer) -> Option<i64> {
    answer.json()["signed"]["timestamp"].as_i64()
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
    for code in [40001, 40014, 42001] {
        let (town, sim) = (Town::new().await, sim().await);
        let mut browser = Browser::at(&app(&town, settings(&sim.url(), Allows::Once)));
        browser.prove(PHONE).await;
        sim.with(|state| state.disturb(TICKET, Trouble::Errcode(code), 1));
        let url = format!("{SITE}/");
        assert_eq!(
            sign(&mut browser, &url).await.status,
            StatusCode::OK,
            "{code}"
        );
        assert_eq!(sim.with(|state| state.calls_of(TOKEN)), 2, "{code}");
        assert_eq!(sim.with(|state| state.calls_of(TICKET)), 2, "{code}");
    }
}

#[tokio::test]
async fn a_ticket_that_ends_before_its_time_is_replaced_for_all_who_were_refused_at_once() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    let mut browser = Browser::at(&app);
    browser.prove(PHONE).await;
    let url = format!("{SITE}/record");
    let refused = sign(&mut browser, &url).await;
    sim.with(State::expire_ticket);
    let said = verdict(&sim, &refused, &url).await;
    assert!(said.contains("invalid signature"), "{said}");

    let (mut asking, refused) = (JoinSet::new(), signed_at(&refused));
    for _ in 0..20 {
        let (mut browser, url) = (browser.clone(), url.clone());
        asking.spawn(async move { sign_after(&mut browser, &url, refused).await });
    }
    for signed in asking.join_all().await {
        let said = verdict(&sim, &signed, &url).await;
        assert!(said.contains("config:ok"), "{said}");
    }
    assert_eq!(sim.with(|state| state.calls_of(TICKET)), 2);
}

#[tokio::test]
async fn what_a_browser_says_of_a_ticket_costs_wechat_a_call_a_minute() {
    let (town, sim) = (Town::new().await, sim().await);
    let wechat = Arc::new(WeChat::new(settings(&sim.url(), Allows::Once)).unwrap());
    let mut browser = Browser::at(&app_with(&town, wechat.clone()));
    browser.prove(PHONE).await;
    let url = format!("{SITE}/");
    sign(&mut browser, &url).await;
    let now: DateTime<Utc> = NOW.parse().unwrap();
    for (seconds, calls) in [(0, 2), (59, 2), (60, 3), (60, 3)] {
        let later = now + TimeDelta::seconds(seconds);
        let app = app_with(&town.at(&later.to_rfc3339()), wechat.clone());
        let mut browser = browser.moved_to(&app);
        let signed = sign_after(&mut browser, &url, Some(later.timestamp())).await;
        assert_eq!(signed.status, StatusCode::OK);
        assert_eq!(sim.with(|state| state.calls_of(TICKET)), calls);
    }
}

#[tokio::test]
async fn a_ticket_that_is_doubted_stays_where_wechat_gives_none() {
    let (town, sim) = (Town::new().await, sim().await);
    let mut browser = Browser::at(&app(&town, settings(&sim.url(), Allows::Once)));
    browser.prove(PHONE).await;
    let url = format!("{SITE}/");
    let first = sign(&mut browser, &url).await;
    sim.with(|state| state.disturb(TICKET, Trouble::Errcode(45009), 1));
    for _ in 0..3 {
        let signed = sign_after(&mut browser, &url, signed_at(&first)).await;
        assert!(verdict(&sim, &signed, &url).await.contains("config:ok"));
    }
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
