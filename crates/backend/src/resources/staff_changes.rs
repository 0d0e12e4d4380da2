//! What an administrator does with staff accounts. Each change is for one version of the account,
//! is noted in the trail, and ends the sessions that it takes something from.
//!
//! A code for a first or another password is answered once and kept nowhere in the clear.

use chrono::TimeDelta;
use domain::access::{Action, Object, StaffScope, staff_scope};
use domain::api::staff::{
    ActivationCode, InviteStaff, PlaceStaff, PostSecondFactorReset, PostStaff, PostStaffDisable,
    PostStaffEnable, PostStaffPlaces, PostStaffReset, StaffDetail, StaffState,
};
use domain::ids::{StaffId, TeamId};
use domain::person::NationalId;
use domain::problem::Code;

use super::second_factor;
use super::staff_accounts::{Opened, detail, open};
use super::staff_checks::{
    login, name, national_id, not_oneself, require_another, require_leaders, require_places, title,
};
use crate::auth::doors;
use crate::auth::one_time::{self, Opens};
use crate::auth::session::{self, Owner};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::seal::Purpose;

/// How long a code for a first or another password is good.
const GOOD_FOR: TimeDelta = TimeDelta::hours(72);

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write_secret::<PostStaff>(invite_staff);
    api.write::<PostStaffPlaces>(place_staff);
    api.write_secret::<PostStaffReset>(reset_staff);
    api.write::<PostSecondFactorReset>(reset_second_factor);
    api.write::<PostStaffDisable>(disable_staff);
    api.write::<PostStaffEnable>(enable_staff);
}

/// Makes an account and a code for its first sign-in. Made again with the same id, it makes
/// another code for the same account.
pub fn invite_staff(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: InviteStaff,
) -> Result<ActivationCode, Failure> {
    if staff_scope(&call.actor) == StaffScope::Nobody {
        return Err(Code::Forbidden.into());
    }
    call.require(
        Action::ManageStaff,
        &Object::StaffAccount {
            institution_id: body.institution_id,
            role: body.role,
        },
    )?;
    let login = login(&body.login)?;
    let (name, title) = (name(&body.name)?, title(body.title.as_deref())?);
    let person = national_id(&body.national_id, call.today)?;
    let places = [body.institution_id];
    require_places(tx, call, &places, &body.teams)?;
    let taken = tx.one(
        "SELECT id FROM staff WHERE district_id = $1 AND login = $2",
        &[(&call.district).into(), (&login).into()],
    )?;
    match taken {
        Some(row) if row.get::<StaffId>("id")? != body.id => return Err(Code::LoginTaken.into()),
        Some(_) => {
            let Opened { account, .. } = open(tx, call, body.id)?;
            if account.state != StaffState::Invited {
                return Err(Code::LoginTaken.into());
            }
        }
        None => {
            tx.exec(
                "INSERT INTO staff (district_id, id, login, name, title, role, institution_id,
                     password_hash, active)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0)",
                &[
                    (&call.district).into(),
                    body.id.into(),
                    (&login).into(),
                    (&name).into(),
                    title.into(),
                    Val::word(&body.role)?,
                    body.institution_id.into(),
                ],
            )?;
            set_teams(tx, call, body.id, &body.teams)?;
        }
    }
    set_person(tx, call, body.id, &person)?;
    call.audit_staff(body.id, "invited");
    hand_out(tx, call, body.id, login, name)
}

/// Changes name, title, institutions and teams of an account.
pub fn place_staff(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    body: PlaceStaff,
) -> Result<StaffDetail, Failure> {
    let opened = open_version(tx, call, staff)?;
    let (name, title) = (name(&body.name)?, title(body.title.as_deref())?);
    let person = match body.national_id.as_deref() {
        Some(typed) => Some(national_id(typed, call.today)?),
        None => None,
    };
    let mut places = vec![body.institution_id];
    places.extend(
        body.sites
            .iter()
            .filter(|site| **site != body.institution_id),
    );
    for place in &places {
        // Whoever lends somebody to an institution keeps the accounts of both.
        call.require(
            Action::ManageStaff,
            &Object::StaffAccount {
                institution_id: *place,
                role: opened.account.role,
            },
        )?;
    }
    require_places(tx, call, &places, &body.teams)?;
    require_leaders(tx, call, staff, &body.teams)?;
    if opened.institution != body.institution_id {
        require_another(tx, call, staff, &opened)?;
    }
    let before = detail(tx, call, staff)?;
    tx.exec(
        "UPDATE staff SET name = $3, title = $4, institution_id = $5, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            staff.into(),
            (&name).into(),
            title.into(),
            body.institution_id.into(),
        ],
    )?;
    tx.exec(
        "DELETE FROM staff_site WHERE district_id = $1 AND staff_id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    for site in &places[1..] {
        tx.exec(
            "INSERT INTO staff_site (district_id, staff_id, institution_id) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            &[(&call.district).into(), staff.into(), (*site).into()],
        )?;
    }
    set_teams(tx, call, staff, &body.teams)?;
    if let Some(person) = person {
        set_person(tx, call, staff, &person)?;
        call.audit_staff(staff, "person");
    }
    call.audit_staff(staff, "placed");
    let after = detail(tx, call, staff)?;
    let moved = before.institution_id != after.institution_id
        || before.sites.iter().any(|site| !after.sites.contains(site))
        || before.teams.iter().any(|team| !after.teams.contains(team));
    if moved {
        end_sessions(tx, call, staff)?;
    }
    detail(tx, call, staff)
}

/// Ends password and sessions of an account and makes a code for another password.
pub fn reset_staff(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    _body: (),
) -> Result<ActivationCode, Failure> {
    let opened = open_version(tx, call, staff)?;
    not_oneself(call, staff)?;
    if opened.account.state == StaffState::Disabled {
        return Err(Code::WrongState.into());
    }
    tx.exec(
        "UPDATE staff SET password_hash = '', version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    end_sessions(tx, call, staff)?;
    doors::forget_browsers(tx, &call.district, staff)?;
    call.audit_staff(staff, "password_reset");
    let (login, name) = (opened.account.login, opened.account.name);
    hand_out(tx, call, staff, login, name)
}

/// Removes the authenticator of an account and ends its sessions.
pub fn reset_second_factor(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    _body: (),
) -> Result<StaffDetail, Failure> {
    open_version(tx, call, staff)?;
    not_oneself(call, staff)?;
    if !second_factor::remove(tx, &call.district, staff)? {
        return Err(Code::WrongState.into());
    }
    changed(tx, call, staff, "second_factor_reset")
}

/// Closes an account and ends its sessions at once.
pub fn disable_staff(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    _body: (),
) -> Result<StaffDetail, Failure> {
    let opened = open_version(tx, call, staff)?;
    not_oneself(call, staff)?;
    require_another(tx, call, staff, &opened)?;
    tx.exec(
        "UPDATE staff SET active = 0, disabled_ms = $3 WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), staff.into(), call.now.into()],
    )?;
    tx.exec(
        "DELETE FROM staff_code WHERE district_id = $1 AND staff_id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    changed(tx, call, staff, "disabled")
}

/// Opens a closed account again. One that never had a password needs a new code.
pub fn enable_staff(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    _body: (),
) -> Result<StaffDetail, Failure> {
    open_version(tx, call, staff)?;
    tx.exec(
        "UPDATE staff SET disabled_ms = NULL,
             active = CASE WHEN password_hash = '' THEN 0 ELSE 1 END
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    changed(tx, call, staff, "enabled")
}

/// Finds an account, asks whether the caller keeps it, and whether it is the version they saw.
fn open_version(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<Opened, Failure> {
    let opened = open(tx, call, staff)?;
    if call.expected_version()? != opened.account.version {
        return Err(Code::Conflict.into());
    }
    Ok(opened)
}

/// Ends the sessions, counts the version up, notes it, and answers the account as it is now.
fn changed(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    purpose: &'static str,
) -> Result<StaffDetail, Failure> {
    tx.exec(
        "UPDATE staff SET version = version + 1 WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    end_sessions(tx, call, staff)?;
    call.audit_staff(staff, purpose);
    detail(tx, call, staff)
}

fn end_sessions(tx: &mut dyn Tx, call: &Call, staff: StaffId) -> Result<(), Failure> {
    session::end_all(tx, &call.district, Owner::Staff(staff), None, call.now)?;
    Ok(())
}

fn hand_out(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    login: String,
    name: String,
) -> Result<ActivationCode, Failure> {
    let code = one_time::new()?;
    let until = call.now + GOOD_FOR;
    tx.exec(
        "INSERT INTO staff_code (district_id, staff_id, code_hash, made_ms, expires_ms)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id, staff_id) DO UPDATE SET code_hash = excluded.code_hash,
             made_ms = excluded.made_ms, expires_ms = excluded.expires_ms",
        &[
            (&call.district).into(),
            staff.into(),
            one_time::hash(&call.keys, Opens::Password, staff, &code).into(),
            call.now.into(),
            until.into(),
        ],
    )?;
    Ok(ActivationCode {
        staff_id: staff,
        login,
        name,
        code,
        until,
    })
}

/// Writes down who the member of staff is as a person.
fn set_person(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    person: &NationalId,
) -> Result<(), Failure> {
    let bytes = staff.0.bytes();
    let place = call.place("staff", "national_id_sealed", &bytes);
    let index = call
        .keys
        .index(Purpose::NationalId, person.as_str().as_bytes());
    tx.exec(
        "UPDATE staff SET national_id_sealed = $3, national_id_masked = $4,
             national_id_index = $5
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            staff.into(),
            call.keys.seal_text(place, person.as_str())?.into(),
            person.masked().into(),
            index.into(),
        ],
    )?;
    Ok(())
}

fn set_teams(
    tx: &mut dyn Tx,
    call: &Call,
    staff: StaffId,
    teams: &[TeamId],
) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM team_member WHERE district_id = $1 AND staff_id = $2",
        &[(&call.district).into(), staff.into()],
    )?;
    for team in teams {
        tx.exec(
            "INSERT INTO team_member (district_id, team_id, staff_id) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING",
            &[(&call.district).into(), (*team).into(), staff.into()],
        )?;
    }
    Ok(())
}
