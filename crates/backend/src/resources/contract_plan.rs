//! The service plan (履约计划) of an accepted contract: one row for each promised service with
//! its due date, made in the step that accepts. "签而有约": no contract in force without its plan
//! (HT-21). Called by the contract answers, and by whoever writes contracts of a demo district.

use chrono::{DateTime, NaiveDate, Utc};
use domain::api::contracts::{Package, PlanItem};
use domain::ids::{ContractId, PlanItemId, ResidentId};
use domain::rules::contract::{due_dates, plan_state};

use crate::call::{Call, new_id};
use crate::db::{DbError, Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;

/// A contract in force, as far as its plan depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    /// The contract.
    pub contract_id: ContractId,
    /// Whose.
    pub resident_id: ResidentId,
    /// First day in force.
    pub begins: NaiveDate,
    /// Years in force.
    pub years: u8,
}

/// Writes the plan: each item with a number of times a year, spread evenly over each year. Items
/// given as often as needed promise no date and have no row.
pub fn write(
    tx: &mut dyn Tx,
    district: &DistrictId,
    now: DateTime<Utc>,
    promise: &Promise,
    packages: &[Package],
) -> Result<(), Failure> {
    for package in packages {
        for item in &package.items {
            let dates = due_dates(promise.begins, promise.years, item.times.unwrap_or(0));
            let of_times = i64::try_from(dates.len()).unwrap_or(i64::MAX);
            for (due, nth) in dates.into_iter().zip(1_i64..) {
                tx.exec(
                    "INSERT INTO plan_item (district_id, contract_id, due, id, resident_id,
                         package_id, item_code, nth, of_times)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    &[
                        district.into(),
                        promise.contract_id.into(),
                        due.into(),
                        new_id::<PlanItemId>(now)?.into(),
                        promise.resident_id.into(),
                        package.package_id.into(),
                        (&item.code).into(),
                        nth.into(),
                        of_times.into(),
                    ],
                )?;
            }
        }
    }
    Ok(())
}

/// The plan of a contract by due date; empty until the contract is accepted.
pub(super) fn of_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
) -> Result<Vec<PlanItem>, Failure> {
    let rows = tx.rows(
        "SELECT i.id, i.due, i.nth, i.of_times, i.done_on, p.name AS package, pi.name, pi.mode,
             s.name AS done_by
         FROM plan_item i
         JOIN package p ON p.district_id = i.district_id AND p.id = i.package_id
         JOIN package_item pi ON pi.district_id = i.district_id
             AND pi.package_id = i.package_id AND pi.code = i.item_code
         LEFT JOIN staff s ON s.district_id = i.district_id AND s.id = i.done_by
         WHERE i.district_id = $1 AND i.contract_id = $2
         ORDER BY i.due, p.sort, pi.sort, i.id",
        &[(&call.district).into(), contract.into()],
    )?;
    Ok(rows
        .iter()
        .map(|row| item(row, call.today))
        .collect::<Result<_, _>>()?)
}

fn item(row: &Row, today: NaiveDate) -> Result<PlanItem, DbError> {
    let due = row.get("due")?;
    let done_on: Option<NaiveDate> = row.get("done_on")?;
    Ok(PlanItem {
        plan_item_id: row.get("id")?,
        package: row.get("package")?,
        name: row.get("name")?,
        mode: row.word("mode")?,
        nth: row.get("nth")?,
        of: row.get("of_times")?,
        due,
        state: plan_state(due, done_on.is_some(), today),
        done_on,
        done_by: row.get("done_by")?,
    })
}
