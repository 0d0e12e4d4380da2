//! What a doctor does with the worklist: calls people, closes what has ended and opens it again, reminds
//! several at once, and walks from door to door.

mod calls;
#[path = "../common/mod.rs"]
mod common;
mod departures;
mod passing_on;
mod progress;
mod reminders;
mod rounds;
mod suspects;

use std::sync::Arc;

use backend::jobs::Runner;
use common::Town;
use domain::api::follow_ups::{DueCard, DueList, DueQuery, ListDue};
use domain::ids::StaffId;

/// Does everything that is due at the town's moment.
async fn work_off(town: &Town) {
    let mut runner = Runner::new(Arc::new(town.app()));
    loop {
        let step = runner.step().await.unwrap();
        assert_eq!(step.failed, 0);
        if step.done == 0 {
            return;
        }
    }
}

async fn list(town: &Town, who: StaffId) -> DueList {
    let doctor = town.signed_in(who).await;
    doctor
        .ask::<ListDue>((), DueQuery::default())
        .await
        .unwrap()
}

fn of<'a>(list: &'a DueList, name: &str, programme: &str) -> &'a DueCard {
    list.items
        .iter()
        .find(|card| card.person.name == name && card.programme.as_str() == programme)
        .unwrap_or_else(|| panic!("{name} {programme} is not due"))
}
