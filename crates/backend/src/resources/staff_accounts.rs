//! Staff accounts as administrators see them: the list of their scope, and one of them. Nothing
//! here is about a resident.

use domain::access::{Action, Object, StaffScope, staff_scope};
use domain::api::Page;
use domain::api::staff::{GetStaff, ListStaff, StaffAccount, StaffDetail, StaffQuery, StaffState};
use domain::ids::{InstitutionId, StaffId, TeamId};
use domain::problem::Code;

use super::paging::{self, LIMIT};
use super::search::pattern;
use super::second_factor;
use crate::auth::session::Owner;
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListStaff>(list_staff);
    api.read::<GetStaff>(get_staff);
}

/// Columns of an account, read by [`account`].
macro_rules! account_columns {
    () => {
        "s.id, s.login, s.name, s.title, s.role, s.institution_id, i.name AS institution, \
         s.version, CASE WHEN s.disabled_ms IS NOT NULL THEN 'disabled' \
             WHEN s.password_hash = '' THEN 'invited' ELSE 'active' END AS state \
         FROM staff s JOIN institution i \
             ON i.district_id = s.district_id AND i.id = s.institution_id"
    };
}

/// Lists the staff accounts of the own scope by name.
pub fn list_staff(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: StaffQuery,
) -> Result<Page<StaffAccount>, Failure> {
    let institution = match (staff_scope(&call.actor), query.institution) {
        (StaffScope::Nobody, _) => return Err(Code::Forbidden.into()),
        (StaffScope::Institution(own), None) => Some(own),
        (StaffScope::Institution(own), Some(asked)) if asked == own => Some(own),
        (StaffScope::Institution(_), Some(_)) => return Ok(paging::page(Vec::new(), last)),
        (StaffScope::District, asked) => asked,
    };
    // Both engines agree on lower case only.
    let typed = query.q.unwrap_or_default().trim().to_lowercase();
    let after = match &query.cursor {
        Some(cursor) => Some(key_of(tx, call, paging::value(cursor)?)?),
        None => None,
    };
    let (name, id) = after.unzip();
    let state = query.state.map(|state| Val::word(&state)).transpose()?;
    let rows = tx.rows(
        concat!(
            "SELECT * FROM (SELECT s.district_id, ",
            account_columns!(),
            ") s
             WHERE s.district_id = $1
                 AND s.institution_id = coalesce($2, s.institution_id)
                 AND s.state = coalesce($3, s.state)
                 AND (lower(s.name) LIKE $4 ESCAPE '\\' OR s.login LIKE $5 ESCAPE '\\')
                 AND coalesce((s.name, s.id) > ($6, $7), TRUE)
             ORDER BY s.name, s.id LIMIT $8"
        ),
        &[
            (&call.district).into(),
            institution.into(),
            state.unwrap_or(Val::Null),
            format!("%{}%", pattern(&typed)).into(),
            format!("{}%", pattern(&typed)).into(),
            name.into(),
            id.into(),
            LIMIT.into(),
        ],
    )?;
    let items = rows.iter().map(account).collect::<Result<_, _>>()?;
    Ok(paging::page(items, last))
}

/// Answers one staff account.
pub fn get_staff(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    _query: (),
) -> Result<StaffDetail, Failure> {
    open(tx, call, staff)?;
    detail(tx, call, staff)
}

/// An account, found and asked for: the first line of everything that is done with one.
pub(super) struct Opened {
    pub account: StaffAccount,
    pub institution: InstitutionId,
}

/// Finds an account and asks whether the caller keeps it.
pub(super) fn open(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<Opened, Failure> {
    let row = tx
        .one(
            concat!(
                "SELECT ",
                account_columns!(),
                " WHERE s.district_id = $1 AND s.id = $2"
            ),
            &[(&call.district).into(), staff.into()],
        )?
        .ok_or(Code::NotFound)?;
    let opened = Opened {
        account: account(&row)?,
        institution: row.get("institution_id")?,
    };
    call.require(
        Action::ManageStaff,
        &Object::StaffAccount {
            institution_id: opened.institution,
            role: opened.account.role,
        },
    )?;
    Ok(opened)
}

/// An account in full, for somebody who keeps it.
pub(super) fn detail(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<StaffDetail, Failure> {
    let Opened {
        account,
        institution,
    } = open(tx, call, staff)?;
    let key: [Val; 2] = [(&call.district).into(), staff.into()];
    let sites = tx
        .rows(
            "SELECT institution_id FROM staff_site WHERE district_id = $1 AND staff_id = $2
             ORDER BY institution_id",
            &key,
        )?
        .iter()
        .map(|row| row.get("institution_id"))
        .collect::<Result<_, _>>()?;
    let teams = tx
        .rows(
            "SELECT team_id FROM team_member WHERE district_id = $1 AND staff_id = $2
             ORDER BY team_id",
            &key,
        )?
        .iter()
        .map(|row| row.get::<TeamId>("team_id"))
        .collect::<Result<_, _>>()?;
    let code = tx.one(
        "SELECT expires_ms FROM staff_code
         WHERE district_id = $1 AND staff_id = $2 AND expires_ms > $3",
        &[(&call.district).into(), staff.into(), call.now.into()],
    )?;
    let seen = tx.one(
        "SELECT seen_ms FROM device
         WHERE district_id = $1 AND staff_id = $2 AND ended_ms IS NULL
         ORDER BY seen_ms DESC LIMIT 1",
        &key,
    )?;
    let person = tx.one(
        "SELECT national_id_masked FROM staff WHERE district_id = $1 AND id = $2",
        &key,
    )?;
    call.answer_version(account.version);
    Ok(StaffDetail {
        national_id_masked: person
            .map(|row| row.get("national_id_masked"))
            .transpose()?
            .flatten(),
        institution_id: institution,
        sites,
        teams,
        second_factor: second_factor::is_on(tx, &call.district, staff)?,
        code_until: code.map(|row| row.get("expires_ms")).transpose()?,
        seen_at: seen.map(|row| row.get("seen_ms")).transpose()?,
        oneself: Owner::of(&call.actor) == Some(Owner::Staff(staff)),
        account,
    })
}

fn account(row: &Row) -> Result<StaffAccount, Failure> {
    Ok(StaffAccount {
        staff_id: row.get("id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        title: row.get("title")?,
        role: row.word("role")?,
        institution: row.get("institution")?,
        state: row.word::<StaffState>("state")?,
        version: row.get("version")?,
    })
}

/// A cursor is the last account; its name, by which the list is ordered, is looked up.
fn last(account: &StaffAccount) -> String {
    account.staff_id.to_string()
}

fn key_of(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<(String, StaffId), Failure> {
    let row = tx
        .one(
            "SELECT name FROM staff WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), staff.into()],
        )?
        .ok_or_else(paging::malformed)?;
    Ok((row.get("name")?, staff))
}
