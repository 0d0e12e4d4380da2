//! Why a handler did not answer: a problem for the caller, or a fault of ours. Converted to
//! `application/problem+json` in one place, `http::problem`.

use domain::problem::{Code, Problem};

use crate::db::DbError;
use crate::seal::SealError;

/// What a handler gives instead of a reply.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Failure {
    /// The caller is refused; nothing that the handler wrote is kept.
    #[error("refused: {0:?}")]
    Refused(Problem),
    /// The caller is refused, and what the handler wrote is kept: a counted try, a used code.
    #[error("refused, with what was written: {0:?}")]
    RefusedAndKept(Problem),
    /// The storage failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A sealed field does not open. Never the caller's fault.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Something that cannot be, said in words for the log (no personal data).
    #[error("broken: {0}")]
    Broken(String),
}

impl Failure {
    /// A refusal whose writes stay.
    #[must_use]
    pub fn kept(problem: impl Into<Problem>) -> Self {
        Failure::RefusedAndKept(problem.into())
    }

    /// Something in storage that should not be there.
    #[must_use]
    pub fn broken(what: impl Into<String>) -> Self {
        Failure::Broken(what.into())
    }

    /// Whether the transaction is committed all the same.
    #[must_use]
    pub fn keeps_writes(&self) -> bool {
        matches!(self, Failure::RefusedAndKept(_))
    }

    /// What the caller is told. Faults of ours say no more than that.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Failure::Refused(problem) | Failure::RefusedAndKept(problem) => problem.clone(),
            // Of a commit whose outcome is unknown, too, the same request again learns the outcome.
            Failure::Db(
                DbError::Busy | DbError::Conflict(_) | DbError::Lost(_) | DbError::Unknown(_),
            ) => Problem::new(Code::Busy).retry_after(1),
            Failure::Db(DbError::Full(_)) => Problem::new(Code::Busy)
                .retry_after(10)
                .detail("the disk is full"),
            Failure::Db(DbError::Stopped | DbError::Disk(_)) => Problem::new(Code::Busy)
                .retry_after(10)
                .detail("the disk takes no writes"),
            Failure::Db(_) | Failure::Seal(_) | Failure::Broken(_) => Problem::new(Code::Internal),
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Failure::Refused(code.into())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Refused(problem)
    }
}
