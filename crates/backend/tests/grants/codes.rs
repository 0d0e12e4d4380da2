//! Helpers by a code: what one may and may not, how long, how often, and how it ends.

use std::sync::Arc;

use backend::db::Tx;
use domain::access::Action;
use domain::api::bookings::{Book, BookBody};
use domain::api::grants::{EndGrant, Invite, InviteBody, ListGrants, ListMyGrants};
use domain::api::records::GetRecord;
use domain::api::residents::{CursorQuery, GetHome, GetIdentity, ListReaders};
use domain::api::session::{GetSession, UnlinkPerson};
use domain::codes::{Capacity, Function, GivenBy, PeopleGroup};
use domain::grant::Functions;
use domain::problem::Code;

use super::{helper, invited, only, take, told};
use crate::common::{Town, new_id};

#[tokio::test]
async fn a_helper_by_a_code_does_what_was_opened_and_nothing_else() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    let morning = town
        .open_session(town.ids.gp, "2026-11-26", "morning", 12)
        .await;
    let (phone, grant) = helper(&town, &[Function::Booking]).await;
    assert_eq!(
        (grant.name.as_str(), grant.capacity, grant.given_by),
        ("王桂英", Capacity::Helper, GivenBy::Code)
    );
    let booking = BookBody {
        id: new_id(),
        resident_id: wang,
        session_id: morning,
        note: None,
    };
    phone.send::<Book>((), booking).await.unwrap();
    let home = phone.ask::<GetHome>(wang, ()).await.unwrap();
    assert!(home.next_visit.is_some() && home.due.is_empty());
    assert_eq!(home.unread, 0, "messages were not opened");
    for refused in [
        phone.ask::<GetRecord>(wang, ()).await.unwrap_err(),
        phone.ask::<GetIdentity>(wang, ()).await.unwrap_err(),
        phone.ask::<ListGrants>(wang, ()).await.unwrap_err(),
    ] {
        assert_eq!(refused.code, Code::Forbidden);
    }
    let session = phone.ask::<GetSession>((), ()).await.unwrap();
    let persons = session.account.unwrap().persons;
    let functions: Vec<_> = persons.iter().map(|person| person.functions).collect();
    assert_eq!(functions, [Functions::ALL, only(&[Function::Booking])]);
}

#[tokio::test]
async fn a_helper_is_visible_and_ended_at_once() {
    let town = Town::new().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let (phone, _) = helper(&town, &[Function::Record]).await;
    phone.ask::<GetRecord>(town.ids.wang, ()).await.unwrap();

    let held = wang
        .ask::<ListGrants>(town.ids.wang, ())
        .await
        .unwrap()
        .grants;
    let helper = held.iter().find(|grant| !grant.this_phone).unwrap();
    assert_eq!(helper.phone_masked, "138****5673");
    assert!(helper.may_end && helper.ends.is_some());
    let own = held.iter().find(|grant| grant.this_phone).unwrap();
    assert!(
        !own.may_end,
        "one's own phone is not taken from oneself here"
    );
    assert_eq!(told(&wang, town.ids.wang).await, (1, 0));

    let readers = wang
        .ask::<ListReaders>(town.ids.wang, CursorQuery::default())
        .await
        .unwrap()
        .items;
    let read = readers
        .iter()
        .find(|reader| reader.who == "138****5673" && reader.action == Action::ReadRecord)
        .unwrap();
    assert_eq!(read.capacity, Some(Capacity::Helper));

    wang.remove::<EndGrant>(helper.grant_id).await.unwrap();
    let gone = phone.ask::<GetRecord>(town.ids.wang, ()).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    let again = wang.remove::<EndGrant>(helper.grant_id).await.unwrap_err();
    assert_eq!(again.code, Code::NotFound, "ended is ended");
    assert!(phone.ask::<ListMyGrants>((), ()).await.unwrap().len() == 1);
}

#[tokio::test]
async fn a_code_works_once_for_fifteen_minutes_and_the_newest_alone() {
    let town = Town::new().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let zhao = town.signed_in(town.ids.zhao_phone).await;
    let li = town.signed_in(town.ids.li_phone).await;
    let first = invited(&wang, town.ids.wang, &[Function::Booking]).await;
    let second = invited(&wang, town.ids.wang, &[Function::Booking]).await;
    assert_eq!(second.code.len(), 8);
    let refused = take(&zhao, &first.code, "王桂英").await.unwrap_err();
    assert_eq!(refused.code, Code::WrongCode, "the former one has ended");
    let own = take(&wang, &second.code, "王桂英").await.unwrap_err();
    assert_eq!(own.code, Code::AlreadyLinked);
    let typed = [&second.code[..4], " ", &second.code[4..]].concat();
    take(&zhao, &typed, "王桂英").await.unwrap();
    let refused = take(&li, &second.code, "王桂英").await.unwrap_err();
    assert_eq!(refused.code, Code::WrongCode, "used");

    let third = invited(&wang, town.ids.wang, &[Function::Booking]).await;
    let late = town.at("2026-11-24T02:15:00Z");
    let li = late.signed_in(town.ids.li_phone).await;
    let refused = take(&li, &third.code, "王桂英").await.unwrap_err();
    assert_eq!(refused.code, Code::WrongCode, "too late");
}

#[tokio::test]
async fn a_code_bears_five_wrong_names_and_a_phone_ten_tries() {
    let town = Town::new().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let zhao = town.signed_in(town.ids.zhao_phone).await;
    let code = invited(&wang, town.ids.wang, &[Function::Booking])
        .await
        .code;
    for _ in 0..5 {
        let refused = take(&zhao, &code, "王桂花").await.unwrap_err();
        assert_eq!(refused.code, Code::WrongCode);
    }
    let refused = take(&zhao, &code, "王桂英").await.unwrap_err();
    assert_eq!(refused.code, Code::WrongCode, "the code is spent");
    for _ in 0..4 {
        take(&zhao, "00000000", "王桂英").await.unwrap_err();
    }
    let refused = take(&zhao, "00000000", "王桂英").await.unwrap_err();
    assert_eq!(refused.code, Code::TooMany);
}

#[tokio::test]
async fn the_database_holds_no_code() {
    let town = Town::new().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let code = invited(&wang, town.ids.wang, &[Function::Booking])
        .await
        .code;
    let read = |tx: &mut dyn Tx| {
        let hashes = tx.rows("SELECT code_hash AS kept FROM grant_invitation", &[])?;
        let replies = tx.rows("SELECT reply AS kept FROM idempotency", &[])?;
        Ok([hashes, replies].concat())
    };
    let rows = town.store.read(read).await.unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let kept: Vec<u8> = row.get("kept").unwrap();
        assert!(!kept.windows(8).any(|part| part == code.as_bytes()));
    }
}

#[tokio::test]
async fn a_grant_ends_after_its_last_day() {
    let town = Town::new().await;
    helper(&town, &[Function::Record]).await;
    for (instant, code) in [
        ("2026-12-31T15:59:59Z", None),
        ("2026-12-31T16:00:00Z", Some(Code::NotFound)),
    ] {
        let phone = town.at(instant).signed_in(town.ids.zhao_phone).await;
        let read = phone.ask::<GetRecord>(town.ids.wang, ()).await;
        assert_eq!(read.err().map(|problem| problem.code), code, "{instant}");
    }
}

#[tokio::test]
async fn a_district_says_for_how_long_a_helper_may_act() {
    let town = Town::new().await;
    let mut app = town.app();
    app.helper_term.months = 2;
    let town = town.served_by(Arc::new(app));
    let phone = town.signed_in(town.ids.wang_phone).await;
    let session = phone.ask::<GetSession>((), ()).await.unwrap();
    assert_eq!(session.helper_months, 2);
    let until = |ends: &str| InviteBody {
        id: new_id(),
        functions: only(&[Function::Booking]),
        ends: ends.parse().unwrap(),
    };
    let wang = town.ids.wang;
    phone
        .send::<Invite>(wang, until("2027-01-23"))
        .await
        .unwrap();
    let refused = phone.send::<Invite>(wang, until("2027-01-24")).await;
    assert_eq!(refused.unwrap_err().code, Code::Invalid);
}

#[tokio::test]
async fn a_helper_gives_it_back_and_the_person_is_told() {
    let town = Town::new().await;
    let wang = town.signed_in(town.ids.wang_phone).await;
    let (phone, grant) = helper(&town, &[Function::Messages]).await;
    phone.remove::<EndGrant>(grant.grant_id).await.unwrap();
    assert_eq!(told(&wang, town.ids.wang).await, (1, 1));
    let (phone, _) = helper(&town, &[Function::Messages]).await;
    phone.remove::<UnlinkPerson>(town.ids.wang).await.unwrap();
    let gone = phone.ask::<GetHome>(town.ids.wang, ()).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
}

#[tokio::test]
async fn a_new_code_takes_the_place_of_what_the_helper_had() {
    let town = Town::new().await;
    helper(&town, &[Function::Record]).await;
    let (phone, grant) = helper(&town, &[Function::Rating]).await;
    assert_eq!(grant.functions, only(&[Function::Rating]));
    let refused = phone.ask::<GetRecord>(town.ids.wang, ()).await.unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    assert_eq!(phone.ask::<ListMyGrants>((), ()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_helper_never_learns_of_what_the_law_keeps_secret() {
    let town = Town::new().await;
    let wang = town.ids.wang;
    for (name, drug) in [("精神分裂症", "奥氮平片"), ("高血压", "氨氯地平片")] {
        town.put(
            "INSERT INTO condition (district_id, resident_id, name) VALUES ($1, $2, $3)",
            vec![wang.into(), name.into()],
        )
        .await;
        town.put(
            "INSERT INTO drug (district_id, resident_id, name, times_a_day, dose, sort)
             VALUES ($1, $2, $3, 1, '5 mg', 1)",
            vec![wang.into(), drug.into()],
        )
        .await;
    }
    let groups = r#"["hypertension","severe_mental"]"#;
    town.put(
        "UPDATE resident SET people_groups = $3 WHERE district_id = $1 AND id = $2",
        vec![wang.into(), groups.into()],
    )
    .await;
    let (phone, _) = helper(&town, &[Function::Record]).await;
    let record = phone.ask::<GetRecord>(wang, ()).await.unwrap();
    let home = phone.ask::<GetHome>(wang, ()).await.unwrap();
    assert_eq!(record.conditions.len(), 1);
    assert_eq!(record.drugs.len(), 1);
    for person in [&record.basic.person, &home.person] {
        assert_eq!(person.groups, [PeopleGroup::Hypertension]);
    }
    let own = town.signed_in(town.ids.wang_phone).await;
    let record = own.ask::<GetRecord>(wang, ()).await.unwrap();
    assert_eq!((record.conditions.len(), record.drugs.len()), (2, 2));
    assert!(
        record
            .basic
            .person
            .groups
            .contains(&PeopleGroup::SevereMental)
    );
}
