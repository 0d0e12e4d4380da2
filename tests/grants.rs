//! Grants on the screen: what has to be ticked by hand, and what a guardian who waits is told.
#![cfg(target_arch = "wasm32")]
// Clippy knows a test by `#[test]`, which browser tests do not carry.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it is surprised"
)]

#[path = "support/screen.rs"]
mod screen;

use chrono::{DateTime, Utc};
use domain::api::grants::{GrantHeld, GrantState};
use domain::codes::{Capacity, Function, GivenBy, Paper, Relation};
use domain::grant::Functions;
use domain::ids::{GrantId, Uuid};
use jiayi_client::features::shared::{GrantFacts, TermFields, Terms, pending_text};
use jiayi_client::platform::id;
use leptos::prelude::*;
use screen::show;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A mother's grant for her child.
fn guardian(state: GrantState, papers: &[Paper]) -> GrantHeld {
    GrantHeld {
        grant_id: GrantId(id::new::<Uuid>()),
        phone_masked: "138****0005".to_owned(),
        this_phone: false,
        relation: Relation::Child,
        capacity: Capacity::GuardianOfChild,
        functions: Functions::ALL,
        given_by: GivenBy::IdNumber,
        papers: papers.to_vec(),
        given_at: DateTime::<Utc>::UNIX_EPOCH,
        state,
        ends: "2033-05-11".parse().ok(),
        may_end: false,
    }
}

#[wasm_bindgen_test]
async fn the_record_is_opened_by_a_hand_alone() {
    let terms = Terms::usual();
    let screen = show(move || view! { <TermFields terms=terms /> }).await;
    let (given, _) = terms.checked().unwrap();
    for kept in [Function::Record, Function::Readers, Function::Identity] {
        assert!(!given.has(kept), "{kept:?}");
    }
    assert!(given.has(Function::Booking));
    screen.press("label.choice-card:first-of-type input").await;
    let (given, _) = terms.checked().unwrap();
    assert!(given.has(Function::Record));
}

#[wasm_bindgen_test]
async fn a_guardian_who_waits_is_told_what_to_bring_and_one_who_holds_is_not() {
    let waiting = guardian(GrantState::Pending, &[]);
    let screen = show(move || {
        view! { <div><GrantFacts grant=waiting />{pending_text(GrantState::Pending)}</div> }
    })
    .await;
    let said = screen.find("div").text_content().unwrap_or_default();
    assert!(said.contains("等服务台核对"), "{said}");
    let bring = screen.find("p.muted").text_content().unwrap_or_default();
    assert!(bring.contains("户口本"), "{bring}");

    let holding = guardian(GrantState::Holding, &[Paper::Household]);
    let screen = show(move || {
        view! {
            <div><GrantFacts grant=holding />{pending_text(GrantState::Holding)}</div>
        }
    })
    .await;
    let said = screen.find("div").text_content().unwrap_or_default();
    assert!(!said.contains("等服务台核对"), "{said}");
    for word in ["孩子的监护人", "父母", "户口本", "138 **** 0005", "2033"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}
