//! The whole page in a real browser: who is led where, and how a sign-in ends.
#![cfg(target_arch = "wasm32")]
// Clippy knows the host's test attribute only: here, too, whatever fails shall fail the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod support;

use std::cell::Cell;

use domain::api::session::{PersonCard, Session};
use domain::codes::Relation;
use domain::ids::{ResidentId, Uuid};
use domain::person::Sex;
use jiayi_client::app::App;
use jiayi_client::platform::{id, nav, timer};
use jiayi_client::{session, store};
use leptos::prelude::*;
use support::{answers_session, backend, somebody, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn person(name: &str) -> PersonCard {
    PersonCard {
        resident_id: ResidentId(id::new::<Uuid>()),
        name: name.to_owned(),
        sex: Sex::Female,
        age: 68,
        relation: Relation::Oneself,
        functions: domain::grant::Functions::ALL,
    }
}

fn family(names: &[&str]) -> Session {
    let mut session = somebody();
    if let Some(account) = &mut session.account {
        account.persons = names.iter().map(|name| person(name)).collect();
    }
    session
}

fn visitor() -> Session {
    Session {
        account: None,
        ..somebody()
    }
}

/// Mounts the program once, and lets every test begin as a visitor.
async fn start() {
    thread_local! { static STARTED: Cell<bool> = const { Cell::new(false) }; }
    backend(&answers_session(&visitor()));
    if STARTED.replace(true) {
        session::reload();
    } else {
        nav::start();
        leptos::mount::mount_to_body(App);
    }
    until("a visitor", || {
        untrack(|| session::current().is_some_and(|s| s.account.is_none()))
    })
    .await;
}

fn here() -> String {
    nav::here()
}

fn on_screen(words: &str) -> bool {
    document()
        .body()
        .is_some_and(|body| body.text_content().unwrap_or_default().contains(words))
}

#[wasm_bindgen_test]
async fn a_deep_link_opens_after_signing_in() {
    start().await;
    nav::go("/booking/sessions?date=2026-11-26");
    let sign_in = "/sign-in?to=/booking/sessions%3Fdate%3D2026-11-26";
    until("sign in first", || here() == sign_in).await;
    let me = family(&["李秀英"]);
    backend(&answers_session(&me));
    session::signed_in(me);
    until("where the link pointed", || {
        here() == "/booking/sessions?date=2026-11-26"
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_phone_of_a_family_asks_for_whom_and_one_of_a_single_person_does_not() {
    start().await;
    let me = family(&["李秀英", "张建国"]);
    backend(&answers_session(&me));
    session::signed_in(me.clone());
    nav::go("/messages");
    until("whom", || here() == "/persons?to=/messages").await;
    let chosen = me.account.unwrap().persons[1].resident_id;
    session::choose(chosen);
    assert_eq!(untrack(session::resident_id), Some(chosen));
}

#[wasm_bindgen_test]
async fn a_sign_in_that_has_expired_comes_back_to_the_same_page() {
    start().await;
    let me = family(&["李秀英"]);
    backend(&answers_session(&me));
    session::signed_in(me);
    nav::go("/messages");
    until("the page", || {
        untrack(session::resident_id).is_some() && here() == "/messages"
    })
    .await;
    backend(&format!(
        "{} return [401, ''];",
        answers_session(&visitor())
    ));
    store::refresh();
    until("sign in again", || here() == "/sign-in?to=/messages").await;
}

#[wasm_bindgen_test]
async fn signing_out_leaves_nobody_and_says_so_to_the_backend() {
    start().await;
    let me = family(&["李秀英"]);
    backend(&answers_session(&me));
    session::signed_in(me);
    until("signed in", || untrack(session::account).is_some()).await;
    backend(&format!(
        "if (method === 'DELETE') return [204, '']; {}",
        answers_session(&visitor())
    ));
    session::sign_out().await.unwrap();
    assert_eq!(untrack(session::account), None);
    assert_eq!(untrack(store::owner), None);
}

#[wasm_bindgen_test]
async fn signing_out_without_network_does_not_pretend() {
    start().await;
    let me = family(&["李秀英"]);
    backend(&answers_session(&me));
    session::signed_in(me);
    until("signed in", || untrack(session::account).is_some()).await;
    backend("return null;");
    assert!(session::sign_out().await.is_err());
    assert!(untrack(session::account).is_some());
}

#[wasm_bindgen_test]
async fn a_phone_left_alone_is_warned_and_then_locked() {
    start().await;
    let me = Session {
        idle_after: 3,
        ..family(&["李秀英"])
    };
    backend(&answers_session(&me));
    session::signed_in(me);
    until("warned", || untrack(session::locks_in).is_some()).await;
    session::still_here();
    assert_eq!(untrack(session::locks_in), None);
    backend(&format!(
        "if (method === 'DELETE') return [204, '']; {}",
        answers_session(&visitor())
    ));
    timer::sleep(3_500).await;
    until("locked", || untrack(session::account).is_none()).await;
}

#[wasm_bindgen_test]
async fn an_unknown_address_says_what_to_do() {
    start().await;
    nav::go("/nowhere");
    until("the sentence", || on_screen("请回首页再找")).await;
    assert_eq!(document().title(), "没有这个页面 · 家医");
}
