//! What the phone keeps and sends, in a real browser against a scripted backend.
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
use std::rc::Rc;

use domain::api::directory::ListInstitutions;
use domain::api::messages::ReadMessage;
use domain::api::session::{ListDevices, Session, UnlinkPerson};
use domain::ids::{MessageId, ResidentId};
use domain::problem::{Code, Problem};
use jiayi_client::api::ApiError;
use jiayi_client::platform::{id, idb, timer};
use jiayi_client::store::{self, Load, Progress, Standing};
use leptos::prelude::*;
use support::{answers_session, asked, backend, somebody, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn start() {
    // Effects need an executor; from the second test on there is one.
    let _ = any_spawner::Executor::init_wasm_bindgen();
}

fn owner(session: &Session) -> Option<String> {
    store::owner_of(session)
}

/// As if the page had been closed and opened again by the same person.
async fn reload(session: &Session) {
    store::set_owner(owner(&somebody()));
    timer::sleep(50).await;
    store::set_owner(owner(session));
    timer::sleep(100).await;
}

fn problem(code: Code) -> String {
    let json = serde_json::to_string(&Problem::new(code)).unwrap();
    format!("[{}, {json:?}]", code.status())
}

#[wasm_bindgen_test]
async fn what_is_typed_without_network_is_sent_once_it_is_back_and_only_once() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    backend("return null;");
    let sent = store::submit::<ReadMessage>(id::new::<MessageId>(), ());
    until("kept here", || sent.progress() == Progress::Waiting).await;
    assert_eq!(store::unsent().len(), 1);

    reload(&me).await;
    assert_eq!(store::unsent().len(), 1, "the reload lost it");

    backend(&format!("{} return [204, ''];", answers_session(&me)));
    store::hurry().await;
    store::drain().await;
    until("sent", || store::unsent().is_empty()).await;
    assert_eq!(asked().len(), 1, "{:?}", asked());
    assert_eq!(asked()[0].key, sent.id.to_string());
    reload(&me).await;
    assert!(
        store::unsent().is_empty(),
        "it was kept after it was accepted"
    );
}

#[wasm_bindgen_test]
async fn an_answer_that_got_lost_is_asked_for_again_under_the_same_key() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    backend(&format!(
        "{} return nth === 0 ? null : [204, ''];",
        answers_session(&me)
    ));
    let sent = store::submit::<ReadMessage>(id::new::<MessageId>(), ());
    until("first try", || sent.progress() == Progress::Waiting).await;
    store::hurry().await;
    until("accepted", || sent.progress() == Progress::Accepted).await;
    let keys: Vec<String> = asked().into_iter().map(|asked| asked.key).collect();
    assert_eq!(keys, vec![sent.id.to_string(); 2]);
}

#[wasm_bindgen_test]
async fn nothing_is_sent_while_somebody_else_is_signed_in() {
    start();
    let (me, other) = (somebody(), somebody());
    store::set_owner(owner(&me));
    backend("return null;");
    let sent = store::submit::<ReadMessage>(id::new::<MessageId>(), ());
    until("kept here", || sent.progress() == Progress::Waiting).await;

    backend(&format!("{} return [204, ''];", answers_session(&other)));
    store::set_owner(owner(&other));
    timer::sleep(200).await;
    store::hurry().await;
    assert_eq!(asked(), Vec::new());
    assert_eq!(store::unsent(), Vec::new(), "somebody else's work is shown");

    store::set_owner(owner(&me));
    backend(&format!("{} return [204, ''];", answers_session(&me)));
    until("sent for its owner", || asked().len() == 1).await;
}

#[wasm_bindgen_test]
async fn a_refused_submission_waits_for_its_person_and_can_be_thrown_away() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    backend(&format!(
        "{} return {};",
        answers_session(&me),
        problem(Code::Forbidden)
    ));
    let sent = store::submit::<UnlinkPerson>(id::new::<ResidentId>(), ());
    until("refused", || {
        matches!(sent.progress(), Progress::Refused(_))
    })
    .await;
    assert_eq!(asked()[0].method, "DELETE");
    reload(&me).await;
    let unsent = store::unsent();
    assert!(
        matches!(&unsent[..], [one] if matches!(&one.standing, Standing::Refused(p) if p.code == Code::Forbidden))
    );
    assert!(store::discard(sent.id).await);
    reload(&me).await;
    assert_eq!(store::unsent(), Vec::new());
}

#[wasm_bindgen_test]
async fn a_page_shows_what_the_phone_remembers_while_the_backend_is_away() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    backend("return [200, '[]'];");
    let owner_of_page = Owner::new();
    let first = owner_of_page.with(|| store::use_query::<ListDevices>((), ()));
    until("fresh", || {
        matches!(untrack(|| first.get()), Load::Ready { fresh: true, .. })
    })
    .await;
    timer::sleep(100).await;
    owner_of_page.cleanup();

    reload(&me).await;
    backend("return null;");
    let page = Owner::new();
    let second = page.with(|| store::use_query::<ListDevices>((), ()));
    until("remembered", || {
        matches!(untrack(|| second.get()), Load::Ready { .. })
    })
    .await;
    until("known to be old", || {
        matches!(untrack(|| second.get()), Load::Ready { fresh: false, .. })
    })
    .await;
    page.cleanup();
}

#[wasm_bindgen_test]
async fn an_answer_for_a_page_that_is_gone_touches_nothing() {
    start();
    store::set_owner(owner(&somebody()));
    backend("return [200, '[]'];");
    let page = Owner::new();
    page.with(|| store::use_query::<ListDevices>((), ()));
    page.cleanup();
    drop(page);
    // A signal of the page that is touched now would end the program, and this test.
    timer::sleep(200).await;
}

#[wasm_bindgen_test]
async fn a_page_without_anything_to_show_says_why() {
    start();
    store::set_owner(owner(&somebody()));
    backend(&format!("return {};", problem(Code::NotFound)));
    let page = Owner::new();
    let query = page.with(|| store::use_query::<ListDevices>((), ()));
    until("failed", || {
        matches!(untrack(|| query.get()), Load::Failed(ApiError::Problem(_)))
    })
    .await;
    page.cleanup();
}

#[wasm_bindgen_test]
async fn a_half_filled_form_is_found_again_and_forgotten_when_thrown_away() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    let open = |page: &Owner| {
        page.with(|| {
            let words = RwSignal::new(String::new());
            (
                words,
                store::use_draft(
                    "form",
                    move || words.get(),
                    move |kept: String| words.set(kept),
                ),
            )
        })
    };
    let page = Owner::new();
    let (words, draft) = open(&page);
    timer::sleep(50).await;
    assert!(!untrack(|| draft.dirty()));
    words.set("头晕".to_owned());
    until("changed", || untrack(|| draft.dirty())).await;
    page.cleanup();

    // It is kept once typing has paused; a form that is opened before that finds nothing.
    let mut tries = 0;
    let (page, words, draft) = loop {
        let page = Owner::new();
        let (words, draft) = open(&page);
        timer::sleep(200).await;
        if words.get_untracked() == "头晕" {
            break (page, words, draft);
        }
        page.cleanup();
        tries += 1;
        assert!(tries < 50, "it was never put back");
    };
    draft.discard();
    timer::sleep(100).await;
    assert_eq!(words.get_untracked(), "");
    page.cleanup();

    let page = Owner::new();
    let (words, _) = open(&page);
    timer::sleep(200).await;
    assert_eq!(words.get_untracked(), "");
    page.cleanup();
}

#[wasm_bindgen_test]
async fn what_lies_on_the_phone_cannot_be_read_there_and_its_key_goes_with_the_owner() {
    start();
    let me = somebody();
    let name = owner(&me).unwrap();
    store::set_owner(Some(name.clone()));
    let page = Owner::new();
    let words = page.with(|| {
        let words = RwSignal::new(String::new());
        store::use_draft(
            "secret",
            move || words.get(),
            move |kept: String| words.set(kept),
        );
        words
    });
    timer::sleep(50).await;
    words.set("李秀英".to_owned());
    timer::sleep(600).await;
    page.cleanup();

    let database = idb::Database::open("jiayi", 2, &[]).await.unwrap();
    let kept = database.all("drafts", &name).await.unwrap();
    assert_eq!(kept.len(), 1);
    let bytes = js_sys::Uint8Array::new(&kept[0].1).to_vec();
    assert!(
        !bytes.windows(3).any(|three| three == "李".as_bytes()),
        "it lies there in plain sight"
    );

    store::clear(&name).await;
    assert!(database.get("keys", &name).await.unwrap().is_none());
    assert_eq!(database.all("drafts", &name).await.unwrap().len(), 0);
}

#[wasm_bindgen_test]
async fn signing_out_with_something_unsent_keeps_it_for_its_owner() {
    start();
    let me = somebody();
    let name = owner(&me).unwrap();
    store::set_owner(Some(name.clone()));
    backend("return null;");
    let sent = store::submit::<ReadMessage>(id::new::<MessageId>(), ());
    until("kept here", || sent.progress() == Progress::Waiting).await;
    store::clear(&name).await;
    store::set_owner(None);
    timer::sleep(50).await;
    store::set_owner(Some(name));
    until("still there", || store::unsent().len() == 1).await;
}

#[wasm_bindgen_test]
async fn a_busy_backend_is_asked_again_for_reads() {
    start();
    store::set_owner(owner(&somebody()));
    backend(&format!(
        "return nth < 1 ? {} : [200, '[]'];",
        problem(Code::Busy)
    ));
    let answer = Rc::new(Cell::new(false));
    let done = answer.clone();
    timer::spawn(async move {
        done.set(
            jiayi_client::api::call::<ListInstitutions>(&(), &(), &())
                .await
                .is_ok(),
        );
    });
    until("second try", || answer.get()).await;
    // What the page of another test has asked for may still be on its way.
    let asked = asked().into_iter();
    let tries = asked.filter(|one| one.address == "/api/v1/institutions");
    assert_eq!(tries.count(), 2);
}

/// From now on the phone refuses to keep something in this store until something of another is erased.
fn full_until_erased(store: &str, held: &str) {
    let script = format!(
        "const {{ put, delete: erase }} = IDBObjectStore.prototype;
         let full = true;
         IDBObjectStore.prototype.delete = function (...given) {{
             if (this.name === '{held}') full = false;
             return erase.apply(this, given);
         }};
         IDBObjectStore.prototype.put = function (...given) {{
             if (full && this.name === '{store}') throw new DOMException('', 'QuotaExceededError');
             return put.apply(this, given);
         }};
         navigator.storage.estimate = async () => ({{ quota: 1000, usage: 999 }});"
    );
    js_sys::Function::new_no_args(&script)
        .call0(&wasm_bindgen::JsValue::NULL)
        .unwrap();
}

#[wasm_bindgen_test]
async fn a_full_phone_lets_go_of_what_can_be_fetched_again_and_keeps_what_is_unsent() {
    start();
    let me = somebody();
    store::set_owner(owner(&me));
    backend("return method === 'GET' ? [200, '[]'] : null;");
    let page = Owner::new();
    let read = page.with(|| store::use_query::<ListDevices>((), ()));
    until("an answer is here", || {
        matches!(read.get(), Load::Ready { .. })
    })
    .await;
    timer::sleep(100).await;

    full_until_erased("outbox", "answers");
    backend("return null;");
    let sent = store::submit::<ReadMessage>(id::new::<MessageId>(), ());
    until("kept here", || sent.progress() == Progress::Waiting).await;
    assert!(store::durable(), "it is not kept beyond this page");
    assert_eq!(store::room(), store::Room::Little, "its holder is told");
    reload(&me).await;
    assert_eq!(store::unsent().len(), 1, "the reload lost it");
    page.cleanup();
}
