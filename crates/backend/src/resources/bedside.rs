//! A contract signed at the bedside, before a member of staff who has seen the papers. It is a request like
//! any other from there on: the same rules, the same claim, the team's inbox; who signed before whom, and by
//! what they were known, stands beside it for good, and the signature as it was drawn, sealed.

use domain::access::{Action, Actor};
use domain::api::bedside::{
    BedsideSignature, BedsideStanding, BedsideTerms, GetBedsideSignature, GetBedsideStanding,
    GetBedsideTerms, SignAtBedside, SignAtBedsideBody, StandingContract,
};
use domain::api::contracts::{Contract, RequestContractBody};
use domain::ids::{ContractId, ResidentId, StaffId, TeamId};
use domain::person::age_on;
use domain::problem::{Code, FieldError, Problem};
use domain::rules::contract::state_on;
use domain::rules::signature::{self, Drawing};

use super::contract_options::{agreement, applicant};
use super::contract_requests::ask;
use super::contracts;
use super::packages::catalogue;
use super::people::team_cards;
use crate::call::Call;
use crate::db::{Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;

/// A phone that was without network may bring what was signed so many days ago, no older.
const OLDEST_DAYS: i64 = 30;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetBedsideTerms>(terms);
    api.read::<GetBedsideStanding>(get_standing);
    api.read::<GetBedsideSignature>(get_signature);
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

/// Answers what decides which packages are open to a resident.
fn get_standing(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<BedsideStanding, Failure> {
    call.open_resident(tx, resident, Action::FollowUp, "bedside_standing")?;
    standing(tx, call, resident)
}

/// The same of a resident who was opened: a phone keeps it with the area.
pub(super) fn standing(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
) -> Result<BedsideStanding, Failure> {
    let row = tx.one(
        "SELECT t.name AS team, c.state, c.ends FROM contract_current n
         JOIN contract c ON c.district_id = n.district_id AND c.id = n.contract_id
         JOIN team t ON t.district_id = c.district_id AND t.id = c.team_id
         WHERE n.district_id = $1 AND n.resident_id = $2 AND n.ends >= $3",
        &[(&call.district).into(), resident.into(), call.today.into()],
    )?;
    let contract = row.map(|row| {
        let ends = row.get("ends")?;
        Ok::<_, Failure>(StandingContract {
            team: row.get("team")?,
            state: state_on(row.word("state")?, ends, call.today),
            ends,
        })
    });
    Ok(BedsideStanding {
        applicant: applicant(tx, call, resident)?,
        contract: contract.transpose()?,
    })
}

/// Answers who signed a contract at the bedside. One that was asked for in another way has no such
/// signature.
fn get_signature(
    tx: &mut dyn Tx,
    call: &Call,
    contract: ContractId,
    _query: (),
) -> Result<BedsideSignature, Failure> {
    contracts::open(
        tx,
        call,
        contract,
        Action::ReadContract,
        "bedside_signature",
    )?;
    let row = tx
        .one(
            "SELECT g.signer, g.signed_by, g.proof, g.signed_on, g.drawing_sealed, s.name AS witness
             FROM contract_signature g
             JOIN staff s ON s.district_id = g.district_id AND s.id = g.witness_id
             WHERE g.district_id = $1 AND g.contract_id = $2",
            &[(&call.district).into(), contract.into()],
        )?
        .ok_or(Code::NotFound)?;
    Ok(BedsideSignature {
        signer: row.word("signer")?,
        signed_by: row.get("signed_by")?,
        proof: row.word("proof")?,
        signed_on: row.get("signed_on")?,
        witness: row.get("witness")?,
        drawing: drawing(call, contract, &row)?,
    })
}

/// Where the drawing is sealed to.
const DRAWING: &str = "drawing_sealed";

fn drawing(call: &Call, contract: ContractId, row: &Row) -> Result<Option<Drawing>, Failure> {
    let Some(sealed) = row.get::<Option<Vec<u8>>>(DRAWING)? else {
        return Ok(None);
    };
    let id = contract.0.bytes();
    let place = call.place("contract_signature", DRAWING, &id);
    let text = call.keys.open_text(place, &sealed)?;
    let drawing = serde_json::from_str(&text)
        .map_err(|error| Failure::broken(format!("a drawing is no JSON: {error}")))?;
    Ok(Some(drawing))
}

fn sealed(
    call: &Call,
    contract: ContractId,
    drawing: Option<&Drawing>,
) -> Result<Option<Vec<u8>>, Failure> {
    let Some(drawing) = drawing else {
        return Ok(None);
    };
    let text = serde_json::to_string(drawing)
        .map_err(|error| Failure::broken(format!("a drawing is no JSON: {error}")))?;
    let id = contract.0.bytes();
    let place = call.place("contract_signature", DRAWING, &id);
    Ok(Some(call.keys.seal_text(place, &text)?))
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
    let mut contract = ask(tx, call, request)?;
    let drawing = sealed(call, body.id, body.drawing.as_ref())?;
    tx.exec(
        "INSERT INTO contract_signature
             (district_id, contract_id, signer, signed_by, proof, signed_on, witness_id, recorded_ms,
              drawing_sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
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
            drawing.into(),
        ],
    )?;
    contract.at_bedside = true;
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
    errors.extend(body.drawing.iter().flat_map(signature::drawing_faults));
    if body.signed_on > call.today {
        errors.push(FieldError::new("signed_on", "in_future"));
    } else if (call.today - body.signed_on).num_days() > OLDEST_DAYS {
        errors.push(FieldError::new("signed_on", "too_early"));
    }
    Ok(errors)
}
