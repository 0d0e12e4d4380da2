//! What a device held unsent when it was signed out from elsewhere (隔离): it hands it in once, under the
//! token that does not hold any more. Nothing of it counts until its author, signed in again, takes it back
//! to a phone of theirs, from where it is sent like everything else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::UnsentId;

/// Most items of one request.
pub const MOST_ITEMS: usize = 50;

/// One operation, as it would have been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnsentItem {
    /// Its id, which is its idempotency key for ever.
    pub id: UnsentId,
    /// The endpoint's operation.
    pub operation: String,
    /// Name of the person it is about; empty where it is about nobody.
    #[serde(default)]
    pub about: String,
    /// Path.
    pub address: String,
    /// Whether it removes instead of posting.
    #[serde(default)]
    pub removes: bool,
    /// JSON body, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Edition of the API that the body was written for.
    pub edition: u32,
    /// Ids of what it concerns.
    #[serde(default)]
    pub objects: Vec<String>,
    /// When it was typed, by the phone's clock.
    #[serde(deserialize_with = "crate::time::instant")]
    pub typed_at: DateTime<Utc>,
}

/// Hands in what is unsent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandIn {
    /// At most 50 at a time.
    pub items: Vec<UnsentItem>,
}

/// What was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandedIn {
    /// These lie in quarantine now, and can be erased on the device.
    pub taken: Vec<UnsentId>,
    /// For these there was no room: they stay on the device.
    pub left: Vec<UnsentId>,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuarantineState {
    /// Nobody has decided.
    Held,
    /// Its author has taken it back.
    Released,
    /// It was thrown away.
    Discarded,
}

/// An item in quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuarantineCard {
    /// The operation's id.
    pub id: UnsentId,
    /// The endpoint's operation.
    pub operation: String,
    /// Name of the person it is about; only its author sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was typed, by the phone's clock.
    #[serde(deserialize_with = "crate::time::instant")]
    pub typed_at: DateTime<Utc>,
    /// When it came.
    #[serde(deserialize_with = "crate::time::instant")]
    pub received_at: DateTime<Utc>,
    /// What became of it.
    pub state: QuarantineState,
}

/// Why something in quarantine is thrown away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiscardBody {
    /// Why.
    pub reason: String,
}

crate::endpoints! {
    visit visit_quarantine;
    #[doc = "Takes what a device holds unsent, also under a token that was ended from elsewhere; nothing of it counts yet."]
    HandInUnsent = "hand_in_unsent": Post "/session/unsent", Open,
        path (), query (), body HandIn, reply HandedIn, errors [];
    #[doc = "Lists what one's own devices have handed in and nobody has thrown away."]
    ListQuarantine = "list_quarantine": Get "/quarantine", SignedIn,
        path (), query (), body (), reply Vec<QuarantineCard>, errors [];
    #[doc = "Lists what devices of staff of the own scope have handed in, without what stands in it."]
    ListStaffQuarantine = "list_staff_quarantine": Get "/quarantine/staff", Staff,
        path (), query (), body (), reply Vec<QuarantineCard>, errors [];
    #[doc = "Gives an item back to its author, who sends it again from the device in use."]
    ReleaseUnsent = "release_unsent": Post "/quarantine/{item}/release", SignedIn,
        path UnsentId, query (), body (), reply UnsentItem, errors [WrongState];
    #[doc = "Throws an item away with a reason: its author, or whoever keeps the author's account."]
    DiscardUnsent = "discard_unsent": Post "/quarantine/{item}/discard", SignedIn,
        path UnsentId, query (), body DiscardBody, reply (), errors [WrongState];
}
