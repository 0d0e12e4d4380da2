//! Many at once on one session, on the real writer.

use crate::common::Town;
use domain::api::bookings::{Book, CancelBooking};
use domain::problem::Code;
use std::collections::BTreeSet;

use super::number;

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_get_twelve_numbers_and_no_number_twice() {
    let town = Town::new().await;
    let session = town
        .open_session(town.ids.gp, "2026-11-25", "morning", 12)
        .await;
    let mut crowd = Vec::new();
    for (account, resident) in town.crowd(64).await {
        crowd.push((town.signed_in(account).await, resident));
    }
    let mut asking = tokio::task::JoinSet::new();
    for (client, resident) in crowd {
        asking.spawn(async move {
            let answer = client.send::<Book>((), number(resident, session)).await;
            (client, answer)
        });
    }
    let (mut sold, mut full) = (Vec::new(), 0);
    while let Some(answer) = asking.join_next().await {
        match answer.unwrap() {
            (client, Ok(booking)) => sold.push((client, booking)),
            (_, Err(problem)) => {
                assert_eq!(problem.code, Code::SessionFull);
                full += 1;
            }
        }
    }
    let numbers: BTreeSet<_> = sold.iter().map(|(_, booking)| booking.number).collect();
    assert_eq!((sold.len(), full), (12, 52));
    assert_eq!(numbers, (1..=12).collect());
    let taken = "SELECT taken AS n FROM clinic_session WHERE id = $1";
    assert_eq!(town.count(taken, vec![session.into()]).await, 12);
    assert_eq!(town.broken().await, [""; 0]);

    // Each of the twelve gives the number back and takes one again, all at once.
    let mut asking = tokio::task::JoinSet::new();
    for (client, booking) in sold {
        asking.spawn(async move {
            client
                .send::<CancelBooking>(booking.booking_id, ())
                .await
                .unwrap();
            let again = number(booking.person.resident_id, session);
            client.send::<Book>((), again).await.unwrap().number
        });
    }
    let again: BTreeSet<_> = asking.join_all().await.into_iter().collect();
    assert_eq!(again, (1..=12).collect());
    assert_eq!(town.count(taken, vec![session.into()]).await, 12);
    assert_eq!(town.broken().await, [""; 0]);
}
