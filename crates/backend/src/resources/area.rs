//! The area that a phone keeps: what has changed since it last asked, person by person. The table of
//! changes only says at whom to look again; what is sent is the person as they are at this moment, to
//! whoever may follow them up at this moment, made by the functions that answer the pages themselves.
//! Whoever is not the caller's any more is told to be forgotten.
//!
//! The trail gets a row for the records on a page, and one for the phones and addresses
//! (docs/decisions/area-on-the-phone.md).

use std::collections::BTreeMap;

use domain::access::{Action, Care};
use domain::api::area::{
    AreaChanges, AreaDue, AreaLane, AreaPerson, AreaQuery, Contact, ListAreaChanges,
};
use domain::api::records::{BloodPressurePoint, GlucosePoint};
use domain::ids::{ResidentId, TeamId};
use domain::programme::ProgrammeCode;
use serde::Serialize;

use super::area_cursor::{Cursor, key, village};
use super::call_history;
use super::calls::last_call;
use super::care::{Lane, Reach, reach};
use super::follow_up_doctors::{doctor, doctor_columns, doctor_join};
use super::households::{home, home_columns, home_join};
use super::people::person_columns;
use super::residents::{card, card_columns, card_joins, programmes_of};
use super::{area_positions, bedside, follow_up_start, records};
use crate::auth::policy;
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListAreaChanges>(list_area_changes);
}

/// People on a page: some 60 KB as they travel, a third of a second on a slow phone's network.
const PAGE: i64 = 200;

/// At whom to look again in one lane, in the order of the changes.
const CHANGED: &str = concat!(
    "SELECT a.position, ",
    person_columns!(),
    ", ",
    care_columns!(),
    ", ",
    card_columns!(),
    ", ",
    home_columns!(),
    ", ",
    doctor_columns!(),
    ", r.name_initials, r.phone_sealed, r.address_sealed
    FROM area_change a
    JOIN resident r ON r.district_id = a.district_id AND r.id = a.resident_id",
    home_join!(),
    card_joins!(),
    doctor_join!(),
    " WHERE a.district_id = $1 AND a.team_id = $2 AND a.village >= $4 AND a.village <= $5
        AND a.position > $6
    ORDER BY a.position LIMIT $7"
);

/// Answers what has changed in one's own area.
fn list_area_changes(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: AreaQuery,
) -> Result<AreaChanges, Failure> {
    let Reach::Teams(lanes) = reach(call, Action::FollowUp, None)? else {
        return Err(Failure::broken("follow-ups are done by teams"));
    };
    let since = Cursor::read(query.since.as_deref().unwrap_or_default())?;
    let mut page = Page::default();
    let mut left = 0;
    let mut known = Vec::new();
    for lane in &lanes {
        let key = key(lane);
        let newest = area_positions::newest(tx, call, lane.team)?;
        // A service that was put back to an earlier day counts anew: so does the phone.
        let mut at = Some(since.of(&key)).filter(|at| *at <= newest).unwrap_or(0);
        if page.room() > 0 {
            at = page.fill(tx, call, &lanes, lane, at)?;
        }
        left += remaining(tx, call, lane, at)?;
        page.next.push(key.clone(), at);
        known.push(AreaLane {
            key,
            team: team_name(tx, call, lane.team)?,
            village: village(lane).map(str::to_owned),
        });
    }
    page.note(call);
    Ok(AreaChanges {
        as_of: call.now,
        lanes: known,
        people: page.people,
        gone: page.gone,
        next: page.next.to_string(),
        left,
        keep_days: policy::load(tx, &call.district)?.keep_days,
    })
}

/// A page that is being filled, lane by lane.
#[derive(Default)]
struct Page {
    people: Vec<AreaPerson>,
    gone: Vec<ResidentId>,
    next: Cursor,
}

impl Page {
    fn room(&self) -> i64 {
        let taken = self.people.len() + self.gone.len();
        PAGE.saturating_sub(i64::try_from(taken).unwrap_or(PAGE))
    }

    /// Adds the changes of a lane behind a position; gives up to where it was read.
    fn fill(
        &mut self,
        tx: &mut dyn Tx,
        call: &Call,
        area: &[Lane],
        lane: &Lane,
        after: i64,
    ) -> Result<i64, Failure> {
        let rows = tx.rows(
            CHANGED,
            &[
                (&call.district).into(),
                lane.team.into(),
                call.today.into(),
                (&lane.villages.from).into(),
                (&lane.villages.to).into(),
                after.into(),
                self.room().into(),
            ],
        )?;
        let mut at = after;
        for row in &rows {
            at = row.get("position")?;
            let care = care(row)?;
            // Whoever left this lane may have come to another one of the same caller.
            let raised = care.raised_team_id;
            let holds = |lane: &&Lane| {
                Some(lane.team) == raised
                    || lane.team == care.team_id && lane.villages.hold(&care.village)
            };
            match area.iter().find(holds) {
                Some(lane) => self.people.push(person(tx, call, row, &care, lane)?),
                None => self.gone.push(care.resident_id),
            }
        }
        Ok(at)
    }

    /// Whose record the page holds, and whose phone and address, stands in the trail.
    fn note(&self, call: &Call) {
        let of = |held: fn(&AreaPerson) -> bool| -> Vec<ResidentId> {
            let those = self.people.iter().filter(|person| held(person));
            those.map(|one| one.card.person.resident_id).collect()
        };
        let read = of(|person| !person.answers.is_empty());
        let revealed = of(|person| person.contact.is_some());
        if read.is_empty() {
            call.audit_page(&[], Action::List, "area");
        } else {
            call.audit_page(&read, Action::ReadRecord, "area");
        }
        if !revealed.is_empty() {
            call.audit_page(&revealed, Action::Reveal, "area");
        }
    }
}

fn remaining(tx: &mut dyn Tx, call: &Call, lane: &Lane, after: i64) -> Result<u32, Failure> {
    let row = tx.one(
        "SELECT count(*) AS many FROM area_change
         WHERE district_id = $1 AND team_id = $2 AND village >= $3 AND village <= $4
             AND position > $5",
        &[
            (&call.district).into(),
            lane.team.into(),
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
            after.into(),
        ],
    )?;
    Ok(row.map_or(Ok(0), |row| row.get("many"))?)
}

fn team_name(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<String, Failure> {
    let row = tx.one(
        "SELECT name FROM team WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), team.into()],
    )?;
    Ok(row.map_or(Ok(String::new()), |row| row.get("name"))?)
}

/// A person as they are now. Whom the caller leaves to a colleague is a row of the list and no more.
fn person(
    tx: &mut dyn Tx,
    call: &Call,
    row: &Row,
    care: &Care,
    lane: &Lane,
) -> Result<AreaPerson, Failure> {
    // Whom a higher level follows up stands on that one's list.
    let due = if lane.team == care.follow_up_team() {
        due(tx, call, care.resident_id)?
    } else {
        Vec::new()
    };
    let answers = if call.may(Action::FollowUp, care) && call.may(Action::ReadRecord, care) {
        answers(tx, call, care.resident_id, &due)?
    } else {
        BTreeMap::new()
    };
    let contact = if call.may(Action::Reveal, care) {
        reachable(call, row, care.resident_id)?
    } else {
        None
    };
    let mut card = card(row, call.today)?;
    card.programmes = programmes_of(tx, call, care.resident_id)?;
    Ok(AreaPerson {
        lane: key(lane),
        card,
        birth_date: row.get("person_birth_date")?,
        initials: row.get("name_initials")?,
        home: home(row)?,
        doctor: doctor(row)?,
        due,
        contact,
        answers,
    })
}

/// What the pages of a resident ask for, answered now.
fn answers(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    due: &[AreaDue],
) -> Result<BTreeMap<String, String>, Failure> {
    let mut answers = BTreeMap::new();
    let (record, _) = records::record(tx, call, resident)?;
    answers.insert("record".to_owned(), text(&record)?);
    let standing = bedside::standing(tx, call, resident)?;
    answers.insert("bedside-standing".to_owned(), text(&standing)?);
    if !due.is_empty() {
        let calls = call_history::made_of(tx, call, resident)?;
        answers.insert("calls".to_owned(), text(&calls)?);
    }
    for due in due {
        // A programme that the district has given up starts nothing any more.
        if programmes::in_force(&due.programme, call.today).is_some() {
            let start = follow_up_start::started(tx, call, resident, &due.programme)?;
            let at = format!("follow-ups/{}/start", due.programme.as_str());
            answers.insert(at, text(&start)?);
        }
    }
    Ok(answers)
}

/// A reply as the JSON that its endpoint answers.
fn text<T: Serialize>(reply: &T) -> Result<String, Failure> {
    serde_json::to_string(reply)
        .map_err(|error| Failure::broken(format!("a reply is no JSON: {error}")))
}

/// How to reach a person. One field that does not open must not keep a whole area from its doctor.
fn reachable(call: &Call, row: &Row, resident: ResidentId) -> Result<Option<Contact>, Failure> {
    match contact(call, row, resident) {
        Ok(contact) => Ok(Some(contact)),
        Err(Failure::Seal(error)) => {
            tracing::error!(%error, "a phone or an address does not open");
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}

fn contact(call: &Call, row: &Row, resident: ResidentId) -> Result<Contact, Failure> {
    let id = resident.0.bytes();
    let open = |column: &str, field: &[u8]| {
        call.keys
            .open_text(call.place("resident", column, &id), field)
    };
    let phone: Option<Vec<u8>> = row.get("phone_sealed")?;
    Ok(Contact {
        phone: phone
            .map(|field| open("phone_sealed", &field))
            .transpose()?,
        address: open("address_sealed", &row.get::<Vec<u8>>("address_sealed")?)?,
    })
}

fn due(tx: &mut dyn Tx, call: &Call, resident: ResidentId) -> Result<Vec<AreaDue>, Failure> {
    let rows = tx.rows(
        "SELECT programme, due, was_due, urgent, last_class, last_on, last_sbp, last_dbp,
             last_glucose_tenths, call_outcome, called_on, call_day, call_tries, version
         FROM follow_up_plan WHERE district_id = $1 AND resident_id = $2 ORDER BY programme",
        &[(&call.district).into(), resident.into()],
    )?;
    rows.iter()
        .map(|row| {
            let last_on: Option<chrono::NaiveDate> = row.get("last_on")?;
            let last_class: Option<String> = row.get("last_class")?;
            let pressure = row
                .get::<Option<u16>>("last_sbp")?
                .zip(row.get("last_dbp")?);
            let glucose: Option<u16> = row.get("last_glucose_tenths")?;
            let programme: ProgrammeCode = row.word("programme")?;
            Ok(AreaDue {
                title: programmes::title(&programme, call.today),
                last_class: last_class.map(|code| programmes::class_card(&programme, &code)),
                programme,
                due: row.get("due")?,
                was_due: row.get("was_due")?,
                call: last_call(row)?,
                urgent: row.get("urgent")?,
                last_on,
                last_bp: last_on
                    .zip(pressure)
                    .map(|(date, (sbp, dbp))| BloodPressurePoint { date, sbp, dbp }),
                last_glucose: last_on
                    .zip(glucose)
                    .map(|(date, tenths)| GlucosePoint { date, tenths }),
                version: row.get("version")?,
            })
        })
        .collect()
}
