//! A resident: the home page, the masked basic data, finding one, and who has read the record.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Page;
use super::programmes::ProgrammeName;
use crate::codes::{Capacity, Insurance, PackageClass, PeopleGroup, Role};
use crate::ids::{BookingId, ContractId, PackageId, ResidentId, TeamId};
use crate::person::Sex;
use crate::rules::departure::Departure;
use crate::rules::three_colours::Colour;

/// The person a page is about; always visible while something is done for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonHeader {
    /// The resident.
    pub resident_id: ResidentId,
    /// Full name.
    pub name: String,
    /// Sex.
    pub sex: Sex,
    /// Full years today.
    pub age: u16,
    /// Community or village (村居委会).
    pub village: String,
    /// Flags such as hypertension, elderly.
    pub groups: Vec<PeopleGroup>,
}

/// A contracted family-doctor team, with the phone for one-tap call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamCard {
    /// The team.
    pub team_id: TeamId,
    /// Its name.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// Leading doctor.
    pub doctor: String,
    /// Number that is answered (HT-23: 24 h).
    pub phone: String,
    /// Members with their role.
    pub members: Vec<TeamMember>,
    /// Communities or villages that the team serves.
    pub villages: Vec<String>,
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamMember {
    /// 职称, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// What the home page needs, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Home {
    /// The person.
    pub person: PersonHeader,
    /// The next booked visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_visit: Option<NextVisit>,
    /// What is due, most pressing first, at most five.
    pub due: Vec<DueService>,
    /// The contracted team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<HomeTeam>,
    /// Where the contract stands.
    pub contract: HomeContract,
    /// How many finished services can be rated.
    #[serde(default)]
    pub rateable: u32,
    /// Unread messages.
    pub unread: u32,
}

/// The contracted team on the home page, which everybody waits for: [`TeamCard`] has the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeTeam {
    /// Its name.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// Leading doctor.
    pub doctor: String,
    /// Number that is answered (HT-23: 24 h).
    pub phone: String,
}

/// Where the resident's contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HomeContract {
    /// None, and none asked for.
    None,
    /// Asked for; the team has not answered.
    Submitted,
    /// In force.
    Active,
    /// In force, ends within 30 days.
    Expiring,
}

/// The next booked visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextVisit {
    /// The booking.
    pub booking_id: BookingId,
    /// Day.
    #[serde(deserialize_with = "crate::time::date")]
    pub date: NaiveDate,
    /// Start of the number's quarter of an hour, minutes after midnight.
    pub minute: u16,
    /// Doctor.
    pub doctor: String,
    /// Institution.
    pub institution: String,
    /// Number in the session.
    pub number: u16,
}

/// A service that is due for the resident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DueService {
    /// In words, as the package or the programme names it.
    pub name: String,
    /// The day it is due by.
    #[serde(deserialize_with = "crate::time::date")]
    pub due: NaiveDate,
    /// Whether the day has passed.
    pub overdue: bool,
}

/// Basic data, identifying fields masked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BasicData {
    /// The person.
    pub person: PersonHeader,
    /// 17-digit number of the record (健康档案编号).
    pub record_no: String,
    /// ID number, masked.
    pub national_id_masked: String,
    /// Phone, masked; absent where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// Street or town.
    pub township: String,
    /// Address to street level.
    pub address_masked: String,
    /// Insurance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Insurance>,
    /// Responsible institution.
    pub institution: String,
    /// Packages under contract.
    pub packages: Vec<PackageInForce>,
    /// When anything in the record last changed (ZJ-12).
    pub updated_at: DateTime<Utc>,
}

/// A package in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PackageInForce {
    /// The package.
    pub package_id: PackageId,
    /// Name.
    pub name: String,
    /// Class.
    pub class: PackageClass,
    /// The contract it belongs to.
    pub contract_id: ContractId,
}

/// Identifying data in full; reading it is audited as `reveal`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identity {
    /// ID number.
    pub national_id: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Full address.
    pub address: String,
}

/// Somebody looked at or changed the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reader {
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the member of staff, or the masked phone of a family member.
    pub who: String,
    /// Role of a member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Institution of a member of staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// What was done.
    pub action: crate::access::Action,
    /// Whether it was the person or their family.
    pub own: bool,
    /// As what a phone acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Whether a member of staff covered for the own team on that day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub covering: bool,
}

/// A resident in a list of the staff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResidentCard {
    /// The person.
    pub person: PersonHeader,
    /// Phone, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// Team under contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// Programmes the resident is followed up in.
    pub programmes: Vec<ProgrammeName>,
    /// The person's colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// How the person left; absent for whoever lives here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Departure>,
    /// Version of the row.
    pub version: i64,
}

/// Finding residents among those one may see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResidentQuery {
    /// Name, pinyin initials, or the last four digits of the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only this community or village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// One page of a plain list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CursorQuery {
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

crate::endpoints! {
    visit visit_residents;
    #[doc = "Answers everything that a resident's home page shows."]
    GetHome = "get_home": Get "/residents/{resident}/home", Resident,
        path ResidentId, query (), body (), reply Home, errors [];
    #[doc = "Answers the identifying data in full; audited as a reveal."]
    GetIdentity = "get_identity": Get "/residents/{resident}/identity", SignedIn,
        path ResidentId, query (), body (), reply Identity, errors [];
    #[doc = "Lists who has read or changed the record, newest first."]
    ListReaders = "list_readers": Get "/residents/{resident}/readers", Resident,
        path ResidentId, query CursorQuery, body (), reply Page<Reader>, errors [];
    #[doc = "Finds residents in one's own scope by name, pinyin initials or last four digits of the phone."]
    ListResidents = "list_residents": Get "/residents", Staff,
        path (), query ResidentQuery, body (), reply Page<ResidentCard>, errors [];
}
