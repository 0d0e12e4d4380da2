//! Registrations and the directory through the real router on a real file.

mod common;

use common::family::LI;
use common::{Client, Town, new_id};
use domain::api::directory::{GetTeam, ListInstitutions, ListTeams, TeamQuery};
use domain::api::records::GetRecord;
use domain::api::registrations::{
    DecideRegistration, DecideRegistrationAt, ListMyRegistrations, ListRegistrations, Register,
    RegisterBody, Registration, RegistrationQuery, RegistrationState,
};
use domain::api::residents::{GetHome, GetIdentity};
use domain::codes::Relation;
use domain::problem::{Code, Problem};

/// Nobody in the town has it.
const NEW_NUMBER: &str = "430202199003070026";
/// 赵敏's.
const ZHAO: &str = "430202199206150026";

fn application(town: &Town, number: &str) -> RegisterBody {
    RegisterBody {
        id: new_id(),
        name: "周 小红".to_owned(),
        national_id: number.to_owned(),
        relation: Relation::Child,
        institution_id: town.ids.centre,
        address: "荷塘区月塘街道麻园社区 3 栋 201".to_owned(),
    }
}

fn yes() -> DecideRegistration {
    DecideRegistration {
        confirm: true,
        reason: None,
    }
}

fn no(reason: &str) -> DecideRegistration {
    DecideRegistration {
        confirm: false,
        reason: Some(reason.to_owned()),
    }
}

async fn waiting(desk: &Client) -> Vec<Registration> {
    let query = RegistrationQuery {
        state: Some(RegistrationState::Pending),
    };
    desk.ask::<ListRegistrations>((), query).await.unwrap()
}

fn fields(problem: &Problem) -> Vec<&str> {
    problem
        .errors
        .iter()
        .map(|error| error.field.as_str())
        .collect()
}

#[tokio::test]
async fn a_confirmed_registration_opens_a_record_to_the_applicants_phone() {
    let town = Town::new().await;
    let ids = &town.ids;
    let phone = town.signed_in(ids.wang_phone).await;
    let sent = phone
        .send::<Register>((), application(&town, NEW_NUMBER))
        .await
        .unwrap();
    assert_eq!(
        (sent.name.as_str(), sent.state),
        ("周小红", RegistrationState::Pending)
    );
    assert_eq!(sent.national_id_masked, "4302**********0026");
    assert_eq!(sent.phone_masked, "138****5671");

    let desk = town.signed_in(ids.desk).await;
    let listed = waiting(&desk).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].resident_id, None, "no record yet");
    let decided = desk
        .send::<DecideRegistrationAt>(sent.id, yes())
        .await
        .unwrap();
    let resident = decided.resident_id.unwrap();
    assert_eq!(decided.state, RegistrationState::Confirmed);
    assert!(waiting(&desk).await.is_empty());

    let home = phone.ask::<GetHome>(resident, ()).await.unwrap();
    assert_eq!((home.person.village.as_str(), home.unread), ("麻园社区", 2));
    let refused = phone.ask::<GetIdentity>(resident, ()).await.unwrap_err();
    assert_eq!(refused.code, Code::Forbidden, "the daughter is grown up");
    let identity = desk.ask::<GetIdentity>(resident, ()).await.unwrap();
    assert_eq!(identity.national_id, NEW_NUMBER);
    assert_eq!(identity.phone.as_deref(), Some("13812345671"));
    let team = town.signed_in(ids.second_gp).await;
    let record = team.ask::<GetRecord>(resident, ()).await.unwrap();
    assert_eq!(record.basic.record_no.len(), 17);
    let mine = phone.ask::<ListMyRegistrations>((), ()).await.unwrap();
    assert_eq!((mine.len(), mine[0].resident_id), (1, Some(resident)));
}

#[tokio::test]
async fn only_the_desk_learns_that_a_number_has_a_record() {
    let town = Town::new().await;
    let ids = &town.ids;
    let phone = town.signed_in(ids.wang_phone).await;
    let sent = phone
        .send::<Register>((), application(&town, ZHAO))
        .await
        .unwrap();
    assert_eq!(
        (sent.state, sent.resident_id),
        (RegistrationState::Pending, None)
    );
    let mine = phone.ask::<ListMyRegistrations>((), ()).await.unwrap();
    assert_eq!(mine[0].resident_id, None);

    let desk = town.signed_in(ids.desk).await;
    assert_eq!(waiting(&desk).await[0].resident_id, Some(ids.zhao));
    let decided = desk
        .send::<DecideRegistrationAt>(sent.id, yes())
        .await
        .unwrap();
    assert_eq!(decided.resident_id, Some(ids.zhao));
    let home = phone.ask::<GetHome>(ids.zhao, ()).await.unwrap();
    assert_eq!(
        home.person.name, "赵敏",
        "the record that was there, unchanged"
    );
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_opens_nothing() {
    let town = Town::new().await;
    let ids = &town.ids;
    let phone = town.signed_in(ids.wang_phone).await;
    let sent = phone
        .send::<Register>((), application(&town, NEW_NUMBER))
        .await
        .unwrap();
    let desk = town.signed_in(ids.desk).await;
    let refused = desk
        .send::<DecideRegistrationAt>(sent.id, no("  "))
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, fields(&refused)),
        (Code::Invalid, vec!["reason"])
    );
    desk.send::<DecideRegistrationAt>(sent.id, no("请带身份证原件再来"))
        .await
        .unwrap();

    let mine = phone.ask::<ListMyRegistrations>((), ()).await.unwrap();
    assert_eq!(mine[0].state, RegistrationState::Refused);
    assert_eq!(mine[0].reason.as_deref(), Some("请带身份证原件再来"));
    let again = desk
        .send::<DecideRegistrationAt>(sent.id, yes())
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::WrongState);
    assert_eq!(
        town.count("SELECT count(*) AS n FROM resident", vec![])
            .await,
        3
    );
    phone
        .send::<Register>((), application(&town, NEW_NUMBER))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_number_waits_once_and_a_linked_person_needs_no_registration() {
    let town = Town::new().await;
    let phone = town.signed_in(town.ids.li_phone).await;
    let body = application(&town, NEW_NUMBER);
    let first = phone.send::<Register>((), body.clone()).await.unwrap();
    assert_eq!(
        phone.send::<Register>((), body.clone()).await.unwrap(),
        first
    );
    let code = async |body| phone.send::<Register>((), body).await.unwrap_err().code;
    assert_eq!(
        code(application(&town, NEW_NUMBER)).await,
        Code::RegistrationPending
    );
    assert_eq!(code(application(&town, LI)).await, Code::AlreadyLinked);
    let other = RegisterBody {
        address: "别处".to_owned(),
        ..body
    };
    assert_eq!(code(other).await, Code::Conflict);
}

#[tokio::test]
async fn each_fault_of_an_application_is_named() {
    let town = Town::new().await;
    let phone = town.signed_in(town.ids.li_phone).await;
    let body = RegisterBody {
        name: "小红1".to_owned(),
        institution_id: new_id(),
        address: " ".to_owned(),
        ..application(&town, "430202199003070027")
    };
    let refused = phone.send::<Register>((), body).await.unwrap_err();
    assert_eq!(refused.code, Code::Invalid);
    assert_eq!(
        fields(&refused),
        ["name", "national_id", "institution_id", "address"]
    );
}

#[tokio::test]
async fn a_phone_that_tries_many_numbers_is_stopped() {
    let town = Town::new().await;
    let phone = town.signed_in(town.ids.li_phone).await;
    for _ in 0..10 {
        let refused = phone
            .send::<Register>((), application(&town, LI))
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::AlreadyLinked);
    }
    let refused = phone
        .send::<Register>((), application(&town, NEW_NUMBER))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::TooMany);
}

#[tokio::test]
async fn an_address_without_a_known_village_is_left_open_for_the_staff() {
    let town = Town::new().await;
    let phone = town.signed_in(town.ids.wang_phone).await;
    let body = RegisterBody {
        address: "某小区 1 号".to_owned(),
        ..application(&town, NEW_NUMBER)
    };
    let sent = phone.send::<Register>((), body).await.unwrap();
    let desk = town.signed_in(town.ids.desk).await;
    let decided = desk
        .send::<DecideRegistrationAt>(sent.id, yes())
        .await
        .unwrap();
    let home = phone
        .ask::<GetHome>(decided.resident_id.unwrap(), ())
        .await
        .unwrap();
    assert_eq!(home.person.village, "待定");
}

#[tokio::test]
async fn registrations_are_the_desks_of_their_institution() {
    let town = Town::new().await;
    let ids = &town.ids;
    let phone = town.signed_in(ids.wang_phone).await;
    let there = RegisterBody {
        institution_id: ids.hospital,
        ..application(&town, NEW_NUMBER)
    };
    let sent = phone.send::<Register>((), there).await.unwrap();
    let desk = town.signed_in(ids.desk).await;
    assert!(waiting(&desk).await.is_empty());
    let gp = town.signed_in(ids.far_gp).await;
    for (client, list, decide) in [
        (&desk, None, Code::NotFound),
        (&gp, Some(Code::Forbidden), Code::NotFound),
        (&phone, Some(Code::Forbidden), Code::Forbidden),
    ] {
        let listed = client
            .ask::<ListRegistrations>((), RegistrationQuery::default())
            .await;
        assert_eq!(listed.err().map(|problem| problem.code), list);
        let refused = client
            .send::<DecideRegistrationAt>(sent.id, yes())
            .await
            .unwrap_err();
        assert_eq!(refused.code, decide);
    }
}

#[tokio::test]
async fn the_directory_shows_teams_with_their_members_and_villages() {
    let town = Town::new().await;
    let institutions = town
        .visitor()
        .ask::<ListInstitutions>((), ())
        .await
        .unwrap();
    assert_eq!(institutions[0].name, "月塘街道社区卫生服务中心");
    let client = town.signed_in(town.ids.wang_phone).await;
    let here = TeamQuery {
        institution: Some(town.ids.centre),
    };
    let teams = client.ask::<ListTeams>((), here).await.unwrap();
    assert_eq!(teams.len(), 2);
    assert_eq!(
        client
            .ask::<ListTeams>((), TeamQuery::default())
            .await
            .unwrap()
            .len(),
        3
    );
    let team = client.ask::<GetTeam>(town.ids.team, ()).await.unwrap();
    let members: Vec<_> = team
        .members
        .iter()
        .map(|member| member.name.as_str())
        .collect();
    assert_eq!(
        (team.doctor.as_str(), members),
        ("彭海燕", vec!["彭海燕", "刘静"])
    );
    assert_eq!(team.villages, ["601社区"]);
    assert_eq!(
        client.ask::<GetTeam>(new_id(), ()).await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_desk_confirms_nothing_that_is_its_own() {
    let town = Town::new().await;
    let ids = &town.ids;
    let colleague = town.hire("desk9", "desk", ids.centre).await;
    let colleague = town.signed_in(colleague).await;
    let desk = town.signed_in(ids.desk).await;
    let by_own_phone = application(&town, NEW_NUMBER);
    let oneself = RegisterBody {
        relation: Relation::Oneself,
        ..application(&town, "430202197512240039")
    };
    let people = "SELECT count(*) AS n FROM resident";
    for (who, phone, body) in [
        (LI, ids.li_phone, by_own_phone),
        // Whoever sits there has no record yet, and opens one for themselves.
        ("430202197512240039", ids.wang_phone, oneself),
    ] {
        town.is_person(ids.desk, who).await;
        let phone = town.signed_in(phone).await;
        let sent = phone.send::<Register>((), body).await.unwrap();
        let before = town.count(people, vec![]).await;
        let refused = desk.send::<DecideRegistrationAt>(sent.id, yes()).await;
        assert_eq!(refused.unwrap_err().code, Code::OwnFamily, "{who}");
        assert_eq!(town.count(people, vec![]).await, before);
        let decided = colleague.send::<DecideRegistrationAt>(sent.id, yes()).await;
        assert_eq!(decided.unwrap().state, RegistrationState::Confirmed);
    }
}
