//! The trail of who read or changed whose data. One row a request, with the residents it showed;
//! written in the transaction of a write, and through the writer before a read is answered.
//!
//! Rows hold identifiers and words of the domain only, never a name or a number of a person.

use domain::access::{Action, Actor};
use domain::ids::{InstitutionId, ResidentId, Uuid};

use crate::call::{Call, new_id};
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// Result of a request that was answered.
pub const OK: &str = "ok";

/// What is to be written about one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whose data.
    pub residents: Vec<ResidentId>,
    /// What was done.
    pub action: Action,
    /// Why, as a stable word (`home`, `worklist`, `search`).
    pub purpose: &'static str,
}

/// Writes the notes of a request. `result` is [`OK`] or the code of the refusal.
pub fn write(tx: &mut dyn Tx, call: &Call, notes: &[Note], result: &str) -> Result<(), Failure> {
    for note in notes {
        row(tx, call, note, result)?;
    }
    Ok(())
}

fn row(tx: &mut dyn Tx, call: &Call, note: &Note, result: &str) -> Result<(), Failure> {
    let id: Uuid = new_id(call.now)?;
    let who = if call.by_itself() {
        Who::SERVICE
    } else {
        Who::of(&call.actor)
    };
    tx.exec(
        "INSERT INTO audit (district_id, id, at_ms, actor_kind, actor_id, role, institution_id,
             operation, action, purpose, result, residents, request_id, device_id, address, client)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        &[
            (&call.district).into(),
            id.into(),
            call.now.into(),
            who.kind.into(),
            who.id.into(),
            who.role.into(),
            who.institution.into(),
            call.origin.operation.into(),
            note.action.as_str().into(),
            note.purpose.into(),
            result.into(),
            i64::try_from(note.residents.len())
                .unwrap_or(i64::MAX)
                .into(),
            (&call.origin.request_id).into(),
            call.origin.device.into(),
            (&call.origin.address).into(),
            (&call.origin.client).into(),
        ],
    )?;
    for resident in &note.residents {
        tx.exec(
            "INSERT INTO audit_resident (district_id, resident_id, audit_id) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            &[(&call.district).into(), (*resident).into(), id.into()],
        )?;
    }
    Ok(())
}

/// The actor in columns.
struct Who {
    kind: &'static str,
    id: Option<Uuid>,
    role: Option<&'static str>,
    institution: Option<InstitutionId>,
}

impl Who {
    const SERVICE: Self = Who {
        kind: "system",
        id: None,
        role: None,
        institution: None,
    };

    fn of(actor: &Actor) -> Self {
        match actor {
            Actor::Visitor => Who {
                kind: "visitor",
                id: None,
                role: None,
                institution: None,
            },
            Actor::Account { account_id, .. } => Who {
                kind: "account",
                id: Some(account_id.0),
                role: None,
                institution: None,
            },
            Actor::Staff {
                staff_id,
                role,
                institution_id,
                ..
            } => Who {
                kind: "staff",
                id: Some(staff_id.0),
                role: Some(role.code()),
                institution: Some(*institution_id),
            },
        }
    }
}

/// Who acted, as the key of their idempotency rows.
pub(crate) fn actor_key(actor: &Actor) -> Option<Val> {
    Who::of(actor).id.map(Val::from)
}
