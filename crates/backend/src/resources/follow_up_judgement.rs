//! Whether a follow-up can be accepted: a sound form, rules that are known, and the
//! same decision here as on the phone. Writes nothing; called by `follow_up_entry`.

use chrono::NaiveDate;
use domain::api::typed_follow_ups::RecordFollowUpBody;
use domain::codes::{ControlClass, Programme};
use domain::ids::ResidentId;
use domain::problem::{Code, FieldError, Problem};
use domain::rules::chronic::{Common, Decision, Form};

use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// Longest text in a field of the form, in characters.
const LONGEST_TEXT: usize = 500;
/// Most drugs on a form.
const MOST_DRUGS: usize = 30;
/// Most times a day that a drug is taken.
const MOST_TIMES_A_DAY: u8 = 24;

/// Whether the form is sound as the doctor saw it, and whether the rules say the same here.
pub(super) fn judge<F: Form>(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: &RecordFollowUpBody<F>,
) -> Result<(), Failure> {
    let form = body.form.common();
    let born = birth_date(tx, call, resident)?;
    let previous = class_before(tx, call, resident, F::PROGRAMME, form.visit_date)?;
    let Some(decision) = body.form.decide(&body.rules_version, born, previous) else {
        return Err(Problem::invalid(vec![FieldError::new("rules_version", "unknown")]).into());
    };
    let mut errors = body.form.check(&body.decision, call.today);
    errors.extend(limits(&form));
    if form.visit_date < born {
        errors.push(FieldError::new("visit_date", "before_birth").with_limit(born));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    if decision == body.decision {
        Ok(())
    } else {
        Err(needs_you(&decision, &body.decision).into())
    }
}

/// Bounds of what the storage takes, which no rule of the field gives.
fn limits(form: &Common<'_>) -> Vec<FieldError> {
    let too_long = |text: &str| text.chars().count() > LONGEST_TEXT;
    let mut errors: Vec<FieldError> = form
        .texts
        .iter()
        .filter(|(_, text)| text.is_some_and(too_long))
        .map(|(field, _)| FieldError::new(field, "too_long").with_limit(LONGEST_TEXT))
        .collect();
    if form.drugs.len() > MOST_DRUGS {
        errors.push(FieldError::new("drugs", "too_many").with_limit(MOST_DRUGS));
    }
    for (at, drug) in form.drugs.iter().enumerate() {
        let twice = form
            .drugs
            .iter()
            .take(at)
            .any(|other| other.name.trim() == drug.name.trim());
        let fault = match drug {
            _ if drug.name.trim().is_empty() => Some(("name", "required")),
            _ if twice => Some(("name", "twice")),
            _ if too_long(&drug.name) => Some(("name", "too_long")),
            _ if too_long(&drug.dose) => Some(("dose", "too_long")),
            _ if drug.times_a_day > MOST_TIMES_A_DAY => Some(("times_a_day", "too_high")),
            _ => None,
        };
        errors.extend(
            fault.map(|(field, reason)| FieldError::new(&format!("drugs.{at}.{field}"), reason)),
        );
    }
    errors
}

/// Says where the decision here differs from the one on the phone, so that the doctor can look.
fn needs_you(ours: &Decision, seen: &Decision) -> Problem {
    let mut errors = Vec::new();
    if ours.class != seen.class {
        errors.push(FieldError::new("decision.class", "differs").with_limit(ours.class.code()));
    }
    if ours.referral != seen.referral {
        errors.push(FieldError::new("decision.referral", "differs"));
    }
    if ours.latest_next != seen.latest_next {
        let limit = ours.latest_next;
        errors.push(FieldError::new("decision.latest_next", "differs").with_limit(limit));
    }
    if ours.reasons != seen.reasons {
        errors.push(FieldError::new("decision.reasons", "differs"));
    }
    let detail = "decided again with the visits known here, the result is another one";
    Problem {
        errors,
        ..Problem::new(Code::NeedsYou).detail(detail)
    }
}

fn birth_date(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<NaiveDate, Failure> {
    let row = tx
        .one(
            "SELECT birth_date FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(row.get("birth_date")?)
}

/// Class of the newest visit before that day.
fn class_before(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: Programme,
    day: NaiveDate,
) -> Result<Option<ControlClass>, Failure> {
    let row = tx.one(
        "SELECT class FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND visited_on < $4
         ORDER BY visited_on DESC, recorded_ms DESC LIMIT 1",
        &[
            (&call.district).into(),
            resident.into(),
            Val::word(&programme)?,
            day.into(),
        ],
    )?;
    Ok(row.map(|row| row.word("class")).transpose()?)
}
