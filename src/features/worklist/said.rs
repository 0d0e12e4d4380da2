//! What came of a call, and why a follow-up was closed, in words.

use chrono::NaiveDate;
use domain::api::calls::{CallCard, CallOutcome, ClosedReason};

use crate::i18n::texts::worklist as words;
use crate::i18n::{Text, format};

/// What came of a call, as a nurse chooses it.
pub(super) fn outcome(outcome: CallOutcome) -> Text {
    match outcome {
        CallOutcome::Agreed => words::OUTCOME_AGREED,
        CallOutcome::Later => words::OUTCOME_LATER,
        CallOutcome::NotReached => words::OUTCOME_NOT_REACHED,
        CallOutcome::WrongNumber => words::OUTCOME_WRONG_NUMBER,
        CallOutcome::Moved => words::OUTCOME_MOVED,
        CallOutcome::Refused => words::OUTCOME_REFUSED,
        CallOutcome::Died => words::OUTCOME_DIED,
    }
}

/// All of them, the usual ones first.
pub(super) const OUTCOMES: [CallOutcome; 7] = [
    CallOutcome::Agreed,
    CallOutcome::Later,
    CallOutcome::NotReached,
    CallOutcome::WrongNumber,
    CallOutcome::Moved,
    CallOutcome::Refused,
    CallOutcome::Died,
];

/// Why it was closed.
pub(super) fn reason(reason: ClosedReason) -> Text {
    match reason {
        ClosedReason::Died => words::CLOSED_DIED,
        ClosedReason::Moved => words::CLOSED_MOVED,
        ClosedReason::Lost => words::CLOSED_LOST,
        ClosedReason::Refused => words::CLOSED_REFUSED,
    }
}

/// What came of a call with its day: 约好了 · 12月3日.
pub(super) fn line(card: &CallCard) -> String {
    let day = card.on.map(|day: NaiveDate| format::date(day));
    let closed = card.closed.map(|why| reason(why).get().to_owned());
    let parts = [Some(outcome(card.outcome).get().to_owned()), day, closed];
    parts
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(format::DOT)
}
