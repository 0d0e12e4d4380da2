//! The promise of a contract that a follow-up fulfils: checked off with the visit's day and doctor, by which it
//! is found again when the visit is corrected or voided.

use chrono::NaiveDate;
use domain::ids::{ContractId, PlanItemId, ResidentId, StaffId};

use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;

/// Whose visit it is, when it was and who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) resident: ResidentId,
    pub(super) on: NaiveDate,
    pub(super) doctor: StaffId,
}

/// Checks off the first follow-up that a contract in force on that day still promises.
pub(super) fn fulfil(tx: &mut dyn Tx, call: &Call, item: &str, made: Made) -> Result<(), Failure> {
    tx.exec(
        "UPDATE plan_item SET done_on = $3, done_by = $4
         WHERE (district_id, contract_id, due, id) IN (
             SELECT p.district_id, p.contract_id, p.due, p.id FROM plan_item p
             JOIN contract c ON c.district_id = p.district_id AND c.id = p.contract_id
             WHERE p.district_id = $1 AND p.resident_id = $2 AND p.done_on IS NULL
                 AND p.item_code LIKE $5 AND c.state IN ('active', 'expiring')
                 AND c.begins <= $3 AND c.ends >= $3
             ORDER BY p.due, p.id LIMIT 1)",
        &[
            (&call.district).into(),
            made.resident.into(),
            made.on.into(),
            made.doctor.into(),
            format!("{item}%").into(),
        ],
    )?;
    Ok(())
}

/// Opens the promise again that a visit of before had fulfilled.
pub(super) fn take_back(
    tx: &mut dyn Tx,
    call: &Call,
    item: &str,
    before: Made,
) -> Result<(), Failure> {
    match find(tx, call, item, before)? {
        Some(promise) => promise.settle(tx, call, None),
        None => Ok(()),
    }
}

/// The promise that a visit of before had fulfilled is fulfilled by what it is now. It stays the same
/// promise while its contract holds on the new day, even where that contract has ended since: nothing new is
/// checked off then, and nothing is opened that nobody could fulfil any more.
pub(super) fn follow(
    tx: &mut dyn Tx,
    call: &Call,
    item: &str,
    before: Made,
    now: Made,
) -> Result<(), Failure> {
    if let Some(promise) = find(tx, call, item, before)? {
        let holds = (promise.begins..=promise.ends).contains(&now.on);
        promise.settle(tx, call, holds.then_some(now))?;
        if holds {
            return Ok(());
        }
    }
    fulfil(tx, call, item, now)
}

/// A promise that was fulfilled, with the days of its contract.
struct Promise {
    contract: ContractId,
    due: NaiveDate,
    id: PlanItemId,
    begins: NaiveDate,
    ends: NaiveDate,
}

impl Promise {
    fn settle(&self, tx: &mut dyn Tx, call: &Call, by: Option<Made>) -> Result<(), Failure> {
        tx.exec(
            "UPDATE plan_item SET done_on = $5, done_by = $6
             WHERE district_id = $1 AND contract_id = $2 AND due = $3 AND id = $4",
            &[
                (&call.district).into(),
                self.contract.into(),
                self.due.into(),
                self.id.into(),
                by.map(|made| made.on).into(),
                by.map(|made| made.doctor).into(),
            ],
        )?;
        Ok(())
    }
}

/// Contract by contract, along the index that there is.
fn find(tx: &mut dyn Tx, call: &Call, item: &str, made: Made) -> Result<Option<Promise>, Failure> {
    let contracts = tx.rows(
        "SELECT id, begins, ends FROM contract
         WHERE district_id = $1 AND resident_id = $2 AND begins IS NOT NULL AND ends IS NOT NULL",
        &[(&call.district).into(), made.resident.into()],
    )?;
    for row in &contracts {
        let contract: ContractId = row.get("id")?;
        let kept = tx.one(
            "SELECT due, id FROM plan_item
             WHERE district_id = $1 AND contract_id = $2 AND done_on = $3 AND done_by = $4
                 AND item_code LIKE $5
             ORDER BY due DESC, id DESC LIMIT 1",
            &[
                (&call.district).into(),
                contract.into(),
                made.on.into(),
                made.doctor.into(),
                format!("{item}%").into(),
            ],
        )?;
        if let Some(kept) = kept {
            return Ok(Some(Promise {
                contract,
                due: kept.get("due")?,
                id: kept.get("id")?,
                begins: row.get("begins")?,
                ends: row.get("ends")?,
            }));
        }
    }
    Ok(None)
}
