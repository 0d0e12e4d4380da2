//! A family-doctor contract (家庭医生签约) as it is stored, found, shown and listed. The steps that
//! move it live beside: asked for and taken back in `contract_requests`, answered in
//! `contract_answers`, its promises in `contract_plan`.
//!
//! The state that is shown is the domain's `state_on`: a row says `active` until somebody writes
//! something else, and time alone makes it expiring or expired.

use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Action, Care, Object, Verdict, may};
use domain::api::contracts::{
    Contract, ContractAction, ContractLine, ContractState, GetContract, ListResidentContracts,
};
use domain::ids::{ContractId, ResidentId, TeamId};
use domain::money::Fen;
use domain::problem::Code;
use domain::rules::contract::state_on;

use super::people::{person_header, team_card};
use super::{contract_plan, packages};
use crate::call::{Call, care, care_columns};
use crate::db::{DbError, Row, Tx};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListResidentContracts>(list_resident_contracts);
    api.read::<GetContract>(get_contract);
}

/// Lists a resident's contracts, newest first.
pub fn list_resident_contracts(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<Vec<ContractLine>, Failure> {
    call.open_resident(tx, resident, Action::ReadContract, "contracts")?;
    let rows = tx.rows(
        "SELECT c.id, c.resident_id, c.state, c.asked_ms, c.begins, c.ends, c.version,
             t.name AS team
         FROM contract c
         JOIN team t ON t.district_id = c.district_id AND t.id = c.team_id
         WHERE c.district_id = $1 AND c.resident_id = $2
         ORDER BY c.asked_ms DESC, c.id DESC",
        &[(&call.district).into(), resident.into()],
    )?;
    rows.iter().map(|row| line(tx, call, row)).collect()
}

/// Answers a contract with its service plan.
pub fn get_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    _query: (),
) -> Result<Contract, Failure> {
    let stored = open(tx, call, contract, Action::ReadContract, "contract")?;
    reply(tx, call, &stored)
}

/// A contract as it is stored, with what a decision about it rests on.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) id: ContractId,
    pub(super) care: Care,
    pub(super) team_id: TeamId,
    /// As written; see [`state_on`].
    pub(super) state: ContractState,
    pub(super) years: u8,
    pub(super) agreement_version: String,
    begins: NaiveDate,
    ends: NaiveDate,
    price: Fen,
    asked_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    decline_reason: Option<String>,
    at_bedside: bool,
    version: i64,
}

impl Stored {
    /// Whose contract.
    pub(super) fn resident(&self) -> ResidentId {
        self.care.resident_id
    }

    /// What [`may`] is asked about.
    fn object(&self) -> Object<'_> {
        Object::Contract {
            care: &self.care,
            team_id: self.team_id,
        }
    }

    /// Lets a step pass that a request waiting for its answer allows, and only as the caller last
    /// saw it.
    pub(super) fn waits(&self, call: &Call) -> Result<(), Failure> {
        if call.if_match.is_some_and(|seen| seen != self.version) {
            return Err(Code::Conflict.into());
        }
        match self.state {
            ContractState::Submitted => Ok(()),
            _ => Err(Code::WrongState.into()),
        }
    }
}

/// Finds a contract, asks whether this may be done with it, and notes it. Unknown and hidden
/// contracts are answered alike.
pub(super) fn open(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    action: Action,
    purpose: &'static str,
) -> Result<Stored, Failure> {
    let stored = find(tx, call, contract)?.ok_or(Code::NotFound)?;
    call.require(action, &stored.object())?;
    call.audit(stored.resident(), action, purpose);
    Ok(stored)
}

/// Finds a contract. Decides nothing.
pub(super) fn find(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
) -> Result<Option<Stored>, Failure> {
    let row = tx.one(
        concat!(
            "SELECT c.id, c.team_id, c.state, c.years, c.begins, c.ends, c.price_fen,
                 c.agreement_version, c.asked_ms, c.answered_ms, c.decline_reason, c.version,
                 CASE WHEN g.contract_id IS NULL THEN 0 ELSE 1 END AS at_bedside, ",
            care_columns!(),
            " FROM contract c
             JOIN resident r ON r.district_id = c.district_id AND r.id = c.resident_id
             LEFT JOIN contract_signature g ON g.district_id = c.district_id
                 AND g.contract_id = c.id
             WHERE c.district_id = $1 AND c.id = $2"
        ),
        &[(&call.district).into(), contract.into()],
    )?;
    Ok(row.as_ref().map(stored).transpose()?)
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get("id")?,
        care: care(row)?,
        team_id: row.get("team_id")?,
        state: row.word("state")?,
        years: row.get("years")?,
        agreement_version: row.get("agreement_version")?,
        begins: row.get("begins")?,
        ends: row.get("ends")?,
        price: Fen(row.get("price_fen")?),
        asked_at: row.get("asked_ms")?,
        answered_at: row.get("answered_ms")?,
        decline_reason: row.get("decline_reason")?,
        at_bedside: row.get("at_bedside")?,
        version: row.get("version")?,
    })
}

/// A contract as it stands after a step, for whoever took it.
pub(super) fn after(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
) -> Result<Contract, Failure> {
    let stored = find(tx, call, contract)?.ok_or(Code::NotFound)?;
    reply(tx, call, &stored)
}

/// A contract with its plan and with what the caller may do now.
fn reply(tx: &mut dyn Tx, call: &Call, stored: &Stored) -> Result<Contract, Failure> {
    call.answer_version(stored.version);
    Ok(Contract {
        contract_id: stored.id,
        person: person_header(tx, call, stored.resident())?,
        team: team_card(tx, call, stored.team_id)?,
        packages: packages::of_contract(tx, call, stored.id)?,
        state: state_on(stored.state, stored.ends, call.today),
        asked_at: stored.asked_at,
        answered_at: stored.answered_at,
        decline_reason: stored.decline_reason.clone(),
        begins: stored.begins,
        ends: stored.ends,
        price: stored.price,
        agreement_version: stored.agreement_version.clone(),
        plan: contract_plan::of_contract(tx, call, stored.id)?,
        allowed: allowed(call, stored),
        own_family: may(&call.actor, Action::AnswerContract, &stored.object())
            == Verdict::OwnFamily,
        at_bedside: stored.at_bedside,
        version: stored.version,
    })
}

fn allowed(call: &Call, stored: &Stored) -> Vec<ContractAction> {
    const STEPS: [(ContractAction, Action); 3] = [
        (ContractAction::Withdraw, Action::RequestContract),
        (ContractAction::Accept, Action::AnswerContract),
        (ContractAction::Decline, Action::AnswerContract),
    ];
    if stored.state != ContractState::Submitted {
        return Vec::new();
    }
    STEPS
        .into_iter()
        .filter(|(_, action)| may(&call.actor, *action, &stored.object()) == Verdict::Allow)
        .map(|(step, _)| step)
        .collect()
}

/// A contract in a list, from a row with `id`, `resident_id`, `team` (its name), `state`,
/// `asked_ms`, `begins`, `ends` and `version`.
pub(super) fn line(tx: &mut dyn Tx, call: &Call, row: &Row) -> Result<ContractLine, Failure> {
    let contract_id = row.get("id")?;
    let ends = row.get("ends")?;
    Ok(ContractLine {
        contract_id,
        person: person_header(tx, call, row.get("resident_id")?)?,
        team: row.get("team")?,
        packages: packages::names_of_contract(tx, call, contract_id)?,
        state: state_on(row.word("state")?, ends, call.today),
        asked_at: row.get("asked_ms")?,
        begins: row.get("begins")?,
        ends,
        version: row.get("version")?,
    })
}
