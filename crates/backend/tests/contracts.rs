//! Contracts through the real router on a real file: asking, answering, and what follows.

mod common;

use common::{Town, new_id};
use domain::api::contracts::{
    AcceptContract, Contract, ContractAction, ContractQuery, ContractState, DeclineBody,
    DeclineContract, GetContract, GetContractOptions, ListPackages, ListResidentContracts,
    ListTeamContracts, PlanState, RequestContract, RequestContractBody, WithdrawContract,
};
use domain::api::messages::{ListMessages, MessageKind};
use domain::api::residents::CursorQuery;
use domain::ids::{ContractId, PackageId, ResidentId, TeamId};
use domain::money::Fen;
use domain::problem::Code;
use domain::rules::contract::IneligibleReason;

fn request(resident: ResidentId, team: TeamId, packages: &[PackageId]) -> RequestContractBody {
    RequestContractBody {
        id: new_id(),
        resident_id: resident,
        team_id: team,
        package_ids: packages.to_vec(),
        agreement_version: "2026-01".to_owned(),
        consent: true,
        years: 1,
    }
}

async fn asked(town: &Town) -> Contract {
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let body = request(ids.wang, ids.team, &[ids.basic, ids.hypertension]);
    wang.send::<RequestContract>((), body).await.unwrap()
}

#[tokio::test]
async fn a_visitor_reads_the_catalogue() {
    let town = Town::new().await;
    let packages = town.visitor().ask::<ListPackages>((), ()).await.unwrap();
    assert_eq!(packages.len(), 3);
    let basic = packages
        .iter()
        .find(|package| package.name == "基础包")
        .unwrap();
    assert_eq!(
        (basic.price, basic.saving(), basic.items.len()),
        (Fen(800), Fen(800), 2)
    );
}

#[tokio::test]
async fn the_options_put_what_fits_and_what_is_near_first() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let options = wang.ask::<GetContractOptions>(ids.wang, ()).await.unwrap();
    let packages: Vec<_> = options
        .packages
        .iter()
        .map(|o| (o.package.name.as_str(), o.recommended))
        .collect();
    assert_eq!(
        packages,
        [("基础包", true), ("高血压个性包", true), ("体检包", false)]
    );
    let teams: Vec<_> = options.teams.iter().map(|team| team.team_id).collect();
    assert_eq!(teams, [ids.team, ids.second_team, ids.far_team]);
    assert_eq!(options.begins.to_string(), "2026-11-25");
    assert!(options.current.is_none());

    let li = town.signed_in(ids.li_phone).await;
    let options = li.ask::<GetContractOptions>(ids.li, ()).await.unwrap();
    let last = options.packages.last().unwrap();
    assert_eq!(last.package.name, "高血压个性包");
    assert_eq!(
        last.ineligible.as_ref().unwrap().reason,
        IneligibleReason::OtherGroup
    );
}

#[tokio::test]
async fn a_request_waits_for_its_team_and_excludes_another() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await;
    assert_eq!(contract.state, ContractState::Submitted);
    assert_eq!(contract.price, Fen(10_800));
    assert_eq!(
        (contract.begins.to_string(), contract.ends.to_string()),
        ("2026-11-25".to_owned(), "2027-11-24".to_owned())
    );
    assert_eq!(contract.allowed, [ContractAction::Withdraw]);
    assert!(contract.plan.is_empty());

    let wang = town.signed_in(ids.wang_phone).await;
    let another = request(ids.wang, ids.far_team, &[ids.basic]);
    let refused = wang.send::<RequestContract>((), another).await.unwrap_err();
    assert_eq!(refused.code, Code::AlreadyContracted);
    let options = wang.ask::<GetContractOptions>(ids.wang, ()).await.unwrap();
    assert_eq!(options.current.unwrap().contract_id, contract.contract_id);
    assert_eq!(town.broken().await, [""; 0]);
}

#[tokio::test]
async fn the_same_request_again_is_the_same_contract_and_another_under_its_id_is_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let body = request(ids.wang, ids.team, &[ids.basic]);
    let first = wang
        .send::<RequestContract>((), body.clone())
        .await
        .unwrap();
    let again = wang
        .send::<RequestContract>((), body.clone())
        .await
        .unwrap();
    assert_eq!(again, first);
    let other = RequestContractBody { years: 2, ..body };
    assert_eq!(
        wang.send::<RequestContract>((), other)
            .await
            .unwrap_err()
            .code,
        Code::Conflict
    );
    assert_eq!(
        town.count("SELECT count(*) AS n FROM contract", vec![])
            .await,
        1
    );
}

#[tokio::test]
async fn a_request_is_refused_field_by_field() {
    let town = Town::new().await;
    let ids = &town.ids;
    let wang = town.signed_in(ids.wang_phone).await;
    let good = request(ids.wang, ids.team, &[ids.basic]);
    let cases = [
        (
            RequestContractBody {
                consent: false,
                ..good.clone()
            },
            Code::Invalid,
            "consent",
        ),
        (
            RequestContractBody {
                years: 0,
                ..good.clone()
            },
            Code::Invalid,
            "years",
        ),
        (
            RequestContractBody {
                years: 4,
                ..good.clone()
            },
            Code::Invalid,
            "years",
        ),
        (
            RequestContractBody {
                package_ids: vec![],
                ..good.clone()
            },
            Code::Invalid,
            "package_ids",
        ),
        (
            RequestContractBody {
                package_ids: vec![ids.basic, ids.basic],
                ..good.clone()
            },
            Code::Invalid,
            "package_ids",
        ),
        (
            RequestContractBody {
                package_ids: vec![ids.basic, new_id()],
                ..good.clone()
            },
            Code::Invalid,
            "package_ids.1",
        ),
        (
            RequestContractBody {
                team_id: new_id(),
                ..good.clone()
            },
            Code::Invalid,
            "team_id",
        ),
        (
            RequestContractBody {
                agreement_version: "2025-01".to_owned(),
                ..good.clone()
            },
            Code::AgreementChanged,
            "",
        ),
    ];
    for (body, code, field) in cases {
        let refused = wang.send::<RequestContract>((), body).await.unwrap_err();
        let named = refused
            .errors
            .first()
            .map_or("", |error| error.field.as_str());
        assert_eq!((refused.code, named), (code, field));
    }
    assert_eq!(
        town.count("SELECT count(*) AS n FROM contract", vec![])
            .await,
        0
    );
    assert_eq!(
        town.count("SELECT count(*) AS n FROM contract_current", vec![])
            .await,
        0
    );
}

#[tokio::test]
async fn a_package_for_others_and_too_short_a_stay_are_refused_with_their_reason() {
    let town = Town::new().await;
    let ids = &town.ids;
    let li = town.signed_in(ids.li_phone).await;
    let body = request(ids.li, ids.team, &[ids.basic, ids.hypertension]);
    let refused = li.send::<RequestContract>((), body).await.unwrap_err();
    assert_eq!(refused.code, Code::NotEligible);
    let [error] = refused.errors.as_slice() else {
        panic!("{:?}", refused.errors)
    };
    assert_eq!(
        (error.field.as_str(), error.reason.as_str()),
        ("package_ids.1", "other_group")
    );

    let zhao = town.signed_in(ids.zhao_phone).await;
    let body = request(ids.zhao, ids.far_team, &[ids.basic]);
    let refused = zhao.send::<RequestContract>((), body).await.unwrap_err();
    assert_eq!(refused.errors[0].reason, "residence_too_short");
    assert_eq!(refused.errors[0].limit.as_deref(), Some("4"));
}

#[tokio::test]
async fn nobody_asks_for_or_sees_the_contract_of_another_family() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await.contract_id;
    let li = town.signed_in(ids.li_phone).await;
    let body = request(ids.zhao, ids.far_team, &[ids.basic]);
    assert_eq!(
        li.send::<RequestContract>((), body).await.unwrap_err().code,
        Code::NotFound
    );
    assert_eq!(
        li.ask::<GetContract>(contract, ()).await.unwrap_err().code,
        Code::NotFound
    );
    assert_eq!(
        li.ask::<GetContractOptions>(ids.wang, ())
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        li.ask::<ListResidentContracts>(ids.wang, ())
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        li.send::<WithdrawContract>(contract, ())
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        li.send::<AcceptContract>(contract, ())
            .await
            .unwrap_err()
            .code,
        Code::Forbidden
    );
    let visitor = town.visitor().ask::<GetContract>(contract, ()).await;
    assert_eq!(visitor.unwrap_err().code, Code::SignInRequired);
}

#[tokio::test]
async fn a_request_that_was_taken_back_leaves_room_for_another() {
    let town = Town::new().await;
    let ids = &town.ids;
    let contract = asked(&town).await;
    let wang = town.signed_in(ids.wang_phone).await;
    let gone = wang
        .send::<WithdrawContract>(contract.contract_id, ())
        .await
        .unwrap();
    assert_eq!((gone.state, gone.version), (ContractState::Withdrawn, 2));
    assert!(gone.allowed.is_empty());
    let again = wang
        .send::<WithdrawContract>(contract.contract_id, ())
        .await
        .unwrap_err();
    assert_eq!(again.code, Code::WrongState);
    let gp = town.signed_in(ids.gp).await;
    let late = gp
        .send::<AcceptContract>(contract.contract_id, ())
        .await
        .unwrap_err();
    assert_eq!(late.code, Code::WrongState);
    let another = request(ids.wang, ids.second_team, &[ids.basic]);
    wang.send::<RequestContract>((), another).await.unwrap();
    let lines = wang
        .ask::<ListResidentContracts>(ids.wang, ())
        .await
        .unwrap();
    let states: Vec<_> = lines.iter().map(|line| line.state).collect();
    assert_eq!(states.len(), 2);
    assert!(
        states.contains(&ContractState::Withdrawn) && states.contains(&ContractState::Submitted)
    );
    assert_eq!(town.broken().await, [""; 0]);
}

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
async fn the_teams_list_begins_with_the_longest_waiting_and_pages_through_all() {
    let town = Town::new().await;
    let ids = &town.ids;
    let (district, wang, team, other) =
        (town.district.clone(), ids.wang, ids.team, ids.second_team);
    town.write(move |tx| {
        for n in 0..70_i64 {
            // Ends spread around today, so that each state by time occurs.
            let (state, ends) = match n % 5 {
                0 => ("submitted", "2027-11-24"),
                1 => ("active", "2027-11-24"),
                2 => ("active", "2026-12-23"),
                3 => ("active", "2026-11-23"),
                _ => ("declined", "2027-11-24"),
            };
            tx.exec(
                "INSERT INTO contract (district_id, id, resident_id, team_id, state, years, begins,
                     ends, price_fen, agreement_version, asked_ms, version)
                 VALUES ($1, $2, $3, $4, $5, 1, '2025-11-24', $6, 0, '2026-01', $7, 1)",
                &[
                    (&district).into(),
                    new_id::<ContractId>().into(),
                    wang.into(),
                    (if n == 69 { other } else { team }).into(),
                    state.into(),
                    ends.into(),
                    (1_700_000_000_000 + n / 2).into(),
                ],
            )?;
        }
        Ok(())
    })
    .await;
    let gp = town.signed_in(ids.gp).await;
    let mut lines = Vec::new();
    let mut query = ContractQuery::default();
    loop {
        let page = gp
            .ask::<ListTeamContracts>((), query.clone())
            .await
            .unwrap();
        assert!(page.items.len() <= 30);
        lines.extend(page.items);
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(lines.len(), 69, "all of one's own team and none of another");
    let (waiting, rest) = lines.split_at(14);
    assert!(
        waiting
            .iter()
            .all(|line| line.state == ContractState::Submitted)
    );
    assert!(waiting.is_sorted_by_key(|line| line.asked_at));
    assert!(
        rest.iter()
            .all(|line| line.state != ContractState::Submitted)
    );
    assert!(rest.is_sorted_by(|a, b| a.asked_at >= b.asked_at));

    for (state, count) in [
        (ContractState::Submitted, 14),
        (ContractState::Active, 14),
        (ContractState::Expiring, 14),
        (ContractState::Expired, 14),
        (ContractState::Declined, 13),
        (ContractState::Withdrawn, 0),
    ] {
        let query = ContractQuery {
            state: Some(state),
            cursor: None,
        };
        let page = gp.ask::<ListTeamContracts>((), query).await.unwrap();
        assert_eq!(page.items.len(), count, "{state:?}");
        assert!(
            page.items.iter().all(|line| line.state == state),
            "{state:?}"
        );
    }
    let strange = ContractQuery {
        state: None,
        cursor: Some("x".to_owned()),
    };
    let refused = gp.ask::<ListTeamContracts>((), strange).await.unwrap_err();
    assert_eq!(refused.code, Code::Malformed);
    let phone = town.signed_in(ids.wang_phone).await;
    let refused = phone
        .ask::<ListTeamContracts>((), ContractQuery::default())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
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
