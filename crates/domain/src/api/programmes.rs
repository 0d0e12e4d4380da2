//! Programmes of follow-up: which there are, and each edition of what they ask and how they judge. Everybody
//! may read them: they are rules, not data of people.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::programme::{Definition, Edition, ProgrammeCode, Words};

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

crate::endpoints! {
    visit visit_programmes;
    #[doc = "Lists the programmes of follow-up with their editions."]
    ListProgrammes = "list_programmes": Get "/programmes", Open,
        path (), query (), body (), reply ProgrammeList, errors [];
    #[doc = "Answers one edition of a programme, which never changes: its form, code lists, figures and rules."]
    GetProgramme = "get_programme": Get "/programmes/{programme}/{edition}", Open,
        path (ProgrammeCode, Edition), query (), body (), reply Definition, errors [];
}
