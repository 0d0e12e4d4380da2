//! A contract signed at the bedside (现场签约): a member of staff has the resident before them, looks at
//! their papers, shows the agreement, and the resident signs with their name. The team accepts it later, as
//! every request.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::contracts::{Agreement, Contract, Package};
use super::residents::TeamCard;
use crate::codes::{Signer, SignerProof};
use crate::ids::{ContractId, PackageId, ResidentId, TeamId};

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
    /// The day.
    #[serde(deserialize_with = "crate::time::date")]
    pub signed_on: NaiveDate,
}

crate::endpoints! {
    visit visit_bedside;
    #[doc = "Answers packages, the caller's teams and the agreement, for contracts signed at the bedside."]
    GetBedsideTerms = "get_bedside_terms": Get "/bedside-terms", Staff,
        path (), query (), body (), reply BedsideTerms, errors [];
    #[doc = "Asks for a contract that the resident has signed before the caller."]
    SignAtBedside = "sign_at_bedside": Post "/residents/{resident}/bedside-contracts", Staff,
        path ResidentId, query (), body SignAtBedsideBody, reply Contract,
        errors [AlreadyContracted, NotEligible, AgreementChanged, Conflict];
}
