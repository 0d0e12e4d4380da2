//! Follow-ups (随访) of every programme: the due list, what a form starts from with the last values beside
//! it, recording one, and what was recorded. What is asked stands in the programme's definition
//! ([`super::programmes`]).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calls::LastCall;
use super::conflicts::VisitBase;
use super::households::Home;
use super::passing_on::{FollowUpDoctor, StaffName};
use super::records::Drug;
use super::residents::PersonHeader;
use crate::ids::{FollowUpId, ResidentId};
use crate::programme::{Answers, Decision, Edition, ProgrammeCode, Tone, Value, Words};
use crate::rules::departure::Departure;
use crate::rules::three_colours::{Colour, Scale};

/// Why a person stands where they stand in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    /// Emergency or referral check due.
    Urgent,
    /// The date has passed.
    Overdue,
    /// Due within seven days.
    Soon,
}

/// A person whose follow-up is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DueCard {
    /// The person.
    pub person: PersonHeader,
    /// Pinyin initials of the name, lower case, for finding the person in the list.
    #[serde(default)]
    pub initials: String,
    /// Phone, masked, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_masked: Option<String>,
    /// The household, where the address is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Programme.
    pub programme: ProgrammeCode,
    /// What the programme is called.
    pub title: Words,
    /// Where it stands in the list.
    pub bucket: Bucket,
    /// Date it is due.
    pub due: NaiveDate,
    /// Date it was due before another one was agreed on by phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was_due: Option<NaiveDate>,
    /// The last call since the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<LastCall>,
    /// Class of the last visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_class: Option<ClassCard>,
    /// Whether the last visit advised a referral that has to be checked.
    pub referral_check: bool,
    /// Last blood pressure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_bp: Option<super::records::BloodPressurePoint>,
    /// Last fasting glucose, tenths of mmol/L.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_glucose: Option<super::records::GlucosePoint>,
    /// The person's colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// Who of the team follows the person up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<FollowUpDoctor>,
    /// Version of the plan's row.
    pub version: i64,
}

/// Which part of the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DueQuery {
    /// Only this bucket; all, most pressing first, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<Bucket>,
    /// Only this community or village.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Name, pinyin initials, or the last four digits of the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Cursor of the previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows on the page: 30 when absent, at most [`DUE_ROWS_MAX`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u16>,
    /// Whether to say how far the month is, which costs more the larger the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<bool>,
}

/// Most rows that a page of the due list may have.
pub const DUE_ROWS_MAX: u16 = 200;

/// One page of the list with its totals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DueList {
    /// The day the list is for.
    pub today: NaiveDate,
    /// Rows of this page.
    pub items: Vec<DueCard>,
    /// Cursor of the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many in each bucket, within village and search.
    pub counts: BucketCounts,
    /// Villages in one's scope with the number of due people.
    pub villages: Vec<VillageCount>,
    /// How far this month is, programme by programme, within one's scope; where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub progress: Vec<MonthProgress>,
    /// The same village by village.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub village_progress: Vec<VillageProgress>,
    /// The same by who follows the people up, whoever has nobody last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doctor_progress: Vec<DoctorProgress>,
}

/// How far a programme is in the month of the list: of those whose last visit lies in it and those
/// who are due by its end, so many were visited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthProgress {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// Visited since the first of the month.
    pub done: u32,
    /// Due by the end of the month and not visited, the overdue of earlier months among them.
    pub open: u32,
}

/// How far a village is in the month of the list, all programmes together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VillageProgress {
    /// Community or village.
    pub village: String,
    /// Visited since the first of the month.
    pub done: u32,
    /// Due by the end of the month and not visited.
    pub open: u32,
}

/// How far the people of one doctor are in the month of the list, all programmes together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoctorProgress {
    /// Who follows them up; none where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<StaffName>,
    /// Visited since the first of the month, by whomever.
    pub done: u32,
    /// Due by the end of the month and not visited.
    pub open: u32,
}

/// How many are in each bucket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BucketCounts {
    /// Emergency or referral check.
    pub urgent: u32,
    /// Overdue.
    pub overdue: u32,
    /// Within seven days.
    pub soon: u32,
}

impl BucketCounts {
    /// How many in all.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.urgent + self.overdue + self.soon
    }
}

/// A village with the number of due people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VillageCount {
    /// Community or village.
    pub village: String,
    /// Due people in it.
    pub due: u32,
}

/// What a form starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpStart {
    /// The person; always visible.
    pub person: PersonHeader,
    /// Birth date, because rules depend on the age on the day of the visit.
    #[serde(deserialize_with = "crate::time::date")]
    pub birth_date: NaiveDate,
    /// The edition that a visit of today is made with.
    pub rules_version: Edition,
    /// The last follow-up, whose values stand beside the new ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<FollowUp>,
    /// Class of the last visit, for the rules about two visits running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_class: Option<String>,
    /// What can be carried over, of the fields that allow it; drugs stand in `drugs`.
    pub carried: Vec<Carried>,
    /// Allergies.
    pub allergies: Vec<String>,
    /// Drugs taken now.
    pub drugs: Vec<Drug>,
    /// Height in tenths of cm, for the BMI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_tenths: Option<u16>,
    /// What the person measured at home, the newest first; shown beside, and never filled in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home: Vec<super::home_measurements::HomeReading>,
    /// When the follow-up was due.
    #[serde(
        default,
        deserialize_with = "crate::time::date_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub due: Option<NaiveDate>,
    /// The person's other planned follow-ups, the soonest first: what is due can be filled in on one sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AlsoPlanned>,
    /// How the person left; absent for whoever lives here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departure: Option<Departure>,
    /// By what the colour is told while one types; absent where the programme makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// Another follow-up that is planned for the same person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlsoPlanned {
    /// Programme.
    pub programme: ProgrammeCode,
    /// What the programme is called.
    pub title: Words,
    /// Date it is due.
    #[serde(deserialize_with = "crate::time::date")]
    pub due: NaiveDate,
}

/// An answer of an earlier visit that can be taken over. A form that takes it over says so under the key
/// `carried`: an object of the key and the day (`{"smoke":"2026-08-20"}`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Carried {
    /// Key of the field, or of its target.
    pub key: String,
    /// The answer.
    pub value: Value,
    /// The day on which it was first answered so.
    #[serde(deserialize_with = "crate::time::date")]
    pub since: NaiveDate,
}

/// Records a follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordFollowUpBody {
    /// Made by the client; the follow-up's own id.
    pub id: FollowUpId,
    /// What was answered, by the keys of the definition.
    pub form: Answers,
    /// Edition by which the client decided.
    pub rules_version: Edition,
    /// The decision that the doctor saw; a difference is answered with `needs_you`.
    pub decision: Decision,
    /// The newest visit that was known when the form was opened. Where somebody else has recorded one of
    /// the same day since, the answer is `conflict` with that visit as `present`. Absent where the client
    /// does not say: then nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<VisitBase>,
}

/// A recorded follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUp {
    /// The follow-up.
    pub follow_up_id: FollowUpId,
    /// The person.
    pub person: PersonHeader,
    /// The programme.
    pub programme: ProgrammeCode,
    /// The edition it was made with, whose labels its answers are shown with.
    pub rules_version: Edition,
    /// What was answered.
    pub form: Answers,
    /// The class that was recorded.
    pub class: ClassCard,
    /// What follows from the answers, as it was on the day of the visit.
    pub computed: Vec<ComputedCard>,
    /// Class of the visit before it, for rules about two visits running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_before: Option<String>,
    /// The decision taken.
    pub decision: Decision,
    /// The decision's reasons in words, with their sources.
    pub reasons: Vec<ReasonCard>,
    /// Doctor who signed.
    pub doctor: String,
    /// Institution.
    pub institution: String,
    /// When it was recorded.
    #[serde(deserialize_with = "crate::time::instant")]
    pub recorded_at: DateTime<Utc>,
    /// 1, and one more for each correction; needed as `If-Match` to correct or to void it.
    pub version: i64,
}

/// Corrects a follow-up: everything is said again, and what was said before is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CorrectFollowUpBody {
    /// What was to be answered.
    pub form: Answers,
    /// Edition by which the client decided.
    pub rules_version: Edition,
    /// The decision that the doctor saw; a difference is answered with `needs_you`.
    pub decision: Decision,
    /// Why it is corrected.
    pub reason: String,
    /// The version that is corrected, where a phone keeps the correction for later; in place of `If-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<i64>,
}

/// Voids a follow-up that was no visit of this person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoidFollowUpBody {
    /// Why.
    pub reason: String,
    /// The version that is voided, where a phone keeps this for later; in place of `If-Match`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<i64>,
}

/// What became of an earlier version of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Another version took its place.
    Corrected,
    /// It does not hold.
    Voided,
}

/// What a follow-up was before it was corrected or voided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PastFollowUp {
    /// Its version.
    pub version: i64,
    /// The programme.
    pub programme: ProgrammeCode,
    /// The edition it was made with.
    pub rules_version: Edition,
    /// What was answered.
    pub form: Answers,
    /// The class that was recorded.
    pub class: ClassCard,
    /// The decision taken.
    pub decision: Decision,
    /// Doctor who signed.
    pub doctor: String,
    /// When it was recorded.
    #[serde(deserialize_with = "crate::time::instant")]
    pub recorded_at: DateTime<Utc>,
    /// What became of it.
    pub ended: Ended,
    /// Who did that.
    pub ended_by: String,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub ended_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A class in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClassCard {
    /// Its code.
    pub code: String,
    /// In words.
    pub words: Words,
    /// How it is coloured.
    pub tone: Tone,
}

/// A computed number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComputedCard {
    /// Key of its field.
    pub key: String,
    /// In the field's scale.
    pub value: i32,
    /// In words, where the field has levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Words>,
}

/// A reason of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonCard {
    /// The rule.
    pub rule: String,
    /// In words, with the figures that held for this person.
    pub words: Words,
    /// Document and place in it.
    pub source: String,
}

crate::endpoints! {
    visit visit_follow_ups;
    #[doc = "Answers the due list of one's own scope, most pressing first."]
    ListDue = "list_due": Get "/follow-ups/due", Staff,
        path (), query DueQuery, body (), reply DueList, errors [];
    #[doc = "Answers what the form of a programme starts from."]
    StartFollowUp = "start_follow_up": Get "/residents/{resident}/follow-ups/{programme}/start", Staff,
        path (ResidentId, ProgrammeCode), query (), body (), reply FollowUpStart, errors [];
    #[doc = "Records a follow-up, decides again by the edition that it was made with, and sets the next date."]
    RecordFollowUp = "record_follow_up": Post "/residents/{resident}/follow-ups/{programme}", Staff,
        path (ResidentId, ProgrammeCode), query (), body RecordFollowUpBody,
        reply FollowUp, errors [Conflict, NeedsYou];
    #[doc = "Answers a recorded follow-up."]
    GetFollowUp = "get_follow_up": Get "/follow-ups/{follow_up}", SignedIn,
        path FollowUpId, query (), body (), reply FollowUp, errors [];
    #[doc = "Corrects a follow-up with a reason; the version of before is kept."]
    CorrectFollowUp = "correct_follow_up": Post "/follow-ups/{follow_up}/correct", Staff,
        path FollowUpId, query (), body CorrectFollowUpBody, reply FollowUp,
        errors [Conflict, NeedsYou, VersionMissing, WrongState];
    #[doc = "Voids a follow-up with a reason; it is kept, and counts nowhere."]
    VoidFollowUp = "void_follow_up": Post "/follow-ups/{follow_up}/void", Staff,
        path FollowUpId, query (), body VoidFollowUpBody, reply (),
        errors [Conflict, VersionMissing, WrongState];
    #[doc = "Lists what a follow-up was before it was corrected or voided, newest first."]
    ListFollowUpVersions = "list_follow_up_versions": Get "/follow-ups/{follow_up}/versions", SignedIn,
        path FollowUpId, query (), body (), reply Vec<PastFollowUp>, errors [];
}
