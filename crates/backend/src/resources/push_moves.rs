//! How a person moves between village, township and hospital: a colour of another level makes a push, and
//! whoever accepts it follows the person up from then on. There is one waiting push a person at most; a
//! colour that changes again takes it back or turns it. Decides who is asked, and nothing of who may answer.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::Care;
use domain::api::colours::{Cause, PushState};
use domain::api::messages::MessageKind;
use domain::ids::{PushId, ResidentId, StaffId, TeamId};
use domain::rules::three_colours::{Level, Source, level};

use super::colour_making::{Made, held};
use super::departures::departure_of;
use super::messages::send_message;
use super::{area_positions, follow_up_plans};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::three_colours::rules;

/// The levels that there are for a person.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    /// The nearest first.
    pub(super) there: Vec<Level>,
    /// The hospital's team.
    pub(super) upper: Option<TeamId>,
}

/// Asks which levels there are for a person: a village doctor of the own village, the own team, and the
/// hospital's team that takes the institution's people.
pub(super) fn levels(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<Levels, Failure> {
    let village = tx.one(
        "SELECT s.id FROM team_member m
         JOIN staff s ON s.district_id = m.district_id AND s.id = m.staff_id
         JOIN staff_village v ON v.district_id = s.district_id AND v.staff_id = s.id
         WHERE m.district_id = $1 AND m.team_id = $2 AND v.village = $3
             AND s.role = 'village_doctor' AND s.active = 1
         LIMIT 1",
        &[
            (&call.district).into(),
            care.team_id.into(),
            (&care.village).into(),
        ],
    )?;
    let upper = tx.one(
        "SELECT team_id FROM upper_team WHERE district_id = $1 AND institution_id = $2",
        &[(&call.district).into(), care.institution_id.into()],
    )?;
    let upper: Option<TeamId> = upper.map(|row| row.get("team_id")).transpose()?;
    let village = village.map(|_| Level::Village);
    // Whoever is in a hospital's care comes back from there, even where no hospital is named any more.
    let hospital = upper.or(care.raised_team_id).map(|_| Level::Hospital);
    let all = [village, Some(Level::Township), hospital];
    Ok(Levels {
        there: all.into_iter().flatten().collect(),
        upper,
    })
}

/// A new colour: whoever has to follow the person up is asked, and nobody else any more.
pub(super) fn route(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    at: Level,
    levels: &Levels,
    made: &Made<'_>,
) -> Result<(), Failure> {
    let wanted = level(made.colour, &levels.there);
    let next = rules().step(at, wanted, &levels.there);
    let resident = care.resident_id;
    // Nobody takes over whoever has left.
    if departure_of(tx, call, resident)?.is_some() {
        return settle(tx, call, resident);
    }
    let waiting = tx.one(
        "SELECT id, to_level FROM push
         WHERE district_id = $1 AND resident_id = $2 AND state = 'waiting'",
        &[(&call.district).into(), resident.into()],
    )?;
    if let Some(row) = &waiting
        && Some(row.word::<Level>("to_level")?) == next
    {
        // They are asked already; the time goes on.
        tx.exec(
            "UPDATE push SET colour = $3, sources = $4, note = coalesce($5, note),
                 version = version + 1
             WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                row.get::<PushId>("id")?.into(),
                Val::word(&made.colour)?,
                Val::json(&made.sources)?,
                made.reason.into(),
            ],
        )?;
        return Ok(());
    }
    settle(tx, call, resident)?;
    match next {
        Some(to) => {
            let id = call.new_id()?;
            push(tx, call, care, (id, at, to), levels, made)
        }
        None => Ok(()),
    }
}

/// The colour is what it was, but not for the same reasons: whoever is asked reads those that hold.
pub(super) fn tell_reasons(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    sources: &[Source],
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE push SET sources = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND state = 'waiting'",
        &[
            (&call.district).into(),
            resident.into(),
            Val::json(&sources)?,
        ],
    )?;
    Ok(())
}

/// What waits for somebody is taken back, and what was returned is settled.
pub(super) fn settle(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<(), Failure> {
    tx.exec(
        "UPDATE push SET open = 0, state = 'withdrawn', answered_ms = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND state = 'waiting'",
        &[(&call.district).into(), resident.into(), call.now.into()],
    )?;
    tx.exec(
        "UPDATE push SET open = 0, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND open = 1",
        &[(&call.district).into(), resident.into()],
    )?;
    Ok(())
}

/// Asks a level to take the person over.
pub(super) fn push(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    (id, from, to): (PushId, Level, Level),
    levels: &Levels,
    made: &Made<'_>,
) -> Result<(), Failure> {
    let of = |level: Level| match level {
        Level::Hospital => care.raised_team_id.or(levels.upper),
        Level::Village | Level::Township => Some(care.team_id),
    };
    let (Some(from_team), Some(to_team)) = (of(from), of(to)) else {
        return Err(Failure::broken("a level without a team is asked"));
    };
    tx.exec(
        "INSERT INTO push (district_id, id, resident_id, village, from_level, from_team, to_level,
             to_team, colour, sources, note, state, open, made_ms, made_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 1, $12, $13, 1)",
        &[
            (&call.district).into(),
            id.into(),
            care.resident_id.into(),
            (&care.village).into(),
            Val::word(&from)?,
            from_team.into(),
            Val::word(&to)?,
            to_team.into(),
            Val::word(&made.colour)?,
            Val::json(&made.sources)?,
            made.reason.into(),
            call.now.into(),
            made.by.into(),
        ],
    )?;
    Ok(())
}

/// A push that is being answered.
pub(crate) struct Asked {
    /// The push.
    pub(super) id: PushId,
    /// Which level is asked.
    pub(super) to: Level,
    /// Which team.
    pub(super) team: TeamId,
}

/// Answers a push, if it still waits; `false` where somebody was quicker.
pub(crate) fn answer(
    tx: &mut dyn Tx,
    call: &Call,
    push: PushId,
    by: StaffId,
    state: PushState,
    reason: Option<&str>,
) -> Result<bool, Failure> {
    let changed = tx.exec(
        "UPDATE push SET state = $3, open = $4, answered_ms = $5, answered_by = $6, reason = $7,
             version = version + 1
         WHERE district_id = $1 AND id = $2 AND state = 'waiting'",
        &[
            (&call.district).into(),
            push.into(),
            Val::word(&state)?,
            (state == PushState::Returned).into(),
            call.now.into(),
            by.into(),
            reason.into(),
        ],
    )?;
    Ok(changed == 1)
}

/// The person is followed up at another level from now on; the next one is asked where the way goes on.
pub(crate) fn arrive(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    asked: &Asked,
) -> Result<(), Failure> {
    let resident = care.resident_id;
    area_positions::changed(tx, call, resident)?;
    tx.exec(
        "UPDATE colour SET level = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2",
        &[
            (&call.district).into(),
            resident.into(),
            Val::word(&asked.to)?,
        ],
    )?;
    let raised = (asked.to == Level::Hospital).then_some(asked.team);
    if raised != care.raised_team_id {
        tx.exec(
            "UPDATE resident SET raised_team_id = $3, version = version + 1
             WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into(), raised.into()],
        )?;
        follow_up_plans::move_to_team(tx, call, resident, care.team_id)?;
    }
    let team = tx.one(
        "SELECT name FROM team WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), asked.team.into()],
    )?;
    let team: Option<String> = team.map(|row| row.get("name")).transpose()?;
    let about = asked.id.to_string();
    let kind = MessageKind::CareMoved;
    send_message(
        tx,
        call,
        resident,
        kind,
        Some(&about),
        team.as_deref(),
        None,
    )?;
    area_positions::changed(tx, call, resident)?;
    let care = call.care(tx, resident)?;
    ask_again(tx, call, &care)
}

/// Asks whoever the colour that holds wants to follow the person up, if they do not yet.
pub(crate) fn ask_again(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<(), Failure> {
    let Some(held) = held(tx, call, care.resident_id)? else {
        return Ok(());
    };
    let levels = levels(tx, call, care)?;
    let made = Made {
        colour: held.colour,
        computed: held.computed,
        sources: &held.sources,
        cause: Cause::Day,
        by: None,
        reason: None,
    };
    route(tx, call, care, held.level, &levels, &made)
}

/// What a push asks.
pub(crate) fn asked(tx: &mut dyn Tx, call: &Call, push: PushId) -> Result<Asked, Failure> {
    let row = tx.one(
        "SELECT to_level, to_team FROM push WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), push.into()],
    )?;
    let row = row.ok_or_else(|| Failure::broken("a push is gone"))?;
    Ok(Asked {
        id: push,
        to: row.word("to_level")?,
        team: row.get("to_team")?,
    })
}

/// A person has another team at home: whoever was asked there is asked no more, the new one is.
pub(super) fn home_moved(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
) -> Result<(), Failure> {
    tx.exec(
        "UPDATE push SET to_team = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND open = 1 AND to_level <> 'hospital'",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    tx.exec(
        "UPDATE push SET from_team = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND open = 1 AND from_level <> 'hospital'",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    Ok(())
}

/// The instant before which a push that waits is late.
pub(crate) fn late_before(call: &Call) -> DateTime<Utc> {
    call.now - TimeDelta::days(i64::from(rules().push_days))
}
