//! Whose name stands under a contract that is signed at the bedside: the person's own, or, for a child under
//! 14, a guardian's (个人信息保护法 art. 31: [`CHILD_BELOW`]). Judged on the phone before it is kept, and
//! again by the service.

use crate::codes::Signer;
use crate::grant::CHILD_BELOW;
use crate::person::PersonName;
use crate::problem::FieldError;

/// What is wrong with a signature under the contract of a person of this name and age in years.
#[must_use]
pub fn faults(signer: Signer, signed_by: &str, name: &str, age: u16) -> Vec<FieldError> {
    let written = signed_by.trim();
    let fault = match signer {
        Signer::Oneself if age < CHILD_BELOW => ("signer", "guardian_needed"),
        _ if written.parse::<PersonName>().is_err() => ("signed_by", "not_a_name"),
        Signer::Oneself if written != name => ("signed_by", "differs"),
        Signer::Guardian if written == name => ("signed_by", "is_the_person"),
        Signer::Oneself | Signer::Guardian => return Vec::new(),
    };
    vec![FieldError::new(fault.0, fault.1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grown_person_signs_with_the_own_name_and_a_guardian_with_another() {
        for (signer, written, age, expected) in [
            (Signer::Oneself, "王桂英", 68, None),
            (Signer::Oneself, " 王桂英 ", 68, None),
            (Signer::Oneself, "王桂花", 68, Some("differs")),
            (Signer::Oneself, "", 68, Some("not_a_name")),
            (Signer::Oneself, "<b>", 68, Some("not_a_name")),
            (Signer::Oneself, "王桂英", 14, None),
            (Signer::Oneself, "王桂英", 13, Some("guardian_needed")),
            (Signer::Guardian, "李建国", 13, None),
            (Signer::Guardian, "王桂英", 13, Some("is_the_person")),
            (Signer::Guardian, "李建国", 90, None),
        ] {
            let found = faults(signer, written, "王桂英", age);
            let found = found.first().map(|error| error.reason.as_str());
            assert_eq!(found, expected, "{signer:?} {written} {age}");
        }
    }
}
