//! How things stand in this WeChat: the account, whose phone it is, what was handed out.

use std::collections::{BTreeMap, VecDeque};

use serde::Deserialize;

use crate::messages::Sent;

/// A service account, as its owner has set it up.
#[derive(Clone, Debug)]
pub struct Account {
    /// AppID.
    pub app_id: String,
    /// AppSecret.
    pub secret: String,
    /// Host (and port) that is registered for web authorisation and for the JS-SDK.
    pub domain: String,
    /// A template of subscription messages: its id and the names of its fields.
    pub template: (String, Vec<String>),
}

/// Whoever holds the phone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// What the account knows them by.
    pub openid: String,
    /// Whether they see a snapshot page (网页快照), where everything is of a made-up user.
    #[serde(default)]
    pub snapshot: bool,
}

/// What an endpoint does instead of answering.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Refuses with this code.
    Errcode(i64),
    /// Fails with this HTTP status.
    Status(u16),
    /// Answers what is no JSON.
    Nonsense,
}

/// A code of web authorisation.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    pub person: Person,
    pub used: bool,
}

/// How things stand.
#[derive(Debug)]
pub struct State {
    pub(crate) account: Account,
    /// Whose phone opens pages now.
    pub person: Person,
    /// What each path does next instead of answering, in this order.
    pub trouble: BTreeMap<String, VecDeque<Trouble>>,
    /// How often each path was called.
    pub calls: BTreeMap<String, u32>,
    /// What a subscriber may still be sent, by openid; `None` is for as long as they like.
    pub consents: BTreeMap<String, Option<u32>>,
    /// Messages that arrived.
    pub inbox: Vec<Sent>,
    pub(crate) codes: BTreeMap<String, Code>,
    pub(crate) token: Option<String>,
    pub(crate) ticket: Option<String>,
    made: u32,
}

impl State {
    pub(crate) fn new(account: Account) -> Self {
        Self {
            account,
            person: Person {
                openid: "oSim-resident-0001".to_owned(),
                snapshot: false,
            },
            trouble: BTreeMap::new(),
            calls: BTreeMap::new(),
            consents: BTreeMap::new(),
            inbox: Vec::new(),
            codes: BTreeMap::new(),
            token: None,
            ticket: None,
            made: 0,
        }
    }

    /// The token that was handed out holds no longer.
    pub fn expire_token(&mut self) {
        self.token = None;
    }

    /// The ticket that was handed out holds no longer.
    pub fn expire_ticket(&mut self) {
        self.ticket = None;
    }

    /// Codes that were handed out and not used hold no longer.
    pub fn expire_codes(&mut self) {
        self.codes.clear();
    }

    /// Makes a path do this next, so many times.
    pub fn disturb(&mut self, path: &str, trouble: Trouble, times: usize) {
        let queue = self.trouble.entry(path.to_owned()).or_default();
        queue.extend(std::iter::repeat_n(trouble, times));
    }

    /// How often a path was called.
    #[must_use]
    pub fn calls_of(&self, path: &str) -> u32 {
        self.calls.get(path).copied().unwrap_or(0)
    }

    /// Counts a call, and says what it meets instead of an answer.
    pub(crate) fn called(&mut self, path: &str) -> Option<Trouble> {
        *self.calls.entry(path.to_owned()).or_default() += 1;
        self.trouble.get_mut(path)?.pop_front()
    }

    /// A text that was never handed out before.
    pub(crate) fn fresh(&mut self, what: &str) -> String {
        self.made += 1;
        format!("sim-{what}-{:06}", self.made)
    }
}
