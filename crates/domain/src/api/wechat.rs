//! Inside of WeChat: signing in by what the service account (服务号) knows a person by, binding that
//! to a phone once, signing pages for WeChat's JS-SDK, and what somebody agreed to be sent there.
//!
//! A WeChat user is no person and no phone: what is bound is the phone's account, proved by a code.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::endpoint::Redirect;

/// The longest path that somebody is brought back to, in bytes.
pub const LONGEST_PATH: usize = 512;

/// Whether a path is one of our own pages: neither another site, nor a call of the API.
#[must_use]
pub fn is_own_path(path: &str) -> bool {
    let mut characters = path.chars();
    path.len() <= LONGEST_PATH
        && characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && !path.chars().any(|c| c.is_control() || c == '\\')
        && path != "/api"
        && !path.starts_with("/api/")
}

/// Why signing in by WeChat did not end in a session; the page of WeChat has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeChatTrouble {
    /// The district has no WeChat account set up here, or WeChat refuses it.
    NotSetUp,
    /// It took too long, was opened in another browser, or was done already.
    Expired,
    /// The page is a snapshot (网页快照), in which everybody is made up.
    Snapshot,
    /// WeChat does not answer, or asks for patience.
    Busy,
    /// The person did not allow it.
    Refused,
    /// Somebody else is signed in here than this WeChat is bound to.
    Other,
}

impl WeChatTrouble {
    /// Every one, for the test that each has its words.
    pub const ALL: [Self; 6] = [
        Self::NotSetUp,
        Self::Expired,
        Self::Snapshot,
        Self::Busy,
        Self::Refused,
        Self::Other,
    ];

    /// The word in the address of the page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSetUp => "not_set_up",
            Self::Expired => "expired",
            Self::Snapshot => "snapshot",
            Self::Busy => "busy",
            Self::Refused => "refused",
            Self::Other => "other",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// Where to go after signing in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StartQuery {
    /// Path of one of our own pages; the first page when absent or another's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What WeChat sends a person back with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BackQuery {
    /// Good once, for five minutes; absent where the person did not allow it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What we sent them off with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// What a page inside of WeChat can do here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeChatDoor {
    /// The account that is set up; absent where none is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<WeChatAccount>,
    /// Where to go once the WeChat that has just signed in, in this browser, is bound to a phone;
    /// absent where none is waiting for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<String>,
}

/// A service account as a page needs to know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeChatAccount {
    /// AppID.
    pub app_id: String,
    /// Address of the JS-SDK.
    pub sdk: String,
    /// Template of the reminders that can be agreed to; absent where none is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

/// How a phone and a WeChat are bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeChatLink {
    /// Since when; absent where they are not.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::time::instant_if_any"
    )]
    pub linked_at: Option<DateTime<Utc>>,
    /// Reminders that may still be sent, each agreed to once.
    pub reminders_left: u32,
    /// Whether reminders may be sent until the person says otherwise.
    pub reminders_lasting: bool,
}

/// A WeChat was bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeChatLinked {
    /// Path of the page that was asked for at the beginning.
    pub to: String,
}

/// Which page is to be signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignatureQuery {
    /// Its URL, without what follows `#`: on iOS the one that was loaded first, on Android the one
    /// that is shown.
    pub url: String,
    /// Timestamp of a signature of this page that WeChat has just refused, in seconds since 1970: the
    /// ticket that it was made with may have ended before its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<i64>,
}

/// What `wx.config` is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageSignature {
    /// Absent where no account is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedPage>,
}

/// The signature of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedPage {
    /// AppID.
    pub app_id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// Random characters.
    pub nonce: String,
    /// SHA-1, in hex.
    pub signature: String,
}

/// A person agreed to be reminded in WeChat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreeToReminders {
    /// The template that they were shown.
    pub template: String,
}

crate::endpoints! {
    visit visit_wechat;
    #[doc = "Answers what a page inside of WeChat can do here; a visitor gets an answer too."]
    GetWeChat = "get_wechat": Get "/wechat", Open,
        path (), query (), body (), reply WeChatDoor, errors [];
    #[doc = "Sends a browser to WeChat, to be sent back to `end_wechat_sign_in`."]
    StartWeChatSignIn = "start_wechat_sign_in": Get "/wechat/sign-in", Open,
        path (), query StartQuery, body (), reply Redirect, errors [];
    #[doc = "Takes a browser back from WeChat: to the page that was asked for with a session, to the page that binds, or to the page that says what went wrong."]
    EndWeChatSignIn = "end_wechat_sign_in": Get "/wechat/back", Open,
        path (), query BackQuery, body (), reply Redirect, errors [];
    #[doc = "Answers whether this phone is bound to a WeChat, and what may be sent there."]
    GetWeChatLink = "get_wechat_link": Get "/wechat/link", Resident,
        path (), query (), body (), reply WeChatLink, errors [];
    #[doc = "Binds this phone to the WeChat that has just signed in, in this browser, in place of the one before."]
    LinkWeChat = "link_wechat": Post "/wechat/link", Resident,
        path (), query (), body (), reply WeChatLinked, errors [WrongState];
    #[doc = "Unbinds this phone from its WeChat, and ends what was agreed to be sent there."]
    UnlinkWeChat = "unlink_wechat": Delete "/wechat/link", Resident,
        path (), query (), body (), reply (), errors [];
    #[doc = "Signs one of our own pages for WeChat's JS-SDK."]
    SignWeChatPage = "sign_wechat_page": Get "/wechat/signature", SignedIn,
        path (), query SignatureQuery, body (), reply PageSignature, errors [Invalid, Busy];
    #[doc = "Keeps that the person agreed to be reminded in WeChat: once more, or for as long as they like, as the template says. Nothing is kept for a phone that is not bound, or of a template that is not in use; the answer says how it stands."]
    AgreeToWeChatReminders = "agree_to_wechat_reminders": Post "/wechat/reminders", Resident,
        path (), query (), body AgreeToReminders, reply WeChatLink, errors [];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_brought_to_another_site() {
        for own in [
            "/",
            "/messages",
            "/residents/1?tab=2",
            "/contract#plan",
            "/apis",
        ] {
            assert!(is_own_path(own), "{own}");
        }
        let long = format!("/{}", "a".repeat(LONGEST_PATH));
        for other in [
            "",
            "messages",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\\b",
            "/a\nb",
            "/api",
            "/api/v1/session",
            "javascript:alert(1)",
            &long,
        ] {
            assert!(!is_own_path(other), "{other}");
        }
    }
}
