//! Reminders in WeChat: to whoever agreed, as often as they agreed, and nothing of health in them.

use std::sync::Arc;

use axum::http::StatusCode;
use backend::app::App;
use backend::jobs::{Runner, Step};
use backend::wechat::Allows;
use domain::api::bookings::{Book, BookBody};
use wechat_sim::{Sim, Trouble};

use crate::common::{Town, new_id};
use crate::world::{Browser, PHONE, SITE, TEMPLATE, app, settings, sim};

const SEND: &str = "/cgi-bin/message/subscribe/bizsend";
const LINK: &str = "/api/v1/wechat/link";
/// Six in the evening before the visits.
const EVENING: &str = "2026-11-26T10:00:00Z";

/// A town, its WeChat, and 王桂英 in it with so many visits on Friday; `agreed` times she agreed.
struct Scene {
    town: Town,
    sim: Sim,
    browser: Browser,
    allows: Allows,
}

impl Scene {
    async fn new(allows: Allows, agreed: u32, visits: usize) -> Self {
        let (town, sim) = (Town::new().await, sim().await);
        let mut browser = Browser::at(&app(&town, settings(&sim.url(), allows)));
        browser.bind(PHONE).await;
        for _ in 0..agreed {
            let said = browser.post("/api/v1/wechat/reminders", &agreement()).await;
            assert_eq!(said.status, StatusCode::OK);
        }
        sim.with(|state| {
            let left = (allows == Allows::Once).then_some(agreed);
            state.consents.insert("oSim-resident-0001".to_owned(), left);
        });
        let wang = town.signed_in(town.ids.wang_phone).await;
        let doctors = [town.ids.gp, town.ids.second_gp];
        for doctor in doctors.into_iter().take(visits) {
            let session_id = town.open_session(doctor, "2026-11-27", "morning", 12).await;
            let body = BookBody {
                id: new_id(),
                resident_id: town.ids.wang,
                session_id,
                note: None,
            };
            wang.send::<Book>((), body).await.unwrap();
        }
        Self {
            town,
            sim,
            browser,
            allows,
        }
    }

    fn app_at(&self, instant: &str) -> Arc<App> {
        app(
            &self.town.at(instant),
            settings(&self.sim.url(), self.allows),
        )
    }

    /// Does what is due at this moment.
    async fn work_off(&self, instant: &str) -> Step {
        let mut runner = Runner::new(self.app_at(instant));
        let mut all = Step::default();
        loop {
            let step = runner.step().await.unwrap();
            all.done += step.done;
            all.failed += step.failed;
            if step.done == 0 {
                return all;
            }
        }
    }

    fn arrived(&self) -> usize {
        self.sim.with(|state| state.inbox.len())
    }

    async fn left(&mut self) -> (i64, bool) {
        let link = self.browser.get(LINK).await.json();
        let left = link["reminders_left"].as_i64().unwrap();
        (left, link["reminders_lasting"].as_bool().unwrap())
    }
}

fn agreement() -> String {
    format!(r#"{{"template":"{TEMPLATE}"}}"#)
}

#[tokio::test]
async fn what_was_agreed_to_once_is_sent_once_and_says_nothing_of_health() {
    let mut scene = Scene::new(Allows::Once, 1, 2).await;
    assert_eq!(scene.left().await, (1, false));
    scene.work_off(EVENING).await;
    assert_eq!(scene.arrived(), 1);
    let sent = scene.sim.with(|state| state.inbox[0].clone());
    assert_eq!(sent.openid, "oSim-resident-0001");
    let fields: Vec<&str> = sent.fields.values().map(String::as_str).collect();
    assert_eq!(fields, ["预约就诊提醒", "2026年11月27日"]);
    assert_eq!(
        sent.page,
        format!("{SITE}/api/v1/wechat/sign-in?to=%2Fmessages")
    );
    assert_eq!(scene.left().await, (0, false));
}

#[tokio::test]
async fn what_was_agreed_to_for_good_is_sent_each_time() {
    let mut scene = Scene::new(Allows::Always, 2, 2).await;
    assert_eq!(scene.left().await, (0, true));
    scene.work_off(EVENING).await;
    scene.work_off(EVENING).await;
    assert_eq!(scene.arrived(), 2);
    assert_eq!(scene.left().await, (0, true));
}

#[tokio::test]
async fn whoever_did_not_agree_or_unbound_is_sent_nothing() {
    let scene = Scene::new(Allows::Once, 0, 1).await;
    scene.work_off(EVENING).await;
    assert_eq!(scene.sim.with(|state| state.calls_of(SEND)), 0);

    let mut scene = Scene::new(Allows::Once, 1, 1).await;
    scene.browser.send("DELETE", LINK, "").await;
    scene.work_off(EVENING).await;
    assert_eq!(scene.sim.with(|state| state.calls_of(SEND)), 0);
    scene
        .browser
        .post("/api/v1/wechat/reminders", &agreement())
        .await;
    assert_eq!(scene.left().await, (0, false));
}

#[tokio::test]
async fn a_refusal_ends_what_was_agreed_to() {
    let mut scene = Scene::new(Allows::Once, 3, 2).await;
    scene
        .sim
        .with(|state| state.disturb(SEND, Trouble::Errcode(43101), 1));
    let step = scene.work_off(EVENING).await;
    assert_eq!(step.failed, 0);
    assert_eq!(scene.left().await, (0, false));
    assert!(scene.sim.with(|state| state.calls_of(SEND)) <= 2);
    let kept = "SELECT count(*) AS n FROM wechat_consent WHERE why = 'refused'";
    assert!(scene.town.count(kept, vec![]).await >= 2);
}

#[tokio::test]
async fn a_token_that_ended_is_replaced_and_the_reminder_arrives() {
    for code in [40001, 40014, 42001] {
        let scene = Scene::new(Allows::Once, 1, 1).await;
        scene
            .sim
            .with(|state| state.disturb(SEND, Trouble::Errcode(code), 1));
        assert_eq!(scene.work_off(EVENING).await.failed, 0, "{code}");
        assert_eq!(scene.arrived(), 1, "{code}");
    }
}

#[tokio::test]
async fn after_a_limit_it_is_sent_later_and_once() {
    for code in [45009, 45011, -1] {
        let mut scene = Scene::new(Allows::Always, 1, 1).await;
        scene
            .sim
            .with(|state| state.disturb(SEND, Trouble::Errcode(code), 1));
        assert_eq!(scene.work_off(EVENING).await.failed, 1, "{code}");
        scene.work_off("2026-11-26T10:00:29Z").await;
        assert_eq!(scene.sim.with(|state| state.calls_of(SEND)), 1, "{code}");
        scene.work_off("2026-11-26T10:00:31Z").await;
        assert_eq!(scene.arrived(), 1, "{code}");
        assert_eq!(scene.left().await, (0, true));
    }
}

#[tokio::test]
async fn without_an_answer_a_lasting_one_is_not_sent_twice_and_a_single_one_is_tried_again() {
    for (allows, arrived) in [(Allows::Always, 0), (Allows::Once, 1)] {
        let scene = Scene::new(allows, 1, 1).await;
        scene
            .sim
            .with(|state| state.disturb(SEND, Trouble::Status(502), 1));
        scene.work_off(EVENING).await;
        scene.work_off("2026-11-26T10:01:00Z").await;
        assert_eq!(scene.arrived(), arrived, "{allows:?}");
    }
}

#[tokio::test]
async fn a_message_that_was_read_is_not_sent_after_its_reader() {
    let scene = Scene::new(Allows::Once, 1, 1).await;
    scene
        .sim
        .with(|state| state.disturb(SEND, Trouble::Errcode(45011), 1));
    scene.work_off(EVENING).await;
    scene
        .town
        .write(|tx| {
            Ok(tx.exec(
                "UPDATE message SET read_ms = sent_ms WHERE read_ms IS NULL",
                &[],
            )?)
        })
        .await;
    scene.work_off("2026-11-26T10:01:00Z").await;
    assert_eq!(scene.arrived(), 0);
}
