//! Says a month ahead that somebody will no longer act for a resident: a child reaches the age, or a
//! helper's time runs out.

use chrono::{Days, NaiveDate};
use domain::api::messages::MessageKind;
use domain::grant::ENDS_SOON_DAYS;
use domain::ids::{GrantId, ResidentId};
use serde::{Deserialize, Serialize};

use super::{Ended, Kind, day, owe};
use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::resources::messages::send_message;

/// Of which grant.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Of {
    grant: GrantId,
}

/// Owes the word of a grant's end; one that ends sooner was given with its end in sight.
pub fn foretell(
    tx: &mut dyn Tx,
    call: &Call,
    grant: GrantId,
    ends: NaiveDate,
) -> Result<(), Failure> {
    match ends.checked_sub_days(Days::new(ENDS_SOON_DAYS)) {
        Some(told_on) if call.today < told_on => owe(
            tx,
            call,
            Kind::GrantEnding,
            &format!("grant_ending:{grant}"),
            &Of { grant },
            day::morning(told_on),
        ),
        _ => Ok(()),
    }
}

/// Tells, where the grant still holds.
pub(super) fn perform(tx: &mut dyn Tx, call: &Call, of: &Of) -> Result<Ended, Failure> {
    let found = tx.one(
        "SELECT g.resident_id, g.ends, o.phone_masked FROM access_grant g
         JOIN account o ON o.district_id = g.district_id AND o.id = g.account_id
         WHERE g.district_id = $1 AND g.id = $2 AND g.state = 'holding' AND g.ends >= $3",
        &[(&call.district).into(), of.grant.into(), call.today.into()],
    )?;
    let Some(row) = found else {
        return Ok(Ended::Done);
    };
    let resident: ResidentId = row.get("resident_id")?;
    let phone: String = row.get("phone_masked")?;
    send_message(
        tx,
        call,
        resident,
        MessageKind::GrantEnding,
        Some(&of.grant.to_string()),
        Some(&phone),
        row.get("ends")?,
    )?;
    call.tells(tx, &[resident])?;
    Ok(Ended::Done)
}
