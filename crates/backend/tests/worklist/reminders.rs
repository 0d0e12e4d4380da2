//! Reminding several residents at once.

use domain::api::messages::{ListMessages, MessageKind};
use domain::api::reminders::{
    CHOSEN_MAX, ChooseBody, ChooseReminders, GetReminders, ReminderState, Reminders, SendReminders,
};
use domain::api::residents::CursorQuery;
use domain::ids::ResidentId;
use domain::problem::Code;

use super::common::{Client, Town, new_id};
use super::work_off;

async fn choose(doctor: &Client, residents: &[ResidentId]) -> Reminders {
    let body = ChooseBody {
        id: new_id(),
        residents: residents.to_vec(),
    };
    doctor.send::<ChooseReminders>((), body).await.unwrap()
}

async fn inbox(town: &Town) -> usize {
    let phone = town.signed_in(town.ids.wang_phone).await;
    let messages = phone
        .ask::<ListMessages>(town.ids.wang, CursorQuery::default())
        .await
        .unwrap();
    let due = |kind: MessageKind| kind == MessageKind::FollowUpDue;
    messages.items.iter().filter(|one| due(one.kind)).count()
}

#[tokio::test]
async fn reminders_reach_whoever_a_phone_speaks_for_once_a_day() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.neighbours(1).await;
    town.neighbours_due().await;
    town.due(ids.wang, "hypertension", "2026-11-26", false)
        .await;
    town.due(ids.wang, "diabetes", "2026-11-25", false).await;
    let doctor = town.signed_in(ids.gp).await;
    let neighbour = super::list(&town, ids.gp).await;
    let neighbour = neighbour
        .items
        .iter()
        .find(|card| card.person.name != "王桂英");
    let neighbour = neighbour.unwrap().person.resident_id;

    let chosen = choose(&doctor, &[ids.wang, ids.wang, ids.li, neighbour]).await;
    assert_eq!(chosen.state, ReminderState::Chosen);
    assert_eq!((chosen.reached, chosen.sent, chosen.nothing_due), (1, 0, 1));
    assert_eq!(chosen.without_account, [neighbour]);
    work_off(&town).await;
    let before = inbox(&town).await;

    let id = chosen.reminder_id;
    let sending = doctor.send::<SendReminders>(id, ()).await.unwrap();
    assert_eq!(sending.state, ReminderState::Sending);
    // Pressed twice, sent once.
    doctor.send::<SendReminders>(id, ()).await.unwrap();
    work_off(&town).await;
    let done = doctor.ask::<GetReminders>(id, ()).await.unwrap();
    assert_eq!((done.state, done.sent), (ReminderState::Done, 1));
    assert_eq!(inbox(&town).await, before + 1);

    // A colleague who chooses the same people on that day reaches nobody.
    let nurse = town.signed_in(ids.nurse).await;
    let again = choose(&nurse, &[ids.wang]).await;
    assert_eq!((again.reached, again.today_already), (0, 1));
    let theirs = nurse.ask::<GetReminders>(id, ()).await;
    assert_eq!(theirs.unwrap_err().code, Code::NotFound);
    let tomorrow = town.at("2026-11-25T02:00:00Z");
    let nurse = tomorrow.signed_in(ids.nurse).await;
    assert_eq!(choose(&nurse, &[ids.wang]).await.reached, 1);
}

#[tokio::test]
async fn two_who_were_chosen_twice_before_sending_get_one() {
    let town = Town::new().await;
    let ids = &town.ids;
    town.due(ids.wang, "hypertension", "2026-11-20", false)
        .await;
    let doctor = town.signed_in(ids.gp).await;
    let nurse = town.signed_in(ids.nurse).await;
    let one = choose(&doctor, &[ids.wang]).await;
    let other = choose(&nurse, &[ids.wang]).await;
    assert_eq!((one.reached, other.reached), (1, 1));
    for (who, id) in [(&doctor, one.reminder_id), (&nurse, other.reminder_id)] {
        who.send::<SendReminders>(id, ()).await.unwrap();
    }
    work_off(&town).await;
    assert_eq!(inbox(&town).await, 1);
    let ended = [
        doctor
            .ask::<GetReminders>(one.reminder_id, ())
            .await
            .unwrap(),
        nurse
            .ask::<GetReminders>(other.reminder_id, ())
            .await
            .unwrap(),
    ];
    assert_eq!(ended.iter().map(|one| one.sent).sum::<u32>(), 1);
    assert_eq!(ended.iter().map(|one| one.today_already).sum::<u32>(), 1);
}

#[tokio::test]
async fn nobody_and_too_many_are_refused_and_so_is_a_strangers_resident() {
    let town = Town::new().await;
    let ids = &town.ids;
    let doctor = town.signed_in(ids.gp).await;
    let many: Vec<ResidentId> = (0..=CHOSEN_MAX).map(|_| new_id()).collect();
    for (residents, code) in [
        (Vec::new(), Code::Invalid),
        (many, Code::Invalid),
        (vec![ids.wang, ids.zhao], Code::NotFound),
    ] {
        let body = ChooseBody {
            id: new_id(),
            residents,
        };
        let refused = doctor.send::<ChooseReminders>((), body).await;
        assert_eq!(refused.unwrap_err().code, code);
    }
}
