//! Grants that the desk gives: with papers, or by the resident's call.

use domain::api::grants::{
    DecideGrant, DecideGrantAt, EndGrant, GiveBody, GiveGrant, GrantState, ListGrants,
};
use domain::api::residents::GetHome;
use domain::api::session::{LinkPerson, LinkPersonBody};
use domain::codes::{Function, GivenBy, Paper, Relation};
use domain::problem::Code;

use super::{child, from_desk, invited, of_child, take, told};
use crate::common::Town;
use crate::common::family::LI;

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
async fn whoever_sits_there_lets_neither_their_own_phone_nor_their_familys_act_for_anybody() {
    let town = Town::new().await;
    let ids = &town.ids;
    child(&town).await;
    town.is_person(ids.desk, LI).await;
    // 赵敏 acts for whoever sits there.
    let li = town.signed_in(ids.li_phone).await;
    let zhao = town.signed_in(ids.zhao_phone).await;
    let code = invited(&li, ids.li, &[Function::Booking]).await.code;
    take(&zhao, &code, "李建国").await.unwrap();

    let desk = town.signed_in(ids.desk).await;
    let colleague = town.hire("desk9", "desk", ids.centre).await;
    let colleague = town.signed_in(colleague).await;
    let to = |phone: &str| GiveBody {
        phone: phone.to_owned(),
        ..from_desk(GivenBy::Call, &[])
    };
    for phone in ["13812345672", "13812345673"] {
        let refused = desk.send::<GiveGrant>(ids.wang, to(phone)).await;
        assert_eq!(refused.unwrap_err().code, Code::OwnFamily, "{phone}");
    }
    let held = desk.ask::<ListGrants>(ids.wang, ()).await.unwrap();
    assert_eq!(held.grants.len(), 1, "her own phone alone");
    desk.send::<GiveGrant>(ids.wang, to("13812345688"))
        .await
        .unwrap();

    let asked = zhao.send::<LinkPerson>((), of_child()).await.unwrap();
    assert_eq!(asked.state, GrantState::Pending);
    let confirmed = DecideGrant {
        confirm: true,
        papers: vec![Paper::ActorsId, Paper::Household],
        reason: None,
    };
    let refused = desk
        .send::<DecideGrantAt>(asked.grant_id, confirmed.clone())
        .await;
    assert_eq!(refused.unwrap_err().code, Code::OwnFamily);
    colleague
        .send::<DecideGrantAt>(asked.grant_id, confirmed)
        .await
        .unwrap();
}
