//! What stands around and over the pages: shell, dialog, question, toast, lists and charts.
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
    ConfirmProvider, Dialog, HelpPhone, List, ListRow, NavItem, Page, Question, Shell, Status,
    ToastProvider, Tone,
    chart::{Band, Series, Trend, TrendPoint},
    icon, use_confirm, use_toasts,
};
use leptos::prelude::*;
use screen::{attribute, settle, show};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn words(text: &str) -> Signal<String> {
    Signal::stored(text.to_owned())
}

/// A button that asks, and keeps the answers.
#[component]
fn Asking(answers: RwSignal<Vec<bool>>) -> impl IntoView {
    let confirm = use_confirm();
    let question = Question::new(words("cancel it?"), words("it goes"), words("cancel it"));
    let ask = move |_| {
        let question = question.dangerous().or(words("keep it"));
        confirm.ask(question, move |yes| {
            answers.update(|answers| answers.push(yes))
        });
    };
    view! { <button id="ask" on:click=ask>"ask"</button> }
}

#[wasm_bindgen_test]
async fn a_question_is_answered_once_by_yes_by_no_and_by_escape() {
    let answers = RwSignal::new(Vec::new());
    let screen =
        show(move || view! { <ConfirmProvider><Asking answers=answers /></ConfirmProvider> }).await;
    for (answer, expected) in [
        (".dialog .button-danger", true),
        (".dialog .button-secondary", false),
    ] {
        screen.press("#ask").await;
        assert_eq!(screen.words(".dialog h2"), ["cancel it?"]);
        screen.press(answer).await;
        assert_eq!(answers.get_untracked(), [expected]);
        assert!(screen.all(".dialog[open]").is_empty());
        answers.set(Vec::new());
    }
    screen.press("#ask").await;
    screen.fire(".dialog", "close").await;
    assert_eq!(answers.get_untracked(), [false], "closing is no");
    screen.press("#ask").await;
    assert_eq!(
        screen.words(".dialog h2"),
        ["cancel it?"],
        "it can be asked again"
    );
    screen.press(".dialog .button-danger").await;
    assert_eq!(answers.get_untracked(), [false, true]);
}

#[wasm_bindgen_test]
async fn without_a_provider_a_question_is_no() {
    let answers = RwSignal::new(Vec::new());
    let screen = show(move || view! { <Asking answers=answers /> }).await;
    screen.press("#ask").await;
    assert_eq!(answers.get_untracked(), [false]);
}

#[wasm_bindgen_test]
async fn a_dialog_has_its_content_only_while_it_is_open() {
    let open = RwSignal::new(false);
    let screen = show(move || {
        view! { <Dialog open=open title=words("why")><p id="inside">"because"</p></Dialog> }
    })
    .await;
    assert!(screen.all("#inside").is_empty());
    open.set(true);
    settle().await;
    assert_eq!(screen.words("dialog[open] #inside"), ["because"]);
    let named_by = attribute(&screen.find("dialog"), "aria-labelledby");
    assert_eq!(screen.find("dialog h2").id(), named_by);
    screen.press("dialog .icon-button").await;
    assert!(!open.get_untracked());
    assert!(screen.all("#inside").is_empty());
}

#[wasm_bindgen_test]
async fn a_toast_is_said_in_a_region_that_was_there_before() {
    #[component]
    fn Saying() -> impl IntoView {
        let toasts = use_toasts();
        view! { <button id="say" on:click=move |_| toasts.say(words("booked"))>"say"</button> }
    }
    let screen = show(|| view! { <ToastProvider><Saying /></ToastProvider> }).await;
    assert_eq!(screen.words(".toasts[role=status]"), [""]);
    screen.press("#say").await;
    assert_eq!(screen.words(".toasts[role=status]"), ["booked"]);
    screen.press(".toast").await;
    assert_eq!(screen.words(".toasts"), [""]);
}

#[wasm_bindgen_test]
async fn a_short_word_outlives_the_sheet_that_said_it() {
    #[component]
    fn Closing(open: RwSignal<bool>, done: RwSignal<bool>) -> impl IntoView {
        let toasts = use_toasts();
        Effect::new(move |_| {
            if done.get() {
                open.set(false);
                toasts.say(words("booked"));
            }
        });
    }
    let (open, done) = (RwSignal::new(true), RwSignal::new(false));
    let screen = show(move || {
        view! {
            <ToastProvider>
                <Dialog open=open title=words("a sheet")><Closing open=open done=done /></Dialog>
            </ToastProvider>
        }
    })
    .await;
    assert_eq!(screen.words(".dialog h2"), ["a sheet"]);
    done.set(true);
    settle().await;
    assert!(screen.all(".dialog[open]").is_empty());
    assert_eq!(screen.words(".toasts"), ["booked"]);
}

#[wasm_bindgen_test]
async fn the_shell_marks_where_one_is_and_lets_one_skip_to_the_content() {
    let here = RwSignal::new(Some(0));
    let screen = show(move || {
        let items = vec![
            NavItem::new(words("home"), icon::HOME, "/"),
            NavItem::new(words("me"), icon::PERSON, "/me").count(Signal::stored(120)),
        ];
        view! { <Shell items=items here=here>"content"</Shell> }
    })
    .await;
    assert_eq!(screen.words("[aria-current=page]"), ["home"]);
    assert_eq!(screen.words(".count"), ["99+"]);
    here.set(Some(1));
    settle().await;
    assert_eq!(
        attribute(&screen.find("[aria-current=page]"), "href"),
        "/me"
    );
    screen.press(".skip-link").await;
    assert_eq!(document().active_element().unwrap().id(), "main");
}

#[wasm_bindgen_test]
async fn help_by_phone_appears_on_a_page_once_the_number_is_known() {
    let phone = RwSignal::new(String::new());
    let screen = show(move || {
        provide_context(HelpPhone(phone.into()));
        view! { <Page title=words("my record")>"content"</Page> }
    })
    .await;
    assert!(screen.all(".page-help").is_empty());
    phone.set("0731-28550120".to_owned());
    settle().await;
    assert_eq!(
        attribute(&screen.find(".page-help"), "href"),
        "tel:0731-28550120"
    );
    assert_eq!(screen.words("h1"), ["my record"]);
    assert_eq!(attribute(&screen.find("h1"), "tabindex"), "-1");
}

#[wasm_bindgen_test]
async fn a_row_is_a_link_a_button_or_only_words() {
    let pressed = RwSignal::new(false);
    let screen = show(move || {
        view! {
            <List>
                <ListRow title=words("link") href="/a" />
                <ListRow title=words("button") on_press=move |()| pressed.set(true) />
                <ListRow title=words("words")><Status tone=Tone::Bad label=words("late") /></ListRow>
            </List>
        }
    })
    .await;
    assert_eq!(screen.words("a.list-row"), ["link"]);
    screen.press("button.list-row").await;
    assert!(pressed.get_untracked());
    assert_eq!(screen.all("div.list-row .list-row-arrow").len(), 0);
    assert_eq!(
        screen.all(".status.tone-bad svg").len(),
        1,
        "a shape beside the word"
    );
}

fn readings() -> Vec<Series> {
    let points = |values: &[(u32, f64)]| {
        let point = |(day, value): &(u32, f64)| TrendPoint {
            day: NaiveDate::from_ymd_opt(2026, 11, *day).unwrap(),
            value: *value,
        };
        values.iter().map(point).collect()
    };
    vec![
        Series {
            name: words("upper"),
            points: points(&[(1, 152.0), (8, 146.0), (20, 138.0)]),
        },
        Series {
            name: words("lower"),
            points: points(&[(1, 94.0), (20, 86.0)]),
        },
    ]
}

#[wasm_bindgen_test]
async fn a_chart_can_be_walked_by_key_and_read_as_a_table() {
    let series = RwSignal::new(readings());
    let screen = show(move || {
        let band = Band {
            low: 90.0,
            high: 140.0,
        };
        view! { <Trend label=words("pressure") unit=words("mmHg") series=series band=band /> }
    })
    .await;
    let spoken =
        |screen: &screen::Screen| attribute(&screen.find("[role=slider]"), "aria-valuetext");
    assert!(
        spoken(&screen).contains("138 / 86"),
        "the last value stands first"
    );
    screen.key("[role=slider]", "ArrowLeft").await;
    assert!(spoken(&screen).contains("146 / —"), "{}", spoken(&screen));
    screen.key("[role=slider]", "Home").await;
    assert_eq!(screen.words(".trend-value .number"), ["152 / 94"]);

    screen.press(".trend-foot button").await;
    assert_eq!(
        screen.words("tbody th"),
        ["2026-11-20", "2026-11-08", "2026-11-01"]
    );
    assert_eq!(
        screen.words("tbody td"),
        ["138", "86", "146", "—", "152", "94"]
    );
    screen.press(".trend-foot button").await;

    series.update(|series| series[0].points[2].value = 131.0);
    settle().await;
    screen.key("[role=slider]", "End").await;
    assert_eq!(screen.words(".trend-value .number"), ["131 / 86"]);
}
