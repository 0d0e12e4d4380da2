//! Everything that can go wrong with a call, as the page has to tell it apart.

use domain::problem::{Code, Problem};

use super::json;

/// Why a call brought no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The backend could not be reached.
    Offline,
    /// It was reached, or not, but nothing came back in time.
    Timeout,
    /// Nobody is signed in any more.
    SignInRequired,
    /// The backend said why not.
    Problem(Box<Problem>),
    /// The answer could not be read: the page is older than the backend, or the other way round.
    Decode,
}

impl ApiError {
    /// The backend's code, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::SignInRequired => Some(Code::SignInRequired),
            Self::Offline | Self::Timeout | Self::Decode => None,
        }
    }

    /// Whether trying the same again later may help, without anybody doing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout => true,
            Self::SignInRequired | Self::Decode => false,
            Self::Problem(problem) => {
                matches!(problem.code, Code::Busy | Code::Running | Code::Internal)
            }
        }
    }

    /// What an answer that is no success says; `body` is a problem, or whatever a proxy wrote.
    pub(super) fn from_answer(status: u16, body: &str) -> Self {
        match (status, json::read::<Problem>(body)) {
            (401, _) => Self::SignInRequired,
            (_, Some(problem)) => Self::Problem(Box::new(problem)),
            (502..=504, None) => Self::Problem(Box::new(Problem::new(Code::Busy))),
            (500.., None) => Self::Problem(Box::new(Problem::new(Code::Internal))),
            (404, None) => Self::Problem(Box::new(Problem::new(Code::NotFound))),
            (413, None) => Self::Problem(Box::new(Problem::new(Code::TooLarge))),
            (429, None) => Self::Problem(Box::new(Problem::new(Code::TooMany))),
            (_, None) => Self::Decode,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_keeps_its_code_and_a_proxys_page_becomes_one_that_passes() {
        let body = json::written(&Problem::new(Code::SessionFull));
        assert_eq!(
            ApiError::from_answer(409, &body).code(),
            Some(Code::SessionFull)
        );
        assert!(!ApiError::from_answer(409, &body).passes());
        assert!(ApiError::from_answer(502, "<html>Bad Gateway</html>").passes());
        assert_eq!(ApiError::from_answer(401, ""), ApiError::SignInRequired);
        assert_eq!(ApiError::from_answer(418, "{}"), ApiError::Decode);
    }
}
