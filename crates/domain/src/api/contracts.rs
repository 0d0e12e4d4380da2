//! The family-doctor contract (家庭医生签约): catalogue, eligibility, request, the team's answer,
//! and the service plan that an accepted contract promises item by item.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::residents::{PersonHeader, TeamCard};
use crate::codes::{PackageClass, PeopleGroup, ServiceMode};
use crate::ids::{ContractId, PackageId, PlanItemId, ResidentId, TeamId};
use crate::money::Fen;
use crate::rules::contract::Ineligible;

/// A package of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Package {
    /// The package.
    pub package_id: PackageId,
    /// Stable code of the catalogue.
    pub code: String,
    /// Name.
    pub name: String,
    /// Class.
    pub class: PackageClass,
    /// What the resident pays a year.
    pub price: Fen,
    /// What the services are worth.
    pub value: Fen,
    /// Whom it is for; empty means everybody.
    pub groups: Vec<PeopleGroup>,
    /// What is in it.
    pub items: Vec<PackageItem>,
    /// Where the figures come from.
    pub source: String,
}

impl Package {
    /// What the resident saves: value less price.
    #[must_use]
    pub fn saving(&self) -> Fen {
        self.value.saturating_sub(self.price)
    }
}

/// A service in a package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageItem {
    /// Stable code within the package.
    pub code: String,
    /// Name.
    pub name: String,
    /// Times a year; absent means as often as needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u16>,
    /// How it is given.
    pub mode: ServiceMode,
    /// Price in tenths of the full price (8 = 八折); absent means included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_tenths: Option<u8>,
}

/// Everything that the request page needs for one resident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractOptions {
    /// Each package with whether this resident may have it.
    pub packages: Vec<PackageOption>,
    /// Teams, nearest first.
    pub teams: Vec<TeamCard>,
    /// The agreement to read.
    pub agreement: Agreement,
    /// A contract in force or under way, which excludes another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<ContractLine>,
    /// First day a new contract would be in force.
    pub begins: NaiveDate,
}

/// A package and whether this resident may have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageOption {
    /// The package.
    pub package: Package,
    /// Why not; absent when the resident may have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ineligible: Option<Ineligible>,
    /// Whether it fits this resident's groups and is put first.
    pub recommended: bool,
}

/// The text that is agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Version, sent back with the request.
    pub version: String,
    /// Title.
    pub title: String,
    /// Paragraphs in their order.
    pub sections: Vec<AgreementSection>,
}

/// A section of the agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreementSection {
    /// Heading.
    pub heading: String,
    /// Text.
    pub text: String,
}

/// State of a contract; see [`crate::rules::contract`] for the moves between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContractState {
    /// 待审核.
    Submitted,
    /// 已拒绝.
    Declined,
    /// 已撤回, by the resident before the team answered.
    Withdrawn,
    /// 生效中.
    Active,
    /// 待续约: in force, ends within 30 days.
    Expiring,
    /// 已到期.
    Expired,
    /// 已解约.
    Terminated,
}

/// A contract in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractLine {
    /// The contract.
    pub contract_id: ContractId,
    /// The person.
    pub person: PersonHeader,
    /// Team.
    pub team: String,
    /// Names of the packages.
    pub packages: Vec<String>,
    /// State.
    pub state: ContractState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// First day in force.
    pub begins: NaiveDate,
    /// Last day in force.
    pub ends: NaiveDate,
    /// Version of the row.
    pub version: i64,
}

/// A contract with its service plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contract {
    /// The contract.
    pub contract_id: ContractId,
    /// The person.
    pub person: PersonHeader,
    /// Team.
    pub team: TeamCard,
    /// Packages.
    pub packages: Vec<Package>,
    /// State.
    pub state: ContractState,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When the team answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// Why the team declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_reason: Option<String>,
    /// First day in force.
    pub begins: NaiveDate,
    /// Last day in force.
    pub ends: NaiveDate,
    /// What the resident pays a year.
    pub price: Fen,
    /// Version of the agreement that was accepted.
    pub agreement_version: String,
    /// Promised services with their due dates, once accepted.
    pub plan: Vec<PlanItem>,
    /// What whoever asks may do now.
    pub allowed: Vec<ContractAction>,
    /// Whether a colleague has to answer it, because it is the asker's own or their family's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_family: bool,
    /// Whether it was signed before a member of staff; `get_bedside_signature` answers by whom.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_bedside: bool,
    /// Version of the row.
    pub version: i64,
}

/// Something that can be done with a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContractAction {
    /// Take the request back.
    Withdraw,
    /// Accept it.
    Accept,
    /// Decline it.
    Decline,
}

/// State of a promised service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// 未到期.
    Planned,
    /// 待服务: due within 30 days.
    Due,
    /// 已逾期.
    Overdue,
    /// 已完成.
    Done,
}

/// A promised service, to be checked off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanItem {
    /// The promise.
    pub plan_item_id: PlanItemId,
    /// Package it comes from.
    pub package: String,
    /// Name.
    pub name: String,
    /// How it is given.
    pub mode: ServiceMode,
    /// Which of how many (1 of 4).
    pub nth: u16,
    /// Of how many.
    pub of: u16,
    /// Due by.
    pub due: NaiveDate,
    /// State today.
    pub state: PlanState,
    /// Day it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<NaiveDate>,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_by: Option<String>,
}

/// Asks for a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequestContractBody {
    /// Made by the client; the contract's own id.
    pub id: ContractId,
    /// For whom.
    pub resident_id: ResidentId,
    /// With which team.
    pub team_id: TeamId,
    /// Packages.
    pub package_ids: Vec<PackageId>,
    /// Version of the agreement that was read.
    pub agreement_version: String,
    /// The resident read and agrees.
    pub consent: bool,
    /// Years, 1 to 3.
    pub years: u8,
}

/// Declines a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclineBody {
    /// Reason, shown to the resident.
    pub reason: String,
}

/// Which contracts a team wants to see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContractQuery {
    /// Only those in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ContractState>,
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

crate::endpoints! {
    visit visit_contracts;
    #[doc = "Lists the packages of the catalogue."]
    ListPackages = "list_packages": Get "/packages", Open,
        path (), query (), body (), reply Vec<Package>, errors [];
    #[doc = "Answers packages with eligibility, teams and agreement for one resident."]
    GetContractOptions = "get_contract_options": Get "/residents/{resident}/contract-options", Resident,
        path ResidentId, query (), body (), reply ContractOptions, errors [];
    #[doc = "Lists a resident's contracts, newest first."]
    ListResidentContracts = "list_resident_contracts": Get "/residents/{resident}/contracts", SignedIn,
        path ResidentId, query (), body (), reply Vec<ContractLine>, errors [];
    #[doc = "Asks for a contract."]
    RequestContract = "request_contract": Post "/contracts", Resident,
        path (), query (), body RequestContractBody, reply Contract,
        errors [AlreadyContracted, NotEligible, AgreementChanged, WrongState];
    #[doc = "Answers a contract with its service plan."]
    GetContract = "get_contract": Get "/contracts/{contract}", SignedIn,
        path ContractId, query (), body (), reply Contract, errors [];
    #[doc = "Takes a request back before the team has answered."]
    WithdrawContract = "withdraw_contract": Post "/contracts/{contract}/withdrawal", Resident,
        path ContractId, query (), body (), reply Contract, errors [WrongState];
    #[doc = "Lists the requests and contracts of one's own team."]
    ListTeamContracts = "list_team_contracts": Get "/contracts", Staff,
        path (), query ContractQuery, body (), reply Page<ContractLine>, errors [];
    #[doc = "Accepts a request; the service plan is made in the same step."]
    AcceptContract = "accept_contract": Post "/contracts/{contract}/acceptance", Staff,
        path ContractId, query (), body (), reply Contract, errors [WrongState];
    #[doc = "Declines a request with a reason."]
    DeclineContract = "decline_contract": Post "/contracts/{contract}/refusal", Staff,
        path ContractId, query (), body DeclineBody, reply Contract, errors [WrongState];
}
