//! Households (户): the people at one address, and the order in which a doctor walks from door to
//! door. The order follows the house numbers until somebody puts a household elsewhere by hand; then
//! it stays there. An address is never part of a reply of this file.

use serde::{Deserialize, Serialize};

use crate::ids::HouseholdId;

/// A household, as a list groups by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Home {
    /// The household.
    pub household_id: HouseholdId,
    /// Head of the household (户主): the eldest adult who lives there [proposal].
    pub head: String,
    /// Place in the round through the village; the smaller comes first, 0 where it has none yet.
    pub place: i64,
    /// Whether somebody gave it this place by hand.
    #[serde(default)]
    pub by_hand: bool,
}

/// Puts a household elsewhere in the round through its village.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceHouseholdBody {
    /// The household of the same village behind which it comes; the first of the round when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<HouseholdId>,
}

crate::endpoints! {
    visit visit_households;
    #[doc = "Puts a household elsewhere in the round through its village; it stays there."]
    PlaceHousehold = "place_household": Post "/households/{household}/place", Staff,
        path HouseholdId, query (), body PlaceHouseholdBody, reply (), errors [];
}
