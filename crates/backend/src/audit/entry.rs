//! One row of the trail with the residents it is about: how it is written, read again, and turned
//! into the bytes that are sealed.

use domain::ids::{ResidentId, Uuid};
use serde::{Deserialize, Serialize};

use super::{Note, Who};
use crate::call::{Call, new_id};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;

/// Columns of a row, in the order of [`Entry`]; the table is `a`.
macro_rules! columns {
    () => {
        "a.id, a.at_ms, a.actor_kind, a.actor_id, a.role, a.institution_id, a.operation, a.action,
         a.purpose, a.result, a.residents, a.request_id, a.device_id, a.address, a.client,
         (SELECT t.staff_id FROM audit_staff t
          WHERE t.district_id = a.district_id AND t.audit_id = a.id) AS about_staff"
    };
}
pub(super) use columns;

/// A row of the trail. Its JSON, fields in this order, is what the seal covers and what the spill
/// keeps: a field may be added at the end, never moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub(super) district: String,
    pub(super) id: Uuid,
    at_ms: i64,
    actor_kind: String,
    actor_id: Option<Uuid>,
    role: Option<String>,
    institution_id: Option<Uuid>,
    operation: String,
    action: String,
    purpose: String,
    result: String,
    residents: i64,
    request_id: String,
    device_id: Option<Uuid>,
    address: String,
    client: String,
    /// Sorted, each once: as the database gives them back.
    about: Vec<Uuid>,
    /// The member of staff whose account it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about_staff: Option<Uuid>,
}

impl Entry {
    /// What is to be written about one note of a request.
    pub(super) fn new(call: &Call, note: &Note, result: &str) -> Result<Self, Failure> {
        let who = if call.by_itself() {
            Who::SERVICE
        } else {
            Who::of(&call.actor)
        };
        // A phone acts as the person, a guardian or a helper of whom the note is about.
        let role = who.role.or_else(|| {
            let grant = call.actor.grant(*note.residents.first()?)?;
            Some(grant.capacity.code())
        });
        let mut about: Vec<Uuid> = note.residents.iter().map(|ResidentId(id)| *id).collect();
        about.sort_unstable();
        about.dedup();
        Ok(Self {
            district: call.district.as_str().to_owned(),
            id: new_id(call.now)?,
            at_ms: call.now.timestamp_millis(),
            actor_kind: who.kind.to_owned(),
            actor_id: who.id,
            role: role.map(str::to_owned),
            institution_id: who.institution.map(|institution| institution.0),
            operation: call.origin.operation.to_owned(),
            action: note.action.as_str().to_owned(),
            purpose: note.purpose.to_owned(),
            result: result.to_owned(),
            residents: i64::try_from(about.len()).unwrap_or(i64::MAX),
            request_id: call.origin.request_id.clone(),
            device_id: call.origin.device.map(|device| device.0),
            address: call.origin.address.clone(),
            client: call.origin.client.clone(),
            about,
            about_staff: note.staff.map(|staff| staff.0),
        })
    }

    /// A row as it was found, with the residents that stand beside it, sorted.
    pub(super) fn found(district: &str, row: &Row, about: Vec<Uuid>) -> Result<Self, Failure> {
        Ok(Self {
            district: district.to_owned(),
            id: row.get("id")?,
            at_ms: row.get("at_ms")?,
            actor_kind: row.get("actor_kind")?,
            actor_id: row.get("actor_id")?,
            role: row.get("role")?,
            institution_id: row.get("institution_id")?,
            operation: row.get("operation")?,
            action: row.get("action")?,
            purpose: row.get("purpose")?,
            result: row.get("result")?,
            residents: row.get("residents")?,
            request_id: row.get("request_id")?,
            device_id: row.get("device_id")?,
            address: row.get("address")?,
            client: row.get("client")?,
            about,
            about_staff: row.get("about_staff")?,
        })
    }

    /// Writes the row, unless it is there: one that came back from the spill may be.
    pub fn write(&self, tx: &mut dyn Tx) -> Result<(), Failure> {
        let district = Val::from(&self.district);
        let new = tx.exec(
            "INSERT INTO audit (district_id, id, at_ms, actor_kind, actor_id, role, institution_id,
                 operation, action, purpose, result, residents, request_id, device_id, address,
                 client)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             ON CONFLICT (district_id, id) DO NOTHING",
            &[
                district.clone(),
                self.id.into(),
                self.at_ms.into(),
                (&self.actor_kind).into(),
                self.actor_id.into(),
                self.role.as_deref().into(),
                self.institution_id.into(),
                (&self.operation).into(),
                (&self.action).into(),
                (&self.purpose).into(),
                (&self.result).into(),
                self.residents.into(),
                (&self.request_id).into(),
                self.device_id.into(),
                (&self.address).into(),
                (&self.client).into(),
            ],
        )?;
        if new == 0 {
            return Ok(());
        }
        for resident in &self.about {
            tx.exec(
                "INSERT INTO audit_resident (district_id, resident_id, audit_id)
                 VALUES ($1, $2, $3)",
                &[district.clone(), (*resident).into(), self.id.into()],
            )?;
        }
        if let Some(staff) = self.about_staff {
            tx.exec(
                "INSERT INTO audit_staff (district_id, staff_id, audit_id) VALUES ($1, $2, $3)",
                &[district.clone(), staff.into(), self.id.into()],
            )?;
        }
        tx.exec(
            "INSERT INTO audit_unsealed (district_id, audit_id) VALUES ($1, $2)",
            &[district, self.id.into()],
        )?;
        Ok(())
    }

    /// The bytes that are sealed.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        serde_json::to_vec(self)
            .map_err(|error| Failure::broken(format!("an audit row is no JSON: {error}")))
    }
}
