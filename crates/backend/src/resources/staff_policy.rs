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

/// Days without contact that a district may choose.
const KEEP: std::ops::RangeInclusive<u16> = 1..=30;

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
    let keep_days = body.keep_days.unwrap_or(before.keep_days);
    let errors = [
        outside("idle_minutes", body.idle_minutes, &IDLE),
        outside("keep_days", keep_days, &KEEP),
    ];
    let errors: Vec<FieldError> = errors.into_iter().flatten().collect();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    tx.exec(
        "INSERT INTO staff_policy (district_id, second_factor, idle_minutes, version, keep_days)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (district_id) DO UPDATE SET second_factor = excluded.second_factor,
             idle_minutes = excluded.idle_minutes, version = excluded.version,
             keep_days = excluded.keep_days",
        &[
            (&call.district).into(),
            Val::json(&body.second_factor)?,
            body.idle_minutes.into(),
            (before.version + 1).into(),
            keep_days.into(),
        ],
    )?;
    if let Some(Owner::Staff(staff)) = Owner::of(&call.actor) {
        call.audit_staff(staff, "policy_changed");
    }
    Ok(reply(call, policy::load(tx, &call.district)?))
}

/// What is wrong with a number outside of its bounds.
fn outside(field: &str, number: u16, bounds: &std::ops::RangeInclusive<u16>) -> Option<FieldError> {
    let (reason, limit) = if number < *bounds.start() {
        ("too_low", bounds.start())
    } else if number > *bounds.end() {
        ("too_high", bounds.end())
    } else {
        return None;
    };
    Some(FieldError::new(field, reason).with_limit(limit))
}

fn reply(call: &Call, policy: Policy) -> StaffPolicy {
    call.answer_version(policy.version);
    StaffPolicy {
        second_factor: policy.second_factor,
        idle_minutes: policy.idle_minutes,
        keep_days: policy.keep_days,
        version: policy.version,
    }
}
