//! Residents handed over from one team to another for good: a village that changes its team, the
//! caseload of a doctor who leaves.

use serde::{Deserialize, Serialize};

use crate::ids::TeamId;

/// Which residents, and to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandOver {
    /// The team that takes them.
    pub to: TeamId,
    /// Only those of this community or village, which the other team serves from then on; all of
    /// the team's residents when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Only those with these record numbers, at most a hundred, as picked by hand; whoever keeps
    /// accounts sees no resident's name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<String>,
}

/// How many it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoverQuery {
    /// Only those of this community or village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
}

/// What a handover would move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoverPreview {
    /// Residents.
    pub residents: u32,
    /// Follow-up plans.
    pub plans: u32,
}

/// What one piece of a handover has moved. It is asked for again until nothing is left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandedOver {
    /// Residents moved by this piece.
    pub moved: u32,
    /// Residents that are left.
    pub left: u32,
}

crate::endpoints! {
    visit visit_handovers;
    #[doc = "Counts what a handover of a team's residents would move."]
    GetHandover = "preview_handover": Get "/teams/{team}/handover", Staff,
        path TeamId, query HandoverQuery, body (), reply HandoverPreview, errors [];
    #[doc = "Hands one piece of a team's residents over to another team, with their plans and contracts."]
    PostHandover = "hand_over": Post "/teams/{team}/handover", Staff,
        path TeamId, query (), body HandOver, reply HandedOver, errors [];
}
