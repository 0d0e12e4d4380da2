//! Visits as they leave the screen: a person's sheet of a year, and the table of a team. Each page of a table
//! is a walk over some residents of one lane and stands in the trail with all whose visits it holds.

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Object, Verdict, may};
use domain::api::Page;
use domain::api::visit_tables::{
    GetVisitSheet, ListVisitTable, MOST_DAYS, VisitRow, VisitSheet, VisitTableQuery,
};
use domain::ids::{FollowUpId, ResidentId};
use domain::problem::{Code, FieldError, Problem};
use domain::programme::ProgrammeCode;

use super::care::{Lane, Reach, reach};
use super::follow_up_reading::{find, follow_up, recorded};
use super::paging;
use super::people::person_columns;
use crate::call::{Call, care, care_columns};
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Residents looked at for one page.
const PEOPLE: usize = 60;
/// Visits of one person in one table or on one sheet: more than one a week.
const MOST_VISITS: i64 = 60;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetVisitSheet>(sheet);
    api.read::<ListVisitTable>(table);
}

/// Answers the visits that stand on one sheet with a visit.
fn sheet(tx: &mut dyn Tx, call: &Call, id: FollowUpId, _query: ()) -> Result<VisitSheet, Failure> {
    let row = find(tx, call, id)?.ok_or(Code::NotFound)?;
    let care = care(&row)?;
    call.open(&care, Action::ReadRecord, "follow_up")?;
    let programme: ProgrammeCode = row.word("programme")?;
    if call.only_helps(care.resident_id) && programmes::secret(&programme) {
        return Err(Code::NotFound.into());
    }
    let asked = follow_up(&row, call)?;
    let year = row.get::<NaiveDate>("visited_on")?.year();
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let (from, until) = day(1, 1)
        .zip(day(12, 31))
        .ok_or_else(|| Failure::broken("a visit in no year"))?;
    let mut visits = visits(tx, call, care.resident_id, &programme, from, until)?;
    visits.retain(|visit| visit.rules_version == asked.rules_version);
    let record = tx
        .one(
            "SELECT record_no FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), care.resident_id.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(VisitSheet {
        record_no: record.get("record_no")?,
        visits,
    })
}

fn visits(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &ProgrammeCode,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<domain::api::follow_ups::FollowUp>, Failure> {
    let rows = tx.rows(
        recorded!(
            "WHERE f.district_id = $1 AND f.resident_id = $2 AND f.programme = $3
                 AND f.visited_on BETWEEN $4 AND $5
             ORDER BY f.visited_on, f.recorded_ms LIMIT $6"
        ),
        &[
            (&call.district).into(),
            resident.into(),
            programme.as_str().into(),
            from.into(),
            until.into(),
            MOST_VISITS.into(),
        ],
    )?;
    rows.iter().map(|row| follow_up(row, call)).collect()
}

/// Lists the visits of one's own teams in a programme and a time.
fn table(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: VisitTableQuery,
) -> Result<Page<VisitRow>, Failure> {
    let Reach::Teams(mut lanes) = reach(call, Action::Export, None)? else {
        return Err(Code::Forbidden.into());
    };
    let fault = match (query.until - query.from).num_days() {
        ..0 => Some(FieldError::new("until", "before_from")),
        days if days > MOST_DAYS => {
            Some(FieldError::new("until", "too_late").with_limit(MOST_DAYS))
        }
        _ if programmes::editions(&query.programme).next().is_none() => {
            Some(FieldError::new("programme", "unknown"))
        }
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Problem::invalid(vec![fault]).into());
    }
    // In the same order for every page.
    lanes.sort_by_key(|lane| (lane.team, lane.villages.from.clone()));
    let place = Place::read(tx, call, query.cursor.as_deref())?;
    let Some(lane) = lanes.get(place.lane) else {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    };
    let mut people = people(tx, call, lane, &place)?;
    let more = people.len() > PEOPLE;
    people.truncate(PEOPLE);

    let (mut items, mut seen) = (Vec::new(), Vec::new());
    for row in &people {
        let care = care(row)?;
        // A list shows the own family like others; what they were found to have it does not.
        if may(&call.actor, Action::Export, &Object::Resident(&care)) != Verdict::Allow {
            continue;
        }
        let made = visits(
            tx,
            call,
            care.resident_id,
            &query.programme,
            query.from,
            query.until,
        )?;
        if made.is_empty() {
            continue;
        }
        seen.push(care.resident_id);
        for visit in made {
            items.push(VisitRow {
                record_no: row.get("record_no")?,
                national_id_masked: row.get("national_id_masked")?,
                visit,
            });
        }
    }
    call.audit_page(&seen, Action::Export, "visit_table");
    let next = match people.last().filter(|_| more) {
        Some(last) => {
            let id: ResidentId = last.get("care_resident")?;
            Some(paging::cursor(&[&place.lane, &id]))
        }
        None if place.lane + 1 < lanes.len() => Some(paging::cursor(&[&(place.lane + 1), &""])),
        None => None,
    };
    Ok(Page { items, next })
}

/// Where a page begins: in which of the caller's lanes, and after whom. The cursor names nobody but by id.
struct Place {
    lane: usize,
    village: String,
    name: String,
    id: Val,
}

impl Place {
    fn read(tx: &mut dyn Tx, call: &Call, cursor: Option<&str>) -> Result<Self, Failure> {
        let begin = |lane| Self {
            lane,
            village: String::new(),
            name: String::new(),
            id: Vec::new().into(),
        };
        let Some(cursor) = cursor else {
            return Ok(begin(0));
        };
        let [lane, id] = paging::parts(cursor)?;
        let lane = paging::value(lane)?;
        if id.is_empty() {
            return Ok(begin(lane));
        }
        let id: ResidentId = paging::value(id)?;
        let row = tx
            .one(
                "SELECT village, name FROM resident WHERE district_id = $1 AND id = $2",
                &[(&call.district).into(), id.into()],
            )?
            .ok_or_else(paging::malformed)?;
        Ok(Self {
            lane,
            village: row.get("village")?,
            name: row.get("name")?,
            id: id.into(),
        })
    }
}

/// The next residents of a lane, and one more than are looked at.
fn people(tx: &mut dyn Tx, call: &Call, lane: &Lane, place: &Place) -> Result<Vec<Row>, Failure> {
    let limit = i64::try_from(PEOPLE).unwrap_or(i64::MAX) + 1;
    Ok(tx.rows(
        concat!(
            "SELECT ",
            care_columns!(),
            ", r.record_no, r.national_id_masked FROM resident r
             WHERE r.district_id = $1 AND r.team_id = $2 AND r.village BETWEEN $3 AND $4
                 AND (r.village, r.name, r.id) > ($5, $6, $7)
             ORDER BY r.village, r.name, r.id LIMIT $8"
        ),
        &[
            (&call.district).into(),
            lane.team.into(),
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
            (&place.village).into(),
            (&place.name).into(),
            place.id.clone(),
            limit.into(),
        ],
    )?)
}
