//! Who has read or changed a record: the trail of [`crate::audit`] as its owner sees it. Names of
//! staff in full, because they act in office; phones masked, with as what they acted. Refused tries and rows
//! of lists are not shown: nobody saw the record by them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::Action;
use domain::api::Page;
use domain::api::residents::{CursorQuery, ListReaders, Reader};
use domain::codes::{Capacity, Role};
use domain::ids::{ResidentId, StaffId, TeamId, Uuid};

use super::paging::{self, LIMIT};
use crate::audit;
use crate::call::Call;
use crate::clock::date_in_district;
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListReaders>(list_readers);
}

/// Who stands in the trail where no person acted.
const SYSTEM: &str = "系统";

/// Lists who has read or changed the record, newest first.
pub fn list_readers(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    query: CursorQuery,
) -> Result<Page<Reader>, Failure> {
    let care = call.open_resident(tx, resident, Action::ReadReaders, "readers")?;
    let covers = covers(tx, call, care.team_id)?;
    let before = match query.cursor.as_deref() {
        Some(cursor) => paging::value(cursor)?,
        // Greater than every identifier.
        None => Uuid::from([0xff; 16]),
    };
    let rows = tx.rows(
        "SELECT a.id, a.at_ms, a.actor_kind, a.actor_id, a.role, a.action, s.name AS staff,
             i.name AS institution, o.phone_masked
         FROM audit_resident m
         JOIN audit a ON a.district_id = m.district_id AND a.id = m.audit_id
         LEFT JOIN staff s ON s.district_id = a.district_id AND s.id = a.actor_id
             AND a.actor_kind = 'staff'
         LEFT JOIN institution i ON i.district_id = a.district_id AND i.id = a.institution_id
         LEFT JOIN account o ON o.district_id = a.district_id AND o.id = a.actor_id
             AND a.actor_kind = 'account'
         WHERE m.district_id = $1 AND m.resident_id = $2 AND m.audit_id < $3
             AND a.result = $4 AND a.action <> $5
         ORDER BY m.audit_id DESC LIMIT $6",
        &[
            (&call.district).into(),
            resident.into(),
            before.into(),
            audit::OK.into(),
            Action::List.as_str().into(),
            LIMIT.into(),
        ],
    )?;
    let rows = rows
        .iter()
        .map(|row| Ok((row.get::<Uuid>("id")?, reader(row, &covers)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let page = paging::page(rows, |(id, _)| id.to_string());
    Ok(Page {
        items: page.items.into_iter().map(|(_, reader)| reader).collect(),
        next: page.next,
    })
}

/// Somebody covered for a team on these days.
struct Cover {
    staff: StaffId,
    from: NaiveDate,
    until: NaiveDate,
    ended: Option<DateTime<Utc>>,
}

impl Cover {
    fn holds(&self, staff: StaffId, at: DateTime<Utc>) -> bool {
        self.staff == staff
            && (self.from..=self.until).contains(&date_in_district(at))
            && self.ended.is_none_or(|ended| at < ended)
    }
}

/// Who has ever covered for the team that cares for the resident now.
fn covers(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<Vec<Cover>, Failure> {
    tx.rows(
        "SELECT staff_id, from_day, until_day, ended_ms FROM team_cover
         WHERE district_id = $1 AND team_id = $2",
        &[(&call.district).into(), team.into()],
    )?
    .iter()
    .map(|row| {
        Ok(Cover {
            staff: row.get("staff_id")?,
            from: row.get("from_day")?,
            until: row.get("until_day")?,
            ended: row.get("ended_ms")?,
        })
    })
    .collect()
}

fn reader(row: &Row, covers: &[Cover]) -> Result<Reader, Failure> {
    let kind: String = row.get("actor_kind")?;
    let action: String = row.get("action")?;
    let (staff, phone) = (
        row.get::<Option<String>>("staff")?,
        row.get("phone_masked")?,
    );
    let role: Option<String> = row.get("role")?;
    let at = row.get("at_ms")?;
    let acted: Option<StaffId> = match kind.as_str() {
        "staff" => row.get("actor_id")?,
        _ => None,
    };
    Ok(Reader {
        at,
        covering: acted.is_some_and(|staff| covers.iter().any(|one| one.holds(staff, at))),
        who: staff.or(phone).unwrap_or_else(|| SYSTEM.to_owned()),
        role: role.as_deref().and_then(Role::from_code),
        institution: row.get("institution")?,
        action: Action::from_word(&action)
            .ok_or_else(|| Failure::broken("an unknown action in the trail"))?,
        own: kind == "account",
        capacity: role
            .as_deref()
            .filter(|_| kind == "account")
            .and_then(Capacity::from_code),
    })
}
