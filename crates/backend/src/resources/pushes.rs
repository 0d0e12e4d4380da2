//! People who are pushed to another level: the lists of both sides, accepting, returning, and pushing again.
//! Before a push is accepted its receivers see the card alone (name, colour and what made it); the record opens
//! to them with the acceptance (docs/decisions/three-colours.md).

use domain::access::{Action, Actor, Object};
use domain::api::colours::{
    AcceptPush, Cause, ListPushes, Place, PushCard, PushQuery, PushState, REASON_MAX, ReturnPush,
    ReturnPushBody, SendPush, SendPushBody, Side, SourceCard,
};
use domain::codes::Role;
use domain::ids::{PushId, ResidentId, StaffId};
use domain::problem::{Code, FieldError, Problem};
use domain::rules::three_colours::{Level, Source, level};

use super::care::{Lane, Reach, reach};
use super::colour_making::{Made, held};
use super::departures::departure_of;
use super::follow_up_effects::signer;
use super::people::{header, person_columns};
use super::push_moves::{self, Asked};
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;
use crate::three_colours::rules;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListPushes>(list_pushes);
    api.write::<SendPush>(send);
    api.write::<AcceptPush>(accept);
    api.write::<ReturnPush>(give_back);
}

/// Most pushes of a list: those that wait longest, or were answered last.
const MOST: i64 = 200;

/// A push with everything that its card shows; read by [`card`].
macro_rules! pushes {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            ", ",
            care_columns!(),
            ", p.id, p.from_level, p.to_level, p.to_team, p.colour, p.sources, p.note, p.state,
                p.made_ms, p.reminded_ms, p.answered_ms, p.answered_by, p.reason, s.name AS answerer,
                f.name AS from_name, f.phone AS from_phone, fi.name AS from_place,
                t.name AS to_name, t.phone AS to_phone, ti.name AS to_place
            FROM push p
            JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
            JOIN team f ON f.district_id = p.district_id AND f.id = p.from_team
            JOIN institution fi ON fi.district_id = f.district_id AND fi.id = f.institution_id
            JOIN team t ON t.district_id = p.district_id AND t.id = p.to_team
            JOIN institution ti ON ti.district_id = t.district_id AND ti.id = t.institution_id
            LEFT JOIN staff s ON s.district_id = p.district_id AND s.id = p.answered_by ",
            $rest
        )
    };
}

pub(super) const ONE: &str = pushes!("WHERE p.district_id = $1 AND p.id = $2");
pub(super) const NEWEST_OPEN: &str = pushes!(
    "WHERE p.district_id = $1 AND p.resident_id = $2 AND p.open = 1
     ORDER BY p.made_ms DESC LIMIT 1"
);
pub(super) const INCOMING: &str = pushes!(
    "WHERE p.district_id = $1 AND p.to_team = $2 AND p.open = 1 AND p.state = 'waiting'
         AND p.village >= $3 AND p.village <= $4 AND p.to_level >= $5 AND p.to_level <= $6
     ORDER BY p.made_ms, p.id LIMIT $7"
);
pub(super) const OUTGOING: &str = pushes!(
    "WHERE p.district_id = $1 AND p.from_team = $2 AND p.open = 1
         AND p.village >= $3 AND p.village <= $4
         AND ((p.from_level >= $5 AND p.from_level <= $6)
             OR ($6 = 'township' AND p.to_team <> p.from_team))
     ORDER BY p.made_ms, p.id LIMIT $7"
);
pub(super) const WERE_INCOMING: &str = pushes!(
    "WHERE p.district_id = $1 AND p.to_team = $2 AND p.open = 0
         AND p.village >= $3 AND p.village <= $4 AND p.to_level >= $5 AND p.to_level <= $6
     ORDER BY p.made_ms DESC, p.id DESC LIMIT $7"
);
pub(super) const WERE_OUTGOING: &str = pushes!(
    "WHERE p.district_id = $1 AND p.from_team = $2 AND p.open = 0
         AND p.village >= $3 AND p.village <= $4
         AND ((p.from_level >= $5 AND p.from_level <= $6)
             OR ($6 = 'township' AND p.to_team <> p.from_team))
     ORDER BY p.made_ms DESC, p.id DESC LIMIT $7"
);

/// Lists people who are pushed to or from one's own level.
fn list_pushes(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: PushQuery,
) -> Result<Vec<PushCard>, Failure> {
    let sql = match (query.side, query.answered) {
        (Side::Incoming, false) => INCOMING,
        (Side::Outgoing, false) => OUTGOING,
        (Side::Incoming, true) => WERE_INCOMING,
        (Side::Outgoing, true) => WERE_OUTGOING,
    };
    let mut cards = Vec::new();
    for lane in &own(call)? {
        let mut values = lane_values(call, lane).to_vec();
        values.push(MOST.into());
        for row in tx.rows(sql, &values)? {
            cards.push(card(&row, call)?);
        }
    }
    cards.sort_by_key(|card| card.made_at);
    if query.answered {
        cards.reverse();
    }
    let shown: Vec<ResidentId> = cards.iter().map(|card| card.person.resident_id).collect();
    // What made a colour stands on the card: whose record it is from sees that it was read.
    let action = if shown.is_empty() {
        Action::List
    } else {
        Action::ReadRecord
    };
    call.audit_page(&shown, action, "pushes");
    Ok(cards)
}

/// The caller's own teams and villages.
pub(super) fn own(call: &Call) -> Result<Vec<Lane>, Failure> {
    match reach(call, Action::FollowUp, None)? {
        Reach::Teams(lanes) => Ok(lanes),
        Reach::Institution(..) => Err(Failure::broken("people are followed up by teams")),
    }
}

/// The first six values of a statement about a lane's pushes: the last two are the caller's own levels. Of what
/// the village sends past its team, the team sees that it was sent.
pub(super) fn lane_values(call: &Call, lane: &Lane) -> [Val; 6] {
    let village = matches!(
        call.actor,
        Actor::Staff {
            role: Role::VillageDoctor,
            ..
        }
    );
    // The words of the levels in their order: hospital, township, village.
    let (first, last) = if village {
        ("village", "village")
    } else {
        ("hospital", "township")
    };
    [
        (&call.district).into(),
        lane.team.into(),
        (&lane.villages.from).into(),
        (&lane.villages.to).into(),
        first.into(),
        last.into(),
    ]
}

/// The card of a row of `pushes!`.
pub(super) fn card(row: &Row, call: &Call) -> Result<PushCard, Failure> {
    let care = care(row)?;
    let (from_level, to_level): (Level, Level) = (row.word("from_level")?, row.word("to_level")?);
    let state: PushState = row.word("state")?;
    let made_at: chrono::DateTime<chrono::Utc> = row.get("made_ms")?;
    let team_id = row.get("to_team")?;
    let asked = Object::Push {
        care: &care,
        team_id,
        level: to_level,
    };
    let may = domain::access::may(&call.actor, Action::AnswerPush, &asked);
    let sources: Vec<Source> = row.json("sources")?;
    // Staff do not look into their own family's record, and residents read words of their own.
    let family = match &call.actor {
        Actor::Staff { family, .. } => family.contains(&care.resident_id),
        Actor::Visitor | Actor::Account { .. } => true,
    };
    let of = |level, name, phone, place| -> Result<Place, Failure> {
        Ok(Place {
            level,
            institution: row.get(place)?,
            team: row.get(name)?,
            phone: row.get(phone)?,
        })
    };
    let days = (call.now - made_at).num_days();
    Ok(PushCard {
        push_id: row.get("id")?,
        person: header(row, call.today)?,
        from: of(from_level, "from_name", "from_phone", "from_place")?,
        to: of(to_level, "to_name", "to_phone", "to_place")?,
        colour: row.word("colour")?,
        sources: if family {
            Vec::new()
        } else {
            source_cards(&sources, call)
        },
        note: row.get::<Option<String>>("note")?.filter(|_| !family),
        state,
        made_at,
        days: u16::try_from(days.max(0)).unwrap_or(u16::MAX),
        late: state == PushState::Waiting && made_at <= push_moves::late_before(call),
        reminded: row.get::<Option<i64>>("reminded_ms")?.is_some(),
        answered_by: row.get::<Option<String>>("answerer")?,
        answered_at: row.get("answered_ms")?,
        reason: row.get::<Option<String>>("reason")?.filter(|_| !family),
        may_answer: state == PushState::Waiting && may == domain::access::Verdict::Allow,
    })
}

/// What made a colour, in words.
pub(super) fn source_cards(sources: &[Source], call: &Call) -> Vec<SourceCard> {
    let card = |source: &Source| SourceCard {
        title: programmes::title(&source.programme, call.today),
        class: programmes::class_card(&source.programme, &source.class).words,
        programme: source.programme.clone(),
        colour: source.colour,
        why: source.why,
        on: source.on,
    };
    sources.iter().map(card).collect()
}

/// A reason or a note that can be kept.
pub(super) fn sound(field: &str, text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let fault = match text.chars().count() {
        0 => FieldError::new(field, "required"),
        long if long > REASON_MAX => FieldError::new(field, "too_long").with_limit(REASON_MAX),
        _ => return Ok(text.to_owned()),
    };
    Err(Problem::invalid(vec![fault]).into())
}

/// Pushes a person again.
fn send(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: SendPushBody,
) -> Result<PushCard, Failure> {
    let care = call.open_resident(tx, resident, Action::FollowUp, "push")?;
    let (staff, _) = signer(call)?;
    let note = sound("note", &body.note)?;
    if let Some(row) = one(tx, call, body.id)? {
        let same = crate::call::care(&row)?.resident_id == resident;
        return if same {
            card(&row, call)
        } else {
            Err(Code::Conflict.into())
        };
    }
    let held = held(tx, call, resident)?.ok_or(Code::WrongState)?;
    // Nobody takes over whoever has left.
    if departure_of(tx, call, resident)?.is_some() {
        return Err(Code::WrongState.into());
    }
    let levels = push_moves::levels(tx, call, &care)?;
    let wanted = level(held.colour, &levels.there);
    let next = rules().step(held.level, wanted, &levels.there);
    let waiting = tx.one(NEWEST_OPEN, &[(&call.district).into(), resident.into()])?;
    let waits = match waiting {
        Some(row) => row.word::<PushState>("state")? == PushState::Waiting,
        None => false,
    };
    let Some(to) = next.filter(|_| !waits) else {
        return Err(Code::WrongState.into());
    };
    push_moves::settle(tx, call, resident)?;
    let made = Made {
        colour: held.colour,
        computed: held.computed,
        sources: &held.sources,
        cause: Cause::Doctor,
        by: Some(staff),
        reason: Some(&note),
    };
    push_moves::push(tx, call, &care, (body.id, held.level, to), &levels, &made)?;
    let row = one(tx, call, body.id)?.ok_or_else(|| Failure::broken("a push is gone"))?;
    card(&row, call)
}

fn one(tx: &mut dyn Tx, call: &Call, push: PushId) -> Result<Option<Row>, Failure> {
    Ok(tx.one(ONE, &[(&call.district).into(), push.into()])?)
}

/// Takes a person over.
fn accept(tx: &mut dyn Tx, call: &Call, push: PushId, _body: ()) -> Result<PushCard, Failure> {
    let (row, asked) = open(tx, call, push)?;
    let (staff, _) = signer(call)?;
    if push_moves::answer(tx, call, push, staff, PushState::Accepted, None)? {
        push_moves::arrive(tx, call, &care(&row)?, &asked)?;
    }
    answered(tx, call, push, staff, PushState::Accepted)
}

/// Sends a person back.
fn give_back(
    tx: &mut dyn Tx,
    call: &Call,
    push: PushId,
    body: ReturnPushBody,
) -> Result<PushCard, Failure> {
    open(tx, call, push)?;
    let (staff, _) = signer(call)?;
    let reason = sound("reason", &body.reason)?;
    push_moves::answer(tx, call, push, staff, PushState::Returned, Some(&reason))?;
    answered(tx, call, push, staff, PushState::Returned)
}

/// Finds a push, and asks whether the caller answers it.
fn open(tx: &mut dyn Tx, call: &Call, push: PushId) -> Result<(Row, Asked), Failure> {
    let row = one(tx, call, push)?.ok_or(Code::NotFound)?;
    let care = care(&row)?;
    let asked = Asked {
        id: push,
        to: row.word("to_level")?,
        team: row.get("to_team")?,
    };
    let object = Object::Push {
        care: &care,
        team_id: asked.team,
        level: asked.to,
    };
    call.require(Action::AnswerPush, &object)?;
    call.audit(care.resident_id, Action::AnswerPush, "push");
    Ok((row, asked))
}

/// The push as it was answered; whoever came second is told by whom.
fn answered(
    tx: &mut dyn Tx,
    call: &Call,
    push: PushId,
    staff: StaffId,
    state: PushState,
) -> Result<PushCard, Failure> {
    let row = one(tx, call, push)?.ok_or_else(|| Failure::broken("a push is gone"))?;
    let card = card(&row, call)?;
    if card.state == state && row.get::<Option<StaffId>>("answered_by")? == Some(staff) {
        return Ok(card);
    }
    let word = match card.state {
        PushState::Waiting => "waiting",
        PushState::Accepted => "accepted",
        PushState::Returned => "returned",
        PushState::Withdrawn => "withdrawn",
    };
    let who = card.answered_by.unwrap_or_default();
    let error = FieldError::new("state", word).with_limit(who);
    Err(Problem {
        errors: vec![error],
        ..Problem::new(Code::Conflict)
    }
    .into())
}
