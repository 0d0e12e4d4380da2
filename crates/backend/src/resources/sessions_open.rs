//! The sessions (出诊场次) that a resident can take a number in: the window, numbers left, the fee,
//! and a pause after missed appointments. Reads only; taking a number is `tickets`.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::bookings::{ClinicSession, ListSessions, OpenSessions, SessionQuery};
use domain::codes::Role;
use domain::ids::{ClinicSessionId, InstitutionId, ResidentId, TeamId};
use domain::money::Fen;
use domain::problem::Code;
use domain::rules::booking::{self, DEFAULT};

use super::kept_numbers::{self, desk, is_open, window};
use super::people::person_header;
use crate::call::Call;
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// The clinic in which contracted residents pay no fee (ZJ-08: 免诊疗费).
pub const GENERAL_CLINIC: &str = "全科";

/// Columns of a session, from `clinic_session s`, with what follows; read by [`session`].
macro_rules! session_select {
    ($also:expr, $rest:literal) => {
        concat!(
            "SELECT s.id, s.held_on, s.half, s.start_minute, s.end_minute, s.clinic, s.fee_fen,
                 s.capacity, s.taken, s.team_id, d.name AS doctor, d.role AS doctor_role,
                 i.name AS institution",
            $also,
            " FROM clinic_session s
              JOIN staff d ON d.district_id = s.district_id AND d.id = s.doctor_id
              JOIN institution i ON i.district_id = s.district_id AND i.id = s.institution_id ",
            $rest
        )
    };
}
pub(super) use session_select;

/// 1 where a resident has a contract in force on a day, as column `contracted`.
macro_rules! contracted {
    ($resident:literal, $day:literal) => {
        concat!(
            "CASE WHEN EXISTS (SELECT 1 FROM contract k
                 WHERE k.district_id = $1 AND k.resident_id = ",
            $resident,
            " AND k.state IN ('active', 'expiring') AND k.begins <= ",
            $day,
            " AND k.ends >= ",
            $day,
            ") THEN 1 ELSE 0 END AS contracted"
        )
    };
}
pub(super) use contracted;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListSessions>(list_sessions);
}

/// Lists sessions with numbers left; the resident's own team comes first.
pub fn list_sessions(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    query: SessionQuery,
) -> Result<OpenSessions, Failure> {
    let care = call.open_resident(tx, resident, Action::Book, "sessions")?;
    // A desk gives out the numbers of its own institution.
    let own = desk(call);
    let institution_id = own.or(query.institution).unwrap_or(care.institution_id);
    known_institution(tx, call, institution_id)?;
    let (from, to) = window(call);
    let (first, last) = match query.date {
        Some(day) if (from..=to).contains(&day) => (day, day),
        // Nothing is between them.
        Some(_) => (to, from),
        None => (from, to),
    };
    let rows = tx.rows(
        session_select!(
            concat!(
                ", CASE WHEN EXISTS (SELECT 1 FROM booking b
                     WHERE b.district_id = $1 AND b.resident_id = $5 AND b.held_on = s.held_on
                         AND b.session_id = s.id AND b.state <> 'cancelled')
                   THEN 1 ELSE 0 END AS booked, ",
                contracted!("$5", "s.held_on")
            ),
            "WHERE s.district_id = $1 AND s.institution_id = $2
                 AND s.held_on >= $3 AND s.held_on <= $4
             ORDER BY CASE WHEN s.team_id = $6 THEN 0 ELSE 1 END, s.held_on, s.start_minute,
                 d.name, s.id"
        ),
        &[
            (&call.district).into(),
            institution_id.into(),
            first.into(),
            last.into(),
            resident.into(),
            care.team_id.into(),
        ],
    )?;
    let mut sessions = rows
        .iter()
        .map(|row| {
            let own_team = row.get::<TeamId>("team_id")? == care.team_id;
            Ok(ClinicSession {
                booked: row.get("booked")?,
                own_team,
                ..session(row)?
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    if own.is_some() {
        sessions.retain(|one| is_open(call, one.date, one.start, call.now));
        for one in &mut sessions {
            let hours = (one.start, one.end);
            one.kept_left = kept_numbers::left(tx, call, one.session_id, hours, one.capacity)?;
        }
    }
    Ok(OpenSessions {
        from,
        to,
        institution_id,
        sessions,
        person: match own {
            Some(_) => Some(person_header(tx, call, resident)?),
            None => None,
        },
        paused_until: match own {
            Some(_) => None,
            None => paused_until(tx, call, resident)?,
        },
    })
}

/// A session in a row of `session_select!` with the column `contracted`; whose team it is and
/// whether somebody is booked in it are the caller's to say.
pub(super) fn session(row: &Row) -> Result<ClinicSession, DbError> {
    let (capacity, taken): (u16, u16) = (row.get("capacity")?, row.get("taken")?);
    let clinic: String = row.get("clinic")?;
    let role: Role = row.word("doctor_role")?;
    Ok(ClinicSession {
        session_id: row.get("id")?,
        date: row.get("held_on")?,
        half: row.word("half")?,
        start: row.get("start_minute")?,
        end: row.get("end_minute")?,
        doctor: row.get("doctor")?,
        title: role.zh().to_owned(),
        fee: fee(Fen(row.get("fee_fen")?), &clinic, row.get("contracted")?),
        clinic,
        institution: row.get("institution")?,
        capacity,
        left: capacity.saturating_sub(taken),
        kept_left: 0,
        own_team: false,
        booked: false,
    })
}

/// What a visit costs: nothing in the general clinic for those under contract.
pub(super) fn fee(full: Fen, clinic: &str, contracted: bool) -> Fen {
    if contracted && clinic == GENERAL_CLINIC {
        Fen::ZERO
    } else {
        full
    }
}

/// The day on which a pause after missed appointments ends.
pub(super) fn paused_until(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<Option<NaiveDate>, Failure> {
    let rows = tx.rows(
        "SELECT held_on FROM booking
         WHERE district_id = $1 AND resident_id = $2 AND state = 'no_show'",
        &[(&call.district).into(), resident.into()],
    )?;
    let missed = rows
        .iter()
        .map(|row| row.get("held_on"))
        .collect::<Result<Vec<_>, DbError>>()?;
    Ok(booking::paused_until(&DEFAULT, &missed, call.today))
}

/// The next session with numbers left at the same institution, the same doctor's before others,
/// as `2026-11-26 morning`.
pub(super) fn next_free(
    tx: &mut dyn Tx,
    call: &Call,
    full: ClinicSessionId,
) -> Result<Option<String>, Failure> {
    let (from, to) = booking::window(&DEFAULT, call.today);
    let row = tx.one(
        "SELECT s.held_on, s.half FROM clinic_session f
         JOIN clinic_session s ON s.district_id = f.district_id
             AND s.institution_id = f.institution_id
         WHERE f.district_id = $1 AND f.id = $2 AND s.held_on >= $3 AND s.held_on <= $4
             AND s.taken < s.capacity
         ORDER BY CASE WHEN s.doctor_id = f.doctor_id THEN 0 ELSE 1 END, s.held_on,
             s.start_minute, s.id
         LIMIT 1",
        &[(&call.district).into(), full.into(), from.into(), to.into()],
    )?;
    row.map(|row| {
        let (date, half): (NaiveDate, String) = (row.get("held_on")?, row.get("half")?);
        Ok(format!("{date} {half}"))
    })
    .transpose()
}

fn known_institution(
    tx: &mut dyn Tx,
    call: &Call,
    institution: InstitutionId,
) -> Result<(), Failure> {
    tx.one(
        "SELECT id FROM institution WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), institution.into()],
    )?
    .map(|_| ())
    .ok_or_else(|| Code::NotFound.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_general_clinic_is_free_and_only_under_contract() {
        let full = Fen::yuan(10);
        assert_eq!(fee(full, GENERAL_CLINIC, true), Fen::ZERO);
        assert_eq!(fee(full, GENERAL_CLINIC, false), full);
        assert_eq!(fee(full, "高血压糖尿病门诊", true), full);
    }
}
