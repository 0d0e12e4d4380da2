//! The controls of `ui` under real fingers: what is typed, chosen and pressed arrives, and what
//! is wrong is tied to the control for those who listen.
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

use chrono::NaiveDate;
use jiayi_client::ui::{
    Button, Choice, DateChip, DateField, Masked, MultiChoice, NumberField, Opt, SearchBox,
    Segmented, Select, Stars, Stepper, Switch, Tabs, TextArea, TextInput, TextKind,
};
use leptos::prelude::*;
use screen::{attribute, settle, show};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn words(text: &str) -> Signal<String> {
    Signal::stored(text.to_owned())
}

fn options() -> Vec<Opt<char>> {
    vec![
        Opt::new('a', words("one")),
        Opt::new('b', words("two")),
        Opt::new('c', words("three")),
    ]
}

#[wasm_bindgen_test]
async fn pinyin_in_composition_is_not_an_answer() {
    let value = RwSignal::new(String::new());
    let screen = show(move || view! { <TextInput label=words("name") value=value /> }).await;
    screen.fire("input", "compositionstart").await;
    screen.type_in("input", "wang").await;
    assert_eq!(value.get_untracked(), "");
    assert_eq!(
        screen.value("input"),
        "wang",
        "the composition was torn apart"
    );
    screen.type_in("input", "王").await;
    screen.fire("input", "compositionend").await;
    assert_eq!(value.get_untracked(), "王");
    screen.type_in("input", "王建").await;
    assert_eq!(value.get_untracked(), "王建");
}

#[wasm_bindgen_test]
async fn label_hint_and_error_are_tied_to_their_field() {
    let error = RwSignal::new(None::<String>);
    let screen = show(move || {
        view! {
            <TextInput
                label=words("phone")
                hint=words("eleven digits")
                kind=TextKind::Phone
                value=RwSignal::new(String::new())
                error=error
                required=true
            />
        }
    })
    .await;
    let input = screen.find("input");
    assert_eq!(attribute(&screen.find("label"), "for"), input.id());
    assert_eq!(attribute(&input, "inputmode"), "tel");
    assert_eq!(attribute(&input, "aria-required"), "true");
    assert_eq!(attribute(&input, "aria-invalid"), "");

    error.set(Some("too short".to_owned()));
    settle().await;
    assert_eq!(attribute(&input, "aria-invalid"), "true");
    let described = attribute(&input, "aria-describedby");
    let said: Vec<String> = described
        .split(' ')
        .map(|id| {
            document()
                .get_element_by_id(id)
                .unwrap()
                .text_content()
                .unwrap()
        })
        .map(|text| text.trim().to_owned())
        .collect();
    assert_eq!(said, ["eleven digits", "too short"]);
}

#[wasm_bindgen_test]
async fn a_number_is_made_plain_when_its_field_is_left() {
    let value = RwSignal::new(String::new());
    let screen =
        show(move || view! { <NumberField label=words("bp") unit=words("mmHg") value=value /> })
            .await;
    screen.type_in("input", "\u{ff11}\u{ff13}\u{ff18}").await;
    assert_eq!(value.get_untracked(), "\u{ff11}\u{ff13}\u{ff18}");
    screen.fire("input", "blur").await;
    assert_eq!(value.get_untracked(), "138");
    assert_eq!(screen.value("input"), "138");
}

#[wasm_bindgen_test]
async fn an_error_hides_the_warning_of_the_same_number() {
    let error = RwSignal::new(None::<String>);
    let screen = show(move || {
        view! {
            <NumberField
                label=words("bp")
                unit=words("mmHg")
                value=RwSignal::new("162".to_owned())
                warning=Signal::stored(Some("measure again".to_owned()))
                error=error
            />
        }
    })
    .await;
    assert_eq!(screen.words(".warning"), ["measure again"]);
    error.set(Some("impossible".to_owned()));
    settle().await;
    assert_eq!(screen.words(".warning"), [""]);
    assert_eq!(screen.words(".error"), ["impossible"]);
}

#[wasm_bindgen_test]
async fn one_card_is_chosen_at_a_time_and_a_blocked_one_never() {
    let value = RwSignal::new(None);
    let screen = show(move || {
        let mut options = options();
        options.push(Opt::new('d', words("four")).blocked(words("not yet")));
        view! { <Choice label=words("which") options=options value=value /> }
    })
    .await;
    let cards = screen.all("input");
    cards[1].click();
    settle().await;
    assert_eq!(value.get_untracked(), Some('b'));
    cards[3].click();
    settle().await;
    assert_eq!(value.get_untracked(), Some('b'));
    value.set(Some('c'));
    settle().await;
    assert_eq!(screen.all("input:checked").len(), 1);
    assert_eq!(screen.words("input:checked ~ .choice-words"), ["three"]);
}

#[wasm_bindgen_test]
async fn none_of_these_clears_the_other_cards_on_the_screen_too() {
    let value = RwSignal::new(vec!['a', 'b']);
    let screen = show(move || {
        view! { <MultiChoice label=words("which") options=options() exclusive='c' value=value /> }
    })
    .await;
    assert_eq!(screen.all("input:checked").len(), 2);
    screen.all("input")[2].click();
    settle().await;
    assert_eq!(value.get_untracked(), ['c']);
    assert_eq!(screen.words("input:checked ~ .choice-words"), ["three"]);
}

#[wasm_bindgen_test]
async fn a_list_gives_back_the_callers_own_value() {
    let value = RwSignal::new(None);
    let screen =
        show(move || view! { <Select label=words("village") options=options() value=value /> })
            .await;
    screen.choose_in("select", "2").await;
    assert_eq!(value.get_untracked(), Some('c'));
    screen.choose_in("select", "").await;
    assert_eq!(value.get_untracked(), None);
    value.set(Some('b'));
    settle().await;
    assert_eq!(screen.value("select"), "1");
}

#[wasm_bindgen_test]
async fn a_chip_fills_the_day_and_shows_that_it_is_the_one() {
    let day = NaiveDate::from_ymd_opt(2026, 12, 8).unwrap();
    let value = RwSignal::new(None);
    let screen = show(move || {
        let chips = vec![DateChip::new(words("+14"), day)];
        view! { <DateField label=words("next") chips=chips value=value /> }
    })
    .await;
    screen.press(".chip").await;
    assert_eq!(value.get_untracked(), Some(day));
    assert_eq!(screen.value("input"), "2026-12-08");
    assert_eq!(attribute(&screen.find(".chip"), "aria-pressed"), "true");
    screen.choose_in("input", "2026-12-24").await;
    assert_eq!(value.get_untracked(), NaiveDate::from_ymd_opt(2026, 12, 24));
    assert_eq!(attribute(&screen.find(".chip"), "aria-pressed"), "false");
}

#[wasm_bindgen_test]
async fn a_search_waits_for_a_pause_and_enter_does_not() {
    let value = RwSignal::new(String::new());
    let screen = show(move || {
        view! { <SearchBox label=words("find") placeholder=words("name") value=value /> }
    })
    .await;
    screen.type_in("input", " wjg ").await;
    assert_eq!(value.get_untracked(), "");
    jiayi_client::platform::timer::sleep(400).await;
    assert_eq!(value.get_untracked(), "wjg");
    screen.type_in("input", "wang").await;
    screen.fire("form", "submit").await;
    assert_eq!(value.get_untracked(), "wang");
    screen.press("button").await;
    assert_eq!(value.get_untracked(), "");
    assert_eq!(screen.value("input"), "");
}

#[wasm_bindgen_test]
async fn a_busy_button_takes_no_second_press_and_says_why() {
    let (busy, pressed) = (RwSignal::new(false), RwSignal::new(0));
    let screen = show(move || {
        view! {
            <Button
                label=words("save")
                busy=busy
                on_press=move |()| {
                    pressed.update(|pressed| *pressed += 1);
                    busy.set(true);
                }
            />
        }
    })
    .await;
    screen.press("button").await;
    screen.press("button").await;
    assert_eq!(pressed.get_untracked(), 1);
    assert_eq!(attribute(&screen.find("button"), "aria-disabled"), "true");
    assert_ne!(screen.words("[role=status]"), [""]);
}

#[wasm_bindgen_test]
async fn a_stepper_stops_at_its_ends() {
    let value = RwSignal::new(1);
    let screen =
        show(move || view! { <Stepper label=words("cigarettes") value=value most=2 /> }).await;
    for (button, expected) in [(1, 2), (1, 2), (0, 1), (0, 0), (0, 0)] {
        screen.all("button")[button].click();
        settle().await;
        assert_eq!(value.get_untracked(), expected);
    }
}

#[wasm_bindgen_test]
async fn switch_segments_and_stars_say_their_state() {
    let (on, segment, stars) = (
        RwSignal::new(false),
        RwSignal::new('a'),
        RwSignal::new(None),
    );
    let screen = show(move || {
        view! {
            <Switch label=words("large") value=on />
            <Segmented label=words("which") options=options() value=segment />
            <Stars label=words("overall") value=stars />
        }
    })
    .await;
    screen.press("[role=switch]").await;
    assert!(on.get_untracked());
    assert_eq!(
        attribute(&screen.find("[role=switch]"), "aria-checked"),
        "true"
    );
    screen.all(".segment input")[2].click();
    screen.all(".star input")[3].click();
    settle().await;
    assert_eq!(segment.get_untracked(), 'c');
    assert_eq!(stars.get_untracked(), Some(4));
    assert_eq!(screen.all(".star-on").len(), 4);
}

#[wasm_bindgen_test]
async fn the_arrow_keys_lead_from_tab_to_tab_with_the_focus() {
    let value = RwSignal::new('a');
    let screen = show(move || {
        view! {
            <Tabs label=words("parts") options=options() value=value>
                {move || value.get().to_string()}
            </Tabs>
        }
    })
    .await;
    screen.key("[role=tablist]", "ArrowLeft").await;
    assert_eq!(value.get_untracked(), 'c');
    assert_eq!(screen.words("[role=tabpanel]"), ["c"]);
    let focused = document().active_element().unwrap();
    assert_eq!(attribute(&focused, "aria-selected"), "true");
    assert_eq!(screen.all("[role=tab][tabindex='0']").len(), 1);
}

#[wasm_bindgen_test]
async fn a_covered_value_is_not_in_the_page_before_it_was_asked_for() {
    let whole = RwSignal::new(None);
    let screen = show(move || {
        view! {
            <Masked
                label=words("number")
                mask=words("138****5678")
                whole=whole
                on_reveal=move |()| whole.set(Some("13812345678".to_owned()))
            />
        }
    })
    .await;
    assert_eq!(screen.words(".number"), ["138****5678"]);
    screen.press("button").await;
    assert_eq!(screen.words(".number"), ["13812345678"]);
    screen.press("button").await;
    assert_eq!(whole.get_untracked(), None);
}

#[wasm_bindgen_test]
async fn a_text_may_grow_too_long_and_then_says_so() {
    let value = RwSignal::new("一二三".to_owned());
    let screen =
        show(move || view! { <TextArea label=words("remark") limit=4 value=value /> }).await;
    assert_eq!(attribute(&screen.find("textarea"), "aria-invalid"), "");
    screen.type_in("textarea", "一二三四五六").await;
    assert_eq!(value.get_untracked(), "一二三四五六", "nothing is cut off");
    assert_eq!(attribute(&screen.find("textarea"), "aria-invalid"), "true");
    assert!(screen.words(".text-area-left")[0].contains('2'));
}
