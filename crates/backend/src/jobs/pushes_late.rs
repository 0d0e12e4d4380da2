//! Reminds of people who were pushed to another level and whom nobody has taken over in time: from then on the
//! push stands on the worklist of its sender and of the team that is asked, and whoever of that team may answer it
//! is told on their own phone. A push does so once, and whoever has several gets one message a day; it names nobody
//! and says nothing of health.

use chrono::{DateTime, Utc};
use domain::access::{Action, Object};
use domain::api::messages::MessageKind;
use domain::ids::{PushId, ResidentId, TeamId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Ended, goes_on};
use crate::audit::{self, Note};
use crate::call::Call;
use crate::clock::day_begins;
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::resources::messages::send_message;
use crate::resources::push_moves;
use crate::resources::team_members::members_of;

/// Pushes in a piece.
const PIECE: i64 = 200;

/// Where the piece before ended.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Of {
    after: Option<(DateTime<Utc>, PushId)>,
}

/// Marks the next late pushes.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let first = (DateTime::<Utc>::UNIX_EPOCH, PushId(Uuid::from([0; 16])));
    let (made, id) = of.after.unwrap_or(first);
    let late = tx.rows(
        "SELECT id, resident_id, made_ms, reminded_ms, to_team, to_level FROM push
         WHERE district_id = $1 AND state = 'waiting' AND made_ms <= $2 AND (made_ms, id) > ($3, $4)
         ORDER BY made_ms, id LIMIT $5",
        &[
            (&call.district).into(),
            push_moves::late_before(call).into(),
            made.into(),
            id.into(),
            PIECE.into(),
        ],
    )?;
    let mut reminded: Vec<ResidentId> = Vec::new();
    let mut told_staff: Vec<ResidentId> = Vec::new();
    for push in &late {
        if push.get::<Option<i64>>("reminded_ms")?.is_some() {
            continue;
        }
        tx.exec(
            "UPDATE push SET reminded_ms = $3, version = version + 1
             WHERE district_id = $1 AND id = $2",
            &[
                (&call.district).into(),
                push.get::<PushId>("id")?.into(),
                call.now.into(),
            ],
        )?;
        let told = staff_asked(tx, call, push)?;
        for member in told {
            let kind = MessageKind::PushLate;
            if !told_today(tx, call, member)?
                && send_message(tx, call, member, kind, None, None, None)?
            {
                told_staff.push(member);
            }
        }
        reminded.push(push.get("resident_id")?);
    }
    call.tells(tx, &told_staff)?;
    if !reminded.is_empty() {
        let note = Note {
            residents: reminded,
            staff: None,
            action: Action::Remind,
            purpose: "push_late",
        };
        audit::write(tx, call, &[note], audit::OK)?;
    }
    match late.last() {
        Some(last) if late.len() as i64 == PIECE => goes_on(&Of {
            after: Some((last.get("made_ms")?, last.get("id")?)),
        }),
        _ => Ok(Ended::Done),
    }
}

/// Whoever of the asked team may answer, as the people that they are: only those whom a phone of their own speaks
/// for. The person who is pushed does not decide about themselves.
fn staff_asked(tx: &mut dyn Tx, call: &Call, push: &Row) -> Result<Vec<ResidentId>, Failure> {
    let (team_id, resident): (TeamId, ResidentId) =
        (push.get("to_team")?, push.get("resident_id")?);
    let care = call.care(tx, resident)?;
    let asked = Object::Push {
        care: &care,
        team_id,
        level: push.word("to_level")?,
    };
    let mut told = Vec::new();
    for member in members_of(tx, call, team_id)? {
        if !member.may(Action::AnswerPush, &asked) {
            continue;
        }
        let own = tx.one(
            "SELECT r.id FROM staff s
             JOIN resident r ON r.district_id = s.district_id
                 AND r.national_id_index = s.national_id_index
             JOIN access_grant g ON g.district_id = r.district_id AND g.resident_id = r.id
             WHERE s.district_id = $1 AND s.id = $2
                 AND g.capacity = 'oneself' AND g.state = 'holding'
                 AND (g.ends IS NULL OR g.ends >= $3)
             LIMIT 1",
            &[
                (&call.district).into(),
                member.name.staff_id.into(),
                call.today.into(),
            ],
        )?;
        let own: Option<ResidentId> = own.map(|row| row.get("id")).transpose()?;
        told.extend(own.filter(|own| *own != resident));
    }
    Ok(told)
}

/// Whether somebody was told of a late push today already.
fn told_today(tx: &mut dyn Tx, call: &Call, member: ResidentId) -> Result<bool, Failure> {
    let told = tx.one(
        "SELECT id FROM message
         WHERE district_id = $1 AND resident_id = $2 AND kind = 'push_late' AND sent_ms >= $3
         LIMIT 1",
        &[
            (&call.district).into(),
            member.into(),
            day_begins(call.today).into(),
        ],
    )?;
    Ok(told.is_some())
}
