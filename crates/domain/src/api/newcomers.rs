//! A new record by the desk (建档), for whoever stands there with their ID card: first it is
//! looked whether they have one, then it is opened.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::Insurance;
use crate::ids::ResidentId;
use crate::person::Sex;

/// Asks whether somebody has a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckNewcomer {
    /// Name as on the ID card.
    pub name: String,
    /// ID number, as typed.
    pub national_id: String,
}

/// A record that is there, as far as any desk may know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownRecord {
    /// Name.
    pub name: String,
    /// ID number, masked.
    pub national_id_masked: String,
    /// Community or village.
    pub village: String,
    /// Responsible institution.
    pub institution: String,
    /// The record, where it is kept at the desk's own institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_id: Option<ResidentId>,
}

/// What is known of somebody before a record is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewcomerCheck {
    /// Sex by the ID number.
    pub sex: Sex,
    /// Birth date by the ID number.
    pub birth_date: NaiveDate,
    /// The record of this very ID number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<KnownRecord>,
    /// Records of the same name and birth date under another number.
    pub maybe: Vec<KnownRecord>,
    /// Communities and villages that the desk's institution serves.
    pub villages: Vec<String>,
}

/// Opens a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenRecordBody {
    /// Made by the client; the resident's own id.
    pub id: ResidentId,
    /// Name as on the ID card.
    pub name: String,
    /// ID number, as typed.
    pub national_id: String,
    /// Phone, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Community or village, one that the institution serves; left open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// House number and so on.
    pub address: String,
    /// Months lived here, where the household is registered elsewhere.
    #[serde(default)]
    pub months_resident: u16,
    /// Insurance, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<Insurance>,
    /// Said after looking at those of the same name and birth date: this is somebody else.
    #[serde(default)]
    pub somebody_else: bool,
}

/// The record that was opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenedRecord {
    /// The resident.
    pub resident_id: ResidentId,
    /// Number of the record, 17 digits.
    pub record_no: String,
    /// Name.
    pub name: String,
    /// Team that answers for them.
    pub team: String,
}

crate::endpoints! {
    visit visit_newcomers;
    #[doc = "Looks whether somebody at the desk has a record, or somebody very like them."]
    PostNewcomerCheck = "check_newcomer": Post "/newcomers/check", Staff,
        path (), query (), body CheckNewcomer, reply NewcomerCheck, errors [];
    #[doc = "Opens a record for somebody at the desk."]
    PostNewcomer = "open_record": Post "/newcomers", Staff,
        path (), query (), body OpenRecordBody, reply OpenedRecord, errors [RecordExists, MaybeSame];
}
