//! Two people who wrote down one visit, or who corrected the same one: who was quicker, what stands there
//! now, and who may write over it. Asked by what records and corrects; writes nothing.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Actor};
use domain::api::conflicts::{OtherVisit, Present, VisitBase};
use domain::api::records::MeasurementKind;
use domain::codes::Role;
use domain::ids::{FollowUpId, ResidentId, StaffId};
use domain::problem::{Code, Problem};
use domain::programme::ProgrammeCode;
use domain::rules::overwrite::{TWIN_DAYS, There, in_the_way, may_overwrite};

use super::follow_up_reading::{find, follow_up};
use super::measurements;
use crate::call::Call;
use crate::db::{Row, Tx};
use crate::failure::Failure;

/// A visit that is to be recorded.
pub(super) struct Coming<'a> {
    pub(super) id: FollowUpId,
    pub(super) resident: ResidentId,
    pub(super) programme: &'a ProgrammeCode,
    pub(super) on: NaiveDate,
    /// What its author knew; `None` where the client does not say.
    pub(super) base: Option<&'a VisitBase>,
}

/// Most visits of one programme and person on one day that are looked at.
const MOST_A_DAY: i64 = 20;

/// Refuses a visit that somebody else has written down already, for all that its author knew, or its author
/// on another phone.
pub(super) fn refuse_twin(tx: &mut dyn Tx, call: &Call, coming: &Coming) -> Result<(), Failure> {
    let Some(base) = coming.base else {
        return Ok(());
    };
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Ok(());
    };
    let days = chrono::Days::new(TWIN_DAYS);
    let (first, last) = (coming.on - days, coming.on + days);
    let rows = tx.rows(
        "SELECT id, version, doctor_id FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3
             AND visited_on >= $4 AND visited_on <= $5 AND id <> $6
         ORDER BY recorded_ms DESC, id DESC LIMIT $7",
        &[
            (&call.district).into(),
            coming.resident.into(),
            coming.programme.as_str().into(),
            first.into(),
            last.into(),
            coming.id.into(),
            MOST_A_DAY.into(),
        ],
    )?;
    let there = |row: &Row| {
        Ok::<_, Failure>(There {
            id: row.get("id")?,
            version: row.get("version")?,
            own: row.get::<StaffId>("doctor_id")? == *staff_id,
        })
    };
    let there = rows.iter().map(there).collect::<Result<Vec<_>, _>>()?;
    let Some(There { id, .. }) = in_the_way(base, &there) else {
        return Ok(());
    };
    let row = find(tx, call, id)?.ok_or_else(|| Failure::broken("a follow-up is gone"))?;
    Err(told(tx, call, &row, None)?.into())
}

/// The refusal of a correction that was made of an older version.
pub(super) fn changed_meanwhile(
    tx: &mut dyn Tx,
    call: &Call,
    row: &Row,
    based_on: i64,
) -> Result<Problem, Failure> {
    told(tx, call, row, Some(based_on))
}

/// Whether the caller signed a visit.
fn own(call: &Call, row: &Row) -> Result<bool, Failure> {
    let doctor: StaffId = row.get("doctor_id")?;
    Ok(matches!(&call.actor, Actor::Staff { staff_id, .. } if *staff_id == doctor))
}

/// Whether the caller may write over a visit of another member of staff.
pub(super) fn may_write_over(tx: &mut dyn Tx, call: &Call, row: &Row) -> Result<bool, Failure> {
    let Actor::Staff { staff_id, role, .. } = &call.actor else {
        return Ok(false);
    };
    let doctor: StaffId = row.get("doctor_id")?;
    let theirs = tx
        .one(
            "SELECT role FROM staff WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), doctor.into()],
        )?
        .map(|row| row.word::<Role>("role"))
        .transpose()?;
    Ok(theirs.is_none_or(|theirs| may_overwrite(doctor == *staff_id, *role, theirs)))
}

fn told(
    tx: &mut dyn Tx,
    call: &Call,
    row: &Row,
    based_on: Option<i64>,
) -> Result<Problem, Failure> {
    let visit = follow_up(row, call)?;
    let resident = visit.person.resident_id;
    // It shows a visit, which is a look at the record, refused or not.
    call.audit(resident, Action::ReadRecord, "follow_up_conflict");
    let mut past = tx.rows(
        "SELECT p.version, p.form, p.ended_ms, s.name AS ended_by FROM follow_up_past p
         JOIN staff s ON s.district_id = p.district_id AND s.id = p.ended_by
         WHERE p.district_id = $1 AND p.id = $2 ORDER BY p.version",
        &[(&call.district).into(), visit.follow_up_id.into()],
    )?;
    let mut before = None;
    for one in &past {
        if based_on == Some(one.get("version")?) {
            before = Some(one.json("form")?);
        }
    }
    let (by, at) = match past.pop() {
        Some(last) => (
            last.get("ended_by")?,
            last.get::<DateTime<Utc>>("ended_ms")?,
        ),
        None => (visit.doctor.clone(), visit.recorded_at),
    };
    let previous = tx.one(
        "SELECT class FROM follow_up
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3 AND visited_on < $4
             AND id <> $5
         ORDER BY visited_on DESC, recorded_ms DESC LIMIT 1",
        &[
            (&call.district).into(),
            resident.into(),
            visit.programme.as_str().into(),
            row.get::<NaiveDate>("visited_on")?.into(),
            visit.follow_up_id.into(),
        ],
    )?;
    let other = OtherVisit {
        by,
        at,
        before,
        may_overwrite: may_write_over(tx, call, row)?,
        own: own(call, row)?,
        previous_class: previous.map(|row| row.get("class")).transpose()?,
        birth_date: row.get("person_birth_date")?,
        height_tenths: measurements::latest(tx, call, resident, MeasurementKind::Height)?,
        visit,
    };
    let text = serde_json::to_string(&other)
        .map_err(|error| Failure::broken(format!("a visit is no JSON: {error}")))?;
    Ok(Problem {
        present: Some(Box::new(Present(text))),
        ..Problem::new(Code::Conflict).detail("somebody else was quicker; see `present`")
    })
}
