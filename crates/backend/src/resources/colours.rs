//! The colour of a person (三色标): what it is, what made it, where they are followed up, what it was before;
//! and a doctor's own colour, which holds until the rules say another one than they do now. Made in
//! `colour_making`.

use domain::access::{Action, Actor, Care};
use domain::api::colours::{
    Cause, ColourCard, ColourChange, GetColour, Place, SetColour, SetColourBody,
};
use domain::ids::ResidentId;
use domain::problem::Code;
use domain::rules::three_colours::{self as rules, Level, Source};

use super::colour_making::{Held, Made, held, keep, sources};
use super::follow_up_effects::{signer, touch};
use super::push_moves;
use super::pushes::{self, NEWEST_OPEN, source_cards};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetColour>(get_colour);
    api.write::<SetColour>(set_colour);
}

/// Most changes that are shown.
const HISTORY: i64 = 50;

/// Answers a person's colour.
fn get_colour(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<ColourCard, Failure> {
    let care = call.open_resident(tx, resident, Action::ReadRecord, "colour")?;
    card(tx, call, &care)
}

fn card(tx: &mut dyn Tx, call: &Call, care: &Care) -> Result<ColourCard, Failure> {
    let resident = care.resident_id;
    let held = held(tx, call, resident)?;
    // Of somebody whom no visit and no day has given a colour yet it is what the rules say now.
    let mut made_by = match &held {
        Some(held) => held.sources.clone(),
        None => sources(tx, call, resident)?,
    };
    let mut computed = held
        .as_ref()
        .map(|held| held.computed)
        .or_else(|| rules::colour(&made_by));
    let mut colour = held.as_ref().map(|held| held.colour).or(computed);
    let set_by_doctor = held.as_ref().is_some_and(|held| held.set_by.is_some());
    let secret = |source: &Source| programmes::secret(&source.programme);
    if call.only_helps(resident) && made_by.iter().any(secret) {
        // Whoever only helps learns nothing of an illness that the law keeps secret: not by its colour either.
        made_by.retain(|source| !secret(source));
        computed = rules::colour(&made_by);
        colour = computed;
    }
    let push = tx.one(NEWEST_OPEN, &[(&call.district).into(), resident.into()])?;
    let staff = matches!(call.actor, Actor::Staff { .. });
    let version = held.as_ref().map_or(0, |held| held.version);
    call.answer_version(version);
    Ok(ColourCard {
        resident_id: resident,
        colour,
        computed,
        set_by_doctor,
        sources: source_cards(&made_by, call),
        place: place(tx, call, care, held.as_ref())?,
        push: push.map(|row| pushes::card(&row, call)).transpose()?,
        history: if staff {
            history(tx, call, resident)?
        } else {
            Vec::new()
        },
        may_set: held.is_some() && call.may(Action::SetColour, care),
        version,
    })
}

/// Where the person is followed up.
fn place(tx: &mut dyn Tx, call: &Call, care: &Care, held: Option<&Held>) -> Result<Place, Failure> {
    let row = tx
        .one(
            "SELECT t.name, t.phone, i.name AS institution FROM team t
             JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
             WHERE t.district_id = $1 AND t.id = $2",
            &[(&call.district).into(), care.follow_up_team().into()],
        )?
        .ok_or_else(|| Failure::broken("a team is missing"))?;
    Ok(Place {
        level: held.map_or(Level::Township, |held| held.level),
        institution: row.get("institution")?,
        team: row.get("name")?,
        phone: row.get("phone")?,
    })
}

fn history(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Vec<ColourChange>, Failure> {
    let rows = tx.rows(
        "SELECT c.at_ms, c.colour, c.cause, c.sources, c.reason, s.name AS who FROM colour_change c
         LEFT JOIN staff s ON s.district_id = c.district_id AND s.id = c.by_staff
         WHERE c.district_id = $1 AND c.resident_id = $2 ORDER BY c.version DESC LIMIT $3",
        &[(&call.district).into(), resident.into(), HISTORY.into()],
    )?;
    rows.iter()
        .map(|row| {
            let sources: Vec<Source> = row.json("sources")?;
            Ok(ColourChange {
                at: row.get("at_ms")?,
                colour: row.word("colour")?,
                cause: row.word("cause")?,
                by: row.get("who")?,
                reason: row.get("reason")?,
                sources: source_cards(&sources, call),
            })
        })
        .collect()
}

/// Sets a person's colour with a reason.
fn set_colour(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: SetColourBody,
) -> Result<ColourCard, Failure> {
    let care = call.open_resident(tx, resident, Action::SetColour, "colour")?;
    let (staff, _) = signer(call)?;
    let reason = pushes::sound("reason", &body.reason)?;
    let held = held(tx, call, resident)?.ok_or(Code::WrongState)?;
    if held.version != call.expected_version()? {
        return Err(Code::Conflict.into());
    }
    let levels = push_moves::levels(tx, call, &care)?;
    let made = Made {
        colour: body.colour,
        computed: held.computed,
        sources: &held.sources,
        cause: Cause::Doctor,
        by: Some(staff),
        reason: Some(&reason),
    };
    keep(tx, call, resident, held.level, &made)?;
    push_moves::route(tx, call, &care, held.level, &levels, &made)?;
    touch(tx, call, resident)?;
    card(tx, call, &care)
}
