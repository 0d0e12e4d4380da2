//! Going from page to page in a real browser.
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

use jiayi_client::platform::{nav, timer};
use jiayi_client::routes::Route;
use leptos::prelude::*;
use support::until;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// The address is taken over once; every test starts on a page of its own.
async fn start(page: &str) {
    thread_local! { static STARTED: Cell<bool> = const { Cell::new(false) }; }
    if !STARTED.replace(true) {
        nav::start();
    }
    nav::go(page);
    timer::sleep(20).await;
}

fn path() -> String {
    untrack(nav::path)
}

/// Puts a page of our own on the screen.
fn show(html: &str) -> HtmlElement {
    let main = document().create_element("main").unwrap();
    main.set_inner_html(html);
    document().body().unwrap().append_child(&main).unwrap();
    main.unchecked_into()
}

#[wasm_bindgen_test]
async fn back_and_forward_lead_through_the_pages_in_their_order() {
    start("/record").await;
    nav::go("/contract?x=1");
    assert_eq!(path(), "/contract");
    assert_eq!(untrack(nav::query), "?x=1");
    nav::back_or("/");
    until("back", || path() == "/record").await;
    history().forward().unwrap();
    until("forward", || path() == "/contract").await;
    nav::replace("/booking");
    nav::back_or("/");
    until("a replaced page is not found by Back", || {
        path() == "/record"
    })
    .await;
}

fn history() -> web_sys::History {
    window().history().unwrap()
}

#[wasm_bindgen_test]
async fn a_plain_link_of_our_own_is_followed_without_loading_the_page_anew() {
    start("/me").await;
    let main = show("<a id='in' href='/messages'>1</a>");
    document()
        .get_element_by_id("in")
        .unwrap()
        .unchecked_into::<HtmlElement>()
        .click();
    assert_eq!(path(), "/messages");
    main.remove();
}

#[wasm_bindgen_test]
async fn a_half_filled_form_is_not_left_without_asking() {
    start("/record").await;
    nav::go("/contract/request");
    let dirty = Rc::new(Cell::new(true));
    let page = Owner::new();
    let asked = dirty.clone();
    page.with(|| nav::use_leave_guard(move || asked.get()));

    nav::go("/me");
    assert_eq!(path(), "/contract/request");
    assert!(untrack(nav::leave_asked));
    nav::stay();

    history().back().unwrap();
    until("asked about Back", || untrack(nav::leave_asked)).await;
    timer::sleep(100).await;
    assert_eq!(path(), "/contract/request");
    assert_eq!(
        window().location().pathname().unwrap(),
        "/contract/request",
        "the address has to stay too"
    );

    nav::leave();
    until("left", || path() == "/record").await;
    page.cleanup();
    nav::go("/me");
    assert_eq!(path(), "/me", "a form that is gone still guards");
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_new_heading_and_back_finds_the_place_again() {
    start("/record").await;
    let main = show("<h1 id='page-title' tabindex='-1'>t</h1><div style='height:9000px'></div>");
    window().scroll_to_with_x_and_y(0.0, 3000.0);
    nav::go("/messages");
    until("focus", || {
        document()
            .active_element()
            .is_some_and(|e| e.id() == "page-title")
    })
    .await;
    until("top", || window().scroll_y().unwrap() < 1.0).await;
    nav::back_or("/");
    until("the place on the page before", || {
        (window().scroll_y().unwrap() - 3000.0).abs() < 2.0
    })
    .await;
    main.remove();
}

#[wasm_bindgen_test]
async fn a_new_query_on_the_same_page_moves_neither_focus_nor_scroll() {
    start(&Route::Residents.href()).await;
    let main = show("<h1 id='title'>t</h1><input id='q'><div style='height:9000px'></div>");
    timer::sleep(100).await;
    let field = document()
        .get_element_by_id("q")
        .unwrap()
        .unchecked_into::<HtmlElement>();
    field.focus().unwrap();
    window().scroll_to_with_x_and_y(0.0, 500.0);
    nav::replace(&Route::Residents.href_with(&[("q", "张三")]));
    timer::sleep(200).await;
    assert_eq!(document().active_element().unwrap().id(), "q");
    assert!((window().scroll_y().unwrap() - 500.0).abs() < 2.0);
    main.remove();
}
