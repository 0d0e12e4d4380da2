//! Operations that a phone wrote in edition 1 of the API and kept without network: each path of then is one of
//! today's under another name, and its body has the shape that it had. The form and the decision of the two
//! programmes that had a path of their own are written as every programme's are, so that nothing is converted.

use domain::api::edition_1::{RecordDiabetes, RecordHypertension};
use domain::api::follow_ups::{FollowUp, RecordFollowUpBody};
use domain::ids::ResidentId;

use super::follow_up_recording;
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the paths of edition 1.
pub fn register(api: &mut Api) {
    api.write::<RecordHypertension>(|tx, call, resident, body| {
        record(tx, call, resident, "hypertension", body)
    });
    api.write::<RecordDiabetes>(|tx, call, resident, body| {
        record(tx, call, resident, "diabetes", body)
    });
}

fn record(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    programme: &str,
    body: RecordFollowUpBody,
) -> Result<FollowUp, Failure> {
    let programme = programme
        .parse()
        .map_err(|_| Failure::broken("a path of edition 1 names no programme"))?;
    follow_up_recording::record(tx, call, (resident, programme), body)
}
