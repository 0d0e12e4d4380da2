//! Rules of the family-doctor contract: who may have which package, how long it lasts, which
//! moves it can make, and when its promised services are due. Sources: 关于规范家庭医生签约服务管理
//! 的指导意见 (2018: one doctor at a time, at least a year), HT-30 (half a year's residence),
//! domain.md §4.2–4.3.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::api::contracts::{ContractState, PlanState};
use crate::codes::PeopleGroup;

/// Months that somebody from elsewhere must have lived here (HT-30).
pub const RESIDENCE_MONTHS: u16 = 6;

/// Days before its end that a contract counts as expiring.
pub const EXPIRING_DAYS: u64 = 30;

/// Days before its date that a promised service counts as due.
pub const DUE_DAYS: u64 = 30;

/// What the rule needs to know of a resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Applicant {
    /// Registered here (户籍).
    pub registered_here: bool,
    /// Months of living here.
    pub months_resident: u16,
    /// Groups of people that they belong to.
    pub groups: Vec<PeopleGroup>,
}

/// Why somebody may not have a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ineligible {
    /// Which rule.
    pub reason: IneligibleReason,
    /// Groups that the package is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<PeopleGroup>,
    /// Months that are still missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_missing: Option<u16>,
}

/// Which rule excludes somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IneligibleReason {
    /// The package is for people of certain groups.
    OtherGroup,
    /// Lives here for less than half a year.
    ResidenceTooShort,
}

/// Whether the applicant may have a package that is for `groups` (empty: everybody).
#[must_use]
pub fn eligibility(groups: &[PeopleGroup], applicant: &Applicant) -> Option<Ineligible> {
    if !applicant.registered_here && applicant.months_resident < RESIDENCE_MONTHS {
        return Some(Ineligible {
            reason: IneligibleReason::ResidenceTooShort,
            groups: Vec::new(),
            months_missing: Some(RESIDENCE_MONTHS - applicant.months_resident),
        });
    }
    let fits = groups.is_empty() || groups.iter().any(|group| applicant.groups.contains(group));
    (!fits).then(|| Ineligible {
        reason: IneligibleReason::OtherGroup,
        groups: groups.to_vec(),
        months_missing: None,
    })
}

/// Last day in force: begin + n years − 1 day.
#[must_use]
pub fn ends(begins: NaiveDate, years: u8) -> NaiveDate {
    begins
        .checked_add_months(Months::new(12 * u32::from(years)))
        .and_then(|day| day.pred_opt())
        .unwrap_or(NaiveDate::MAX)
}

/// State on a day, from the state that was last written. Only time moves it: a contract in
/// force becomes expiring and then expired without anybody writing it.
#[must_use]
pub fn state_on(written: ContractState, ends: NaiveDate, today: NaiveDate) -> ContractState {
    match written {
        ContractState::Active | ContractState::Expiring if today > ends => ContractState::Expired,
        ContractState::Active | ContractState::Expiring
            if today
                .checked_add_days(Days::new(EXPIRING_DAYS))
                .is_some_and(|soon| soon > ends) =>
        {
            ContractState::Expiring
        }
        ContractState::Expiring => ContractState::Active,
        other => other,
    }
}

/// Whether a contract in this state keeps the resident from asking for another.
#[must_use]
pub fn excludes_another(state: ContractState) -> bool {
    matches!(
        state,
        ContractState::Submitted | ContractState::Active | ContractState::Expiring
    )
}

/// Due dates of a service given `times` a year, spread evenly: the k-th of n by the end of the
/// k-th n-th of each year.
#[must_use]
pub fn due_dates(begins: NaiveDate, years: u8, times: u16) -> Vec<NaiveDate> {
    let mut dates = Vec::new();
    for year in 0..years {
        let from = begins
            .checked_add_months(Months::new(12 * u32::from(year)))
            .unwrap_or(begins);
        let days = u64::try_from((ends(from, 1) - from).num_days()).unwrap_or(364);
        for k in 1..=u64::from(times) {
            let offset = days * k / u64::from(times);
            dates.extend(from.checked_add_days(Days::new(offset)));
        }
    }
    dates
}

/// State of a promised service on a day.
#[must_use]
pub fn plan_state(due: NaiveDate, done: bool, today: NaiveDate) -> PlanState {
    if done {
        PlanState::Done
    } else if today > due {
        PlanState::Overdue
    } else if today
        .checked_add_days(Days::new(DUE_DAYS))
        .is_some_and(|soon| soon >= due)
    {
        PlanState::Due
    } else {
        PlanState::Planned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn applicant(registered_here: bool, months_resident: u16, groups: &[PeopleGroup]) -> Applicant {
        Applicant {
            registered_here,
            months_resident,
            groups: groups.to_vec(),
        }
    }

    #[test]
    fn people_from_elsewhere_need_half_a_year() {
        let short = eligibility(&[], &applicant(false, 5, &[])).unwrap();
        assert_eq!(
            (short.reason, short.months_missing),
            (IneligibleReason::ResidenceTooShort, Some(1))
        );
        assert_eq!(eligibility(&[], &applicant(false, 6, &[])), None);
        assert_eq!(eligibility(&[], &applicant(true, 0, &[])), None);
    }

    #[test]
    fn a_package_for_a_group_needs_one_of_its_groups() {
        let groups = [PeopleGroup::Hypertension, PeopleGroup::Diabetes];
        assert_eq!(
            eligibility(&groups, &applicant(true, 120, &[PeopleGroup::Diabetes])),
            None
        );
        let other = eligibility(&groups, &applicant(true, 120, &[PeopleGroup::Elderly])).unwrap();
        assert_eq!(
            (other.reason, other.groups.as_slice()),
            (IneligibleReason::OtherGroup, groups.as_slice())
        );
    }

    #[test]
    fn a_year_ends_the_day_before_its_anniversary() {
        assert_eq!(ends(day("2026-11-25"), 1), day("2027-11-24"));
        assert_eq!(ends(day("2024-02-29"), 1), day("2025-02-27"));
        assert_eq!(ends(day("2026-01-01"), 3), day("2028-12-31"));
    }

    #[test]
    fn time_alone_moves_a_contract_in_force() {
        let on = |today| state_on(ContractState::Active, day("2027-11-24"), day(today));
        assert_eq!(on("2027-10-25"), ContractState::Active);
        assert_eq!(on("2027-10-26"), ContractState::Expiring);
        assert_eq!(on("2027-11-24"), ContractState::Expiring);
        assert_eq!(on("2027-11-25"), ContractState::Expired);
        assert_eq!(
            state_on(
                ContractState::Declined,
                day("2020-01-01"),
                day("2026-01-01")
            ),
            ContractState::Declined
        );
    }

    #[test]
    fn services_are_spread_over_the_year_and_the_last_is_due_on_its_last_day() {
        let quarterly = due_dates(day("2026-01-01"), 1, 4);
        assert_eq!(quarterly.len(), 4);
        assert_eq!(quarterly.last(), Some(&day("2026-12-31")));
        assert_eq!(
            due_dates(day("2026-01-01"), 2, 1),
            [day("2026-12-31"), day("2027-12-31")]
        );
        assert!(due_dates(day("2026-01-01"), 1, 0).is_empty());
    }

    #[test]
    fn a_promise_is_due_30_days_ahead_and_overdue_the_day_after() {
        let on = |today| plan_state(day("2026-12-31"), false, day(today));
        assert_eq!(on("2026-11-30"), PlanState::Planned);
        assert_eq!(on("2026-12-01"), PlanState::Due);
        assert_eq!(on("2026-12-31"), PlanState::Due);
        assert_eq!(on("2027-01-01"), PlanState::Overdue);
        assert_eq!(
            plan_state(day("2026-12-31"), true, day("2027-01-01")),
            PlanState::Done
        );
    }
}
