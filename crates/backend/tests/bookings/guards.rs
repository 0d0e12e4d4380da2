//! Each of the three guards against selling a number twice, with the other two switched off in the
//! database underneath the real service.

use crate::common::Town;
use domain::api::bookings::Book;
use domain::ids::ClinicSessionId;
use domain::problem::Code;

use super::number;

/// First guard off: every number is forgotten to be taken as soon as it is.
fn numbers_are_forgotten(town: &Town) -> &'static [&'static str] {
    if town.on_sqlite() {
        return &["CREATE TRIGGER forget AFTER UPDATE OF booking_id ON ticket
             WHEN new.booking_id IS NOT NULL
             BEGIN UPDATE ticket SET booking_id = NULL WHERE booking_id = new.booking_id; END"];
    }
    &[
        "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN NEW.booking_id := NULL; RETURN NEW; END'",
        "CREATE TRIGGER forget BEFORE UPDATE OF booking_id ON ticket
             FOR EACH ROW EXECUTE FUNCTION forget()",
    ]
}

/// Second guard off.
const NOTHING_IS_UNIQUE: &[&str] = &["DROP INDEX booking_number"];
/// Third guard off: the counter never reaches the capacity.
const CAPACITY_IS_ENDLESS: &[&str] = &["UPDATE clinic_session SET capacity = 60000"];

/// How many of a crowd got a number, and what the others were told.
async fn rush(town: &Town, session: ClinicSessionId) -> (i64, Vec<Code>) {
    let mut asking = tokio::task::JoinSet::new();
    for (account, resident) in town.crowd(24).await {
        let client = town.signed_in(account).await;
        asking.spawn(async move { client.send::<Book>((), number(resident, session)).await });
    }
    let answers = asking.join_all().await;
    let refused = answers.into_iter().filter_map(Result::err);
    let refused: Vec<Code> = refused.map(|problem| problem.code).collect();
    let live = "SELECT count(*) AS n FROM booking WHERE session_id = $1 AND state <> 'cancelled'";
    (town.count(live, vec![session.into()]).await, refused)
}

async fn without(town: &Town, guards: [&'static [&'static str]; 2]) {
    for sql in guards.concat() {
        town.write(move |tx| Ok(tx.exec(sql, &[])?)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_of_each_number_alone_prevents_a_double_sale() {
    let town = Town::new().await;
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 6)
        .await;
    without(&town, [NOTHING_IS_UNIQUE, CAPACITY_IS_ENDLESS]).await;
    let (sold, refused) = rush(&town, session).await;
    assert_eq!((sold, refused), (6, vec![Code::SessionFull; 18]));
    let numbers = "SELECT count(DISTINCT number) AS n FROM booking";
    assert_eq!(town.count(numbers, vec![]).await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unique_index_alone_prevents_a_double_sale() {
    let town = Town::new().await;
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 6)
        .await;
    without(&town, [numbers_are_forgotten(&town), CAPACITY_IS_ENDLESS]).await;
    let (sold, refused) = rush(&town, session).await;
    // Number 1 looks free for ever; whoever is given it again fails loudly.
    assert_eq!((sold, refused), (1, vec![Code::Internal; 23]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counter_alone_prevents_a_double_sale() {
    let town = Town::new().await;
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 1)
        .await;
    without(&town, [numbers_are_forgotten(&town), NOTHING_IS_UNIQUE]).await;
    let (sold, refused) = rush(&town, session).await;
    assert_eq!((sold, refused), (1, vec![Code::Internal; 23]));
    // And where a statement forgot to ask, the check of the table refuses.
    let over = move |tx: &mut dyn backend::db::Tx| {
        Ok(tx.exec("UPDATE clinic_session SET taken = taken + 1", &[])?)
    };
    assert!(town.store.write(over).await.is_err());
}
