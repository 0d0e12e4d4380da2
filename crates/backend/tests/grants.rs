//! Family and proxies through the real router on a real file: giving by a code, at the desk and by
//! a call, what a helper may and may not, and how it ends.

mod common;

use std::sync::Arc;

use backend::db::Tx;
use common::{Client, Town, new_id};
use domain::access::Action;
use domain::api::bookings::{Book, BookBody};
use domain::api::grants::{
    DecideGrant, DecideGrantAt, EndGrant, GiveBody, GiveGrant, GrantState, Invitation, Invite,
    InviteBody, ListGrants, ListGrantsToCheck, ListMyGrants, MyGrant, TakeBody, TakeInvitation,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::records::GetRecord;
use domain::api::residents::{CursorQuery, GetHome, GetIdentity, ListReaders};
use domain::api::session::{GetSession, LinkPerson, LinkPersonBody, UnlinkPerson};
use domain::codes::{Capacity, Function, GivenBy, Paper, PeopleGroup, Relation};
use domain::grant::Functions;
use domain::ids::{ResidentId, Uuid};
use domain::person::NationalId;
use domain::problem::{Code, Problem};

const CHILD_ID: &str = "430202202001010016";

fn only(functions: &[Function]) -> Functions {
    Functions::from(functions.to_vec())
}

async fn invited(phone: &Client, resident: ResidentId, functions: &[Function]) -> Invitation {
    let body = InviteBody {
        id: new_id(),
        functions: only(functions),
        ends: "2026-12-31".parse().unwrap(),
    };
    phone.send::<Invite>(resident, body).await.unwrap()
}

async fn take(phone: &Client, code: &str, name: &str) -> Result<MyGrant, Problem> {
    let body = TakeBody {
        code: code.to_owned(),
        name: name.to_owned(),
        relation: Relation::Parent,
    };
    phone.send::<TakeInvitation>((), body).await
}

/// 赵敏's phone helps 王桂英 with these functions.
async fn helper(town: &Town, functions: &[Function]) -> (Client, MyGrant) {
    let wang = town.signed_in(town.ids.wang_phone).await;
    let code = invited(&wang, town.ids.wang, functions).await.code;
    let phone = town.signed_in(town.ids.zhao_phone).await;
    let grant = take(&phone, &code, "王桂英").await.unwrap();
    (phone, grant)
}

/// How often the person was told that somebody may act, and that somebody no longer may.
async fn told(phone: &Client, resident: ResidentId) -> (usize, usize) {
    let inbox = phone.ask::<ListMessages>(resident, CursorQuery::default());
    let items = inbox.await.unwrap().items;
    let count = |kind| items.iter().filter(|message| message.kind == kind).count();
    (
        count(MessageKind::GrantGiven),
        count(MessageKind::GrantEnded),
    )
}

/// 小宝, six years old, of the centre; nobody's phone opens the record.
async fn child(town: &Town) -> ResidentId {
    let (keys, ids, id) = (town.keys(), town.ids.clone(), new_id::<ResidentId>());
    let number: NationalId = CHILD_ID.parse().unwrap();
    let index = keys.index(
        backend::seal::Purpose::NationalId,
        number.as_str().as_bytes(),
    );
    town.put(
        "INSERT INTO resident (district_id, id, record_no, name, name_initials, sex, birth_date,
             national_id_sealed, national_id_masked, national_id_index, address_sealed, township,
             village, registered_here, months_resident, people_groups, institution_id, team_id,
             source_system, updated_ms, version)
         VALUES ($1, $2, '43020200100000999', '王小宝', 'wxb', 'male', '2020-01-01', $2, $3, $4, $2,
             '月塘街道', '601社区', 1, 600, '[\"child\"]', $5, $6, 'test', 0, 1)",
        vec![
            id.into(),
            number.masked().into(),
            index.into(),
            ids.centre.into(),
            ids.team.into(),
        ],
    )
    .await;
    id
}

fn of_child() -> LinkPersonBody {
    LinkPersonBody {
        name: "王小宝".to_owned(),
        national_id: CHILD_ID.to_owned(),
        relation: Relation::Grandchild,
    }
}

fn from_desk(given_by: GivenBy, papers: &[Paper]) -> GiveBody {
    GiveBody {
        id: new_id(),
        phone: "138 1234 5673".to_owned(),
        relation: Relation::Parent,
        capacity: Capacity::Helper,
        functions: only(&[Function::Booking]),
        ends: Some("2027-05-01".parse().unwrap()),
        given_by,
        papers: papers.to_vec(),
    }
}

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

#[tokio::test]
async fn the_desk_lets_a_phone_act_by_a_call_or_with_papers_and_takes_it_back() {
    let town = Town::new().await;
    let (wang, desk) = (town.ids.wang, town.signed_in(town.ids.desk).await);
    let no_papers = from_desk(GivenBy::Desk, &[]);
    let refused = desk.send::<GiveGrant>(wang, no_papers).await.unwrap_err();
    assert_eq!(refused.errors[0].field, "papers");
    let by_call = from_desk(GivenBy::Call, &[]);
    let given = desk.send::<GiveGrant>(wang, by_call).await.unwrap();
    assert_eq!(
        (given.phone_masked.as_str(), given.given_by),
        ("138****5673", GivenBy::Call)
    );
    let zhao = town.signed_in(town.ids.zhao_phone).await;
    zhao.ask::<GetHome>(wang, ()).await.unwrap();
    let own = town.signed_in(town.ids.wang_phone).await;
    assert_eq!(told(&own, wang).await, (1, 0));

    let held = desk.ask::<ListGrants>(wang, ()).await.unwrap().grants;
    assert!(held.iter().all(|grant| grant.may_end));
    desk.remove::<EndGrant>(given.grant_id).await.unwrap();
    let gone = zhao.ask::<GetHome>(wang, ()).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
    assert_eq!(told(&own, wang).await, (1, 1));
}

#[tokio::test]
async fn a_phone_that_was_never_here_has_the_grant_at_its_first_sign_in() {
    let town = Town::new().await;
    let desk = town.signed_in(town.ids.desk).await;
    let body = GiveBody {
        phone: "13912345678".to_owned(),
        ..from_desk(GivenBy::Desk, &[Paper::PersonsId, Paper::ActorsId])
    };
    let given = desk.send::<GiveGrant>(town.ids.wang, body).await.unwrap();
    assert_eq!(given.phone_masked, "139****5678");
    let accounts = "SELECT count(*) AS n FROM account WHERE phone_masked = '139****5678'";
    assert_eq!(town.count(accounts, vec![]).await, 1);
}

#[tokio::test]
async fn somebody_else_s_record_is_not_opened_by_their_id_number() {
    let town = Town::new().await;
    let zhao = town.signed_in(town.ids.zhao_phone).await;
    for relation in [Relation::Parent, Relation::Oneself] {
        let body = LinkPersonBody {
            name: "王桂英".to_owned(),
            national_id: "430202195803120126".to_owned(),
            relation,
        };
        let refused = zhao.send::<LinkPerson>((), body).await.unwrap_err();
        assert_eq!(refused.code, Code::ConsentNeeded, "{relation:?}");
    }
}

#[tokio::test]
async fn a_guardian_waits_until_the_desk_has_seen_the_papers() {
    let town = Town::new().await;
    let child = child(&town).await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let asked = phone.send::<LinkPerson>((), of_child()).await.unwrap();
    assert_eq!(
        (asked.state, asked.capacity),
        (GrantState::Pending, Capacity::GuardianOfChild)
    );
    let hidden = phone.ask::<GetRecord>(child, ()).await.unwrap_err();
    assert_eq!(hidden.code, Code::NotFound);
    let again = phone.send::<LinkPerson>((), of_child()).await.unwrap_err();
    assert_eq!(again.code, Code::AlreadyLinked);

    let desk = town.signed_in(town.ids.desk).await;
    let waiting = desk.ask::<ListGrantsToCheck>((), ()).await.unwrap();
    assert_eq!(waiting.len(), 1);
    let yes = |papers: &[Paper]| DecideGrant {
        confirm: true,
        papers: papers.to_vec(),
        reason: None,
    };
    let short = yes(&[Paper::ActorsId]);
    let refused = desk.send::<DecideGrantAt>(asked.grant_id, short).await;
    assert_eq!(refused.unwrap_err().errors[0].field, "papers");
    let papers = yes(&[Paper::ActorsId, Paper::Household]);
    let held = desk
        .send::<DecideGrantAt>(asked.grant_id, papers.clone())
        .await
        .unwrap();
    assert_eq!(held.ends, Some("2033-12-31".parse().unwrap()));
    phone.ask::<GetRecord>(child, ()).await.unwrap();
    let twice = desk.send::<DecideGrantAt>(asked.grant_id, papers).await;
    assert_eq!(twice.unwrap_err().code, Code::WrongState);
    for (instant, code) in [
        ("2033-12-31T15:59:59Z", None),
        ("2033-12-31T16:00:00Z", Some(Code::NotFound)),
    ] {
        let phone = town.at(instant).signed_in(town.ids.wang_phone).await;
        let read = phone.ask::<GetRecord>(child, ()).await;
        assert_eq!(read.err().map(|problem| problem.code), code, "{instant}");
    }
}

#[tokio::test]
async fn a_refused_guardian_reads_why_and_may_ask_again() {
    let town = Town::new().await;
    child(&town).await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let asked = phone.send::<LinkPerson>((), of_child()).await.unwrap();
    let no = DecideGrant {
        confirm: false,
        papers: Vec::new(),
        reason: Some("请带户口本".to_owned()),
    };
    let desk = town.signed_in(town.ids.desk).await;
    desk.send::<DecideGrantAt>(asked.grant_id, no)
        .await
        .unwrap();
    let mine = phone.ask::<ListMyGrants>((), ()).await.unwrap();
    let refused = mine
        .iter()
        .find(|grant| grant.state == GrantState::Refused)
        .unwrap();
    assert_eq!(refused.reason.as_deref(), Some("请带户口本"));
    phone.send::<LinkPerson>((), of_child()).await.unwrap();
}

#[tokio::test]
async fn a_guardian_ends_helpers_but_not_the_other_guardian() {
    let town = Town::new().await;
    let child = child(&town).await;
    let desk = town.signed_in(town.ids.desk).await;
    let mut grants = Vec::new();
    for phone in ["13812345671", "13812345672"] {
        let body = GiveBody {
            phone: phone.to_owned(),
            relation: Relation::Child,
            capacity: Capacity::GuardianOfChild,
            ..from_desk(GivenBy::Desk, &[Paper::Household])
        };
        let given = desk.send::<GiveGrant>(child, body).await.unwrap();
        assert_eq!(given.functions, Functions::ALL);
        grants.push(given.grant_id);
    }
    let mother = town.signed_in(town.ids.wang_phone).await;
    let refused = mother.remove::<EndGrant>(grants[1]).await.unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    let body = InviteBody {
        id: Uuid::v7(1, [7; 10]).into(),
        functions: Functions::ALL,
        ends: "2026-12-31".parse().unwrap(),
    };
    let refused = mother.send::<Invite>(child, body).await.unwrap_err();
    assert_eq!(
        refused.errors[0].reason, "child",
        "a child is not passed on by a code"
    );
}
