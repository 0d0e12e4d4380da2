//! What follows from a call about a follow-up that is due.
//!
//! The national rules name the ends (domain.md §2.0 转归: 死亡, 迁出, 失访, 拒绝) and, for severe mental
//! disorder, that somebody is lost after three visits in vain (§2.5 失访原因 4: 连续3次未访到). That the
//! same holds for calls and for every programme, and how far a day may be put off, is this project's
//! [proposal], kept in [`Rules`] alone so that a district can change it.

use chrono::{Days, NaiveDate};

use crate::api::calls::{CallOutcome, ClosedReason, LastCall, NOTE_MAX};
use crate::problem::FieldError;

/// Figures of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Days after the call by which an agreed day must lie.
    pub agreed_days: u64,
    /// The same for an emergency or a referral check: national rules ask for a look within two weeks.
    pub urgent_days: u64,
    /// Days after the call by which to call again.
    pub later_days: u64,
    /// Days on which nobody was reached, one after another, that make a person lost.
    pub tries: u32,
    /// Days for which a call may be recorded afterwards.
    pub record_days: u64,
}

/// The figures in force.
pub const RULES: Rules = Rules {
    agreed_days: 31,
    urgent_days: 14,
    later_days: 7,
    tries: 3,
    record_days: 31,
};

/// A call, with what is known of the follow-up it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// What came of it.
    pub outcome: CallOutcome,
    /// The day that belongs to the outcome.
    pub on: Option<NaiveDate>,
    /// The day of the call.
    pub called_on: NaiveDate,
    /// Whether it is about an emergency or a referral check.
    pub urgent: bool,
    /// The call before, since the last visit.
    pub before: Option<&'a LastCall>,
}

/// What a call makes of a follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is due on the agreed day.
    DueOn(NaiveDate),
    /// It stays as it is. Nobody was reached on so many days running.
    Stays(u32),
    /// It is closed; with it all of the person's others where the reason holds for the person.
    Closed(ClosedReason),
}

impl ClosedReason {
    /// Whether the reason holds for all of the person's follow-ups. Somebody may refuse one
    /// programme and go on with another.
    #[must_use]
    pub fn of_person(self) -> bool {
        !matches!(self, ClosedReason::Refused)
    }
}

fn in_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days))
        .unwrap_or(NaiveDate::MAX)
}

/// The last day that may go with an outcome; `None` where no future day goes with it.
#[must_use]
pub fn latest(
    rules: &Rules,
    outcome: CallOutcome,
    called_on: NaiveDate,
    urgent: bool,
) -> Option<NaiveDate> {
    match outcome {
        CallOutcome::Agreed if urgent => Some(in_days(called_on, rules.urgent_days)),
        CallOutcome::Agreed => Some(in_days(called_on, rules.agreed_days)),
        CallOutcome::Later => Some(in_days(called_on, rules.later_days)),
        _ => None,
    }
}

/// Fields that cannot be accepted; `today` is the day on which the call is recorded.
#[must_use]
pub fn check(
    rules: &Rules,
    call: &Call<'_>,
    note: Option<&str>,
    today: NaiveDate,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if call.called_on > today {
        errors.push(FieldError::new("called_at", "in_future"));
    } else if in_days(call.called_on, rules.record_days) < today {
        errors.push(FieldError::new("called_at", "too_old").with_limit(rules.record_days));
    }
    let latest = latest(rules, call.outcome, call.called_on, call.urgent);
    match (latest, call.on) {
        (Some(_), None) => errors.push(FieldError::new("on", "required")),
        (Some(_), Some(on)) if on < call.called_on => errors.push(FieldError::new("on", "in_past")),
        (Some(latest), Some(on)) if on > latest => {
            errors.push(FieldError::new("on", "too_late").with_limit(latest));
        }
        // A death is known afterwards.
        (None, Some(on)) if on > call.called_on => errors.push(FieldError::new("on", "in_future")),
        _ => {}
    }
    if note.is_some_and(|note| note.chars().count() > NOTE_MAX) {
        errors.push(FieldError::new("note", "too_long").with_limit(NOTE_MAX));
    }
    errors
}

/// What a call makes of the follow-up it is about.
#[must_use]
pub fn course(rules: &Rules, call: &Call<'_>) -> Course {
    match call.outcome {
        CallOutcome::Agreed => Course::DueOn(call.on.unwrap_or(call.called_on)),
        CallOutcome::Later => Course::Stays(0),
        CallOutcome::Moved => Course::Closed(ClosedReason::Moved),
        CallOutcome::Refused => Course::Closed(ClosedReason::Refused),
        CallOutcome::Died => Course::Closed(ClosedReason::Died),
        CallOutcome::NotReached | CallOutcome::WrongNumber => {
            let tries = tries(call);
            if tries >= rules.tries {
                Course::Closed(ClosedReason::Lost)
            } else {
                Course::Stays(tries)
            }
        }
    }
}

/// Days running on which nobody was reached, this call's among them. Two calls of one day are one.
fn tries(call: &Call<'_>) -> u32 {
    let Some(before) = call.before else { return 1 };
    let in_vain = matches!(
        before.outcome,
        CallOutcome::NotReached | CallOutcome::WrongNumber
    );
    match (in_vain, before.called_on < call.called_on) {
        (true, true) => before.tries.saturating_add(1),
        (true, false) => before.tries.max(1),
        (false, _) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn call(outcome: CallOutcome, on: Option<&str>) -> Call<'static> {
        Call {
            outcome,
            on: on.map(day),
            called_on: day("2026-11-24"),
            urgent: false,
            before: None,
        }
    }

    fn faults(call: &Call<'_>) -> Vec<String> {
        check(&RULES, call, None, day("2026-11-24"))
            .into_iter()
            .map(|error| format!("{}: {}", error.field, error.reason))
            .collect()
    }

    #[test]
    fn an_agreed_day_lies_between_the_call_and_a_month_later() {
        for (on, expected) in [
            ("2026-11-23", vec!["on: in_past"]),
            ("2026-11-24", vec![]),
            ("2026-12-25", vec![]),
            ("2026-12-26", vec!["on: too_late"]),
        ] {
            assert_eq!(
                faults(&call(CallOutcome::Agreed, Some(on))),
                expected,
                "{on}"
            );
        }
        assert_eq!(faults(&call(CallOutcome::Agreed, None)), ["on: required"]);
    }

    #[test]
    fn who_is_urgent_is_seen_within_two_weeks() {
        for (on, expected) in [("2026-12-08", 0), ("2026-12-09", 1)] {
            let urgent = Call {
                urgent: true,
                ..call(CallOutcome::Agreed, Some(on))
            };
            assert_eq!(faults(&urgent).len(), expected, "{on}");
        }
    }

    #[test]
    fn another_call_is_made_within_a_week() {
        assert!(faults(&call(CallOutcome::Later, Some("2026-12-01"))).is_empty());
        assert_eq!(
            faults(&call(CallOutcome::Later, Some("2026-12-02"))),
            ["on: too_late"]
        );
        assert_eq!(faults(&call(CallOutcome::Later, None)), ["on: required"]);
    }

    #[test]
    fn a_death_is_not_told_in_advance_and_its_day_need_not_be_known() {
        assert!(faults(&call(CallOutcome::Died, None)).is_empty());
        assert!(faults(&call(CallOutcome::Died, Some("2026-11-24"))).is_empty());
        assert_eq!(
            faults(&call(CallOutcome::Died, Some("2026-11-25"))),
            ["on: in_future"]
        );
    }

    #[test]
    fn a_call_is_recorded_within_a_month_and_not_before_it_was() {
        for (called_on, expected) in [
            ("2026-10-23", vec!["called_at: too_old"]),
            ("2026-10-24", vec![]),
            ("2026-11-24", vec![]),
            ("2026-11-25", vec!["called_at: in_future"]),
        ] {
            let call = Call {
                called_on: day(called_on),
                ..call(CallOutcome::NotReached, None)
            };
            assert_eq!(faults(&call), expected, "{called_on}");
        }
    }

    #[test]
    fn a_note_is_counted_in_characters() {
        let call = call(CallOutcome::NotReached, None);
        for (length, expected) in [(200, 0), (201, 1)] {
            let note = "好".repeat(length);
            let errors = check(&RULES, &call, Some(&note), day("2026-11-24"));
            assert_eq!(errors.len(), expected, "{length}");
        }
    }

    #[test]
    fn each_end_closes_with_its_reason_and_an_agreed_day_is_the_new_date() {
        for (outcome, on, expected) in [
            (
                CallOutcome::Agreed,
                Some("2026-11-30"),
                Course::DueOn(day("2026-11-30")),
            ),
            (CallOutcome::Later, Some("2026-11-30"), Course::Stays(0)),
            (
                CallOutcome::Moved,
                None,
                Course::Closed(ClosedReason::Moved),
            ),
            (
                CallOutcome::Refused,
                None,
                Course::Closed(ClosedReason::Refused),
            ),
            (CallOutcome::Died, None, Course::Closed(ClosedReason::Died)),
            (CallOutcome::NotReached, None, Course::Stays(1)),
            (CallOutcome::WrongNumber, None, Course::Stays(1)),
        ] {
            assert_eq!(course(&RULES, &call(outcome, on)), expected, "{outcome:?}");
        }
    }

    #[test]
    fn only_a_refusal_leaves_the_persons_other_programmes_alone() {
        use ClosedReason::{Died, Lost, Moved, Refused};
        assert!([Died, Moved, Lost].iter().all(|reason| reason.of_person()));
        assert!(!Refused.of_person());
    }

    fn before(outcome: CallOutcome, called_on: &str, tries: u32) -> LastCall {
        LastCall {
            outcome,
            called_on: day(called_on),
            on: None,
            tries,
        }
    }

    #[test]
    fn the_third_day_in_vain_makes_a_person_lost() {
        for (known, expected) in [
            (
                before(CallOutcome::NotReached, "2026-11-23", 1),
                Course::Stays(2),
            ),
            (
                before(CallOutcome::WrongNumber, "2026-11-23", 2),
                Course::Closed(ClosedReason::Lost),
            ),
            // Twice on one day is one try.
            (
                before(CallOutcome::NotReached, "2026-11-24", 2),
                Course::Stays(2),
            ),
            // Whoever was reached in between is not lost.
            (
                before(CallOutcome::Later, "2026-11-23", 0),
                Course::Stays(1),
            ),
            (
                before(CallOutcome::Agreed, "2026-11-23", 0),
                Course::Stays(1),
            ),
        ] {
            let call = Call {
                before: Some(&known),
                ..call(CallOutcome::NotReached, None)
            };
            assert_eq!(course(&RULES, &call), expected, "{known:?}");
        }
    }
}
