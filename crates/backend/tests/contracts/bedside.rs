//! Signing at the bedside, before a member of staff.

use domain::api::bedside::{GetBedsideTerms, SignAtBedside, SignAtBedsideBody};
use domain::api::contracts::{AcceptContract, ContractState, RequestContract};
use domain::codes::{Signer, SignerProof};
use domain::ids::{PackageId, TeamId};
use domain::problem::Code;

use super::request;
use crate::common::clinical::day;
use crate::common::{Town, new_id};

fn signed(team: TeamId, package: PackageId, by: &str) -> SignAtBedsideBody {
    SignAtBedsideBody {
        id: new_id(),
        team_id: team,
        package_ids: vec![package],
        agreement_version: "2026-01".to_owned(),
        years: 1,
        consent: true,
        signer: Signer::Oneself,
        signed_by: by.to_owned(),
        proof: SignerProof::IdCard,
        signed_on: day("2026-11-24"),
    }
}

#[tokio::test]
async fn what_was_signed_at_the_bedside_arrives_once_and_is_accepted_later() {
    let town = Town::new().await;
    let ids = &town.ids;
    let (nurse, gp) = (
        town.signed_in(ids.nurse).await,
        town.signed_in(ids.gp).await,
    );
    let terms = nurse.ask::<GetBedsideTerms>((), ()).await.unwrap();
    assert_eq!(terms.teams.len(), 1);
    let body = signed(ids.team, ids.basic, "王桂英");
    for _ in 0..2 {
        let contract = nurse
            .send::<SignAtBedside>(ids.wang, body.clone())
            .await
            .unwrap();
        assert_eq!(contract.state, ContractState::Submitted);
    }
    let kept = "SELECT count(*) AS n FROM contract_signature WHERE signed_by = '王桂英'";
    assert_eq!(town.count(kept, vec![]).await, 1);
    let accepted = gp.send::<AcceptContract>(body.id, ()).await.unwrap();
    assert_eq!(accepted.state, ContractState::Active);
    // Whoever asked at home meanwhile has no second one.
    let wang = town.signed_in(ids.wang_phone).await;
    let again = request(ids.wang, ids.team, &[ids.basic]);
    let refused = wang.send::<RequestContract>((), again).await;
    assert_eq!(refused.unwrap_err().code, Code::AlreadyContracted);
    assert!(town.broken().await.is_empty());
}

#[tokio::test]
async fn a_signature_is_of_the_person_of_a_lasting_agreement_and_not_older_than_a_month() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    let right = || signed(ids.team, ids.basic, "王桂英");
    let on = |signed_on: &str| SignAtBedsideBody {
        signed_on: day(signed_on),
        ..right()
    };
    for (body, field, reason) in [
        (signed(ids.team, ids.basic, "王桂"), "signed_by", "differs"),
        (signed(ids.team, ids.basic, " "), "signed_by", "not_a_name"),
        (
            signed(ids.second_team, ids.basic, "王桂英"),
            "team_id",
            "not_own",
        ),
        (on("2026-11-25"), "signed_on", "in_future"),
        (on("2026-10-24"), "signed_on", "too_early"),
        (
            SignAtBedsideBody {
                signer: Signer::Guardian,
                ..right()
            },
            "signed_by",
            "is_the_person",
        ),
    ] {
        let refused = nurse.send::<SignAtBedside>(ids.wang, body).await;
        let errors = refused.unwrap_err().errors;
        assert_eq!(
            (errors[0].field.as_str(), errors[0].reason.as_str()),
            (field, reason)
        );
    }
    let old = SignAtBedsideBody {
        agreement_version: "2025-01".to_owned(),
        ..right()
    };
    let refused = nurse.send::<SignAtBedside>(ids.wang, old).await;
    assert_eq!(refused.unwrap_err().code, Code::AgreementChanged);
    let last = on("2026-10-25");
    nurse.send::<SignAtBedside>(ids.wang, last).await.unwrap();
}
