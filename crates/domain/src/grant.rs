//! Grants (授权): what lets a phone act for a resident. As what, for which functions, until when,
//! and who may take it back. The terms are [proposal] where no source is named; how long a helper
//! may act is the district's to say ([`HelperTerm`]).
//!
//! Pure: the backend asks [`Grant::allows`] through [`crate::access`], the client shows what a
//! reply says.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::codes::{Capacity, Function, GivenBy, Paper};
use crate::ids::ResidentId;
use crate::person::age_on;

/// Below this age a child's personal information needs the consent of a guardian (个人信息保护法
/// art. 31).
pub const CHILD_BELOW: u16 = 14;
/// Below this age somebody is a minor (民法典 art. 17).
pub const MINOR_BELOW: u16 = 18;
/// Days before its end in which a grant is said to end soon.
pub const ENDS_SOON_DAYS: u64 = 30;

/// A set of functions; in JSON the list of their words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Function>", into = "Vec<Function>")]
pub struct Functions(u8);

impl Functions {
    /// Every function.
    pub const ALL: Functions = Functions((1 << Function::ALL.len()) - 1);

    /// Whether the function is in the set.
    #[must_use]
    pub fn has(self, function: Function) -> bool {
        self.0 & bit(function) != 0
    }

    /// The set without one function.
    #[must_use]
    pub fn without(self, function: Function) -> Self {
        Self(self.0 & !bit(function))
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Every function, for a reply that does not say.
    #[must_use]
    pub fn all() -> Self {
        Self::ALL
    }

    /// The functions in their order.
    pub fn iter(self) -> impl Iterator<Item = Function> {
        let all = Function::ALL.iter().copied();
        all.filter(move |function| self.has(*function))
    }
}

fn bit(function: Function) -> u8 {
    1 << function as u8
}

impl From<Vec<Function>> for Functions {
    fn from(list: Vec<Function>) -> Self {
        Self(list.into_iter().fold(0, |set, one| set | bit(one)))
    }
}

impl From<Functions> for Vec<Function> {
    fn from(set: Functions) -> Self {
        set.iter().collect()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Functions {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Functions".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<Function>::json_schema(generator)
    }
}

/// A grant that holds: for whom, as what, for which functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// For whom.
    pub resident_id: ResidentId,
    /// As what.
    pub capacity: Capacity,
    /// What may be done.
    pub functions: Functions,
}

impl Grant {
    /// Whether the grant allows an action.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        match action {
            // Whoever acts at all sees the home page, and may stop acting.
            Action::OpenHome | Action::Link => true,
            // A helper cannot pass on what was given to them.
            Action::Grant => self.capacity != Capacity::Helper,
            // What is measured at home is part of the record.
            Action::ReadRecord | Action::Measure => self.functions.has(Function::Record),
            Action::Reveal => self.functions.has(Function::Identity),
            Action::ReadReaders => self.functions.has(Function::Readers),
            Action::ReadMessages => self.functions.has(Function::Messages),
            Action::ReadContract | Action::RequestContract => {
                self.functions.has(Function::Contract)
            }
            Action::ReadBooking | Action::Book => self.functions.has(Function::Booking),
            Action::Rate => self.functions.has(Function::Rating),
            Action::List
            | Action::Remind
            | Action::AnswerContract
            | Action::Attend
            | Action::FollowUp
            | Action::SetColour
            | Action::AnswerPush
            | Action::Export
            | Action::Register
            | Action::Import
            | Action::ManageStaff
            | Action::KeepDirectory
            | Action::SetLevel
            | Action::ArrangeCover
            | Action::HandOver
            | Action::LookFor => false,
        }
    }
}

/// A year, where the district says nothing. How long a helper may act before the person has to agree again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HelperTerm {
    /// Longest, in months.
    pub months: u32,
}

impl Default for HelperTerm {
    fn default() -> Self {
        Self { months: 12 }
    }
}

impl HelperTerm {
    /// The last day that a grant given today may hold.
    #[must_use]
    pub fn last_day(self, today: NaiveDate) -> NaiveDate {
        today
            .checked_add_months(chrono::Months::new(self.months))
            .and_then(|day| day.pred_opt())
            .unwrap_or(today)
    }
}

/// The last day of a guardian's grant for a child of this birth date: the day before the 14th
/// birthday, for older ones the day before the 18th; `None` for adults, who have no such guardian.
#[must_use]
pub fn guardian_until(birth: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let limit = match age_on(birth, today) {
        age if age < CHILD_BELOW => CHILD_BELOW,
        age if age < MINOR_BELOW => MINOR_BELOW,
        _ => return None,
    };
    let year = birth.year().checked_add(i32::from(limit))?;
    // Born on 29 February: the birthday of a common year is 1 March.
    birth
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))?
        .pred_opt()
}

/// Whether a grant that ends then ends soon.
#[must_use]
pub fn ends_soon(ends: NaiveDate, today: NaiveDate) -> bool {
    today
        .checked_add_days(Days::new(ENDS_SOON_DAYS))
        .is_some_and(|soon| ends <= soon)
}

/// Whether somebody who acts in one capacity may end a grant of another. What courts and papers
/// gave is ended at the desk alone.
#[must_use]
pub fn may_end(by: Capacity, of: Capacity) -> bool {
    match by {
        Capacity::Oneself => of != Capacity::GuardianOfAdult,
        Capacity::GuardianOfChild | Capacity::GuardianOfAdult => of == Capacity::Helper,
        Capacity::Helper => false,
    }
}

/// Why the desk may not give such a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// This takes the person or the papers at the desk; a call is not enough.
    InPerson,
    /// The papers that were seen do not suffice.
    Papers,
    /// The person is no minor.
    NotAMinor,
    /// A child below the limit has a guardian, not helpers or a phone of their own.
    Child,
    /// Nothing may be done with it.
    NoFunction,
    /// Ends before today, or later than a helper may act.
    Ends,
}

/// What the desk wants to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish<'a> {
    /// As what.
    pub capacity: Capacity,
    /// What may be done; only a helper's is chosen.
    pub functions: Functions,
    /// Last day; only a helper's is chosen.
    pub ends: Option<NaiveDate>,
    /// At the desk or by a call.
    pub given_by: GivenBy,
    /// What was seen.
    pub papers: &'a [Paper],
}

/// Whether the papers that were seen prove what somebody is to act as: one of these is enough.
#[must_use]
pub fn papers_suffice(capacity: Capacity, seen: &[Paper]) -> bool {
    let proof: &[Paper] = match capacity {
        Capacity::Oneself => &[Paper::PersonsId, Paper::Household],
        Capacity::GuardianOfChild => &[
            Paper::Household,
            Paper::BirthCertificate,
            Paper::Guardianship,
        ],
        Capacity::GuardianOfAdult => &[Paper::Guardianship],
        Capacity::Helper => &[Paper::PersonsId, Paper::Letter],
    };
    proof.iter().any(|paper| seen.contains(paper))
}

/// The functions and the last day of what the desk gives, or why it may not: a guardian proves it
/// with papers, a call suffices for a helper alone, and never for the full ID number.
pub fn desk_terms(
    wish: &Wish<'_>,
    birth: NaiveDate,
    today: NaiveDate,
    term: HelperTerm,
) -> Result<(Functions, Option<NaiveDate>), Refused> {
    let proved = papers_suffice(wish.capacity, wish.papers);
    let by_call = wish.given_by == GivenBy::Call;
    let child = age_on(birth, today) < CHILD_BELOW;
    if by_call && wish.capacity != Capacity::Helper {
        return Err(Refused::InPerson);
    }
    match wish.capacity {
        Capacity::Oneself if child => Err(Refused::Child),
        Capacity::Oneself if !proved => Err(Refused::Papers),
        Capacity::Oneself => Ok((Functions::ALL, None)),
        Capacity::GuardianOfChild => {
            let until = guardian_until(birth, today).ok_or(Refused::NotAMinor)?;
            if proved {
                Ok((Functions::ALL, Some(until)))
            } else {
                Err(Refused::Papers)
            }
        }
        Capacity::GuardianOfAdult if !proved => Err(Refused::Papers),
        Capacity::GuardianOfAdult => Ok((Functions::ALL, None)),
        Capacity::Helper if child => Err(Refused::Child),
        Capacity::Helper => {
            if !by_call && !proved {
                return Err(Refused::Papers);
            }
            if by_call && wish.functions.has(Function::Identity) {
                return Err(Refused::InPerson);
            }
            helper_terms(wish.functions, wish.ends, today, term)
        }
    }
}

/// The functions and the last day of a helper, or why it may not be: something must be allowed,
/// and not for longer than the term.
pub fn helper_terms(
    functions: Functions,
    ends: Option<NaiveDate>,
    today: NaiveDate,
    term: HelperTerm,
) -> Result<(Functions, Option<NaiveDate>), Refused> {
    if functions.is_empty() {
        return Err(Refused::NoFunction);
    }
    match ends {
        Some(ends) if (today..=term.last_day(today)).contains(&ends) => Ok((functions, Some(ends))),
        _ => Err(Refused::Ends),
    }
}

#[cfg(test)]
#[path = "grant_tests.rs"]
mod tests;
