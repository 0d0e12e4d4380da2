//! The trail of who read or changed whose data. One row a request, with the residents it showed;
//! written in the transaction of a write, and through the writer before a read is answered.
//!
//! Rows hold identifiers and words of the domain only, never a name or a number of a person. They
//! are never changed: [`seal`] chains them under a key outside of the database, [`heads`] keeps the
//! newest link outside too, [`verify`] finds what somebody changed all the same. While the writer
//! cannot take a row, [`spill`] does; [`keeper`] is the task that does the work of both.

mod entry;
pub mod heads;
pub mod keeper;
pub mod seal;
pub mod spill;
mod trail;
pub mod verify;

use domain::access::{Action, Actor};
use domain::ids::{InstitutionId, ResidentId, StaffId, Uuid};

pub use entry::Entry;
pub use trail::leave;

use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// Result of a request that was answered.
pub const OK: &str = "ok";

/// What is to be written about one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Whose data.
    pub residents: Vec<ResidentId>,
    /// Whose account, where it is about one of staff.
    pub staff: Option<StaffId>,
    /// What was done.
    pub action: Action,
    /// Why, as a stable word (`home`, `worklist`, `search`).
    pub purpose: &'static str,
}

impl Note {
    /// Somebody asked for what is not there, or not for them. It names nobody, by an id: so it is
    /// written by the same statements as the note of a refusal that names a resident, and whoever
    /// is told "not found" waits as long for the one as for the other.
    pub(crate) fn of_nothing() -> Self {
        Self {
            residents: vec![ResidentId(Uuid::from([0; 16]))],
            staff: None,
            action: Action::LookFor,
            purpose: "not_found",
        }
    }
}

/// The rows of a request. `result` is [`OK`] or the code of the refusal.
pub fn entries(call: &Call, notes: &[Note], result: &str) -> Result<Vec<Entry>, Failure> {
    notes
        .iter()
        .map(|note| Entry::new(call, note, result))
        .collect()
}

/// Writes the notes of a request.
pub fn write(tx: &mut dyn Tx, call: &Call, notes: &[Note], result: &str) -> Result<(), Failure> {
    for entry in entries(call, notes, result)? {
        entry.write(tx)?;
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
