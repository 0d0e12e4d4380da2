//! Programmes of follow-up: which there are, and each edition of what they ask and how they judge. Everybody
//! may read them: they are rules, not data of people.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::follow_ups::{ComputedCard, ReasonCard};
use crate::person::Sex;
use crate::problem::FieldError;
use crate::programme::{Answers, Decision, Definition, Edition, ProgrammeCode, Words};

/// A programme by its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeName {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
}

/// All programmes of the district.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeList {
    /// The programmes, the most used first.
    pub items: Vec<ProgrammeCard>,
}

/// A programme with its editions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgrammeCard {
    /// The programme.
    pub programme: ProgrammeCode,
    /// What it is called.
    pub title: Words,
    /// The edition that visits of today are made with.
    pub edition: Edition,
    /// All editions, the newest first.
    pub editions: Vec<EditionCard>,
}

/// An edition of a programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EditionCard {
    /// The edition.
    pub edition: Edition,
    /// Visits from this day on are made with it.
    #[serde(deserialize_with = "crate::time::date")]
    pub effective_from: NaiveDate,
}

/// A visit that nobody made, to hold rules against rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecideBody {
    /// Day of birth.
    #[serde(deserialize_with = "crate::time::date")]
    pub born: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Height in tenths of cm, where it is known without asking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_tenths: Option<u16>,
    /// Code of the class of the visit before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_class: Option<String>,
    /// What was answered; `visit_date` is needed.
    pub form: Answers,
}

/// What an edition says of such a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decided {
    /// The decision; absent where the visit has no day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Its reasons in words, each with the source of its rule.
    pub reasons: Vec<ReasonCard>,
    /// What follows from the answers.
    pub computed: Vec<ComputedCard>,
    /// What is wrong with the answers themselves. The decision stands beside it all the same.
    pub errors: Vec<FieldError>,
}

crate::endpoints! {
    visit visit_programmes;
    #[doc = "Lists the programmes of follow-up with their editions."]
    ListProgrammes = "list_programmes": Get "/programmes", Open,
        path (), query (), body (), reply ProgrammeList, errors [];
    #[doc = "Answers one edition of a programme, which never changes: its form, code lists, figures and rules."]
    GetProgramme = "get_programme": Get "/programmes/{programme}/{edition}", Open,
        path (ProgrammeCode, Edition), query (), body (), reply Definition, errors [];
    #[doc = "Decides a visit that nobody made by one edition, with the rule and the source of each reason; keeps nothing."]
    DecideVisit = "decide_visit": Post "/programmes/{programme}/{edition}/decide", Open,
        path (ProgrammeCode, Edition), query (), body DecideBody, reply Decided, errors [TooMany];
}
