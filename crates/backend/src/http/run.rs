//! Running a handler: the session, the transaction, the kept answer, the trail.
//!
//! A read is answered only after its trail is on disk. A write and its trail are one transaction;
//! a refused write leaves its trail in a second one.

use std::sync::{Arc, Mutex, PoisonError};

use domain::endpoint::Gate;
use domain::problem::{Code, Problem};

use super::answer::{Answer, Outcome};
use super::visit::Visit;
use crate::audit::{self, Note};
use crate::auth::session::{self, Signed};
use crate::auth::throttle::{Limit, Throttle};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::idempotency::{self, Kept, Keyed};

/// A handler with its parsed request, for a read.
pub(super) type ReadWork = Box<dyn FnOnce(&mut dyn Tx, &Call) -> Result<Answer, Failure> + Send>;
/// A handler with its parsed request, for a write; it may run again.
pub(super) type WriteWork = Box<dyn FnMut(&mut dyn Tx, &Call) -> Result<Answer, Failure> + Send>;

/// Answers a read.
pub(super) async fn read(visit: Visit, gate: Gate, work: ReadWork) -> Result<Outcome, Failure> {
    let reading = visit.clone();
    let (outcome, call, stale) = visit
        .app
        .store
        .read(move |tx| {
            let signed = find(tx, &reading)?;
            let actor = session::pass(gate, signed.as_ref())?;
            let call = reading.call(actor, signed.as_ref().map(|signed| signed.device_id));
            let outcome = work(tx, &call);
            Ok((outcome, call, signed.filter(|signed| signed.stale)))
        })
        .await?;
    write_down_use(&visit, stale);
    let version = call.answered_version();
    leave_trail(&visit, call, outcome.as_ref().err().map(Failure::problem)).await?;
    outcome.map(|answer| Outcome {
        version,
        ..answer.into()
    })
}

/// Answers a write.
pub(super) async fn write(
    visit: Visit,
    gate: Gate,
    keyed: Option<Keyed>,
    mut work: WriteWork,
) -> Result<Outcome, Failure> {
    visit.is_understood()?;
    // Whoever may not pass does not stand in a queue, nor makes others wait in it. While it is short,
    // the writer finds out itself, which spares everybody else a look.
    if visit.token.is_none() {
        session::pass(gate, None)?;
    } else if visit.app.store.is_crowded() {
        session::pass(gate, visit.signed().await?.as_ref())?;
    }

    // Where a refused call is left for its trail, since its own transaction is taken back.
    let refused: Arc<Mutex<Option<Call>>> = Arc::default();
    let (left, writing) = (refused.clone(), visit.clone());
    let repeatable = keyed.is_some();
    let closure = move |tx: &mut dyn Tx| {
        // Who acts, and for whom, is read in the transaction that writes: what was taken away
        // while the request waited is taken away from it too.
        let signed = find(tx, &writing)?;
        let actor = session::pass(gate, signed.as_ref())?;
        writing.is_of(&actor)?;
        let call = writing.call(actor, signed.as_ref().map(|signed| signed.device_id));
        let outcome = in_transaction(tx, &call, keyed.as_ref(), &mut work);
        if let (Ok(_), Some(signed)) = (&outcome, signed.filter(|signed| signed.stale)) {
            session::seen(tx, &writing.app.district.id, signed.device_id, writing.now)?;
        }
        let mut left = left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = match &outcome {
            Err(failure) if !failure.keeps_writes() => Some(call),
            // An earlier run was refused on a state that did not last.
            _ => None,
        };
        outcome
    };
    // After a commit whose outcome is unknown, the key settles it: the kept answer is found, or
    // the work is done for the first time. Without a key the caller is told to ask again.
    let store = &visit.app.store;
    let outcome = if repeatable {
        store.write_idempotent(closure).await
    } else {
        store.write(closure).await
    };
    let left = refused
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let (Some(call), Err(failure)) = (left, &outcome) {
        leave_trail(&visit, call, Some(failure.problem())).await?;
    }
    outcome
}

fn in_transaction(
    tx: &mut dyn Tx,
    call: &Call,
    keyed: Option<&Keyed>,
    work: &mut WriteWork,
) -> Result<Outcome, Failure> {
    if let Some(keyed) = keyed
        && let Some(kept) = idempotency::find(tx, call, keyed)?
    {
        return replay(kept);
    }
    let outcome = work(tx, call);
    let (result, kept) = match &outcome {
        Ok(answer) => (
            audit::OK,
            Kept {
                status: answer.status,
                reply: answer.body.clone(),
            },
        ),
        Err(Failure::RefusedAndKept(problem)) => (problem.code.as_str(), refusal(problem)?),
        Err(_) => return outcome.map(Outcome::from),
    };
    audit::write(tx, call, &call.take_notes(), result)?;
    // A refusal that passes with time must be tried again, not answered again.
    let passes = matches!(&outcome, Err(failure) if failure.problem().retry_after.is_some());
    if let Some(keyed) = keyed
        && !passes
    {
        idempotency::keep(tx, call, keyed, &kept)?;
    }
    let version = call.answered_version();
    outcome.map(|answer| Outcome {
        version,
        ..answer.into()
    })
}

/// A kept answer again; a kept refusal is a refusal again.
fn replay(kept: Kept) -> Result<Outcome, Failure> {
    if kept.status < 400 {
        return Ok(kept.into());
    }
    let problem: Problem = serde_json::from_slice(&kept.reply)
        .map_err(|_| Failure::broken("a kept refusal is unreadable"))?;
    Err(Failure::RefusedAndKept(problem))
}

fn refusal(problem: &Problem) -> Result<Kept, Failure> {
    let reply = serde_json::to_vec(problem)
        .map_err(|error| Failure::broken(format!("a problem is no JSON: {error}")))?;
    Ok(Kept {
        status: problem.status,
        reply,
    })
}

fn find(tx: &mut dyn Tx, visit: &Visit) -> Result<Option<Signed>, Failure> {
    match &visit.token {
        None => Ok(None),
        Some(token) => session::find(
            tx,
            &visit.app.district.id,
            token,
            visit.now,
            &visit.app.sessions,
        ),
    }
}

/// Counts a request of this address, or refuses it. What is refused does not reach the writer.
pub(super) async fn count(visit: &Visit, limit: Limit) -> Result<(), Failure> {
    let (looking, counting) = (visit.clone(), visit.clone());
    let store = &visit.app.store;
    let looked = store.read(move |tx| throttle(&looking).look(tx, limit, &looking.origin.address));
    looked.await?;
    let counted =
        store.write(move |tx| throttle(&counting).count(tx, limit, &counting.origin.address));
    counted.await
}

fn throttle(visit: &Visit) -> Throttle<'_> {
    Throttle {
        district: &visit.app.district.id,
        keys: &visit.app.keys,
        now: visit.now,
    }
}

/// Writes the notes of a call by themselves, before its answer. One that found nothing leaves a row
/// too, so that a clock cannot tell it from a refusal.
async fn leave_trail(visit: &Visit, call: Call, problem: Option<Problem>) -> Result<(), Failure> {
    let mut notes = call.take_notes();
    let nothing = |problem: &Problem| problem.code == Code::NotFound;
    if notes.is_empty() && problem.as_ref().is_some_and(nothing) {
        notes.push(Note::of_nothing());
    }
    let result = problem.map_or(audit::OK, |problem| problem.code.as_str());
    let entries = audit::entries(&call, &notes, result)?;
    audit::leave(&visit.app.store, &visit.app.spill, entries).await
}

/// Writes down that a device was used, beside the answer: if it is lost, the session ends a minute
/// earlier.
pub fn write_down_use(visit: &Visit, stale: Option<Signed>) {
    let Some(signed) = stale else { return };
    let (app, now) = (visit.app.clone(), visit.now);
    tokio::spawn(async move {
        let district = app.district.id.clone();
        let written = app
            .store
            .write_idempotent(move |tx| session::seen(tx, &district, signed.device_id, now))
            .await;
        if let Err(error) = written {
            tracing::warn!(%error, "the use of a device was not written down");
        }
    });
}
