//! What a resident measures at home (自测): blood pressure and glucose, when they want to be reminded of it,
//! and the alerts that a team looks at. Rules stand in [`crate::rules::home_measurement`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::residents::PersonHeader;
use crate::ids::{HomeMeasurementId, ResidentId};
use crate::programme::{ProgrammeCode, Words};
use crate::rules::home_measurement::{Alert, Figures, HomeKind, Reading};

/// Most reminders a day.
pub const REMINDERS_MAX: usize = 6;

/// A reading that was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeReading {
    /// The measurement.
    pub id: HomeMeasurementId,
    /// What was measured.
    pub reading: Reading,
    /// Whether it is possible but rare; somebody looked again before it was kept.
    pub unusual: bool,
    /// Whether it is an emergency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// Who of the team has looked at the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<String>,
}

/// When somebody wants to be reminded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureReminder {
    /// Of what.
    pub kind: HomeKind,
    /// Minutes after midnight, in quarters of an hour.
    pub minute: u16,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallCard {
    /// The team.
    pub team: String,
    /// A number that is answered.
    pub phone: String,
}

/// A person's own measurements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HomeMeasuring {
    /// Readings of the last year, the newest first.
    pub readings: Vec<HomeReading>,
    /// What can be, what is rare, and what is an emergency.
    pub figures: Figures,
    /// Blood pressure below which it is well, by the rules in force for this person.
    pub target: super::records::BpTarget,
    /// When to be reminded.
    pub reminders: Vec<MeasureReminder>,
    /// Whom to call.
    pub call: CallCard,
    /// Whether the caller may write.
    pub may_write: bool,
}

/// Writes down a reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureBody {
    /// Made by the client; the measurement's own id.
    pub id: HomeMeasurementId,
    /// What was measured.
    pub reading: Reading,
}

/// Chooses when to be reminded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemindersBody {
    /// All times.
    pub reminders: Vec<MeasureReminder>,
}

/// A home measurement that is an emergency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlertCard {
    /// The measurement.
    pub id: HomeMeasurementId,
    /// The person.
    pub person: PersonHeader,
    /// What was measured.
    pub reading: Reading,
    /// What it is.
    pub alert: Alert,
}

/// What comes next in a person's own plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanCard {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What such a visit is called.
    pub title: Words,
    /// The day by which it is due.
    #[serde(deserialize_with = "crate::time::date")]
    pub due: NaiveDate,
    /// Whether the day has passed.
    pub overdue: bool,
    /// What is looked at.
    pub brings: Vec<Words>,
    /// Day of the last visit.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub last_on: Option<NaiveDate>,
}

/// A person's own plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnPlan {
    /// The next visit of each programme, the soonest first.
    pub visits: Vec<PlanCard>,
    /// When it was asked.
    #[serde(deserialize_with = "crate::time::instant")]
    pub as_of: DateTime<Utc>,
}

crate::endpoints! {
    visit visit_home_measurements;
    #[doc = "Answers what a resident measured at home, with the figures by which it is judged."]
    GetHomeMeasuring = "get_home_measuring": Get "/residents/{resident}/home-measurements", SignedIn,
        path ResidentId, query (), body (), reply HomeMeasuring, errors [];
    #[doc = "Writes down what a resident measured at home; an emergency is told to the team at once."]
    Measure = "measure": Post "/residents/{resident}/home-measurements", Resident,
        path ResidentId, query (), body MeasureBody, reply HomeReading, errors [Conflict];
    #[doc = "Takes back a home measurement that was typed wrongly."]
    TakeBackMeasurement = "take_back_measurement": Delete "/home-measurements/{home_measurement}", Resident,
        path HomeMeasurementId, query (), body (), reply (), errors [];
    #[doc = "Chooses when to be reminded of measuring."]
    SetReminders = "set_measure_reminders": Post "/residents/{resident}/measure-reminders", Resident,
        path ResidentId, query (), body RemindersBody, reply Vec<MeasureReminder>, errors [];
    #[doc = "Says that somebody of the team has looked at an alarming home measurement."]
    SeeAlert = "see_alert": Post "/home-measurements/{home_measurement}/seen", Staff,
        path HomeMeasurementId, query (), body (), reply HomeReading, errors [];
    #[doc = "Answers the next visit of each of a resident's programmes."]
    GetOwnPlan = "get_own_plan": Get "/residents/{resident}/plan", Resident,
        path ResidentId, query (), body (), reply OwnPlan, errors [];
}
