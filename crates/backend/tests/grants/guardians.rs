//! Guardians of children and of adults who cannot act: asked for by phone, checked at the desk.

use domain::api::grants::{
    DecideGrant, DecideGrantAt, EndGrant, GiveBody, GiveGrant, GrantState, Invite, InviteBody,
    ListGrantsToCheck, ListMyGrants,
};
use domain::api::records::GetRecord;
use domain::api::session::LinkPerson;
use domain::codes::{Capacity, GivenBy, Paper, Relation};
use domain::grant::Functions;
use domain::ids::Uuid;
use domain::problem::Code;

use super::{child, from_desk, of_child};
use crate::common::Town;

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
