//! A contract signed at the bedside (现场签约): a member of staff has the resident before them, looks at
//! their papers, shows the agreement, and the resident signs with their name. The team accepts it later, as
//! every request. What is open to the person is told before they sign, without network too.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::contracts::{Agreement, Contract, ContractState, Package};
use super::residents::TeamCard;
use crate::codes::{Signer, SignerProof};
use crate::ids::{ContractId, PackageId, ResidentId, TeamId};
use crate::rules::contract::{Applicant, excludes_another, state_on};
use crate::rules::signature::Drawing;

/// What is shown and chosen at the bedside; the same for everybody, so that a phone keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BedsideTerms {
    /// The catalogue.
    pub packages: Vec<Package>,
    /// Teams of the caller.
    pub teams: Vec<TeamCard>,
    /// The agreement to be read.
    pub agreement: Agreement,
}

/// What decides which packages are open to a person, as a phone keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BedsideStanding {
    /// What [`crate::rules::contract::eligibility`] asks for.
    pub applicant: Applicant,
    /// The contract in force or asked for, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<StandingContract>,
}

impl BedsideStanding {
    /// The contract that excludes another on this day, in its state on this day.
    #[must_use]
    pub fn in_the_way(&self, today: NaiveDate) -> Option<StandingContract> {
        let there = self.contract.as_ref()?;
        let state = state_on(there.state, there.ends, today);
        excludes_another(state).then(|| StandingContract {
            state,
            ..there.clone()
        })
    }
}

/// A contract that a person has, or has asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingContract {
    /// Name of the team.
    pub team: String,
    /// State on the day of the answer.
    pub state: ContractState,
    /// Last day in force.
    #[serde(deserialize_with = "crate::time::date")]
    pub ends: NaiveDate,
}

/// A contract that was signed before a witness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignAtBedsideBody {
    /// Made by the client; the contract's own id.
    pub id: ContractId,
    /// With which team; one of the caller's.
    pub team_id: TeamId,
    /// Packages.
    pub package_ids: Vec<PackageId>,
    /// Version of the agreement that was shown.
    pub agreement_version: String,
    /// Years, 1 to 3.
    pub years: u8,
    /// The resident was present, read the agreement or heard it, and agrees.
    pub consent: bool,
    /// Who signs; for a child under 14 a guardian.
    pub signer: Signer,
    /// The name as it was signed.
    pub signed_by: String,
    /// By what whoever signs was known.
    pub proof: SignerProof,
    /// The signature as it was drawn; absent where only the name was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<Drawing>,
    /// The day.
    #[serde(deserialize_with = "crate::time::date")]
    pub signed_on: NaiveDate,
}

/// Who signed a contract at the bedside, and before whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BedsideSignature {
    /// Who signed.
    pub signer: Signer,
    /// The name as it was signed.
    pub signed_by: String,
    /// By what they were known.
    pub proof: SignerProof,
    /// The day.
    #[serde(deserialize_with = "crate::time::date")]
    pub signed_on: NaiveDate,
    /// The member of staff who was there.
    pub witness: String,
    /// As it was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<Drawing>,
}

crate::endpoints! {
    visit visit_bedside;
    #[doc = "Answers packages, the caller's teams and the agreement, for contracts signed at the bedside."]
    GetBedsideTerms = "get_bedside_terms": Get "/bedside-terms", Staff,
        path (), query (), body (), reply BedsideTerms, errors [];
    #[doc = "Answers what decides which packages are open to a resident, before they sign."]
    GetBedsideStanding = "get_bedside_standing": Get "/residents/{resident}/bedside-standing", Staff,
        path ResidentId, query (), body (), reply BedsideStanding, errors [];
    #[doc = "Answers who signed a contract at the bedside, before whom, and the signature as it was drawn."]
    GetBedsideSignature = "get_bedside_signature": Get "/contracts/{contract}/bedside-signature", SignedIn,
        path ContractId, query (), body (), reply BedsideSignature, errors [];
    #[doc = "Asks for a contract that the resident has signed before the caller."]
    SignAtBedside = "sign_at_bedside": Post "/residents/{resident}/bedside-contracts", Staff,
        path ResidentId, query (), body SignAtBedsideBody, reply Contract,
        errors [AlreadyContracted, NotEligible, AgreementChanged, WrongState, Conflict];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: ContractState) -> BedsideStanding {
        BedsideStanding {
            applicant: Applicant {
                registered_here: true,
                months_resident: 0,
                groups: Vec::new(),
            },
            contract: Some(StandingContract {
                team: "月塘一队".to_owned(),
                state,
                ends: "2027-11-24".parse().unwrap(),
            }),
        }
    }

    #[test]
    fn a_contract_stands_in_the_way_until_its_last_day_also_on_a_phone_that_heard_of_it_earlier() {
        let on = |state, day: &str| {
            let there = standing(state).in_the_way(day.parse().unwrap());
            there.map(|contract| contract.state)
        };
        use ContractState::{Active, Declined, Expiring, Submitted};
        assert_eq!(on(Active, "2026-11-24"), Some(Active));
        assert_eq!(on(Active, "2027-11-24"), Some(Expiring));
        assert_eq!(on(Expiring, "2027-11-25"), None);
        assert_eq!(on(Submitted, "2026-11-24"), Some(Submitted));
        assert_eq!(on(Declined, "2026-11-24"), None);
        let none = BedsideStanding {
            contract: None,
            ..standing(Active)
        };
        assert_eq!(none.in_the_way("2026-11-24".parse().unwrap()), None);
    }
}
