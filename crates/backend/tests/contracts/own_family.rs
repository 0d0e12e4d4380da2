//! Staff leave their own affairs, and those of their family, to a colleague.

use crate::common::clinical::hypertension;
use crate::common::family::{LI, WANG};
use crate::common::{Town, new_id};
use domain::api::contracts::{
    AcceptContract, ContractAction, DeclineBody, DeclineContract, GetContract, RequestContract,
};
use domain::api::follow_ups::StartFollowUp;
use domain::api::grants::{EndGrant, GiveBody, GiveGrant, Invite, InviteBody, MyGrant};
use domain::api::grants::{TakeBody, TakeInvitation};
use domain::api::records::GetRecord;
use domain::api::residents::GetIdentity;
use domain::api::staff::{GetStaff, PlaceStaff, PostStaffPlaces};
use domain::codes::{Capacity, Function, GivenBy, Paper, Relation};
use domain::grant::Functions;
use domain::ids::{AccountId, ContractId, ResidentId, StaffId};
use domain::problem::Code;

use super::{asked, request};

/// An administrator writes down who a member of staff is.
async fn is_person(town: &Town, staff: StaffId, national_id: &str) {
    let admin = town
        .hire("admin1", "institution_admin", town.ids.centre)
        .await;
    let admin = town.signed_in(admin).await;
    let before = admin.ask::<GetStaff>(staff, ()).await.unwrap();
    let body = PlaceStaff {
        name: before.account.name.clone(),
        title: None,
        institution_id: before.institution_id,
        sites: Vec::new(),
        teams: before.teams.clone(),
        national_id: Some(national_id.to_owned()),
    };
    let after = admin
        .send_if::<PostStaffPlaces>(before.account.version, staff, body)
        .await
        .unwrap();
    let shown = after.national_id_masked.unwrap();
    assert!(shown.contains("****") && !national_id.eq(&shown), "{shown}");
}

/// A resident lets another phone act for them with bookings.
async fn lets_act(town: &Town, from: (AccountId, ResidentId, &str), to: AccountId) -> MyGrant {
    let (phone, resident, name) = from;
    let body = InviteBody {
        id: new_id(),
        functions: Functions::from(vec![Function::Booking]),
        ends: "2026-12-31".parse().unwrap(),
    };
    let giver = town.signed_in(phone).await;
    let code = giver.send::<Invite>(resident, body).await.unwrap().code;
    let body = TakeBody {
        code,
        name: name.to_owned(),
        relation: Relation::Parent,
    };
    let taker = town.signed_in(to).await;
    taker.send::<TakeInvitation>((), body).await.unwrap()
}

/// What the doctor hears who opens and answers a contract: whether it is their family's, and the
/// refusals of accepting and declining.
async fn tries(town: &Town, contract: ContractId) -> (bool, Vec<ContractAction>, [Code; 2]) {
    let gp = town.signed_in(town.ids.gp).await;
    let seen = gp.ask::<GetContract>(contract, ()).await.unwrap();
    let accept = gp.send::<AcceptContract>(contract, ()).await.unwrap_err();
    let body = DeclineBody {
        reason: "人数已满".to_owned(),
    };
    let decline = gp
        .send::<DeclineContract>(contract, body)
        .await
        .unwrap_err();
    (seen.own_family, seen.allowed, [accept.code, decline.code])
}

#[tokio::test]
async fn a_doctor_does_not_answer_their_own_contract_but_a_colleague_does() {
    let town = Town::new().await;
    let ids = &town.ids;
    is_person(&town, ids.gp, LI).await;
    let li = town.signed_in(ids.li_phone).await;
    let body = request(ids.li, ids.team, &[ids.basic]);
    let contract = li.send::<RequestContract>((), body).await.unwrap();
    let id = contract.contract_id;
    let refused = tries(&town, id).await;
    assert_eq!(refused, (true, Vec::new(), [Code::OwnFamily; 2]));
    let trail = "SELECT count(*) AS n FROM audit WHERE operation = $1 AND result = $2";
    let params = vec!["accept_contract".into(), "own_family".into()];
    assert_eq!(town.count(trail, params).await, 1);
    let nurse = town.signed_in(ids.nurse).await;
    let seen = nurse.ask::<GetContract>(id, ()).await.unwrap();
    assert!(!seen.own_family);
    nurse.send::<AcceptContract>(id, ()).await.unwrap();
}

#[tokio::test]
async fn nor_that_of_somebody_for_whom_their_phone_acts_while_it_does() {
    let town = Town::new().await;
    let ids = &town.ids;
    is_person(&town, ids.gp, LI).await;
    let grant = lets_act(&town, (ids.wang_phone, ids.wang, "王桂英"), ids.li_phone).await;
    let contract = asked(&town).await.contract_id;
    let refused = tries(&town, contract).await;
    assert_eq!(refused, (true, Vec::new(), [Code::OwnFamily; 2]));

    let gp = town.signed_in(ids.gp).await;
    let record = gp.ask::<GetRecord>(ids.wang, ()).await.unwrap_err();
    let identity = gp.ask::<GetIdentity>(ids.wang, ()).await.unwrap_err();
    let at = hypertension(ids.wang);
    let form = gp.ask::<StartFollowUp>(at, ()).await.unwrap_err();
    assert_eq!(
        [record, identity, form].map(|p| p.code),
        [Code::OwnFamily; 3]
    );

    let wang = town.signed_in(ids.wang_phone).await;
    wang.remove::<EndGrant>(grant.grant_id).await.unwrap();
    gp.ask::<GetRecord>(ids.wang, ()).await.unwrap();
    gp.send::<AcceptContract>(contract, ()).await.unwrap();
}

#[tokio::test]
async fn nor_that_of_somebody_who_acts_for_them() {
    let town = Town::new().await;
    let ids = &town.ids;
    is_person(&town, ids.gp, LI).await;
    lets_act(&town, (ids.li_phone, ids.li, "李建国"), ids.wang_phone).await;
    let contract = asked(&town).await.contract_id;
    let refused = tries(&town, contract).await;
    assert_eq!(refused, (true, Vec::new(), [Code::OwnFamily; 2]));
}

#[tokio::test]
async fn the_desk_lets_nobody_act_for_its_own_family() {
    let town = Town::new().await;
    let ids = &town.ids;
    is_person(&town, ids.desk, WANG).await;
    let body = |phone: &str| GiveBody {
        id: new_id(),
        phone: phone.to_owned(),
        relation: Relation::Parent,
        capacity: Capacity::Helper,
        functions: Functions::from(vec![Function::Booking]),
        ends: "2026-12-31".parse().ok(),
        given_by: GivenBy::Desk,
        papers: vec![Paper::PersonsId],
    };
    let desk = town.signed_in(ids.desk).await;
    let own = desk.send::<GiveGrant>(ids.wang, body("13812345688")).await;
    assert_eq!(own.unwrap_err().code, Code::OwnFamily);
    desk.send::<GiveGrant>(ids.li, body("13812345688"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_number_that_is_none_is_told_at_its_field() {
    let town = Town::new().await;
    let admin = town
        .hire("admin1", "institution_admin", town.ids.centre)
        .await;
    let admin = town.signed_in(admin).await;
    let before = admin.ask::<GetStaff>(town.ids.gp, ()).await.unwrap();
    assert_eq!(before.national_id_masked, None);
    let body = PlaceStaff {
        name: before.account.name,
        title: None,
        institution_id: before.institution_id,
        sites: Vec::new(),
        teams: before.teams,
        national_id: Some("430202198001010018".to_owned()),
    };
    let refused = admin
        .send_if::<PostStaffPlaces>(before.account.version, town.ids.gp, body)
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].field, "national_id");
    assert_eq!(refused.errors[0].reason, "check_digit");
}
