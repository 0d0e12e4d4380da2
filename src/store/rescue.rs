//! What is unsent as a text that a person can take elsewhere: where a phone cannot keep it, or is to be
//! given away before there is a network.

use serde::Serialize;

use super::{owner_now, post};
use crate::api::json;
use crate::platform::{clock, file, wechat};
use domain::outbox::{Item, State};

/// One thing, as it would have been sent.
#[derive(Serialize)]
struct Saved {
    about: String,
    operation: String,
    written_at: String,
    key: String,
    address: String,
    body: Option<String>,
}

impl Saved {
    fn of(item: &Item) -> Self {
        Self {
            about: item.about.clone(),
            operation: item.operation.clone(),
            written_at: clock::local(item.created_at).to_string(),
            key: item.id.to_string(),
            address: item.address.clone(),
            body: item.body.clone(),
        }
    }
}

/// Saves everything of the owner's that the service has not taken: as a file, or into the clipboard where
/// WeChat saves none. `false` where neither can be done.
#[must_use]
pub fn save_unsent() -> bool {
    let owner = owner_now().unwrap_or_default();
    let unsent: Vec<Saved> = post::read(|outbox| {
        let mine = outbox.items().iter().filter(|item| item.owner == owner);
        let left = mine.filter(|item| !matches!(item.state, State::Accepted(_)));
        left.map(Saved::of).collect()
    });
    let text = json::written(&unsent);
    if wechat::system().is_some() {
        return file::copy(&text);
    }
    file::save("jiayi.json", "application/json", &text);
    true
}
