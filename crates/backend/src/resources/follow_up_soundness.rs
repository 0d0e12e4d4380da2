//! Whether a follow-up can be accepted: an edition that is known, a sound form, and the same decision here
//! as on the phone. Writes nothing; called by `follow_up_recording`.

use domain::api::follow_ups::RecordFollowUpBody;
use domain::api::records::MeasurementKind;
use domain::ids::ResidentId;
use domain::problem::{Code, FieldError, Problem};
use domain::programme::{
    Answers, Decision, Definition, Known, ProgrammeCode, Value, check, decide,
};
use domain::rules::departure::{Departure, visit_fault};

use super::departures::{departure, departure_columns};
use super::measurements;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::programmes;

/// Longest text in a field of the form, in characters.
const LONGEST_TEXT: usize = 500;
/// Most drugs on a form.
const MOST_DRUGS: usize = 30;
/// Most times a day that a drug is taken.
const MOST_TIMES_A_DAY: u8 = 24;

/// A follow-up that can be accepted.
pub(super) struct Sound {
    /// The edition it is made with.
    pub(super) definition: &'static Definition,
    /// What is known of the person.
    pub(super) known: Known,
}

/// Whether the form is sound as the doctor saw it, and whether the rules say the same here.
pub(super) fn judge(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
    body: &RecordFollowUpBody,
) -> Result<Sound, Failure> {
    let edition = &body.rules_version;
    let Some(definition) = programmes::edition(programme, edition) else {
        return Err(Problem::invalid(vec![FieldError::new("rules_version", "unknown")]).into());
    };
    let (known, departure) = known(tx, call, resident)?;
    let mut errors = check(
        definition,
        &body.form,
        &known,
        Some(&body.decision),
        call.today,
    );
    errors.extend(limits(&body.form));
    let on = body.form.day("visit_date");
    errors.extend(on.and_then(|on| visit_fault("visit_date", departure.as_ref(), on)));
    let previous = class_before(tx, call, resident, programme, body)?;
    let decision = decide(definition, &body.form, &known, previous.as_deref());
    match decision {
        Some(decision) if errors.is_empty() && decision == body.decision => {
            Ok(Sound { definition, known })
        }
        Some(decision) if errors.is_empty() => Err(needs_you(&decision, &body.decision).into()),
        _ => Err(Problem::invalid(errors).into()),
    }
}

/// Bounds of what the storage takes, which no rule of the field gives.
fn limits(form: &Answers) -> Vec<FieldError> {
    let too_long = |text: &str| text.chars().count() > LONGEST_TEXT;
    let mut errors = Vec::new();
    for (key, value) in form.iter() {
        if value.as_text().is_some_and(too_long) {
            errors.push(FieldError::new(key, "too_long").with_limit(LONGEST_TEXT));
        }
        if let ("carried", value) = (key, value)
            && !matches!(value, Value::Map(days) if days.iter().all(|(key, _)| days.day(key).is_some()))
        {
            errors.push(FieldError::new(key, "unknown"));
        }
    }
    errors.extend(of_drugs(form));
    errors
}

fn of_drugs(form: &Answers) -> Vec<FieldError> {
    let too_long = |text: &str| text.chars().count() > LONGEST_TEXT;
    let drugs = form.drugs("drugs");
    let mut errors = Vec::new();
    if drugs.len() > MOST_DRUGS {
        errors.push(FieldError::new("drugs", "too_many").with_limit(MOST_DRUGS));
    }
    for (at, drug) in drugs.iter().enumerate() {
        let mut others = drugs.iter().take(at);
        let fault = match drug {
            _ if drug.name.trim().is_empty() => Some(("name", "required")),
            _ if others.any(|other| other.name.trim() == drug.name.trim()) => {
                Some(("name", "twice"))
            }
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
        errors.push(FieldError::new("decision.class", "differs").with_limit(&ours.class));
    }
    if ours.referral != seen.referral {
        errors.push(FieldError::new("decision.referral", "differs"));
    }
    if ours.latest_next != seen.latest_next {
        let differs = FieldError::new("decision.latest_next", "differs");
        errors.push(match ours.latest_next {
            Some(day) => differs.with_limit(day),
            None => differs,
        });
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

/// What is known of the person, and how they left.
fn known(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<(Known, Option<Departure>), Failure> {
    let row = tx
        .one(
            concat!(
                "SELECT r.birth_date, r.sex, ",
                departure_columns!(),
                " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
            ),
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let known = Known {
        born: row.get("birth_date")?,
        sex: row.word("sex")?,
        height: measurements::latest(tx, call, resident, MeasurementKind::Height)?,
    };
    Ok((known, departure(&row)?))
}

/// Class of the newest visit before the day of this one, which may be recorded already and be corrected.
fn class_before(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
    body: &RecordFollowUpBody,
) -> Result<Option<String>, Failure> {
    let Some(day) = body.form.day("visit_date") else {
        return Ok(None);
    };
    let row = tx.one(
        "SELECT class FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND visited_on < $4
             AND id <> $5
         ORDER BY visited_on DESC, recorded_ms DESC LIMIT 1",
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
            day.into(),
            body.id.into(),
        ],
    )?;
    Ok(row.map(|row| row.get("class")).transpose()?)
}
