//! The resident's side of a contract: asking for one, and taking the request back before the team
//! has answered. At most one contract is in force or under way; `contract_current` is the claim.

use domain::access::{Action, Actor};
use domain::api::contracts::{
    Contract, Package, RequestContract, RequestContractBody, WithdrawContract,
};
use domain::ids::ContractId;
use domain::money::Fen;
use domain::problem::{Code, FieldError, Problem};
use domain::rules::contract::{Applicant, IneligibleReason, eligibility, ends};
use domain::rules::departure::Leaving;

use super::contract_options::{agreement, applicant, tomorrow};
use super::contracts::{Stored, after, find, open};
use super::departures::departure_of;
use super::{area_positions, packages};
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// Years that can be asked for.
const YEARS: std::ops::RangeInclusive<u8> = 1..=3;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.write::<RequestContract>(request_contract);
    api.write::<WithdrawContract>(withdraw_contract);
}

/// Asks for a contract. The id is the contract's own for ever: the same request again is answered
/// with the contract as it stands, another request under it is a conflict.
pub fn request_contract(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    body: RequestContractBody,
) -> Result<Contract, Failure> {
    call.open_resident(
        tx,
        body.resident_id,
        Action::RequestContract,
        "contract_request",
    )?;
    ask(tx, call, body)
}

/// The same of a resident who was opened: also for one who signs before a member of staff.
pub(super) fn ask(
    tx: &mut dyn Tx,
    call: &Call,
    body: RequestContractBody,
) -> Result<Contract, Failure> {
    if let Some(earlier) = find(tx, call, body.id)? {
        return repeated(tx, call, &earlier, &body);
    }
    refuse(check(&body))?;
    let left = departure_of(tx, call, body.resident_id)?;
    if left.is_some_and(|left| left.how == Leaving::Died) {
        return Err(Code::WrongState.into());
    }
    if body.agreement_version != agreement()?.version {
        return Err(Code::AgreementChanged.into());
    }
    let packages = chosen(tx, call, &body)?;
    eligible(&packages, &applicant(tx, call, body.resident_id)?)?;
    known_team(tx, call, &body)?;
    claim(tx, call, &body)?;
    insert(tx, call, &body, &packages)?;
    area_positions::changed(tx, call, body.resident_id)?;
    after(tx, call, body.id)
}

/// Takes a request back before the team has answered.
pub fn withdraw_contract(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    _body: (),
) -> Result<Contract, Failure> {
    let asked = open(
        tx,
        call,
        contract,
        Action::RequestContract,
        "contract_withdrawal",
    )?;
    asked.waits(call)?;
    tx.exec(
        "UPDATE contract SET state = 'withdrawn', version = version + 1
         WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), contract.into()],
    )?;
    free(tx, call, &asked)?;
    after(tx, call, contract)
}

/// Lets the resident ask for another contract.
pub(super) fn free(tx: &mut dyn Tx, call: &Call, stored: &Stored) -> Result<(), Failure> {
    tx.exec(
        "DELETE FROM contract_current
         WHERE district_id = $1 AND resident_id = $2 AND contract_id = $3",
        &[
            (&call.district).into(),
            stored.resident().into(),
            stored.id.into(),
        ],
    )?;
    area_positions::changed(tx, call, stored.resident())
}

fn check(body: &RequestContractBody) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !body.consent {
        errors.push(FieldError::new("consent", "required"));
    }
    if !YEARS.contains(&body.years) {
        errors.push(FieldError::new("years", "out_of_range").with_limit("1..3"));
    }
    if body.package_ids.is_empty() {
        errors.push(FieldError::new("package_ids", "required"));
    }
    let mut seen = body.package_ids.clone();
    seen.sort_unstable();
    if seen.windows(2).any(|pair| pair.first() == pair.last()) {
        errors.push(FieldError::new("package_ids", "repeated"));
    }
    errors
}

fn refuse(errors: Vec<FieldError>) -> Result<(), Failure> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(errors).into())
    }
}

/// The chosen packages in the order of the request.
fn chosen(
    tx: &mut dyn Tx,
    call: &Call,
    body: &RequestContractBody,
) -> Result<Vec<Package>, Failure> {
    let catalogue = packages::catalogue(tx, call)?;
    let found: Vec<_> = body
        .package_ids
        .iter()
        .map(|id| {
            catalogue
                .iter()
                .find(|package| package.package_id == *id)
                .cloned()
        })
        .collect();
    let unknown = found
        .iter()
        .enumerate()
        .filter(|(_, package)| package.is_none());
    refuse(
        unknown
            .map(|(at, _)| FieldError::new(&field(at), "unknown"))
            .collect(),
    )?;
    Ok(found.into_iter().flatten().collect())
}

fn eligible(packages: &[Package], applicant: &Applicant) -> Result<(), Failure> {
    let mut errors = Vec::new();
    for (at, package) in packages.iter().enumerate() {
        let Some(reason) = eligibility(&package.groups, applicant) else {
            continue;
        };
        let word = match reason.reason {
            IneligibleReason::OtherGroup => "other_group",
            IneligibleReason::ResidenceTooShort => "residence_too_short",
        };
        let mut error = FieldError::new(&field(at), word);
        error.limit = reason.months_missing.map(|months| months.to_string());
        errors.push(error);
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(Problem {
        errors,
        ..Problem::new(Code::NotEligible)
    }
    .into())
}

fn field(at: usize) -> String {
    format!("package_ids.{at}")
}

fn known_team(tx: &mut dyn Tx, call: &Call, body: &RequestContractBody) -> Result<(), Failure> {
    let found = tx.one(
        "SELECT id FROM team WHERE district_id = $1 AND id = $2",
        &[(&call.district).into(), body.team_id.into()],
    )?;
    if found.is_some() {
        Ok(())
    } else {
        refuse(vec![FieldError::new("team_id", "unknown")])
    }
}

/// Claims the resident's one place. A contract that has ended by time gives it up.
fn claim(tx: &mut dyn Tx, call: &Call, body: &RequestContractBody) -> Result<(), Failure> {
    let claimed = tx.one(
        "INSERT INTO contract_current (district_id, resident_id, contract_id, ends)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (district_id, resident_id) DO UPDATE
             SET contract_id = excluded.contract_id, ends = excluded.ends
             WHERE contract_current.ends < $5
         RETURNING contract_id",
        &[
            (&call.district).into(),
            body.resident_id.into(),
            body.id.into(),
            ends(tomorrow(call), body.years).into(),
            call.today.into(),
        ],
    )?;
    if claimed.is_some() {
        Ok(())
    } else {
        Err(Code::AlreadyContracted.into())
    }
}

fn insert(
    tx: &mut dyn Tx,
    call: &Call,
    body: &RequestContractBody,
    packages: &[Package],
) -> Result<(), Failure> {
    let begins = tomorrow(call);
    let price: Fen = packages.iter().map(|package| package.price).sum();
    let asked_by = match &call.actor {
        Actor::Account { account_id, .. } => Val::from(*account_id),
        Actor::Staff { .. } | Actor::Visitor => Val::Null,
    };
    tx.exec(
        "INSERT INTO contract (district_id, id, resident_id, team_id, state, years, begins, ends,
             price_fen, agreement_version, asked_ms, asked_by, version)
         VALUES ($1, $2, $3, $4, 'submitted', $5, $6, $7, $8, $9, $10, $11, 1)",
        &[
            (&call.district).into(),
            body.id.into(),
            body.resident_id.into(),
            body.team_id.into(),
            body.years.into(),
            begins.into(),
            ends(begins, body.years).into(),
            price.0.into(),
            (&body.agreement_version).into(),
            call.now.into(),
            asked_by,
        ],
    )?;
    for package in packages {
        tx.exec(
            "INSERT INTO contract_package (district_id, contract_id, package_id)
             VALUES ($1, $2, $3)",
            &[
                (&call.district).into(),
                body.id.into(),
                package.package_id.into(),
            ],
        )?;
    }
    Ok(())
}

/// Answers a request whose id is taken.
fn repeated(
    tx: &mut dyn Tx,
    call: &Call,
    earlier: &Stored,
    body: &RequestContractBody,
) -> Result<Contract, Failure> {
    let mut asked = body.package_ids.clone();
    let mut had: Vec<_> = packages::of_contract(tx, call, earlier.id)?
        .into_iter()
        .map(|package| package.package_id)
        .collect();
    asked.sort_unstable();
    had.sort_unstable();
    let same = earlier.resident() == body.resident_id
        && earlier.team_id == body.team_id
        && earlier.years == body.years
        && earlier.agreement_version == body.agreement_version
        && had == asked;
    if same {
        after(tx, call, earlier.id)
    } else {
        Err(Code::Conflict.into())
    }
}
