//! What every deed of the desk begins with: whose desk it is, and the reason of a refusal, which the
//! person will read.

use domain::access::{Action, Actor, Object, Verdict, may};
use domain::ids::InstitutionId;
use domain::problem::{Code, FieldError, Problem};

use crate::call::Call;
use crate::failure::Failure;

/// Longest reason, in characters.
const REASON_MAX: usize = 200;

/// The institution whose desk calls; whoever sits at none is refused.
pub(super) fn own_desk(call: &Call) -> Result<InstitutionId, Failure> {
    let Actor::Staff { institution_id, .. } = &call.actor else {
        return Err(Code::Forbidden.into());
    };
    let desk = Object::Registration {
        institution_id: *institution_id,
    };
    match may(&call.actor, Action::Register, &desk) {
        Verdict::Allow => Ok(*institution_id),
        Verdict::Hidden | Verdict::Denied | Verdict::OwnFamily => Err(Code::Forbidden.into()),
    }
}

/// The reason of a refusal without the spaces around it.
pub(super) fn reason(given: &str) -> Result<&str, Problem> {
    let reason = given.trim();
    let fault = match reason.chars().count() {
        0 => FieldError::new("reason", "required"),
        long if long > REASON_MAX => FieldError::new("reason", "too_long").with_limit(REASON_MAX),
        _ => return Ok(reason),
    };
    Err(Problem::invalid(vec![fault]))
}
