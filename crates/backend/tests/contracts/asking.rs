//! The resident's side: the catalogue, the options, the request, taking it back.

use crate::common::{Town, new_id};
use domain::api::contracts::{
    AcceptContract, ContractAction, ContractState, GetContract, GetContractOptions, ListPackages,
    ListResidentContracts, RequestContract, RequestContractBody, WithdrawContract,
};
use domain::money::Fen;
use domain::problem::Code;
use domain::rules::contract::IneligibleReason;

use super::{asked, request};

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
