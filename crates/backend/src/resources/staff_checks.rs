//! What must hold before an account of staff is changed: the places and teams fit, somebody is left
//! to keep accounts and to lead a team, names are names. Changes nothing.

use chrono::NaiveDate;
use domain::api::staff::StaffState;
use domain::codes::Role;
use domain::ids::{InstitutionId, StaffId, TeamId};
use domain::person::{NationalId, PersonName};
use domain::problem::{Code, FieldError, Problem};

use super::persons::reason;
use super::staff_accounts::Opened;
use crate::auth::session::Owner;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 20;

pub(super) fn not_oneself(call: &Call, staff: StaffId) -> Result<(), Failure> {
    if Owner::of(&call.actor) == Some(Owner::Staff(staff)) {
        return Err(Code::NotOneself.into());
    }
    Ok(())
}

/// Asks that somebody else can keep the accounts that this administrator keeps.
pub(super) fn require_another(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    opened: &Opened,
) -> Result<(), Failure> {
    let account = &opened.account;
    if !account.role.keeps_accounts() || account.state != StaffState::Active {
        return Ok(());
    }
    let here = match account.role {
        Role::InstitutionAdmin => Some(opened.institution),
        _ => None,
    };
    let another = tx.one(
        "SELECT 1 AS yes FROM staff
         WHERE district_id = $1 AND id <> $2 AND active = 1 AND password_hash <> ''
             AND (role = 'district_admin'
                  OR (role = 'institution_admin' AND institution_id = $3))
         LIMIT 1",
        &[(&call.district).into(), staff.into(), here.into()],
    )?;
    another
        .map(|_| ())
        .ok_or_else(|| Code::LastAdministrator.into())
}

/// Asks that the institutions exist and the teams are theirs.
pub(super) fn require_places(
    tx: &mut dyn Tx,
    call: &Call,
    places: &[InstitutionId],
    teams: &[TeamId],
) -> Result<(), Failure> {
    for place in places {
        let found = tx.one(
            "SELECT 1 AS yes FROM institution WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), (*place).into()],
        )?;
        if found.is_none() {
            return Err(invalid("institution_id", "unknown").into());
        }
    }
    for team in teams {
        let found = tx.one(
            "SELECT institution_id FROM team WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), (*team).into()],
        )?;
        let theirs = match found {
            Some(row) => places.contains(&row.get("institution_id")?),
            None => false,
        };
        if !theirs {
            return Err(invalid("teams", "of_another_institution").into());
        }
    }
    Ok(())
}

/// Asks that nobody is taken out of a team that they lead.
pub(super) fn require_leaders(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    teams: &[TeamId],
) -> Result<(), Failure> {
    for row in tx.rows(
        "SELECT t.id FROM team_member m
         JOIN team t ON t.district_id = m.district_id AND t.id = m.team_id
         WHERE m.district_id = $1 AND m.staff_id = $2 AND t.leader_id = $2",
        &[(&call.district).into(), staff.into()],
    )? {
        if !teams.contains(&row.get("id")?) {
            return Err(invalid("teams", "leads_team").into());
        }
    }
    Ok(())
}

pub(super) fn login(typed: &str) -> Result<String, Problem> {
    let login = typed.trim().to_lowercase();
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let good = (3..=40).contains(&login.len())
        && login.chars().all(known)
        && login.starts_with(|c: char| c.is_ascii_alphanumeric());
    good.then_some(login)
        .ok_or_else(|| invalid("login", "not_a_login"))
}

pub(super) fn name(typed: &str) -> Result<String, Problem> {
    let name: PersonName = typed.parse().map_err(|_| invalid("name", "not_a_name"))?;
    Ok(name.as_str().to_owned())
}

pub(super) fn national_id(typed: &str, today: NaiveDate) -> Result<NationalId, Problem> {
    NationalId::parse(typed, today).map_err(|error| invalid("national_id", reason(&error)))
}

pub(super) fn title(typed: Option<&str>) -> Result<Option<&str>, Problem> {
    let title = typed.map(str::trim).filter(|title| !title.is_empty());
    match title {
        Some(title) if title.chars().count() > LONGEST_TITLE => Err(Problem::invalid(vec![
            FieldError::new("title", "too_long").with_limit(LONGEST_TITLE),
        ])),
        title => Ok(title),
    }
}

fn invalid(field: &str, reason: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, reason)])
}
