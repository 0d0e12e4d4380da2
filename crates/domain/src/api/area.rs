//! The area (片区) of a member of staff as a phone keeps it: whom they follow up, with what their pages
//! need where there is no network. Told as changes since the last time; the first time is everybody.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calls::LastCall;
use super::follow_ups::ClassCard;
use super::households::Home;
use super::passing_on::FollowUpDoctor;
use super::records::{BloodPressurePoint, GlucosePoint};
use super::residents::ResidentCard;
use crate::ids::ResidentId;
use crate::programme::{ProgrammeCode, Words};

/// From where on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaQuery {
    /// `next` of the page before; everybody when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// A page of changes. Whatever is kept of a lane that is not listed any more has to be forgotten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaChanges {
    /// When this was so.
    pub as_of: DateTime<Utc>,
    /// All lanes of the caller's area at this moment.
    pub lanes: Vec<AreaLane>,
    /// People as they are now, in place of whatever is kept of them.
    pub people: Vec<AreaPerson>,
    /// Whoever has to be forgotten.
    pub gone: Vec<ResidentId>,
    /// Hand this back as `since`, now or another day. It is kept with the page or not at all; asking
    /// with the same one again is safe.
    pub next: String,
    /// How many changes are still to come.
    pub left: u32,
    /// Days without contact after which a phone forgets the area.
    pub keep_days: u16,
}

/// A part of an area that comes and goes as a whole: a team's residents, or those of one village.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaLane {
    /// Names it for as long as it is there.
    pub key: String,
    /// Name of the team.
    pub team: String,
    /// The village, where not all of the team's are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
}

/// A person of an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaPerson {
    /// Key of the lane.
    pub lane: String,
    /// The row in a list.
    pub card: ResidentCard,
    /// Birth date: ages go on while there is no network.
    pub birth_date: NaiveDate,
    /// Pinyin initials of the name, lower case.
    pub initials: String,
    /// The household, where the address is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Who of the team follows the person up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<FollowUpDoctor>,
    /// Follow-ups that are planned, whenever they are due.
    pub due: Vec<AreaDue>,
    /// How to reach the person; absent where the caller may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The answers of `/api/v1/residents/{resident}/…`, as texts of JSON by what stands in place of
    /// the dots. Empty for whoever leaves the person to a colleague.
    pub answers: BTreeMap<String, String>,
}

/// A follow-up that is planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaDue {
    /// Programme.
    pub programme: ProgrammeCode,
    /// What the programme is called.
    pub title: Words,
    /// Date it is due.
    pub due: NaiveDate,
    /// Date it was due before another one was agreed on by phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_due: Option<NaiveDate>,
    /// The last call since the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<LastCall>,
    /// Whether the last visit advised a referral that has to be checked.
    pub urgent: bool,
    /// Day of the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_on: Option<NaiveDate>,
    /// Class of the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_class: Option<ClassCard>,
    /// Last blood pressure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_bp: Option<BloodPressurePoint>,
    /// Last fasting glucose, tenths of mmol/L.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_glucose: Option<GlucosePoint>,
    /// Version of the plan's row.
    pub version: i64,
}

/// How to reach a person. The ID number never leaves the service this way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// Phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Full address.
    pub address: String,
}

crate::endpoints! {
    visit visit_area;
    #[doc = "Answers what has changed among the residents whom the caller follows up, with all that their pages need without network."]
    ListAreaChanges = "list_area_changes": Get "/area/changes", Staff,
        path (), query AreaQuery, body (), reply AreaChanges, errors [];
}
