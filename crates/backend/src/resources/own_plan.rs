//! A resident's own plan: the next visit of each programme, and what is looked at there. What it tells of an
//! illness belongs to the record; whoever only helps learns nothing of those that the law keeps secret.

use chrono::NaiveDate;
use domain::access::Action;
use domain::api::home_measurements::{GetOwnPlan, OwnPlan, PlanCard};
use domain::ids::ResidentId;
use domain::programme::{ProgrammeCode, Words};

use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetOwnPlan>(get_own_plan);
}

/// Answers the next visit of each programme, the soonest first.
fn get_own_plan(
    tx: &mut dyn Tx,
    call: &Call,
    resident: ResidentId,
    _query: (),
) -> Result<OwnPlan, Failure> {
    call.open_resident(tx, resident, Action::ReadRecord, "plan")?;
    let rows = tx.rows(
        "SELECT programme, due, last_on FROM follow_up_plan
         WHERE district_id = $1 AND resident_id = $2 ORDER BY due, programme",
        &[(&call.district).into(), resident.into()],
    )?;
    let mut visits = Vec::new();
    for row in &rows {
        let programme: ProgrammeCode = row.word("programme")?;
        if call.only_helps(resident) && programmes::secret(&programme) {
            continue;
        }
        let due: NaiveDate = row.get("due")?;
        visits.push(PlanCard {
            title: programmes::visit_title(&programme, call.today),
            brings: brings(&programme, call.today),
            programme,
            due,
            overdue: due < call.today,
            last_on: row.get("last_on")?,
        });
    }
    Ok(OwnPlan {
        visits,
        as_of: call.now,
    })
}

/// What the form asks first, part by part, as the definition says it.
fn brings(programme: &ProgrammeCode, day: NaiveDate) -> Vec<Words> {
    let Some(definition) = programmes::in_force(programme, day) else {
        return Vec::new();
    };
    let sections = definition.sections.iter().filter(|one| !one.folded);
    let told = sections.filter(|one| {
        let fields = one.fields.iter();
        // The conclusion is the doctor's.
        !fields
            .clone()
            .any(|field| field.key == "class" || field.key == "visit_date")
    });
    told.map(|one| one.title.clone()).collect()
}
