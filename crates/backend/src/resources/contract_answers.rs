//! The team's side of a contract: the list of requests, and accepting or declining one. Accepting
//! makes the service plan and moves the resident into the team's care in the same step.

use domain::access::{Action, Actor, Scope, scope};
use domain::api::Page;
use domain::api::contracts::{
    AcceptContract, Contract, ContractLine, ContractQuery, ContractState, DeclineBody,
    DeclineContract, ListTeamContracts,
};
use domain::api::messages::MessageKind;
use domain::ids::{ContractId, StaffId, Uuid};
use domain::problem::Code;
use domain::rules::contract::{EXPIRING_DAYS, ends};

use super::contract_options::tomorrow;
use super::contract_plan::{self, Promise};
use super::contract_requests::free;
use super::contracts::{Stored, after, line, open};
use super::desk::reason;
use super::messages::send_message;
use super::paging::{self, LIMIT};
use super::{area_positions, follow_up_plans, packages, push_moves};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListTeamContracts>(list_team_contracts);
    api.write::<AcceptContract>(accept_contract);
    api.write::<DeclineContract>(decline_contract);
}

/// Lists the requests and contracts of one's own teams: what waits for an answer first, the
/// longest waiting on top, then the rest, newest first.
pub fn list_team_contracts(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: ContractQuery,
) -> Result<Page<ContractLine>, Failure> {
    let staff = staff(call)?;
    if scope(&call.actor, Action::ReadContract) == Scope::Nobody {
        return Err(Code::Forbidden.into());
    }
    let [turn, place, last] = match query.cursor.as_deref() {
        None => [Val::Int(-1), Val::Int(0), Val::Blob(Vec::new())],
        Some(cursor) => {
            let [turn, place, last] = paging::parts(cursor)?;
            [
                paging::value::<i64>(turn)?.into(),
                paging::value::<i64>(place)?.into(),
                paging::value::<Uuid>(last)?.into(),
            ]
        }
    };
    let wanted = query.state.as_ref().map_or(Ok(Val::from("")), Val::word)?;
    let soon = call.today + chrono::Days::new(EXPIRING_DAYS);
    // CROSS JOIN keeps the order of the walk: from the teams of one person to their contracts, and
    // not from all contracts of the district.
    // The state by time is the domain's `state_on`, written as a filter; a test holds them equal.
    let rows = tx.rows(
        "WITH shown AS (
             SELECT c.id, c.resident_id, c.asked_ms, c.begins, c.ends, c.version, t.name AS team,
                 CASE WHEN c.state NOT IN ('active', 'expiring') THEN c.state
                      WHEN c.ends < $3 THEN 'expired'
                      WHEN c.ends < $4 THEN 'expiring'
                      ELSE 'active' END AS state,
                 CAST(CASE WHEN c.state = 'submitted' THEN 0 ELSE 1 END AS BIGINT) AS turn,
                 CASE WHEN c.state = 'submitted' THEN c.asked_ms ELSE -c.asked_ms END AS place
             FROM team_member m
             CROSS JOIN contract c
             CROSS JOIN team t
             WHERE m.district_id = $1 AND m.staff_id = $2
                 AND c.district_id = m.district_id AND c.team_id = m.team_id
                 AND t.district_id = c.district_id AND t.id = c.team_id)
         SELECT id, resident_id, asked_ms, begins, ends, version, team, state FROM shown
         WHERE ($5 = '' OR state = $5) AND (turn, place, id) > ($6, $7, $8)
         ORDER BY turn, place, id LIMIT $9",
        &[
            (&call.district).into(),
            staff.into(),
            call.today.into(),
            soon.into(),
            wanted,
            turn,
            place,
            last,
            LIMIT.into(),
        ],
    )?;
    let lines = rows
        .iter()
        .map(|row| line(tx, call, row))
        .collect::<Result<Vec<_>, _>>()?;
    let page = paging::page(lines, |line: &ContractLine| {
        let asked = line.asked_at.timestamp_millis();
        let (turn, place) = match line.state {
            ContractState::Submitted => (0, asked),
            _ => (1, -asked),
        };
        paging::cursor(&[&turn, &place, &line.contract_id])
    });
    let shown: Vec<_> = page
        .items
        .iter()
        .map(|line| line.person.resident_id)
        .collect();
    if !shown.is_empty() {
        call.audit_page(&shown, Action::ReadContract, "team_contracts");
    }
    Ok(page)
}

/// Accepts a request; the service plan is made in the same step.
pub fn accept_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    _body: (),
) -> Result<Contract, Failure> {
    let asked = open(
        tx,
        call,
        contract,
        Action::AnswerContract,
        "contract_acceptance",
    )?;
    asked.waits(call)?;
    let begins = tomorrow(call);
    let last = ends(begins, asked.years);
    hold(tx, call, &asked, last)?;
    tx.exec(
        "UPDATE contract SET state = 'active', begins = $3, ends = $4, answered_ms = $5,
             answered_by = $6, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            contract.into(),
            begins.into(),
            last.into(),
            call.now.into(),
            staff(call)?.into(),
        ],
    )?;
    let promise = Promise {
        contract_id: contract,
        resident_id: asked.resident(),
        begins,
        years: asked.years,
    };
    let packages = packages::of_contract(tx, call, contract)?;
    contract_plan::write(tx, &call.district, call.now, &promise, &packages)?;
    take_into_care(tx, call, &asked)?;
    let answered = after(tx, call, contract)?;
    send_message(
        tx,
        call,
        asked.resident(),
        MessageKind::ContractAccepted,
        Some(&contract.to_string()),
        Some(&answered.team.name),
        Some(begins),
    )?;
    Ok(answered)
}

/// Declines a request with a reason; the resident can ask another team at once.
pub fn decline_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    body: DeclineBody,
) -> Result<Contract, Failure> {
    let asked = open(
        tx,
        call,
        contract,
        Action::AnswerContract,
        "contract_refusal",
    )?;
    let reason = reason(&body.reason)?;
    asked.waits(call)?;
    tx.exec(
        "UPDATE contract SET state = 'declined', decline_reason = $3, answered_ms = $4,
             answered_by = $5, version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            contract.into(),
            reason.into(),
            call.now.into(),
            staff(call)?.into(),
        ],
    )?;
    free(tx, call, &asked)?;
    send_message(
        tx,
        call,
        asked.resident(),
        MessageKind::ContractDeclined,
        Some(&contract.to_string()),
        Some(reason),
        None,
    )?;
    after(tx, call, contract)
}

/// Keeps the resident's one place for the contract. A request that was left unanswered until its
/// place was taken over by another cannot be accepted any more.
fn hold(
    tx: &mut dyn Tx,
    call: &Call,
    asked: &Stored,
    last: chrono::NaiveDate,
) -> Result<(), Failure> {
    let held = tx.exec(
        "UPDATE contract_current SET ends = $4
         WHERE district_id = $1 AND resident_id = $2 AND contract_id = $3",
        &[
            (&call.district).into(),
            asked.resident().into(),
            asked.id.into(),
            last.into(),
        ],
    )?;
    if held == 1 {
        Ok(())
    } else {
        Err(Code::WrongState.into())
    }
}

/// The contracted team becomes the responsible one, in the record and on its worklist.
fn take_into_care(tx: &mut dyn Tx, call: &Call, asked: &Stored) -> Result<(), Failure> {
    area_positions::changed(tx, call, asked.resident())?;
    tx.exec(
        "UPDATE resident SET team_id = $3, updated_ms = $4, version = version + 1,
             institution_id = (SELECT institution_id FROM team
                               WHERE district_id = $1 AND id = $3)
         WHERE district_id = $1 AND id = $2",
        &[
            (&call.district).into(),
            asked.resident().into(),
            asked.team_id.into(),
            call.now.into(),
        ],
    )?;
    follow_up_plans::move_to_team(tx, call, asked.resident(), asked.team_id)?;
    push_moves::home_moved(tx, call, asked.resident(), asked.team_id)?;
    area_positions::changed(tx, call, asked.resident())
}

fn staff(call: &Call) -> Result<StaffId, Failure> {
    match &call.actor {
        Actor::Staff { staff_id, .. } => Ok(*staff_id),
        Actor::Account { .. } | Actor::Visitor => Err(Code::Forbidden.into()),
    }
}
