//! Signing in by WeChat, and binding.

use axum::http::StatusCode;
use backend::wechat::Allows;
use domain::problem::Code;
use wechat_sim::{Person, Trouble};

use crate::common::Town;
use crate::world::{Browser, PHONE, app, fetch, held_by, settings, sim};

const OPENID: &str = "/sns/oauth2/access_token";
const LINK: &str = "/api/v1/wechat/link";

#[tokio::test]
async fn a_wechat_is_bound_once_and_signs_in_from_then_on() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    let mut browser = Browser::at(&app);
    assert_eq!(browser.sign_in("/messages").await, "/wechat");
    assert_eq!(browser.phone().await, "");
    let door = browser.get("/api/v1/wechat").await.json();
    assert_eq!(door["waiting_for"], "/messages");
    assert_eq!(browser.post(LINK, "").await.code(), Code::SignInRequired);

    browser.prove(PHONE).await;
    for _ in 0..2 {
        assert_eq!(browser.post(LINK, "").await.json()["to"], "/messages");
    }
    assert!(browser.get(LINK).await.json()["linked_at"].is_string());
    let door = browser.get("/api/v1/wechat").await.json();
    assert!(door.get("waiting_for").is_none(), "{door}");

    let mut another = Browser::at(&app);
    assert_eq!(another.sign_in("/contract").await, "/contract");
    assert_eq!(another.phone().await, "138****5671");
    let stored = "SELECT count(*) AS n FROM audit WHERE operation = 'link_wechat'";
    assert_eq!(town.count(stored, vec![]).await, 1);
}

#[tokio::test]
async fn a_state_is_good_once_for_minutes_and_in_its_browser() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    let mut browser = Browser::at(&app);
    browser.bind(PHONE).await;
    let expired = "/wechat?trouble=expired";

    let mut victim = Browser::at(&app);
    let address = victim.start("/messages").await;
    let back = victim.through_wechat(&address).await;
    let mut attacker = Browser::at(&app);
    assert_eq!(attacker.come_back(&back).await, expired);
    attacker.start("/messages").await;
    assert_eq!(attacker.come_back(&back).await, expired);

    let later = town.at("2026-11-24T02:10:00Z");
    let late = app_again(&later, &sim.url());
    assert_eq!(victim.moved_to(&late).come_back(&back).await, expired);

    assert_eq!(victim.come_back(&back).await, "/messages");
    // Back in the browser's history, or loaded again: no second try of the code, no error either.
    assert_eq!(victim.come_back(&back).await, "/messages");
    assert_eq!(sim.with(|state| state.calls_of(OPENID)), 2);
    victim.send("DELETE", "/api/v1/session", "").await;
    assert_eq!(victim.come_back(&back).await, expired);
    for made_up in [
        "/api/v1/wechat/back",
        "/api/v1/wechat/back?code=x",
        "/api/v1/wechat/back?code=x&state=y",
        "/api/v1/wechat/back?code=x&state=%00",
    ] {
        assert_eq!(victim.come_back(made_up).await, expired, "{made_up}");
    }
}

fn app_again(town: &Town, url: &str) -> std::sync::Arc<backend::app::App> {
    app(town, settings(url, Allows::Once))
}

#[tokio::test]
async fn whatever_goes_wrong_in_wechat_is_told_by_a_page_and_not_tried_again() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    let mut browser = Browser::at(&app);
    for (trouble, told) in [
        (Trouble::Errcode(40029), "expired"),
        (Trouble::Errcode(40163), "expired"),
        (Trouble::Errcode(-1), "busy"),
        (Trouble::Errcode(45011), "busy"),
        (Trouble::Errcode(40125), "not_set_up"),
        (Trouble::Errcode(40164), "not_set_up"),
        (Trouble::Status(502), "busy"),
        (Trouble::Nonsense, "busy"),
    ] {
        let before = sim.with(|state| {
            state.disturb(OPENID, trouble.clone(), 1);
            state.calls_of(OPENID)
        });
        let led = browser.sign_in("/messages").await;
        assert_eq!(led, format!("/wechat?trouble={told}"), "{trouble:?}");
        assert_eq!(sim.with(|state| state.calls_of(OPENID)), before + 1);
        assert_eq!(browser.phone().await, "");
    }
    let address = browser.start("/").await;
    let back = browser.through_wechat(&address).await;
    sim.with(|state| state.expire_codes());
    assert_eq!(browser.come_back(&back).await, "/wechat?trouble=expired");

    let address = browser.start("/").await;
    let back = browser.through_wechat(&address).await;
    let without_code = back.replace("code=", "no=");
    assert_eq!(
        browser.come_back(&without_code).await,
        "/wechat?trouble=refused"
    );
}

#[tokio::test]
async fn a_snapshot_page_binds_nobody() {
    let (town, sim) = (Town::new().await, sim().await);
    sim.with(|state| {
        state.person = Person {
            openid: "o1".to_owned(),
            snapshot: true,
        };
    });
    let app = app(&town, settings(&sim.url(), Allows::Once));
    let mut browser = Browser::at(&app);
    assert_eq!(browser.sign_in("/").await, "/wechat?trouble=snapshot");
    browser.prove(PHONE).await;
    assert_eq!(browser.post(LINK, "").await.code(), Code::WrongState);
}

#[tokio::test]
async fn without_wechat_or_out_of_its_reach_a_page_says_so() {
    let town = Town::new().await;
    let mut browser = Browser::at(&std::sync::Arc::new(town.app()));
    for path in [
        "/api/v1/wechat/sign-in",
        "/api/v1/wechat/back?code=a&state=b",
    ] {
        assert_eq!(browser.come_back(path).await, "/wechat?trouble=not_set_up");
    }
    let door = browser.get("/api/v1/wechat").await.json();
    assert!(door.get("account").is_none(), "{door}");

    let gone = sim().await;
    let url = gone.url();
    let app = app(&town, settings(&url, Allows::Once));
    let mut browser = Browser::at(&app);
    let address = browser.start("/").await;
    let back = browser.through_wechat(&address).await;
    drop(gone);
    // The port may take a moment to close.
    while tokio::net::TcpStream::connect(url.strip_prefix("http://").unwrap())
        .await
        .is_ok()
    {
        tokio::task::yield_now().await;
    }
    assert_eq!(browser.come_back(&back).await, "/wechat?trouble=busy");
}

#[tokio::test]
async fn nobody_is_sent_to_another_site() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    Browser::at(&app).bind(PHONE).await;
    for to in [
        "//evil.example",
        "https:%2F%2Fevil.example",
        "/%5Cevil.example",
        "%2Fapi%2Fv1",
        "",
    ] {
        assert_eq!(Browser::at(&app).sign_in(to).await, "/", "{to}");
    }
    // What WeChat itself looks at: only the registered domain, only in WeChat.
    let address = Browser::at(&app).start("/").await;
    let elsewhere = address.replace("8099", "8098");
    assert!(fetch(&elsewhere).await.body.contains("10003"));
}

#[tokio::test]
async fn nobody_is_signed_out_or_taken_over_by_a_link() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    held_by(&sim, "o-wang");
    let mut wang = Browser::at(&app);
    wang.bind(PHONE).await;
    assert_eq!(wang.sign_in("/contract").await, "/contract");

    // 赵's session, opened in 王's WeChat.
    let mut zhao = Browser::at(&app);
    zhao.prove("13812345673").await;
    assert_eq!(zhao.sign_in("/").await, "/wechat?trouble=other");
    assert_eq!(zhao.phone().await, "138****5673");

    // A WeChat that waits in two browsers is bound by the first to prove a phone.
    held_by(&sim, "o-new");
    let (mut first, mut second) = (Browser::at(&app), Browser::at(&app));
    for browser in [&mut first, &mut second] {
        assert_eq!(browser.sign_in("/").await, "/wechat");
    }
    first.prove("13812345673").await;
    assert_eq!(first.post(LINK, "").await.status, StatusCode::OK);
    second.prove(PHONE).await;
    assert_eq!(second.post(LINK, "").await.code(), Code::WrongState);
}

#[tokio::test]
async fn unbinding_ends_it_and_another_wechat_may_follow() {
    let (town, sim) = (Town::new().await, sim().await);
    let app = app(&town, settings(&sim.url(), Allows::Once));
    held_by(&sim, "o-old");
    let mut browser = Browser::at(&app);
    browser.bind(PHONE).await;
    for _ in 0..2 {
        let gone = browser.send("DELETE", LINK, "").await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
    }
    assert!(browser.get(LINK).await.json().get("linked_at").is_none());
    // What was bound and unbound is not bound again by pressing once more.
    assert_eq!(browser.post(LINK, "").await.code(), Code::WrongState);
    assert_eq!(Browser::at(&app).sign_in("/").await, "/wechat");

    held_by(&sim, "o-new");
    Browser::at(&app).bind(PHONE).await;
    let mut signed = Browser::at(&app);
    assert_eq!(signed.sign_in("/").await, "/");
    assert_eq!(signed.phone().await, "138****5671");
}
