//! When a resident's next follow-up in a programme is due, and how many that makes for a team on
//! each day. Both tables are changed here together and nowhere else, so that the figures above a
//! worklist are read from as many rows as there are days, whatever the size of the team.

use chrono::NaiveDate;
use domain::access::Care;
use domain::codes::PeopleGroup;
use domain::ids::{ResidentId, TeamId};
use domain::problem::Code;
use domain::programme::Referral;
use domain::rules::people_groups;

use super::care::Villages;
use super::{closed_follow_ups, departure_effects, follow_up_doctors, suspect_making};
use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::district::DistrictId;
use crate::failure::Failure;

/// What the list shows of a visit, and what it makes the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visited<'a> {
    /// Programme.
    pub(super) programme: &'a str,
    /// Day; `None` where no visit holds any more.
    pub(super) on: Option<NaiveDate>,
    /// Class recorded; `None` where no visit holds any more.
    pub(super) class: Option<&'a str>,
    /// Blood pressure, mmHg.
    pub(super) bp: Option<(u16, u16)>,
    /// Fasting glucose, tenths of mmol/L.
    pub(super) glucose: Option<u16>,
    /// Next date agreed; `None` where no visit follows.
    pub(super) next: Option<NaiveDate>,
    /// Whether the person is referred.
    pub(super) referral: Referral,
}

/// What a follow-up that was just recorded makes the next one of its resident.
pub(super) fn plan(
    tx: &mut dyn Tx,
    call: &Call,
    care: &Care,
    visited: &Visited<'_>,
) -> Result<(), Failure> {
    let programme: Val = visited.programme.into();
    let key: [Val; 3] = [
        (&call.district).into(),
        care.resident_id.into(),
        programme.clone(),
    ];
    let before = tx.one(
        "SELECT team_id, urgent, due, village FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &key,
    )?;
    if let Some(row) = &before {
        uncount(tx, &call.district, Counted::of(row)?)?;
    }
    // Whoever was visited is followed up again, whatever a call had closed.
    closed_follow_ups::open_all(tx, call, care.resident_id, visited.programme)?;
    stand_in_group(tx, call, care.resident_id, visited)?;
    let Some(next) = visited.next else {
        tx.exec(
            "DELETE FROM follow_up_plan
             WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
            &key,
        )?;
        return Ok(());
    };
    let counted = Counted {
        team: care.follow_up_team().into(),
        urgent: (visited.referral != Referral::No).into(),
        due: next.into(),
        village: (&care.village).into(),
    };
    tx.exec(
        "INSERT INTO follow_up_plan
             (district_id, resident_id, programme, team_id, village, due, urgent, last_class,
              last_on, last_sbp, last_dbp, last_glucose_tenths, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
         ON CONFLICT (district_id, resident_id, programme) DO UPDATE SET
             team_id = excluded.team_id, village = excluded.village, due = excluded.due,
             urgent = excluded.urgent, last_class = excluded.last_class,
             last_on = excluded.last_on, last_sbp = excluded.last_sbp,
             last_dbp = excluded.last_dbp,
             last_glucose_tenths = excluded.last_glucose_tenths,
             was_due = NULL, call_outcome = NULL, called_on = NULL, call_day = NULL,
             call_tries = 0, version = follow_up_plan.version + 1",
        &[
            (&call.district).into(),
            care.resident_id.into(),
            programme,
            counted.team.clone(),
            counted.village.clone(),
            counted.due.clone(),
            counted.urgent.clone(),
            visited.class.into(),
            visited.on.into(),
            visited.bp.map(|(sbp, _)| sbp).into(),
            visited.bp.map(|(_, dbp)| dbp).into(),
            visited.glucose.into(),
        ],
    )?;
    count(tx, &call.district, counted)?;
    departure_effects::close_again(tx, call, care.resident_id, visited.programme)
}

/// Whoever is followed up in a programme stands in its group of people, and whose programme has ended does not.
fn stand_in_group(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    visited: &Visited<'_>,
) -> Result<(), Failure> {
    let Some(group) = people_groups::of_programme(visited.programme) else {
        return Ok(());
    };
    let whose: [Val; 2] = [(&call.district).into(), resident.into()];
    let row = tx.one(
        "SELECT programme_groups FROM resident WHERE district_id = $1 AND id = $2",
        &whose,
    )?;
    let row = row.ok_or(Code::NotFound)?;
    let mut groups: Vec<PeopleGroup> = row.json("programme_groups")?;
    if groups.contains(&group) == visited.next.is_some() {
        return Ok(());
    }
    groups.retain(|one| *one != group);
    groups.extend(visited.next.map(|_| group));
    let [district, id] = whose;
    tx.exec(
        "UPDATE resident SET programme_groups = $3, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[district, id, Val::json(&groups)?],
    )?;
    Ok(())
}

/// A resident's follow-ups go to the list of another team; while a team of a higher level follows the person
/// up, to that one's.
pub(super) fn move_to_team(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    to: TeamId,
) -> Result<(), DbError> {
    let raised = tx.one(
        "SELECT raised_team_id FROM resident WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    let raised: Option<TeamId> = raised.map_or(Ok(None), |row| row.get("raised_team_id"))?;
    let to = raised.unwrap_or(to);
    let moving = tx.rows(
        "SELECT team_id, urgent, due, village FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into()],
    )?;
    for row in &moving {
        let here = Counted::of(row)?;
        let there = Counted {
            team: to.into(),
            ..here.clone()
        };
        uncount(tx, &call.district, here)?;
        count(tx, &call.district, there)?;
    }
    tx.exec(
        "UPDATE follow_up_plan SET team_id = $3, version = version + 1
         WHERE district_id = $1 AND resident_id = $2",
        &[(&call.district).into(), resident.into(), to.into()],
    )?;
    suspect_making::move_to_team(tx, call, resident, to)?;
    follow_up_doctors::move_to_team(tx, call, resident, to)?;
    closed_follow_ups::move_to_team(tx, call, resident, to)
}

/// A follow-up is due on another day.
pub(super) fn put_off(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
    to: NaiveDate,
) -> Result<(), DbError> {
    let key: [Val; 3] = [(&call.district).into(), resident.into(), programme.into()];
    let Some(row) = tx.one(
        "SELECT team_id, urgent, due, village FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &key,
    )?
    else {
        return Ok(());
    };
    let before = Counted::of(&row)?;
    let after = Counted {
        due: to.into(),
        ..before.clone()
    };
    uncount(tx, &call.district, before)?;
    count(tx, &call.district, after)?;
    let [district, resident, programme] = key;
    tx.exec(
        "UPDATE follow_up_plan SET was_due = coalesce(was_due, due), due = $4,
             version = version + 1
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[district, resident, programme, to.into()],
    )?;
    Ok(())
}

/// Takes a follow-up off the list.
pub(super) fn take_off(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<(), DbError> {
    let gone = tx.one(
        "DELETE FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3
         RETURNING team_id, urgent, due, village",
        &[(&call.district).into(), resident.into(), programme.into()],
    )?;
    match gone {
        Some(row) => uncount(tx, &call.district, Counted::of(&row)?),
        None => Ok(()),
    }
}

/// Counts one that was put on the list by another way than a visit.
pub(super) fn count_again(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
) -> Result<(), DbError> {
    let row = tx.one(
        "SELECT team_id, urgent, due, village FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 AND programme = $3",
        &[(&call.district).into(), resident.into(), programme.into()],
    )?;
    match row {
        Some(row) => count(tx, &call.district, Counted::of(&row)?),
        None => Ok(()),
    }
}

/// How many follow-ups a team has in these villages, on whatever day.
pub(super) fn many(
    tx: &mut dyn Tx,
    call: &Call,
    team: TeamId,
    villages: &Villages,
) -> Result<u32, DbError> {
    let row = tx.one(
        "SELECT CAST(coalesce(sum(many), 0) AS BIGINT) AS many FROM follow_up_count
         WHERE district_id = $1 AND team_id = $2 AND village BETWEEN $3 AND $4",
        &[
            (&call.district).into(),
            team.into(),
            (&villages.from).into(),
            (&villages.to).into(),
        ],
    )?;
    row.map_or(Ok(0), |row| row.get("many"))
}

/// Counts all of a district again, after many were written at once.
pub fn recount(tx: &mut dyn Tx, district: &DistrictId) -> Result<(), DbError> {
    tx.exec(
        "DELETE FROM follow_up_count WHERE district_id = $1",
        &[district.into()],
    )?;
    tx.exec(
        "INSERT INTO follow_up_count (district_id, team_id, urgent, due, village, many)
         SELECT district_id, team_id, urgent, due, village, count(*) FROM follow_up_plan
         WHERE district_id = $1
         GROUP BY district_id, team_id, urgent, due, village",
        &[district.into()],
    )?;
    Ok(())
}

/// Where a follow-up counts.
#[derive(Clone)]
struct Counted {
    team: Val,
    urgent: Val,
    due: Val,
    village: Val,
}

impl Counted {
    fn of(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            team: row.get::<TeamId>("team_id")?.into(),
            urgent: row.get::<bool>("urgent")?.into(),
            due: row.get::<NaiveDate>("due")?.into(),
            village: row.get::<String>("village")?.into(),
        })
    }

    fn key(self, district: &DistrictId) -> [Val; 5] {
        [
            district.into(),
            self.team,
            self.urgent,
            self.due,
            self.village,
        ]
    }
}

fn count(tx: &mut dyn Tx, district: &DistrictId, one: Counted) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO follow_up_count (district_id, team_id, urgent, due, village, many)
         VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (district_id, team_id, urgent, due, village)
         DO UPDATE SET many = follow_up_count.many + 1",
        &one.key(district),
    )?;
    Ok(())
}

fn uncount(tx: &mut dyn Tx, district: &DistrictId, one: Counted) -> Result<(), DbError> {
    let key = one.key(district);
    let last = tx.exec(
        "DELETE FROM follow_up_count
         WHERE district_id = $1 AND team_id = $2 AND urgent = $3 AND due = $4 AND village = $5
             AND many = 1",
        &key,
    )?;
    if last == 0 {
        tx.exec(
            "UPDATE follow_up_count SET many = many - 1
             WHERE district_id = $1 AND team_id = $2 AND urgent = $3 AND due = $4
                 AND village = $5",
            &key,
        )?;
    }
    Ok(())
}
