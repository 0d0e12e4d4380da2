//! When somebody was followed up, how it went, and when the next visit is due: the skeleton that
//! the programmes fill with values. Built backwards from where the person shall stand in today's
//! list, so that every team has urgent, overdue and coming visits on whatever day the demo is made.

use chrono::{Days, Months, NaiveDate};
use domain::calendar::Calendar;

use super::chance::Chance;

/// How long back a course of visits reaches.
const COURSE_DAYS: u64 = 730;
/// Days to the next visit after one that went badly (NBPHS-3-2017).
const RECHECK_DAYS: u64 = 14;
/// Months to the next visit after one that went well.
const ROUTINE_MONTHS: u32 = 3;

/// Where somebody stands in today's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An emergency, or a referral to check.
    Urgent,
    /// The date has passed.
    Overdue,
    /// Due within seven days.
    Soon,
    /// Due later.
    Later,
}

impl Standing {
    /// The standing of a team's n-th person in a programme: all kinds among any twelve.
    #[must_use]
    pub fn of_nth(n: usize) -> Self {
        use Standing::{Later, Overdue, Soon, Urgent};
        [
            Soon, Later, Overdue, Later, Urgent, Later, Soon, Later, Overdue, Later, Later, Later,
        ][n % 12]
    }
}

/// How a visit went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Under control.
    Controlled,
    /// Not under control.
    Uncontrolled,
    /// Values of an emergency.
    Emergency,
}

/// One visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Day, a working day up to today.
    pub date: NaiveDate,
    /// How it went.
    pub outcome: Outcome,
    /// The next date that was agreed.
    pub next: NaiveDate,
}

/// The visits of one person in one programme, oldest first; never empty. The last one's `next` is
/// what is due now.
#[must_use]
pub fn visits(
    chance: &mut Chance,
    calendar: &Calendar,
    today: NaiveDate,
    standing: Standing,
) -> Vec<Slot> {
    let (due, outcome) = due(chance, today, standing);
    let date = forward(calendar, due_before(due, outcome), today);
    let last = Slot {
        date,
        outcome,
        next: due,
    };
    let mut visits = vec![last];
    let wanted = chance.between(4, 8) as usize;
    let mut second_in_a_row = standing == Standing::Urgent && outcome == Outcome::Uncontrolled;
    let mut after = last;
    while visits.len() < wanted || second_in_a_row {
        let outcome = earlier(chance, after.outcome, second_in_a_row);
        second_in_a_row = false;
        let early = Days::new(chance.below(6) as u64);
        let date = backward(
            calendar,
            due_before(after.date, outcome) + early,
            after.date,
        );
        if date + Days::new(COURSE_DAYS) < today {
            break;
        }
        let latest = latest(date, outcome);
        let agreed = after.date + Days::new(chance.below(4) as u64);
        after = Slot {
            date,
            outcome,
            next: agreed.min(latest),
        };
        visits.push(after);
    }
    visits.reverse();
    visits
}

/// What is due now, and how the last visit went.
fn due(chance: &mut Chance, today: NaiveDate, standing: Standing) -> (NaiveDate, Outcome) {
    let well = chance.percent(75);
    let day = |chance: &mut Chance, low, high| {
        let days = i64::from(chance.between(low, high));
        today
            .checked_add_signed(chrono::TimeDelta::days(days))
            .unwrap_or(today)
    };
    match standing {
        Standing::Urgent if chance.percent(40) => (day(chance, -4, 3), Outcome::Emergency),
        Standing::Urgent => (day(chance, -4, 3), Outcome::Uncontrolled),
        Standing::Overdue if well => (day(chance, -40, -1), Outcome::Controlled),
        Standing::Overdue => (day(chance, -20, -1), Outcome::Uncontrolled),
        Standing::Soon if well => (day(chance, 1, 7), Outcome::Controlled),
        Standing::Soon => (day(chance, 1, 3), Outcome::Uncontrolled),
        Standing::Later => (day(chance, 10, 75), Outcome::Controlled),
    }
}

/// How the visit before went: mostly well, and never badly twice running unless that is wanted.
fn earlier(chance: &mut Chance, after: Outcome, second_in_a_row: bool) -> Outcome {
    let bad = second_in_a_row || (after == Outcome::Controlled && chance.percent(20));
    if bad {
        Outcome::Uncontrolled
    } else {
        Outcome::Controlled
    }
}

fn latest(date: NaiveDate, outcome: Outcome) -> NaiveDate {
    match outcome {
        Outcome::Controlled => date.checked_add_months(Months::new(ROUTINE_MONTHS)),
        Outcome::Uncontrolled | Outcome::Emergency => {
            date.checked_add_days(Days::new(RECHECK_DAYS))
        }
    }
    .unwrap_or(date)
}

/// The earliest day of a visit from which `date` is still in time.
fn due_before(date: NaiveDate, outcome: Outcome) -> NaiveDate {
    let back = match outcome {
        Outcome::Controlled => date.checked_sub_months(Months::new(ROUTINE_MONTHS)),
        Outcome::Uncontrolled | Outcome::Emergency => {
            date.checked_sub_days(Days::new(RECHECK_DAYS))
        }
    };
    // Three months before 31 May is 28 February, and three months after that is only 28 May.
    let days = back.unwrap_or(date).iter_days();
    days.take_while(|day| *day < date)
        .find(|day| latest(*day, outcome) >= date)
        .unwrap_or(date)
}

/// The first working day from this one on, up to today.
fn forward(calendar: &Calendar, from: NaiveDate, today: NaiveDate) -> NaiveDate {
    calendar.working_days(from, today).next().unwrap_or(from)
}

/// The last working day up to this one, and before another.
fn backward(calendar: &Calendar, from: NaiveDate, before: NaiveDate) -> NaiveDate {
    let mut date = from.min(before - Days::new(1));
    while !calendar.is_working_day(date) {
        date = date - Days::new(1);
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::chance::Subject;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn all(today: NaiveDate, standing: Standing) -> Vec<Vec<Slot>> {
        let calendar = crate::demo::schedule::calendar().unwrap();
        (0..300)
            .map(|n| {
                visits(
                    &mut Chance::of(5, Subject::History, n),
                    &calendar,
                    today,
                    standing,
                )
            })
            .collect()
    }

    #[test]
    fn the_last_visit_leaves_everybody_where_they_shall_stand() {
        // In the long holidays of autumn as well, when there is no working day for a week.
        for today in ["2026-11-24", "2026-10-05", "2026-10-08", "2027-02-28"].map(day) {
            let soon = today + Days::new(7);
            for visits in all(today, Standing::Overdue) {
                assert!(visits.last().unwrap().next < today);
            }
            for visits in all(today, Standing::Soon) {
                let next = visits.last().unwrap().next;
                assert!(today < next && next <= soon);
            }
            for visits in all(today, Standing::Later) {
                assert!(visits.last().unwrap().next > soon);
            }
            for visits in all(today, Standing::Urgent) {
                let bad = |slot: &Slot| slot.outcome != Outcome::Controlled;
                let (last, before) = (visits.len() - 1, visits.len().saturating_sub(2));
                assert!(visits[last].outcome == Outcome::Emergency || bad(&visits[before]));
            }
        }
    }

    #[test]
    fn visits_are_on_working_days_in_order_and_agree_on_a_later_day_in_time() {
        let calendar = crate::demo::schedule::calendar().unwrap();
        let today = day("2026-11-24");
        for standing in [
            Standing::Urgent,
            Standing::Overdue,
            Standing::Soon,
            Standing::Later,
        ] {
            for visits in all(today, standing) {
                assert!(visits.is_sorted_by(|a, b| a.date < b.date));
                for slot in visits {
                    assert!(calendar.is_working_day(slot.date), "{}", slot.date);
                    assert!(slot.date <= today && slot.date + Days::new(COURSE_DAYS) >= today);
                    assert!(slot.date < slot.next && slot.next <= latest(slot.date, slot.outcome));
                }
            }
        }
    }

    #[test]
    fn any_twelve_people_of_a_team_stand_in_all_places() {
        for first in 0..12 {
            let twelve: Vec<_> = (first..first + 12).map(Standing::of_nth).collect();
            for standing in [
                Standing::Urgent,
                Standing::Overdue,
                Standing::Soon,
                Standing::Later,
            ] {
                assert!(twelve.contains(&standing), "{standing:?} from {first}");
            }
        }
    }
}
