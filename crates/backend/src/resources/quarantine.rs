//! What devices held unsent when they were signed out from elsewhere. Handed in under the ended token,
//! sealed, bounded; given back to its author alone; thrown away with a reason by the author or by whoever
//! keeps the author's account, who sees nothing of what stands in it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::access::{Action, Actor, Object, StaffScope, Verdict, may, staff_scope};
use domain::api::quarantine::{
    DiscardBody, DiscardUnsent, HandIn, HandInUnsent, HandedIn, ListQuarantine,
    ListStaffQuarantine, MOST_ITEMS, QuarantineCard, QuarantineState, ReleaseUnsent, UnsentItem,
};
use domain::codes::Role;
use domain::ids::{AccountId, DeviceId, InstitutionId, StaffId, UnsentId};
use domain::problem::{Code, FieldError, Problem};

use crate::audit;
use crate::auth::session::{self, Owner};
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::{Api, SessionAnswer, Visit};

/// So long after it was signed out a device may still hand in: a phone that lay in a drawer.
const WINDOW: TimeDelta = TimeDelta::days(90);
/// Most items of one device.
const MOST_OF_DEVICE: i64 = 500;
/// Most bytes of one device.
const MOST_BYTES: i64 = 4 * 1024 * 1024;
/// Longest text of one item beside its body.
const LONGEST_TEXT: usize = 500;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 200;
/// Days for which it is listed.
const LISTED: TimeDelta = TimeDelta::days(180);
/// Most that is listed.
const MOST_LISTED: i64 = 500;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.about_session::<HandInUnsent, _, _>(hand_in);
    api.read::<ListQuarantine>(list_own);
    api.read::<ListStaffQuarantine>(list_staff);
    api.write::<ReleaseUnsent>(release);
    api.write::<DiscardUnsent>(discard);
}

async fn hand_in(visit: Visit, body: HandIn) -> Result<SessionAnswer<HandedIn>, Failure> {
    checked(&body)?;
    let Some(token) = visit.token.clone() else {
        return Err(Code::SignInRequired.into());
    };
    let taking = visit.clone();
    let done = visit
        .app
        .store
        .write_idempotent(move |tx| {
            let district = &taking.app.district.id;
            let device = session::known(tx, district, &token, taking.now - WINDOW)?;
            let (device, owner) = device.ok_or(Code::SignInRequired)?;
            let call = taking.call(Actor::Visitor, Some(device));
            let done = take(tx, &call, (device, owner), &body)?;
            if let Owner::Staff(staff) = owner {
                call.audit_staff(staff, "unsent_handed_in");
                audit::write(tx, &call, &call.take_notes(), audit::OK)?;
            }
            Ok(done)
        })
        .await?;
    Ok(SessionAnswer::plain(done))
}

fn checked(body: &HandIn) -> Result<(), Problem> {
    let too_many = body.items.len() > MOST_ITEMS;
    let mut errors = Vec::new();
    if too_many {
        errors.push(FieldError::new("items", "too_many").with_limit(MOST_ITEMS));
    }
    for (at, item) in body.items.iter().enumerate() {
        let texts = [&item.operation, &item.about, &item.address];
        let long = |text: &&String| text.chars().count() > LONGEST_TEXT;
        if texts.iter().any(long) || item.objects.len() > MOST_ITEMS {
            errors.push(FieldError::new(&format!("items.{at}"), "too_long"));
        }
        if !item.address.starts_with("/api/v1/") {
            errors.push(FieldError::new(&format!("items.{at}.address"), "unknown"));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(errors))
    }
}

fn take(
    tx: &mut dyn Tx,
    call: &Call,
    (device, owner): (DeviceId, Owner),
    body: &HandIn,
) -> Result<HandedIn, Failure> {
    let before = tx.one(
        "SELECT count(*) AS items, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS bytes FROM quarantine
         WHERE district_id = $1 AND device_id = $2",
        &[(&call.district).into(), device.into()],
    )?;
    let (mut items, mut bytes) = match before {
        Some(row) => (row.get::<i64>("items")?, row.get::<i64>("bytes")?),
        None => (0, 0),
    };
    let (account, staff) = owner_columns(owner);
    let institution = match staff {
        Some(staff) => home(tx, call, staff)?,
        None => None,
    };
    let mut done = HandedIn {
        taken: Vec::new(),
        left: Vec::new(),
    };
    for item in &body.items {
        let text = serde_json::to_string(item)
            .map_err(|error| Failure::broken(format!("an item is no JSON: {error}")))?;
        let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
        if items >= MOST_OF_DEVICE || bytes.saturating_add(size) > MOST_BYTES {
            done.left.push(item.id);
            continue;
        }
        let id = item.id.0.bytes();
        let place = call.place("quarantine", "content_sealed", &id);
        let new = tx.exec(
            "INSERT INTO quarantine
                 (district_id, id, device_id, account_id, staff_id, institution_id, operation,
                  content_sealed, bytes, typed_ms, received_ms, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'held')
             ON CONFLICT DO NOTHING",
            &[
                (&call.district).into(),
                item.id.into(),
                device.into(),
                account.into(),
                staff.into(),
                institution.into(),
                (&item.operation).into(),
                call.keys.seal_text(place, &text)?.into(),
                size.into(),
                item.typed_at.into(),
                call.now.into(),
            ],
        )?;
        if new > 0 {
            items += 1;
            bytes += size;
        } else if !is_of(tx, call, item.id, owner)? {
            // Somebody else's: nobody is told so.
            done.left.push(item.id);
            continue;
        }
        done.taken.push(item.id);
    }
    Ok(done)
}

fn owner_columns(owner: Owner) -> (Option<AccountId>, Option<StaffId>) {
    match owner {
        Owner::Account(id) => (Some(id), None),
        Owner::Staff(id) => (None, Some(id)),
    }
}

fn home(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<Option<InstitutionId>, Failure> {
    let row = tx.one(
        "SELECT institution_id FROM staff WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    Ok(row.map(|row| row.get("institution_id")).transpose()?)
}

/// An item with whose it is.
struct Held {
    owner: Owner,
    institution: Option<InstitutionId>,
    /// What its author is, of staff.
    role: Option<Role>,
    state: QuarantineState,
    row: Row,
}

fn find(tx: &mut dyn Tx, call: &Call, id: UnsentId) -> Result<Option<Held>, Failure> {
    let row = tx.one(
        "SELECT q.account_id, q.staff_id, q.institution_id, q.state, q.content_sealed, s.role
         FROM quarantine q
         LEFT JOIN staff s ON s.district_id = q.district_id AND s.id = q.staff_id
         WHERE q.district_id = $1 AND q.id = $2",
        &[(&call.district).into(), id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let owner = match (row.get("account_id")?, row.get("staff_id")?) {
        (Some(account), None) => Owner::Account(account),
        (None, Some(staff)) => Owner::Staff(staff),
        _ => return Err(Failure::broken("an item of nobody")),
    };
    Ok(Some(Held {
        owner,
        institution: row.get("institution_id")?,
        role: row
            .get::<Option<String>>("role")?
            .map(|_| row.word("role"))
            .transpose()?,
        state: row.word("state")?,
        row,
    }))
}

fn is_of(tx: &mut dyn Tx, call: &Call, id: UnsentId, owner: Owner) -> Result<bool, Failure> {
    Ok(find(tx, call, id)?.is_some_and(|held| held.owner == owner))
}

/// Lists one's own.
fn list_own(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<QuarantineCard>, Failure> {
    let since = call.now - LISTED;
    let values = |owner: Val| {
        [
            (&call.district).into(),
            owner,
            since.into(),
            Val::Int(MOST_LISTED),
        ]
    };
    // A statement for each kind of owner: each reads along an index of its own.
    let rows = match Owner::of(&call.actor).ok_or(Code::SignInRequired)? {
        Owner::Account(id) => tx.rows(
            "SELECT id, operation, content_sealed, typed_ms, received_ms, state FROM quarantine
             WHERE district_id = $1 AND account_id = $2 AND state IN ('held', 'released')
                 AND received_ms > $3
             ORDER BY received_ms, id LIMIT $4",
            &values(id.into()),
        )?,
        Owner::Staff(id) => tx.rows(
            "SELECT id, operation, content_sealed, typed_ms, received_ms, state FROM quarantine
             WHERE district_id = $1 AND staff_id = $2 AND state IN ('held', 'released')
                 AND received_ms > $3
             ORDER BY received_ms, id LIMIT $4",
            &values(id.into()),
        )?,
    };
    rows.iter()
        .map(|row| {
            let item = opened(call, row.get("id")?, row)?;
            card(row, None, Some(item.about))
        })
        .collect()
}

/// Lists those of one's staff, without what stands in them.
fn list_staff(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<Vec<QuarantineCard>, Failure> {
    let institution = match staff_scope(&call.actor) {
        StaffScope::Nobody => return Err(Code::Forbidden.into()),
        StaffScope::Institution(own) => vec![own],
        StaffScope::District => {
            let rows = tx.rows(
                "SELECT id FROM institution WHERE district_id = $1 ORDER BY id",
                &[(&call.district).into()],
            )?;
            let ids = rows.iter().map(|row| row.get("id"));
            ids.collect::<Result<Vec<InstitutionId>, _>>()?
        }
    };
    let mut cards = Vec::new();
    for institution in institution {
        let rows = tx.rows(
            "SELECT q.id, q.operation, q.typed_ms, q.received_ms, q.state, s.name AS author,
                 s.role
             FROM quarantine q
             JOIN staff s ON s.district_id = q.district_id AND s.id = q.staff_id
             WHERE q.district_id = $1 AND q.institution_id = $2 AND q.state = 'held'
                 AND q.received_ms > $3
             ORDER BY q.received_ms, q.id LIMIT $4",
            &[
                (&call.district).into(),
                institution.into(),
                (call.now - LISTED).into(),
                Val::Int(MOST_LISTED),
            ],
        )?;
        for row in &rows {
            if !keeps(call, institution, row.word("role")?) {
                continue;
            }
            cards.push(card(row, Some(row.get("author")?), None)?);
        }
    }
    Ok(cards)
}

fn card(
    row: &Row,
    author: Option<String>,
    about: Option<String>,
) -> Result<QuarantineCard, Failure> {
    Ok(QuarantineCard {
        id: row.get("id")?,
        operation: row.get("operation")?,
        about,
        author,
        typed_at: row.get::<DateTime<Utc>>("typed_ms")?,
        received_at: row.get::<DateTime<Utc>>("received_ms")?,
        state: row.word("state")?,
    })
}

fn opened(call: &Call, id: UnsentId, row: &Row) -> Result<UnsentItem, Failure> {
    let bytes = id.0.bytes();
    let place = call.place("quarantine", "content_sealed", &bytes);
    let text = call
        .keys
        .open_text(place, &row.get::<Vec<u8>>("content_sealed")?)?;
    serde_json::from_str(&text).map_err(|_| Failure::broken("an item in quarantine is unreadable"))
}

/// Gives an item back to its author; again too, since the first answer may have been lost.
fn release(tx: &mut dyn Tx, call: &Call, id: UnsentId, _body: ()) -> Result<UnsentItem, Failure> {
    let held = find(tx, call, id)?
        .filter(|held| Owner::of(&call.actor) == Some(held.owner))
        .ok_or(Code::NotFound)?;
    if held.state == QuarantineState::Discarded {
        return Err(Code::WrongState.into());
    }
    decide(tx, call, id, QuarantineState::Released, None)?;
    if let Owner::Staff(staff) = held.owner {
        call.audit_staff(staff, "unsent_released");
    }
    opened(call, id, &held.row)
}

/// Whether the caller keeps the account of a member of staff in this role, who was at this institution when the
/// item came.
fn keeps(call: &Call, institution_id: InstitutionId, role: Role) -> bool {
    let author = Object::StaffAccount {
        institution_id,
        role,
    };
    may(&call.actor, Action::ManageStaff, &author) == Verdict::Allow
}

/// Throws an item away.
fn discard(tx: &mut dyn Tx, call: &Call, id: UnsentId, body: DiscardBody) -> Result<(), Failure> {
    let held = find(tx, call, id)?.ok_or(Code::NotFound)?;
    let own = Owner::of(&call.actor) == Some(held.owner);
    let kept = held
        .institution
        .zip(held.role)
        .is_some_and(|(institution, role)| keeps(call, institution, role));
    if !own && !kept {
        return Err(Code::NotFound.into());
    }
    let reason = body.reason.trim();
    let fault = match reason.chars().count() {
        0 => Some(FieldError::new("reason", "required")),
        long if long > LONGEST_REASON => {
            Some(FieldError::new("reason", "too_long").with_limit(LONGEST_REASON))
        }
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Problem::invalid(vec![fault]).into());
    }
    if held.state != QuarantineState::Held {
        return Err(Code::WrongState.into());
    }
    decide(tx, call, id, QuarantineState::Discarded, Some(reason))?;
    if let Owner::Staff(staff) = held.owner {
        call.audit_staff(staff, "unsent_discarded");
    }
    Ok(())
}

fn decide(
    tx: &mut dyn Tx,
    call: &Call,
    id: UnsentId,
    state: QuarantineState,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let by = match Owner::of(&call.actor) {
        Some(Owner::Account(id)) => Some(id.to_string()),
        Some(Owner::Staff(id)) => Some(id.to_string()),
        None => None,
    };
    tx.exec(
        "UPDATE quarantine SET state = $3, decided_by = $4, decided_ms = $5, reason = $6
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            id.into(),
            Val::word(&state)?,
            by.into(),
            call.now.into(),
            reason.into(),
        ],
    )?;
    Ok(())
}
