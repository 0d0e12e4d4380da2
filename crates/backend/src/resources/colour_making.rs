//! Makes the colour of a person anew (三色标): from the visits that hold and the dates that are due, by the
//! mapping in `crate::three_colours`. Called in the transaction that records, corrects or voids a visit, and
//! by the job of a day; every change is kept with what made it. Where the person is followed up follows in
//! `push_moves`.

use domain::access::{Actor, Care};
use domain::api::colours::Cause;
use domain::ids::{ResidentId, StaffId};
use domain::programme::ProgrammeCode;
use domain::rules::three_colours::{Colour, Course, Level, Source, Visited, colour, level};

use super::area_positions;
use super::push_moves::{self, Levels};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::three_colours::rules;

/// A colour as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Held {
    /// The one that holds.
    pub(super) colour: Colour,
    /// What the rules say.
    pub(super) computed: Colour,
    /// What made the computed one.
    pub(super) sources: Vec<Source>,
    /// Where the person is followed up.
    pub(super) level: Level,
    /// The doctor who set the one that holds.
    pub(super) set_by: Option<StaffId>,
    /// Version.
    pub(super) version: i64,
}

/// The colour of a person, where there is one.
pub(super) fn held(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<Held>, Failure> {
    let row = tx.one(
        "SELECT colour, computed, sources, level, set_by, version FROM colour
         WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Held {
        colour: row.word("colour")?,
        computed: row.word("computed")?,
        sources: row.json("sources")?,
        level: row.word("level")?,
        set_by: row.get("set_by")?,
        version: row.get("version")?,
    }))
}

/// What the rules say today.
pub(super) fn sources(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<Source>, Failure> {
    Ok(rules().sources(&courses(tx, call, resident)?, call.today))
}

/// The visits that hold, and the dates that are due, of each programme.
pub(super) fn courses(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<Course>, Failure> {
    let whose: [Val; 2] = [(&call.district).into(), resident.into()];
    let mut courses: Vec<Course> = Vec::new();
    for row in tx.rows(
        "SELECT programme, visited_on, class, referral FROM follow_up
         WHERE district_id = $1 AND resident_id = $2
         ORDER BY programme, visited_on DESC, recorded_ms DESC, id DESC",
        &whose,
    )? {
        let programme: ProgrammeCode = row.word("programme")?;
        let visit = Visited {
            on: row.get("visited_on")?,
            class: row.get("class")?,
            referral: row.word("referral")?,
        };
        match courses.last_mut() {
            Some(course) if course.programme == programme => course.visits.push(visit),
            _ => courses.push(Course {
                programme,
                visits: vec![visit],
                due: None,
            }),
        }
    }
    for row in tx.rows(
        "SELECT programme, due FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 ORDER BY programme",
        &whose,
    )? {
        let programme: ProgrammeCode = row.word("programme")?;
        let due = row.get("due")?;
        let mut all = courses.iter_mut();
        if let Some(course) = all.find(|course| course.programme == programme) {
            course.due = Some(due);
        }
    }
    Ok(courses)
}

/// What a colour is made of has changed. A colour that a doctor set holds until the rules say another one than
/// they did.
pub fn changed(tx: &mut dyn Tx, call: &Call, care: &Care, cause: Cause) -> Result<(), Failure> {
    let resident = care.resident_id;
    let sources = sources(tx, call, resident)?;
    let before = held(tx, call, resident)?;
    let computed = match (colour(&sources), &before) {
        (None, None) => return Ok(()),
        // No visit holds any more, and nobody is referred: there is nothing to keep the person up there for.
        (found, _) => found.unwrap_or(Colour::Green),
    };
    if let Some(before) = &before
        && before.computed == computed
    {
        tx.exec(
            "UPDATE colour SET sources = $3, rules = $4 WHERE district_id = $1 AND resident_id = $2",
            &[
                (&call.district).into(),
                resident.into(),
                Val::json(&sources)?,
                (&rules().edition).into(),
            ],
        )?;
        if before.sources != sources {
            push_moves::tell_reasons(tx, call, resident, &sources)?;
        }
        return Ok(());
    }
    let levels = push_moves::levels(tx, call, care)?;
    let at = before.map_or_else(|| first(cause, computed, &levels), |before| before.level);
    let made = Made {
        colour: computed,
        computed,
        sources: &sources,
        cause,
        by: by(call),
        reason: None,
    };
    keep(tx, call, resident, at, &made)?;
    push_moves::route(tx, call, care, at, &levels, &made)?;
    area_positions::changed(tx, call, resident)
}

/// Where somebody is followed up who had no colour: the nearest level after a visit, so that another one is
/// asked; the own team's where a day made it, so that a district does not begin with a flood of pushes.
fn first(cause: Cause, colour: Colour, levels: &Levels) -> Level {
    let wanted = if cause == Cause::Day {
        colour.min(Colour::Yellow)
    } else {
        Colour::Green
    };
    level(wanted, &levels.there)
}

fn by(call: &Call) -> Option<StaffId> {
    match &call.actor {
        Actor::Staff { staff_id, .. } => Some(*staff_id),
        Actor::Visitor | Actor::Account { .. } => None,
    }
}

/// A colour that was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made<'a> {
    /// The one that holds.
    pub(super) colour: Colour,
    /// What the rules say.
    pub(super) computed: Colour,
    /// What made the computed one.
    pub(super) sources: &'a [Source],
    /// What changed it.
    pub(super) cause: Cause,
    /// Who; nobody where a day passed.
    pub(super) by: Option<StaffId>,
    /// A doctor's reason.
    pub(super) reason: Option<&'a str>,
}

/// Keeps a colour, and that it changed.
pub(super) fn keep(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    at: Level,
    made: &Made<'_>,
) -> Result<(), Failure> {
    let edition: Val = (&rules().edition).into();
    let sources = Val::json(&made.sources)?;
    let set_by = made.by.filter(|_| made.colour != made.computed);
    let kept = tx.one(
        "INSERT INTO colour (district_id, resident_id, colour, computed, sources, rules, level,
             set_by, since_ms, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
         ON CONFLICT (district_id, resident_id) DO UPDATE SET
             colour = excluded.colour, computed = excluded.computed, sources = excluded.sources,
             rules = excluded.rules, set_by = excluded.set_by, since_ms = excluded.since_ms,
             version = colour.version + 1
         RETURNING version",
        &[
            (&call.district).into(),
            resident.into(),
            Val::word(&made.colour)?,
            Val::word(&made.computed)?,
            sources.clone(),
            edition.clone(),
            Val::word(&at)?,
            set_by.into(),
            call.now.into(),
        ],
    )?;
    let version: i64 = kept
        .ok_or_else(|| Failure::broken("a colour is gone"))?
        .get("version")?;
    tx.exec(
        "INSERT INTO colour_change (district_id, resident_id, version, at_ms, colour, cause, by_staff,
             sources, rules, reason)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            (&call.district).into(),
            resident.into(),
            version.into(),
            call.now.into(),
            Val::word(&made.colour)?,
            Val::word(&made.cause)?,
            made.by.into(),
            sources,
            edition,
            made.reason.into(),
        ],
    )?;
    Ok(())
}
