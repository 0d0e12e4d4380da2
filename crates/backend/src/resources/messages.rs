//! A resident's inbox: listing, marking as read, and [`send_message`], which other resources call
//! in the transaction of what happened. A message carries no diagnosis.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::Page;
use domain::api::messages::{ListMessages, Message, MessageKind, ReadMessage};
use domain::api::residents::CursorQuery;
use domain::ids::{MessageId, ResidentId};
use domain::problem::Code;
use domain::rules::departure::Leaving;

use super::paging::{self, LIMIT};
use crate::call::{Call, care, care_columns};
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::jobs;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListMessages>(list_messages);
    api.write::<ReadMessage>(read_message);
}

/// Puts a message into a resident's inbox: what it is about (an id, for the link), the names that
/// its sentence needs, and a day. `false` where the person has left and it goes to nobody then.
pub fn send_message(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    kind: MessageKind,
    about: Option<&str>,
    words: Option<&str>,
    date: Option<NaiveDate>,
) -> Result<bool, Failure> {
    let id: MessageId = call.new_id()?;
    let goes = |left| {
        if kind.goes_to(left) {
            Val::word(&left)
        } else {
            Ok("".into())
        }
    };
    let sent = tx.exec(
        "INSERT INTO message (district_id, id, resident_id, kind, about, words, day, sent_ms)
         SELECT $1, $2, r.id, $4, $5, $6, $7, $8 FROM resident r
         WHERE r.district_id = $1 AND r.id = $3
             AND (r.left_how IS NULL OR r.left_how = $9 OR r.left_how = $10)",
        &[
            (&call.district).into(),
            id.into(),
            resident.into(),
            Val::word(&kind)?,
            about.into(),
            words.into(),
            date.into(),
            call.now.into(),
            goes(Leaving::Moved)?,
            goes(Leaving::Died)?,
        ],
    )?;
    if sent == 0 {
        return Ok(false);
    }
    jobs::pass_on(tx, call, id, resident, kind)?;
    Ok(true)
}

/// Lists a resident's messages, newest first.
pub fn list_messages(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    query: CursorQuery,
) -> Result<Page<Message>, Failure> {
    call.open_resident(tx, resident, Action::ReadMessages, "messages")?;
    let district: Val = (&call.district).into();
    let rows = match query.cursor.as_deref() {
        None => tx.rows(
            "SELECT id, kind, about, words, day, sent_ms, read_ms FROM message
             WHERE district_id = $1 AND resident_id = $2 ORDER BY id DESC LIMIT $3",
            &[district, resident.into(), LIMIT.into()],
        )?,
        Some(cursor) => tx.rows(
            "SELECT id, kind, about, words, day, sent_ms, read_ms FROM message
             WHERE district_id = $1 AND resident_id = $2 AND id < $4 ORDER BY id DESC LIMIT $3",
            &[
                district,
                resident.into(),
                LIMIT.into(),
                paging::value::<MessageId>(cursor)?.into(),
            ],
        )?,
    };
    let messages = rows.iter().map(message).collect::<Result<_, _>>()?;
    Ok(paging::page(messages, |message: &Message| {
        message.message_id.to_string()
    }))
}

fn message(row: &Row) -> Result<Message, DbError> {
    Ok(Message {
        message_id: row.get("id")?,
        kind: row.word("kind")?,
        sent_at: row.get("sent_ms")?,
        read: row.get::<Option<i64>>("read_ms")?.is_some(),
        about: row.get("about")?,
        words: row.get("words")?,
        date: row.get("day")?,
    })
}

/// Marks a message as read.
pub fn read_message(
    tx: &mut dyn Tx,
    call: &Call,
    message: MessageId,
    _body: (),
) -> Result<(), Failure> {
    let found = tx
        .one(
            concat!(
                "SELECT ",
                care_columns!(),
                " FROM message m
                 JOIN resident r ON r.district_id = m.district_id AND r.id = m.resident_id
                 WHERE m.district_id = $1 AND m.id = $2"
            ),
            &[(&call.district).into(), message.into()],
        )?
        .ok_or(Code::NotFound)?;
    call.open(&care(&found)?, Action::ReadMessages, "message_read")?;
    tx.exec(
        "UPDATE message SET read_ms = $3, version = version + 1
         WHERE district_id = $1 AND id = $2 AND read_ms IS NULL",
        &[(&call.district).into(), message.into(), call.now.into()],
    )?;
    Ok(())
}
