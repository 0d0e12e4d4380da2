//! The five verbs in the demo, by the printed sign-ins, up to a booking that becomes a rating.

use chrono::NaiveDate;
use domain::api::bookings::{
    Book, BookBody, BookingState, DayQuery, FinishBody, FinishBooking, GetDayList, ListSessions,
    MarkArrived, SessionQuery,
};
use domain::api::contracts::{
    AcceptContract, ContractQuery, ContractState, GetContractOptions, ListTeamContracts,
    RequestContract, RequestContractBody,
};
use domain::api::follow_ups::{DueQuery, ListDue, StartFollowUp};
use domain::api::messages::ListMessages;
use domain::api::ratings::{Aspects, GetMyRatings, RateBody, RateService};
use domain::api::records::GetRecord;
use domain::api::residents::{CursorQuery, GetHome, HomeContract};
use domain::api::session::{GetSession, LinkPerson, LinkPersonBody, PersonCard};
use domain::api::staff::{ListStaff, StaffQuery};
use domain::codes::Relation;
use domain::person::Sex;

use crate::visitor::{Visitor, new_id};
use crate::{Demo, NOW};

const FAMILY: &str = "13800000001";

async fn persons(phone: &Visitor) -> Vec<PersonCard> {
    let session = phone.ask::<GetSession>((), ()).await.unwrap();
    session.account.unwrap().persons
}

fn named<'a>(persons: &'a [PersonCard], name: &str) -> &'a PersonCard {
    persons.iter().find(|person| person.name == name).unwrap()
}

#[tokio::test]
async fn one_phone_holds_a_daughter_without_contract_and_her_mother_under_one() {
    let phone = Visitor::at(Demo::shared(), NOW).phone(FAMILY).await;
    let persons = persons(&phone).await;
    assert_eq!(persons.len(), 2);
    the_daughter_has_a_long_record_and_may_ask_for_a_contract(&phone, &persons).await;
    the_mother_has_a_visit_today_something_due_and_something_to_rate(&phone, &persons).await;
}

async fn the_daughter_has_a_long_record_and_may_ask_for_a_contract(
    phone: &Visitor,
    persons: &[PersonCard],
) {
    let herself = named(persons, "姚春华");
    assert_eq!(
        (herself.relation, herself.sex, herself.age),
        (Relation::Oneself, Sex::Female, 71)
    );
    let home = phone.ask::<GetHome>(herself.resident_id, ()).await.unwrap();
    assert_eq!(home.contract, HomeContract::None);
    assert!(home.unread > 0);

    let record = phone
        .ask::<GetRecord>(herself.resident_id, ())
        .await
        .unwrap();
    assert!(record.conditions.len() == 2 && record.drugs.len() >= 2);
    assert!(
        record.blood_pressure.len() >= 5,
        "{:?}",
        record.blood_pressure
    );
    assert!(record.glucose.len() >= 3, "{:?}", record.glucose);
    assert!(record.latest.len() >= 6 && record.follow_ups.len() >= 6);

    let options = phone
        .ask::<GetContractOptions>(herself.resident_id, ())
        .await
        .unwrap();
    assert!(options.current.is_none());
    assert!(options.packages.iter().any(|option| option.recommended));
}

async fn the_mother_has_a_visit_today_something_due_and_something_to_rate(
    phone: &Visitor,
    persons: &[PersonCard],
) {
    let mother = named(persons, "崔凤");
    assert_eq!((mother.relation, mother.age), (Relation::Parent, 93));
    let home = phone.ask::<GetHome>(mother.resident_id, ()).await.unwrap();
    assert_eq!(home.contract, HomeContract::Active);
    assert!(home.team.is_some() && !home.due.is_empty() && home.rateable > 0);
    let visit = home.next_visit.unwrap();
    assert_eq!(visit.date, "2026-11-24".parse::<NaiveDate>().unwrap());
    let inbox = phone
        .ask::<ListMessages>(mother.resident_id, CursorQuery::default())
        .await;
    assert!(inbox.unwrap().items.len() >= 3);
}

#[tokio::test]
async fn another_phone_holds_one_person_whose_contract_ends_soon() {
    let phone = Visitor::at(Demo::shared(), NOW).phone("13800000002").await;
    let persons = persons(&phone).await;
    assert_eq!(persons.len(), 1);
    let home = phone
        .ask::<GetHome>(persons[0].resident_id, ())
        .await
        .unwrap();
    assert_eq!(home.contract, HomeContract::Expiring);
}

#[tokio::test]
async fn a_new_phone_holds_nobody_until_a_record_is_linked() {
    let phone = Visitor::at(Demo::shared(), NOW).phone("13800000003").await;
    assert!(persons(&phone).await.is_empty());
    let unlinked = backend::demo::SignIns::of_a_demo().unlinked;
    let body = LinkPersonBody {
        name: unlinked.name.to_owned(),
        national_id: unlinked.national_id.to_owned(),
        relation: Relation::Oneself,
    };
    let linked = phone.send::<LinkPerson>((), body).await.unwrap();
    assert_eq!(linked.name, unlinked.name);
}

#[tokio::test]
async fn her_doctor_has_work_in_every_list() {
    let doctor = Visitor::at(Demo::shared(), NOW).staff("gp.yuetang").await;
    let due = doctor
        .ask::<ListDue>((), DueQuery::default())
        .await
        .unwrap();
    assert!(due.counts.urgent > 0 && due.counts.overdue > 0 && due.counts.soon > 0);
    assert!(due.villages.len() == 3, "{:?}", due.villages);
    let first = due
        .items
        .iter()
        .find(|card| card.programme.as_str() == "hypertension")
        .unwrap();
    let start = doctor
        .ask::<StartFollowUp>((first.person.resident_id, first.programme.clone()), ())
        .await
        .unwrap();
    assert!(start.last.is_some() && start.height_tenths.is_some());

    let query = ContractQuery {
        state: Some(ContractState::Submitted),
        cursor: None,
    };
    let inbox = doctor.ask::<ListTeamContracts>((), query).await.unwrap();
    assert!(!inbox.items.is_empty());

    let day = doctor
        .ask::<GetDayList>((), DayQuery::default())
        .await
        .unwrap();
    let booked = day.sessions.iter().flat_map(|session| &session.bookings);
    assert!(booked.clone().count() >= 3 && booked.clone().any(|b| b.person.name == "崔凤"));

    let ratings = doctor.ask::<GetMyRatings>((), ()).await.unwrap();
    assert!(ratings.mean_hundredths.is_some() && !ratings.words.is_empty());
}

#[tokio::test]
async fn every_printed_member_of_staff_can_sign_in_and_has_a_list() {
    for staff in backend::demo::SignIns::of_a_demo().staff {
        let visitor = Visitor::at(Demo::shared(), NOW).staff(staff.login).await;
        let card = visitor
            .ask::<GetSession>((), ())
            .await
            .unwrap()
            .staff
            .unwrap();
        let list = match staff.login {
            "desk.yuetang" => {
                let day = visitor
                    .ask::<GetDayList>((), DayQuery::default())
                    .await
                    .unwrap();
                day.sessions.len()
            }
            // Whoever keeps the accounts sees no health data.
            login if login.starts_with("admin.") => {
                let staff = visitor
                    .ask::<ListStaff>((), StaffQuery::default())
                    .await
                    .unwrap();
                staff.items.len()
            }
            _ => visitor
                .ask::<ListDue>((), DueQuery::default())
                .await
                .unwrap()
                .items
                .len(),
        };
        assert!(list > 0, "{} {}", staff.login, card.name);
    }
}

/// On a demo of its own, because it changes what others look at. It is served on the next day for
/// the visit itself, since nobody books for today.
#[tokio::test]
async fn she_asks_for_a_contract_books_comes_the_next_day_and_rates_that_visit() {
    const NEXT_DAY: &str = "2026-11-25T02:00:00Z";
    let demo = tokio::task::spawn_blocking(|| Demo::new(Some(400), NOW))
        .await
        .unwrap();
    let phone = Visitor::at(&demo, NOW).phone(FAMILY).await;
    let persons = persons(&phone).await;
    let herself = named(&persons, "姚春华").resident_id;

    let options = phone.ask::<GetContractOptions>(herself, ()).await.unwrap();
    let wanted = options
        .packages
        .iter()
        .find(|option| option.recommended)
        .unwrap();
    let request = RequestContractBody {
        id: new_id(),
        resident_id: herself,
        team_id: options.teams[0].team_id,
        package_ids: vec![wanted.package.package_id],
        agreement_version: options.agreement.version.clone(),
        consent: true,
        years: 1,
    };
    let asked = phone.send::<RequestContract>((), request).await.unwrap();
    let doctor = Visitor::at(&demo, NOW).staff("gp.yuetang").await;
    let accepted = doctor
        .send::<AcceptContract>(asked.contract_id, ())
        .await
        .unwrap();
    assert_eq!(accepted.state, ContractState::Active);
    assert!(!accepted.plan.is_empty());

    let open = phone
        .ask::<ListSessions>(herself, SessionQuery::default())
        .await
        .unwrap();
    let tomorrow: NaiveDate = "2026-11-25".parse().unwrap();
    let own = |session: &&domain::api::bookings::ClinicSession| {
        session.own_team && session.date == tomorrow && session.left > 0
    };
    let session = open.sessions.iter().find(own).unwrap();
    let book = BookBody {
        id: new_id(),
        resident_id: herself,
        session_id: session.session_id,
        note: None,
    };
    let booking = phone.send::<Book>((), book).await.unwrap();

    let doctor = Visitor::at(&demo, NEXT_DAY).staff("gp.yuetang").await;
    let day = doctor
        .ask::<GetDayList>((), DayQuery::default())
        .await
        .unwrap();
    let listed = day.sessions.iter().flat_map(|session| &session.bookings);
    assert!(
        listed
            .clone()
            .any(|listed| listed.booking_id == booking.booking_id)
    );
    doctor
        .send::<MarkArrived>(booking.booking_id, ())
        .await
        .unwrap();
    let body = FinishBody {
        summary: "测血压，调整用药。".to_owned(),
    };
    let done = doctor
        .send::<FinishBooking>(booking.booking_id, body)
        .await
        .unwrap();
    assert_eq!(done.state, BookingState::Fulfilled);

    let phone = Visitor::at(&demo, NEXT_DAY).phone(FAMILY).await;
    let rating = RateBody {
        id: new_id(),
        overall: 5,
        aspects: Aspects::default(),
        words: Some("讲得很清楚".to_owned()),
        anonymous: false,
    };
    let rated = phone
        .send::<RateService>(done.service_id.unwrap(), rating)
        .await
        .unwrap();
    assert_eq!(rated.booking_id, Some(booking.booking_id));
    assert_eq!(rated.rating.unwrap().overall, 5);
}
