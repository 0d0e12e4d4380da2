//! A contract signed at the bedside, before a member of staff who has seen the papers. It is a request like
//! any other from there on: the same rules, the same claim, the team's inbox; who signed before whom, and by
//! what they were known, stands beside it for good.

use domain::access::{Action, Actor};
use domain::api::bedside::{BedsideTerms, GetBedsideTerms, SignAtBedside, SignAtBedsideBody};
use domain::api::contracts::{Contract, RequestContractBody};
use domain::ids::{ResidentId, StaffId, TeamId};
use domain::person::age_on;
use domain::problem::{Code, FieldError, Problem};
use domain::rules::signature;

use super::contract_options::agreement;
use super::contract_requests::ask;
use super::packages::catalogue;
use super::people::team_cards;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// A phone that was without network may bring what was signed so many days ago, no older.
const OLDEST_DAYS: i64 = 30;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetBedsideTerms>(terms);
    api.write::<SignAtBedside>(sign);
}

fn staff(call: &Call) -> Result<(StaffId, Vec<TeamId>), Failure> {
    match &call.actor {
        Actor::Staff {
            staff_id,
            teams,
            role,
            ..
        } if !role.keeps_accounts() => Ok((*staff_id, teams.clone())),
        _ => Err(Code::Forbidden.into()),
    }
}

/// Answers what is shown and chosen at the bedside.
fn terms(tx: &mut dyn Tx, call: &Call, _path: (), _query: ()) -> Result<BedsideTerms, Failure> {
    let (_, own) = staff(call)?;
    let mut teams = team_cards(tx, call, None)?;
    teams.retain(|team| own.contains(&team.team_id));
    Ok(BedsideTerms {
        packages: catalogue(tx, call)?,
        teams,
        agreement: agreement()?,
    })
}

/// Asks for a contract that was signed before the caller.
fn sign(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: SignAtBedsideBody,
) -> Result<Contract, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "bedside_contract")?;
    let (witness, own) = staff(call)?;
    let mut errors = signed(tx, call, resident, &body)?;
    if !own.contains(&body.team_id) {
        errors.push(FieldError::new("team_id", "not_own"));
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors).into());
    }
    let request = RequestContractBody {
        id: body.id,
        resident_id: resident,
        team_id: body.team_id,
        package_ids: body.package_ids,
        agreement_version: body.agreement_version,
        consent: body.consent,
        years: body.years,
    };
    let contract = ask(tx, call, request)?;
    tx.exec(
        "INSERT INTO contract_signature
             (district_id, contract_id, signer, signed_by, proof, signed_on, witness_id, recorded_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT DO NOTHING",
        &[
            (&call.district).into(),
            body.id.into(),
            Val::word(&body.signer)?,
            body.signed_by.trim().into(),
            Val::word(&body.proof)?,
            body.signed_on.into(),
            witness.into(),
            call.now.into(),
        ],
    )?;
    Ok(contract)
}

/// What is wrong with a signature.
fn signed(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    body: &SignAtBedsideBody,
) -> Result<Vec<FieldError>, Failure> {
    let row = tx
        .one(
            "SELECT name, birth_date FROM resident WHERE district_id = $1 AND id = $2",
            &[(&call.district).into(), resident.into()],
        )?
        .ok_or(Code::NotFound)?;
    let name: String = row.get("name")?;
    let age = age_on(row.get("birth_date")?, body.signed_on);
    let mut errors = signature::faults(body.signer, &body.signed_by, &name, age);
    if body.signed_on > call.today {
        errors.push(FieldError::new("signed_on", "in_future"));
    } else if (call.today - body.signed_on).num_days() > OLDEST_DAYS {
        errors.push(FieldError::new("signed_on", "too_early"));
    }
    Ok(errors)
}
