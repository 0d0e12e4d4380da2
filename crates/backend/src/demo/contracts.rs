//! Contracts of the demo district: in force for whoever the register says has a package, some of
//! them near their end, with plans partly kept; requests that wait in every team's inbox; and some
//! that are over or were declined. Pure; written by `record`.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::api::contracts::{ContractState, Package};
use domain::calendar::Calendar;
use domain::codes::PeopleGroup;
use domain::ids::{ContractId, PlanItemId, StaffId};
use domain::money::Fen;
use domain::rules::contract::{Applicant, due_dates, eligibility, ends};

use super::chance::Chance;
use super::history::{History, Setting, at_work, awake};

/// A contract with its plan.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id.
    pub id: ContractId,
    /// State as written.
    pub state: ContractState,
    /// Years.
    pub years: u8,
    /// First day in force.
    pub begins: NaiveDate,
    /// Last day in force.
    pub ends: NaiveDate,
    /// Price a year.
    pub price: Fen,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When and by whom it was answered.
    pub answered: Option<(DateTime<Utc>, StaffId)>,
    /// Why it was declined.
    pub decline_reason: Option<&'static str>,
    /// Place of its package in the catalogue.
    pub package: usize,
    /// What is promised.
    pub plan: Vec<Promise>,
}

/// A promised service.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its id.
    pub id: PlanItemId,
    /// Due by.
    pub due: NaiveDate,
    /// Place of its item in the package.
    pub item: usize,
    /// Which of how many.
    pub nth: u16,
    /// Of how many.
    pub of: u16,
    /// When and by whom it was given.
    pub done: Option<(NaiveDate, StaffId)>,
}

/// What becomes of somebody's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish<'a> {
    /// In force since so many days, with the package of this name.
    InForce(&'a str, u64),
    /// Asked for; the team has not answered.
    Asked,
    /// Was in force and is over.
    Over,
    /// Was declined.
    Declined,
}

impl Draft {
    /// The contract that comes of a wish; `None` where the rules do not allow it.
    pub fn of(
        chance: &mut Chance,
        setting: &Setting<'_>,
        catalogue: &[Package],
        applicant: &Applicant,
        history: &History,
        wish: Wish<'_>,
    ) -> Option<Self> {
        let wanted = match wish {
            Wish::InForce(name, _) => catalogue.iter().position(|package| package.name == name)?,
            Wish::Asked | Wish::Over | Wish::Declined => suitable(catalogue, &applicant.groups)?,
        };
        let package = catalogue.get(wanted)?;
        if eligibility(&package.groups, applicant).is_some() {
            return None;
        }
        let draft = match wish {
            Wish::InForce(_, days) => accepted(chance, setting, wanted, package, days),
            Wish::Over => {
                let days = 400 + chance.below(200) as u64;
                accepted(chance, setting, wanted, package, days)
            }
            Wish::Asked => {
                let hours = i64::from(chance.between(2, 200));
                asked(
                    chance,
                    setting,
                    wanted,
                    package,
                    setting.now - TimeDelta::hours(hours),
                )
            }
            Wish::Declined => declined(chance, setting, wanted, package),
        };
        Some(draft.with_plan(chance, setting, package, history))
    }

    /// Whether the contract was accepted and so has a plan.
    #[must_use]
    pub fn in_force(&self) -> bool {
        matches!(self.state, ContractState::Active)
    }

    /// Whether it keeps the resident's one place, as accepting and asking do.
    #[must_use]
    pub fn holds_place(&self) -> bool {
        matches!(self.state, ContractState::Active | ContractState::Submitted)
    }

    fn with_plan(
        mut self,
        chance: &mut Chance,
        setting: &Setting<'_>,
        package: &Package,
        history: &History,
    ) -> Self {
        if !self.in_force() {
            return self;
        }
        for (item, entry) in package.items.iter().enumerate() {
            let dates = due_dates(self.begins, self.years, entry.times.unwrap_or(0));
            let of = u16::try_from(dates.len()).unwrap_or(u16::MAX);
            let mut kept = self.kept(&entry.code, history, setting.today);
            for (due, nth) in dates.into_iter().zip(1..) {
                let day = match &mut kept {
                    Some(days) => days.next(),
                    None => self.given(chance, setting, due),
                };
                let by = setting.team.members[chance.below(setting.team.members.len())];
                let done = day.map(|day| (day, by));
                self.plan.push(Promise {
                    id: chance.id(setting.made_at),
                    due,
                    item,
                    nth,
                    of,
                    done,
                });
            }
        }
        self
    }

    /// Days on which the record says that an item was given; `None` where it says nothing of it.
    fn kept(
        &self,
        code: &str,
        history: &History,
        today: NaiveDate,
    ) -> Option<std::vec::IntoIter<NaiveDate>> {
        let (from, to) = (self.begins, self.ends.min(today));
        let within = |days: &mut dyn Iterator<Item = NaiveDate>| {
            days.filter(|day| (from..=to).contains(day))
                .collect::<Vec<_>>()
                .into_iter()
        };
        match code {
            "htn_follow_up" => Some(within(&mut history.visits("hypertension"))),
            "dm_follow_up" => Some(within(&mut history.visits("diabetes"))),
            "yearly_exam" => Some(within(&mut history.exam.into_iter())),
            _ => None,
        }
    }

    /// A day on which a promise was kept: mostly in time, some not yet, some ahead of time.
    fn given(
        &self,
        chance: &mut Chance,
        setting: &Setting<'_>,
        due: NaiveDate,
    ) -> Option<NaiveDate> {
        let days_left = (due - setting.today).num_days();
        let kept = chance.percent(match days_left {
            ..0 => 88,
            0..30 => 30,
            _ => 0,
        });
        let before = due.min(setting.today) - Days::new(chance.below(25) as u64);
        kept.then(|| working_day(setting.calendar, before, self.begins))
    }
}

/// The last working day up to this one and after the first; the latter where there is none.
fn working_day(calendar: &Calendar, day: NaiveDate, first: NaiveDate) -> NaiveDate {
    let mut days = std::iter::successors(Some(day), NaiveDate::pred_opt);
    days.find(|day| *day <= first || calendar.is_working_day(*day))
        .unwrap_or(first)
        .max(first)
}

/// The package that fits the person's groups, the basic one otherwise.
fn suitable(catalogue: &[Package], groups: &[PeopleGroup]) -> Option<usize> {
    let fits = |package: &Package| package.groups.iter().any(|group| groups.contains(group));
    let fitting = catalogue.iter().position(fits);
    fitting.or_else(|| catalogue.iter().position(|package| package.code == "basic"))
}

fn accepted(
    chance: &mut Chance,
    setting: &Setting<'_>,
    wanted: usize,
    package: &Package,
    days: u64,
) -> Draft {
    let begins = setting.today - Days::new(days);
    let eve = begins - Days::new(1);
    let answered_at = at_work(chance, eve, setting.now);
    let waited = Days::new(1 + chance.below(4) as u64);
    let asked_at = at_work(chance, eve - waited, setting.now);
    Draft {
        id: chance.id(setting.made_at),
        state: ContractState::Active,
        years: 1,
        begins,
        ends: ends(begins, 1),
        price: package.price,
        asked_at,
        answered: Some((answered_at, setting.team.doctor())),
        decline_reason: None,
        package: wanted,
        plan: Vec::new(),
    }
}

fn asked(
    chance: &mut Chance,
    setting: &Setting<'_>,
    wanted: usize,
    package: &Package,
    at: DateTime<Utc>,
) -> Draft {
    let at = awake(at);
    let begins = crate::clock::date_in_district(at) + Days::new(1);
    Draft {
        id: chance.id(setting.made_at),
        state: ContractState::Submitted,
        years: 1,
        begins,
        ends: ends(begins, 1),
        price: package.price,
        asked_at: at,
        answered: None,
        decline_reason: None,
        package: wanted,
        plan: Vec::new(),
    }
}

fn declined(chance: &mut Chance, setting: &Setting<'_>, wanted: usize, package: &Package) -> Draft {
    let days = TimeDelta::days(i64::from(chance.between(20, 90)));
    let draft = asked(chance, setting, wanted, package, setting.now - days);
    let answered_at = awake(draft.asked_at + TimeDelta::hours(20));
    Draft {
        state: ContractState::Declined,
        answered: Some((answered_at, setting.team.doctor())),
        decline_reason: Some(chance.pick(&[
            "您住的社区由另一个团队服务，请改选他们，我们已经打过招呼。",
            "这个月名额已满，请下月初再申请，或先签基础包。",
        ])),
        ..draft
    }
}

#[cfg(test)]
#[path = "contracts_tests.rs"]
mod tests;
