//! The field of the sign-in page that stands before the program has come says what the page itself
//! says, in both languages.
#![cfg(not(target_arch = "wasm32"))]

use jiayi_client::i18n::Text;
use jiayi_client::i18n::texts::{sign_in, ui};

const SCRIPT: &str = include_str!("../src/boot/sign_in.js");

#[test]
fn it_has_the_words_of_the_page_that_takes_its_place() {
    for (name, text) in [
        ("title", sign_in::TITLE),
        ("lead", sign_in::LEAD),
        ("phone", sign_in::PHONE),
        ("required", ui::REQUIRED),
        ("send", sign_in::SEND_CODE),
    ] {
        let Text { zh, en } = text;
        for words in [zh, en] {
            let line = format!("    {name}: \"{words}\",\n");
            assert!(SCRIPT.contains(&line), "{line} is not in sign_in.js");
        }
    }
}
