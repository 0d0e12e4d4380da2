//! What all staff of the district are bound by, read by administrators and changed by the
//! district's own.

use domain::access::{Action, Object, StaffScope, staff_scope};
use domain::api::staff::{GetStaffPolicy, PostStaffPolicy, SetStaffPolicy, StaffPolicy};
use domain::problem::{Code, FieldError, Problem};

use crate::auth::policy::{self, Policy};
use crate::auth::session::Owner;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Minutes without use that a district may choose.
const IDLE: std::ops::RangeInclusive<u16> = 5..=120;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetStaffPolicy>(get_staff_policy);
    api.write::<PostStaffPolicy>(set_staff_policy);
}

/// Answers what all staff are bound by.
pub fn get_staff_policy(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<StaffPolicy, Failure> {
    if staff_scope(&call.actor) == StaffScope::Nobody {
        return Err(Code::Forbidden.into());
    }
    Ok(reply(call, policy::load(tx, &call.district)?))
}

/// Changes what all staff are bound by.
pub fn set_staff_policy(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: SetStaffPolicy,
) -> Result<StaffPolicy, Failure> {
    call.require(Action::ManageStaff, &Object::StaffPolicy)?;
    let before = policy::load(tx, &call.district)?;
    if call.expected_version()? != before.version {
        return Err(Code::Conflict.into());
    }
    if !IDLE.contains(&body.idle_minutes) {
        let (reason, limit) = if body.idle_minutes < *IDLE.start() {
            ("too_low", IDLE.start())
        } else {
            ("too_high", IDLE.end())
        };
        let error = FieldError::new("idle_minutes", reason).with_limit(limit);
        return Err(Problem::invalid(vec![error]).into());
    }
    tx.exec(
        "INSERT INTO staff_policy (district_id, second_factor, idle_minutes, version)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (district_id) DO UPDATE SET second_factor = excluded.second_factor,
             idle_minutes = excluded.idle_minutes, version = excluded.version",
        &[
            (&call.district).into(),
            Val::json(&body.second_factor)?,
            body.idle_minutes.into(),
            (before.version + 1).into(),
        ],
    )?;
    if let Some(Owner::Staff(staff)) = Owner::of(&call.actor) {
        call.audit_staff(staff, "policy_changed");
    }
    Ok(reply(call, policy::load(tx, &call.district)?))
}

fn reply(call: &Call, policy: Policy) -> StaffPolicy {
    call.answer_version(policy.version);
    StaffPolicy {
        second_factor: policy.second_factor,
        idle_minutes: policy.idle_minutes,
        version: policy.version,
    }
}
