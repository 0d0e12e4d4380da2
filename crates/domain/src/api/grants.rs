//! Family and proxies (家人与代办): who may act for a resident, what they may do and until when;
//! giving it by a code, at the desk or by a call, and taking it back.
//!
//! A grant is held by a phone. A phone of somebody else is always masked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::codes::{Capacity, GivenBy, Paper, Relation};
use crate::grant::Functions;
use crate::ids::{GrantId, InvitationId, ResidentId};
use crate::person::Sex;

/// Where a grant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// The desk has to see the papers first.
    Pending,
    /// In force.
    Holding,
    /// The desk has refused it.
    Refused,
}

/// Somebody who may act for a resident, as the resident and the desk see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrantHeld {
    /// The grant.
    pub grant_id: GrantId,
    /// The phone that holds it, masked.
    pub phone_masked: String,
    /// Whether it is the phone that asks.
    pub this_phone: bool,
    /// What the resident is to whoever holds the phone.
    pub relation: Relation,
    /// As what they act.
    pub capacity: Capacity,
    /// What they may do.
    pub functions: Functions,
    /// How it was given.
    pub given_by: GivenBy,
    /// What the desk saw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// When it was given or asked for.
    pub given_at: DateTime<Utc>,
    /// Where it stands.
    pub state: GrantState,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
    /// Whether whoever asks may end it.
    pub may_end: bool,
}

/// A resident with everybody who may act for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResidentGrants {
    /// The resident.
    pub person: PersonHeader,
    /// Who may act, and who waits for the desk, in the order of giving.
    pub grants: Vec<GrantHeld>,
}

/// Somebody whom the asking phone acts for, or has asked to act for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MyGrant {
    /// The grant.
    pub grant_id: GrantId,
    /// For whom.
    pub resident_id: ResidentId,
    /// Their name.
    pub name: String,
    /// Their sex, for the word of the relation.
    pub sex: Sex,
    /// What they are to whoever holds the phone.
    pub relation: Relation,
    /// As what one acts.
    pub capacity: Capacity,
    /// What one may do.
    pub functions: Functions,
    /// How it was given.
    pub given_by: GivenBy,
    /// When it was given or asked for.
    pub given_at: DateTime<Utc>,
    /// Where it stands.
    pub state: GrantState,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
    /// Why the desk refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Lets somebody act for a resident by a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InviteBody {
    /// Made by the client; the invitation's own id.
    pub id: InvitationId,
    /// What they may do.
    pub functions: Functions,
    /// Last day.
    pub ends: NaiveDate,
}

/// A code to be shown or said to whoever shall act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invitation {
    /// Eight digits, for one use.
    pub code: String,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// Modules along a side of the code to scan, which holds the digits.
    pub side: u8,
    /// Its dark modules as the path of a drawing with one unit a module.
    pub path: String,
}

/// Takes up what a code gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakeBody {
    /// The eight digits, as typed.
    pub code: String,
    /// The resident's name, as typed.
    pub name: String,
    /// What they are to whoever holds the phone.
    pub relation: Relation,
}

/// What the desk writes down, in person or during a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiveBody {
    /// Made by the client; the grant's own id.
    pub id: GrantId,
    /// Mobile number of whoever shall act, as typed; masked from then on.
    pub phone: String,
    /// What the resident is to them.
    pub relation: Relation,
    /// As what they shall act.
    pub capacity: Capacity,
    /// What a helper may do; others may do everything.
    pub functions: Functions,
    /// Last day of a helper; a guardian's follows from the papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<NaiveDate>,
    /// [`GivenBy::Desk`] or [`GivenBy::Call`].
    pub given_by: GivenBy,
    /// What was seen.
    #[serde(default)]
    pub papers: Vec<Paper>,
}

/// A guardian who waits at the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrantToCheck {
    /// For whom.
    pub resident_id: ResidentId,
    /// The child's name.
    pub name: String,
    /// The child's ID number, masked.
    pub national_id_masked: String,
    /// The child's birth date.
    pub birth_date: NaiveDate,
    /// Who asks.
    pub grant: GrantHeld,
}

/// The desk's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecideGrant {
    /// `true` after the papers were seen.
    pub confirm: bool,
    /// What was seen.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// Reason of a refusal, shown to whoever asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

crate::endpoints! {
    visit visit_grants;
    #[doc = "Lists who may act for a resident, and who waits for the desk."]
    ListGrants = "list_grants": Get "/residents/{resident}/grants", SignedIn,
        path ResidentId, query (), body (), reply ResidentGrants, errors [];
    #[doc = "Lists whom this phone acts for, or has asked to act for."]
    ListMyGrants = "list_my_grants": Get "/grants/mine", Resident,
        path (), query (), body (), reply Vec<MyGrant>, errors [];
    #[doc = "Makes a code by which somebody may act for a resident; ends the one before."]
    Invite = "invite": Post "/residents/{resident}/invitations", Resident,
        path ResidentId, query (), body InviteBody, reply Invitation, errors [TooMany];
    #[doc = "Takes up what a code gives: this phone acts for the resident from now on."]
    TakeInvitation = "take_invitation": Post "/grants", Resident,
        path (), query (), body TakeBody, reply MyGrant, errors [WrongCode, AlreadyLinked, TooMany];
    #[doc = "Lets a phone act for a resident, in person at the desk or by the resident's call."]
    GiveGrant = "give_grant": Post "/residents/{resident}/grants", Staff,
        path ResidentId, query (), body GiveBody, reply GrantHeld, errors [AlreadyLinked];
    #[doc = "Lists the guardians whose papers the own desk has to see."]
    ListGrantsToCheck = "list_grants_to_check": Get "/grants", Staff,
        path (), query (), body (), reply Vec<GrantToCheck>, errors [];
    #[doc = "Confirms a guardian after the papers were seen, or refuses with a reason."]
    DecideGrantAt = "decide_grant": Post "/grants/{grant}/decision", Staff,
        path GrantId, query (), body DecideGrant, reply GrantHeld, errors [WrongState];
    #[doc = "Ends a grant at once: by the person, a guardian, or the desk at the person's word."]
    EndGrant = "end_grant": Delete "/grants/{grant}", SignedIn,
        path GrantId, query (), body (), reply (), errors [];
}
