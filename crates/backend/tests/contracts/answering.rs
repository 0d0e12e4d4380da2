//! The team's side: accepting, declining, and what follows.

use crate::common::Town;
use domain::api::contracts::{
    AcceptContract, ContractAction, ContractQuery, ContractState, DeclineBody, DeclineContract,
    GetContract, GetContractOptions, ListTeamContracts, PlanState, RequestContract,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::problem::Code;

use super::{asked, request};

#[tokio::test]
async fn acceptance_makes_the_plan_moves_the_resident_and_tells_them() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let body = request(ids.wang, ids.far_team, &[ids.basic, ids.hypertension]);
    let id = wang
        .send::<RequestContract>((), body)
        .await
        .unwrap()
        .contract_id;
    let (district, resident, team) = (town.district.clone(), ids.wang, ids.team);
    town.write(move |tx| {
        tx.exec(
            "INSERT INTO follow_up_plan
                 (district_id, resident_id, programme, team_id, village, due, urgent, version)
             VALUES ($1, $2, 'hypertension', $3, '601社区', '2026-12-01', 0, 1)",
            &[(&district).into(), resident.into(), team.into()],
        )?;
        Ok(())
    })
    .await;
    town.recount().await;

    // The day after: in force from the day after that.
    let next_day = town.at("2026-11-25T02:00:00Z");
    let gp = next_day.signed_in(ids.far_gp).await;
    let waiting = gp.ask::<GetContract>(id, ()).await.unwrap();
    assert_eq!(
        waiting.allowed,
        [ContractAction::Accept, ContractAction::Decline]
    );
    let contract = gp.send::<AcceptContract>(id, ()).await.unwrap();
    assert_eq!(contract.state, ContractState::Active);
    assert_eq!(
        (contract.begins.to_string(), contract.ends.to_string()),
        ("2026-11-26".to_owned(), "2027-11-25".to_owned())
    );
    let plan: Vec<_> = contract
        .plan
        .iter()
        .map(|item| (item.name.as_str(), item.nth, item.of))
        .collect();
    assert_eq!(
        plan.len(),
        8,
        "four times two services, none for what is given as needed"
    );
    assert_eq!(
        plan.iter()
            .filter(|item| **item == ("测血压", 4, 4))
            .count(),
        1
    );
    assert!(
        contract
            .plan
            .iter()
            .all(|item| item.state == PlanState::Planned)
    );
    assert_eq!(contract.plan.last().unwrap().due, contract.ends);

    let moved = vec![ids.wang.into(), ids.far_team.into(), ids.hospital.into()];
    let resident = "SELECT count(*) AS n FROM resident
        WHERE id = $1 AND team_id = $2 AND institution_id = $3 AND version = 2";
    assert_eq!(town.count(resident, moved).await, 1);
    let plan = "SELECT count(*) AS n FROM follow_up_plan WHERE resident_id = $1 AND team_id = $2";
    assert_eq!(
        town.count(plan, vec![ids.wang.into(), ids.far_team.into()])
            .await,
        1
    );
    assert_eq!(next_day.broken().await, [""; 0]);

    let wang = next_day.signed_in(ids.wang_phone).await;
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert_eq!(told.items[0].kind, MessageKind::ContractAccepted);
    assert_eq!(told.items[0].about, Some(id.to_string()));
    assert_eq!(told.items[0].words.as_deref(), Some("仙庾一队"));
    let again = gp.send::<AcceptContract>(id, ()).await.unwrap_err();
    assert_eq!(again.code, Code::WrongState);
}

#[tokio::test]
async fn only_the_addressed_team_answers() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await.contract_id;
    for (who, accept, read) in [
        (ids.second_gp, Code::NotFound, Err(Code::NotFound)),
        (ids.far_gp, Code::NotFound, Err(Code::NotFound)),
        (ids.desk, Code::Forbidden, Ok(0)),
    ] {
        let staff = town.signed_in(who).await;
        let refused = staff
            .send::<AcceptContract>(contract, ())
            .await
            .unwrap_err();
        assert_eq!(refused.code, accept);
        let body = DeclineBody {
            reason: "不归我们管".to_owned(),
        };
        let refused = staff
            .send::<DeclineContract>(contract, body)
            .await
            .unwrap_err();
        assert_eq!(refused.code, accept);
        let seen = staff.ask::<GetContract>(contract, ()).await;
        assert_eq!(seen.map(|c| c.allowed.len()).map_err(|p| p.code), read);
    }
    let nurse = town.signed_in(ids.nurse).await;
    nurse.send::<AcceptContract>(contract, ()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_needs_a_reason_and_the_resident_may_ask_again() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await.contract_id;
    let gp = town.signed_in(ids.gp).await;
    for reason in ["", "  ", &"长".repeat(201)] {
        let body = DeclineBody {
            reason: reason.to_owned(),
        };
        let refused = gp
            .send::<DeclineContract>(contract, body)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code, refused.errors[0].field.as_str()),
            (Code::Invalid, "reason")
        );
    }
    let body = DeclineBody {
        reason: " 本队已满，请选月塘二队 ".to_owned(),
    };
    let declined = gp.send::<DeclineContract>(contract, body).await.unwrap();
    assert_eq!(declined.state, ContractState::Declined);
    assert_eq!(
        declined.decline_reason.as_deref(),
        Some("本队已满，请选月塘二队")
    );

    let wang = town.signed_in(ids.wang_phone).await;
    let told = wang
        .ask::<ListMessages>(ids.wang, CursorQuery::default())
        .await
        .unwrap();
    assert_eq!(told.items[0].kind, MessageKind::ContractDeclined);
    let another = request(ids.wang, ids.second_team, &[ids.basic]);
    wang.send::<RequestContract>((), another).await.unwrap();
}

#[tokio::test]
async fn an_answer_to_what_was_taken_back_meanwhile_is_a_conflict() {
    let town = Town::new().await;
    let contract = asked(&town).await;
    let gp = town.signed_in(town.ids.gp).await;
    let stale = gp
        .send_if::<AcceptContract>(7, contract.contract_id, ())
        .await
        .unwrap_err();
    assert_eq!(stale.code, Code::Conflict);
    gp.send_if::<AcceptContract>(contract.version, contract.contract_id, ())
        .await
        .unwrap();
}

#[tokio::test]
async fn an_ended_contract_gives_its_place_to_the_next() {
    let town = Town::new().await;
    let ids = &town.ids;
    let first = asked(&town).await.contract_id;
    town.signed_in(ids.gp)
        .await
        .send::<AcceptContract>(first, ())
        .await
        .unwrap();

    let expiring = town.at("2027-11-20T02:00:00Z");
    let wang = expiring.signed_in(ids.wang_phone).await;
    let seen = wang.ask::<GetContract>(first, ()).await.unwrap();
    assert_eq!(seen.state, ContractState::Expiring);
    let early = request(ids.wang, ids.team, &[ids.basic]);
    let refused = wang
        .send::<RequestContract>((), early.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::AlreadyContracted);

    let over = town.at("2027-11-25T02:00:00Z");
    let wang = over.signed_in(ids.wang_phone).await;
    assert!(
        wang.ask::<GetContractOptions>(ids.wang, ())
            .await
            .unwrap()
            .current
            .is_none()
    );
    wang.send::<RequestContract>((), early).await.unwrap();
    let seen = wang.ask::<GetContract>(first, ()).await.unwrap();
    assert_eq!(seen.state, ContractState::Expired);
    assert_eq!(over.broken().await, [""; 0]);
}

#[tokio::test]
async fn every_step_of_a_contract_is_in_the_residents_trail() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await.contract_id;
    let stranger = town.signed_in(ids.far_gp).await;
    stranger.ask::<GetContract>(contract, ()).await.unwrap_err();
    let gp = town.signed_in(ids.gp).await;
    gp.ask::<ListTeamContracts>((), ContractQuery::default())
        .await
        .unwrap();
    gp.send::<AcceptContract>(contract, ()).await.unwrap();
    let trail = "SELECT count(*) AS n FROM audit a
        JOIN audit_resident r ON r.audit_id = a.id
        WHERE r.resident_id = $1 AND a.operation = $2 AND a.result = $3";
    for (operation, result) in [
        ("request_contract", "ok"),
        ("get_contract", "not_found"),
        ("list_team_contracts", "ok"),
        ("accept_contract", "ok"),
    ] {
        let params = vec![ids.wang.into(), operation.into(), result.into()];
        assert_eq!(town.count(trail, params).await, 1, "{operation} {result}");
    }
}
