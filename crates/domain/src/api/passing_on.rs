//! Who of a team follows a person up (随访医生), and handing that over to a colleague of the same team (交接).
//! It says whose turn it is and nothing more: everybody of the team may go on following the person up.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::codes::Role;
use crate::ids::{PassingOnId, ResidentId, StaffId, TeamId};
use crate::problem::FieldError;

/// Most residents that one request may hand over.
pub const PASSED_ON_MAX: usize = 200;
/// Longest note, in characters.
pub const NOTE_MAX: usize = 200;

/// Why follow-ups are handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PassingReason {
    /// 请假、外出.
    Away,
    /// 分担工作量.
    Workload,
    /// 片区调整: the colleague is nearer.
    Nearer,
    /// 调岗、离岗.
    Leaving,
    /// Something else, which the note says.
    Other,
}

impl PassingReason {
    /// All of them, the usual ones first.
    pub const ALL: [Self; 5] = [
        Self::Away,
        Self::Workload,
        Self::Nearer,
        Self::Leaving,
        Self::Other,
    ];
}

/// A member of staff by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StaffName {
    /// Who.
    pub staff_id: StaffId,
    /// Name.
    pub name: String,
}

/// A colleague to whom follow-ups may be handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamColleague {
    /// Who.
    #[serde(flatten)]
    pub colleague: StaffName,
    /// Role.
    pub role: Role,
    /// The team.
    pub team_id: TeamId,
    /// What the team is called.
    pub team: String,
    /// Whether it is the caller.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub oneself: bool,
}

/// Who follows a person up, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpDoctor {
    /// Who.
    #[serde(flatten)]
    pub colleague: StaffName,
    /// From whom they have the person, where somebody has handed them over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
}

/// Who has handed somebody over, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Handed {
    /// Name of whoever did it.
    pub by: String,
    /// Why; none for what was given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<PassingReason>,
}

/// Hands the follow-ups of people over to a colleague of their team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassOnBody {
    /// Made by the client; the handing-over's own id.
    pub id: PassingOnId,
    /// To whom.
    pub to: StaffId,
    /// Whose follow-ups, at most [`PASSED_ON_MAX`].
    pub residents: Vec<ResidentId>,
    /// Why.
    pub reason: PassingReason,
    /// What the colleague should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl PassOnBody {
    /// Fields that cannot be accepted.
    #[must_use]
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.residents.is_empty() {
            errors.push(FieldError::new("residents", "required"));
        } else if self.residents.len() > PASSED_ON_MAX {
            errors.push(FieldError::new("residents", "too_high").with_limit(PASSED_ON_MAX));
        }
        let note = self.note.as_deref().map(str::trim).unwrap_or_default();
        if self.reason == PassingReason::Other && note.is_empty() {
            errors.push(FieldError::new("note", "required"));
        }
        errors.extend(note_fault(note));
        errors
    }
}

fn note_fault(note: &str) -> Option<FieldError> {
    let is_long = note.chars().count() > NOTE_MAX;
    is_long.then(|| FieldError::new("note", "too_long").with_limit(NOTE_MAX))
}

/// What became of a handing-over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassedOn {
    /// How many were handed over.
    pub handed: u32,
    /// Whom the colleague may not follow up, or whose doctor they are already: they stay where they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<ResidentId>,
}

/// Gives a person's follow-ups back to whoever has handed them over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiveBackBody {
    /// Made by the client; the handing-over's own id.
    pub id: PassingOnId,
    /// What there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl GiveBackBody {
    /// Fields that cannot be accepted.
    #[must_use]
    pub fn check(&self) -> Vec<FieldError> {
        let note = self.note.as_deref().map(str::trim).unwrap_or_default();
        note_fault(note).into_iter().collect()
    }
}

/// One handing-over of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassingOnCard {
    /// The handing-over.
    pub id: PassingOnId,
    /// From whom; none where nobody was named before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// To whom.
    pub to: String,
    /// Who did it.
    pub by: String,
    /// Why; none for what was given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<PassingReason>,
    /// What else was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub at: DateTime<Utc>,
}

/// Who follows a person up, and how it came to that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpDoctorFile {
    /// The person.
    pub person: PersonHeader,
    /// Who follows them up; none where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<FollowUpDoctor>,
    /// Whether the caller has the person from a colleague and may give them back.
    pub may_give_back: bool,
    /// Colleagues who may follow the person up, whoever does it now left out.
    pub colleagues: Vec<TeamColleague>,
    /// What was handed over, the newest first.
    pub history: Vec<PassingOnCard>,
}

crate::endpoints! {
    visit visit_passing_on;
    #[doc = "Lists the colleagues of one's own teams to whom follow-ups may be handed over."]
    ListTeamColleagues = "list_team_colleagues": Get "/follow-ups/colleagues", Staff,
        path (), query (), body (), reply Vec<TeamColleague>, errors [];
    #[doc = "Answers who follows a resident up, and what was handed over."]
    GetFollowUpDoctor = "get_follow_up_doctor": Get "/residents/{resident}/follow-up-doctor", Staff,
        path ResidentId, query (), body (), reply FollowUpDoctorFile, errors [];
    #[doc = "Hands the follow-ups of residents over to a colleague of their team."]
    PassOn = "pass_on": Post "/follow-ups/pass-on", Staff,
        path (), query (), body PassOnBody, reply PassedOn, errors [Conflict];
    #[doc = "Gives a resident's follow-ups back to whoever has handed them over."]
    GiveBack = "give_back": Post "/residents/{resident}/follow-up-doctor/give-back", Staff,
        path ResidentId, query (), body GiveBackBody, reply (), errors [Conflict, WrongState];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Uuid;

    #[test]
    fn a_handing_over_says_whom_and_why() {
        let one = ResidentId(Uuid::from([1; 16]));
        let body = |many: usize, reason, note: Option<&str>| PassOnBody {
            id: PassingOnId(Uuid::from([2; 16])),
            to: StaffId(Uuid::from([3; 16])),
            residents: vec![one; many],
            reason,
            note: note.map(str::to_owned),
        };
        let long = "长".repeat(NOTE_MAX + 1);
        for (body, expected) in [
            (body(0, PassingReason::Away, None), "residents required"),
            (body(1, PassingReason::Away, None), ""),
            (body(PASSED_ON_MAX, PassingReason::Away, None), ""),
            (
                body(PASSED_ON_MAX + 1, PassingReason::Away, None),
                "residents too_high",
            ),
            (body(1, PassingReason::Other, Some(" ")), "note required"),
            (body(1, PassingReason::Other, Some("搬到她那个村")), ""),
            (body(1, PassingReason::Away, Some(&long)), "note too_long"),
        ] {
            let errors = body.check();
            let said: Vec<String> = errors
                .iter()
                .map(|error| format!("{} {}", error.field, error.reason))
                .collect();
            assert_eq!(said.join(", "), expected);
        }
    }
}
