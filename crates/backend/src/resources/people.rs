//! The people and teams that nearly every reply shows: a resident's header, a doctor's name, a
//! team's card. Decides nothing; whoever calls has asked `domain::access` before.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::api::residents::{PersonHeader, TeamCard, TeamMember};
use domain::codes::PeopleGroup;
use domain::ids::{InstitutionId, ResidentId, StaffId, TeamId};
use domain::person::age_on;
use domain::problem::Code;
use domain::rules::{people_groups, secrecy};

use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;

/// Columns of a header, of the table `resident` under the name `r`; read by [`header`].
macro_rules! person_columns {
    () => {
        "r.id AS person_id, r.name AS person_name, r.sex AS person_sex, \
         r.birth_date AS person_birth_date, r.village AS person_village, \
         r.people_groups AS person_groups, r.programme_groups AS person_programme_groups"
    };
}
pub(crate) use person_columns;

/// The header in a row that has the columns of `person_columns!`.
pub fn header(row: &Row, today: NaiveDate) -> Result<PersonHeader, DbError> {
    Ok(PersonHeader {
        resident_id: row.get("person_id")?,
        name: row.get("person_name")?,
        sex: row.word("person_sex")?,
        age: age_on(row.get("person_birth_date")?, today),
        village: row.get("person_village")?,
        groups: groups(row, "person_groups", "person_programme_groups")?,
    })
}

/// The groups of people that somebody stands in, from the columns of the register's and of the programmes'.
pub(super) fn groups(
    row: &Row,
    register: &str,
    programmes: &str,
) -> Result<Vec<PeopleGroup>, DbError> {
    let (register, programmes): (Vec<_>, Vec<_>) = (row.json(register)?, row.json(programmes)?);
    Ok(people_groups::together(&register, &programmes))
}

/// The header in such a row for this caller: whoever only helps does not learn of groups that the
/// law keeps secret.
pub fn person_shown(call: &Call, row: &Row) -> Result<PersonHeader, DbError> {
    let mut person = header(row, call.today)?;
    if call.only_helps(person.resident_id) {
        person.groups.retain(|group| !secrecy::secret_group(*group));
    }
    Ok(person)
}

/// The header of one resident.
pub fn person_header(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<PersonHeader, Failure> {
    let row = tx
        .one(
            concat!(
                "SELECT ",
                person_columns!(),
                " FROM resident r WHERE r.district_id = $1 AND r.id = $2"
            ),
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(person_shown(call, &row)?)
}

/// Name of a member of staff.
pub fn doctor_name(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<String, Failure> {
    let row = tx
        .one(
            "SELECT name FROM staff WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), staff.into()],
        )?
        .ok_or_else(|| Failure::broken("a member of staff is missing"))?;
    Ok(row.get("name")?)
}

/// The card of one team.
///
/// # Errors
/// `NotFound` where there is no such team.
pub fn team_card(tx: &mut dyn Tx, call: &Call, team: TeamId) -> Result<TeamCard, Failure> {
    Ok(cards(tx, call, None, Some(team))?
        .into_iter()
        .next()
        .ok_or(Code::NotFound)?)
}

/// The cards of all teams, or of one institution's, in the order of the district.
pub fn team_cards(
    tx: &mut dyn Tx,
    call: &Call,
    institution: Option<InstitutionId>,
) -> Result<Vec<TeamCard>, Failure> {
    cards(tx, call, institution, None)
}

/// Three statements however many teams: the teams, their members, their villages.
fn cards(
    tx: &mut dyn Tx,
    call: &Call,
    institution: Option<InstitutionId>,
    team: Option<TeamId>,
) -> Result<Vec<TeamCard>, Failure> {
    let which: [Val; 3] = [(&call.district).into(), institution.into(), team.into()];
    let mut members: HashMap<TeamId, Vec<TeamMember>> = HashMap::new();
    for row in tx.rows(
        "SELECT m.team_id, s.name, s.title, s.role FROM team t
         JOIN team_member m ON m.district_id = t.district_id AND m.team_id = t.id
         JOIN staff s ON s.district_id = m.district_id AND s.id = m.staff_id
         WHERE t.district_id = $1 AND t.institution_id = coalesce($2, t.institution_id)
             AND t.id = coalesce($3, t.id) AND s.active = 1
         ORDER BY s.role, s.name, s.id",
        &which,
    )? {
        let member = TeamMember {
            name: row.get("name")?,
            title: row.get("title")?,
            role: row.word("role")?,
        };
        members.entry(row.get("team_id")?).or_default().push(member);
    }
    let mut villages: HashMap<TeamId, Vec<String>> = HashMap::new();
    for row in tx.rows(
        "SELECT v.team_id, v.village FROM team t
         JOIN team_village v ON v.district_id = t.district_id AND v.team_id = t.id
         WHERE t.district_id = $1 AND t.institution_id = coalesce($2, t.institution_id)
             AND t.id = coalesce($3, t.id)
         ORDER BY v.village",
        &which,
    )? {
        villages
            .entry(row.get("team_id")?)
            .or_default()
            .push(row.get("village")?);
    }
    let teams = tx.rows(
        "SELECT t.id, t.name, t.phone, i.name AS institution, s.name AS doctor FROM team t
         JOIN institution i ON i.district_id = t.district_id AND i.id = t.institution_id
         JOIN staff s ON s.district_id = t.district_id AND s.id = t.leader_id
         WHERE t.district_id = $1 AND t.institution_id = coalesce($2, t.institution_id)
             AND t.id = coalesce($3, t.id)
         ORDER BY i.sort, t.sort, t.id",
        &which,
    )?;
    teams
        .iter()
        .map(|row| {
            let team_id: TeamId = row.get("id")?;
            Ok(TeamCard {
                team_id,
                name: row.get("name")?,
                institution: row.get("institution")?,
                doctor: row.get("doctor")?,
                phone: row.get("phone")?,
                members: members.remove(&team_id).unwrap_or_default(),
                villages: villages.remove(&team_id).unwrap_or_default(),
            })
        })
        .collect()
}
