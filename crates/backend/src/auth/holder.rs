//! Who a device's session acts as today: a phone with its grants, a member of staff with their
//! place, teams and villages. Read anew with each request, so that what was taken back is gone at
//! once. Called by [`super::session`] alone.

use chrono::{NaiveDate, TimeDelta};
use domain::access::Actor;
use domain::codes::Role;
use domain::grant::Grant;
use domain::ids::{AccountId, InstitutionId, StaffId, TeamId};

use super::family;
use super::policy::Policy;
use crate::db::Tx;
use crate::district::DistrictId;
use crate::failure::Failure;

/// Whom a token belongs to, before it is known whether its session still holds.
pub(super) struct Found {
    pub actor: Actor,
    pub second_factor_missing: bool,
    pub idle: TimeDelta,
}

/// A phone, with whom it may act for today.
pub(super) fn account(
    tx: &mut dyn Tx,
    district: &DistrictId,
    account_id: AccountId,
    today: NaiveDate,
) -> Result<Actor, Failure> {
    let grants = tx
        .rows(
            "SELECT resident_id, capacity, functions FROM access_grant
             WHERE district_id = $1 AND account_id = $2 AND state = 'holding'
                 AND (ends IS NULL OR ends >= $3)",
            &[district.into(), account_id.into(), today.into()],
        )?
        .iter()
        .map(|row| {
            Ok(Grant {
                resident_id: row.get("resident_id")?,
                capacity: row.word("capacity")?,
                functions: row.json("functions")?,
            })
        })
        .collect::<Result<_, Failure>>()?;
    Ok(Actor::Account { account_id, grants })
}

/// The member of staff, acting at one of their places.
pub(super) fn staff(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff_id: StaffId,
    site: Option<InstitutionId>,
    today: NaiveDate,
) -> Result<Option<Found>, Failure> {
    let key = [district.into(), staff_id.into()];
    let found = tx.one(
        "SELECT s.role, s.institution_id, p.second_factor, p.idle_minutes, p.keep_days,
             p.version,
             t.confirmed_ms
         FROM staff s
         LEFT JOIN staff_policy p ON p.district_id = s.district_id
         LEFT JOIN staff_totp t ON t.district_id = s.district_id AND t.staff_id = s.id
         WHERE s.district_id = $1 AND s.id = $2 AND s.active = 1",
        &key,
    )?;
    let Some(row) = found else { return Ok(None) };
    let role: Role = row.word("role")?;
    let home: InstitutionId = row.get("institution_id")?;
    let policy = Policy::of(&row)?;
    let has_authenticator = row.get::<Option<i64>>("confirmed_ms")?.is_some();
    let institution_id = match site {
        Some(site) if works_at(tx, district, staff_id, site)? => site,
        _ => home,
    };
    let teams = tx
        .rows(
            "SELECT m.team_id FROM team_member m
             JOIN team t ON t.district_id = m.district_id AND t.id = m.team_id
             WHERE m.district_id = $1 AND m.staff_id = $2 AND t.institution_id = $3
             UNION
             SELECT team_id FROM team_cover
             WHERE district_id = $1 AND staff_id = $2 AND ended_ms IS NULL
                 AND from_day <= $4 AND until_day >= $4
             ORDER BY team_id",
            &[
                district.into(),
                staff_id.into(),
                institution_id.into(),
                today.into(),
            ],
        )?
        .iter()
        .map(|row| row.get::<TeamId>("team_id"))
        .collect::<Result<_, _>>()?;
    let villages = match role {
        Role::VillageDoctor => Some(
            tx.rows(
                "SELECT village FROM staff_village WHERE district_id = $1 AND staff_id = $2
                 ORDER BY village",
                &key,
            )?
            .iter()
            .map(|row| row.get("village"))
            .collect::<Result<_, _>>()?,
        ),
        _ => None,
    };
    Ok(Some(Found {
        actor: Actor::Staff {
            staff_id,
            role,
            institution_id,
            teams,
            villages,
            family: family::of_staff(tx, district, staff_id, today)?,
        },
        second_factor_missing: !has_authenticator && policy.second_factor.contains(&role),
        idle: policy.idle(),
    }))
}

/// Whether a member of staff may act at an institution besides their own.
fn works_at(
    tx: &mut dyn Tx,
    district: &DistrictId,
    staff: StaffId,
    institution: InstitutionId,
) -> Result<bool, Failure> {
    let found = tx.one(
        "SELECT 1 AS yes FROM staff_site
         WHERE district_id = $1 AND staff_id = $2 AND institution_id = $3",
        &[district.into(), staff.into(), institution.into()],
    )?;
    Ok(found.is_some())
}
