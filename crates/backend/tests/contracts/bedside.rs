//! Signing at the bedside, before a member of staff.

use domain::api::area::{AreaQuery, ListAreaChanges};
use domain::api::bedside::{
    BedsideStanding, GetBedsideSignature, GetBedsideStanding, GetBedsideTerms, SignAtBedside,
    SignAtBedsideBody, StandingContract,
};
use domain::api::contracts::{
    AcceptContract, ContractState, DeclineBody, DeclineContract, GetContract, RequestContract,
    WithdrawContract,
};
use domain::codes::{PeopleGroup, Signer, SignerProof};
use domain::ids::{PackageId, TeamId};
use domain::problem::Code;
use domain::rules::contract::eligibility;
use domain::rules::signature::Drawing;

use super::request;
use crate::common::clinical::day;
use crate::common::{Client, Town, new_id};

/// A line across the sheet and one down.
fn drawing() -> Drawing {
    Drawing {
        strokes: vec![vec![100, 200, 480, 190, 900, 210], vec![500, 40, 510, 380]],
    }
}

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
        drawing: Some(drawing()),
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

#[tokio::test]
async fn a_drawn_signature_is_sealed_and_read_by_whoever_may_read_the_contract() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    let body = signed(ids.team, ids.basic, "王桂英");
    let contract = nurse
        .send::<SignAtBedside>(ids.wang, body.clone())
        .await
        .unwrap();
    assert!(contract.at_bedside);
    let wang = town.signed_in(ids.wang_phone).await;
    for reader in [&nurse, &wang] {
        let read = reader.ask::<GetContract>(body.id, ()).await.unwrap();
        assert!(read.at_bedside);
        let signature = reader
            .ask::<GetBedsideSignature>(body.id, ())
            .await
            .unwrap();
        assert_eq!(
            (signature.signed_by.as_str(), signature.drawing),
            ("王桂英", Some(drawing()))
        );
        assert_eq!(signature.witness, "刘静");
    }
    let far = town.signed_in(ids.far_gp).await;
    let refused = far.ask::<GetBedsideSignature>(body.id, ()).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    // What lies there is neither JSON nor short enough to be a name.
    let open = "SELECT count(*) AS n FROM contract_signature
         WHERE drawing_sealed IS NOT NULL AND length(drawing_sealed) > 60";
    assert_eq!(town.count(open, vec![]).await, 1);
}

#[tokio::test]
async fn a_name_alone_is_enough_and_a_contract_of_the_phone_has_no_signature() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    let body = SignAtBedsideBody {
        drawing: None,
        ..signed(ids.team, ids.basic, "王桂英")
    };
    nurse
        .send::<SignAtBedside>(ids.wang, body.clone())
        .await
        .unwrap();
    let read = nurse.ask::<GetBedsideSignature>(body.id, ()).await.unwrap();
    assert_eq!(read.drawing, None);
    let li = town.signed_in(ids.li_phone).await;
    let asked = request(ids.li, ids.team, &[ids.basic]);
    let asked = li.send::<RequestContract>((), asked).await.unwrap();
    assert!(!asked.at_bedside);
    let none = li.ask::<GetBedsideSignature>(asked.contract_id, ()).await;
    assert_eq!(none.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_drawing_that_is_none_is_refused() {
    let town = Town::new().await;
    let ids = &town.ids;
    let nurse = town.signed_in(ids.nurse).await;
    for (strokes, reason) in [
        (vec![vec![1, 1, 2, 2]], "too_short"),
        (vec![vec![0, 0, 1001, 0]], "malformed"),
        (vec![[0, 0, 9, 9].repeat(401)], "too_long"),
    ] {
        let body = SignAtBedsideBody {
            drawing: Some(Drawing { strokes }),
            ..signed(ids.team, ids.basic, "王桂英")
        };
        let refused = nurse.send::<SignAtBedside>(ids.wang, body).await;
        let errors = refused.unwrap_err().errors;
        assert_eq!(
            (errors[0].field.as_str(), errors[0].reason.as_str()),
            ("drawing", reason)
        );
    }
}

async fn standing(client: &Client, town: &Town) -> BedsideStanding {
    let asked = client.ask::<GetBedsideStanding>(town.ids.wang, ()).await;
    asked.unwrap()
}

#[tokio::test]
async fn what_decides_is_told_before_and_a_kept_area_says_the_same_whenever_it_changes() {
    let town = Town::new().await;
    let ids = &town.ids;
    let (nurse, wang) = (
        town.signed_in(ids.nurse).await,
        town.signed_in(ids.wang_phone).await,
    );
    let mut since = None;
    let mut kept = async || {
        let query = AreaQuery {
            since: since.clone(),
        };
        let page = nurse.ask::<ListAreaChanges>((), query).await.unwrap();
        since = Some(page.next);
        let mut people = page.people.into_iter();
        let wang = people.find(|one| one.card.person.resident_id == ids.wang);
        let json = wang.unwrap().answers["bedside-standing"].clone();
        serde_json::from_str::<BedsideStanding>(&json).unwrap()
    };
    let there = standing(&nurse, &town).await;
    assert_eq!(there.contract, None);
    assert_eq!(eligibility(&[], &there.applicant), None);
    assert!(eligibility(&[PeopleGroup::Pregnant], &there.applicant).is_some());
    assert_eq!(kept().await, there);

    // Asked for at home: told, and told again when it is taken back.
    let body = request(ids.wang, ids.team, &[ids.basic]);
    let asked = wang.send::<RequestContract>((), body).await.unwrap();
    let there = standing(&nurse, &town).await;
    let expected = StandingContract {
        team: "月塘一队".to_owned(),
        state: ContractState::Submitted,
        ends: asked.ends,
    };
    assert_eq!(there.contract, Some(expected));
    assert_eq!(kept().await, there);
    let taken_back = wang.send::<WithdrawContract>(asked.contract_id, ()).await;
    taken_back.unwrap();
    assert_eq!(kept().await.contract, None);

    let body = request(ids.wang, ids.team, &[ids.basic]);
    let asked = wang.send::<RequestContract>((), body).await.unwrap();
    let gp = town.signed_in(ids.gp).await;
    assert!(kept().await.contract.is_some());
    let reason = DeclineBody {
        reason: "人数已满".to_owned(),
    };
    let declined = gp.send::<DeclineContract>(asked.contract_id, reason).await;
    declined.unwrap();
    assert_eq!(kept().await.contract, None);
    let body = request(ids.wang, ids.team, &[ids.basic]);
    let asked = wang.send::<RequestContract>((), body).await.unwrap();
    let accepted = gp.send::<AcceptContract>(asked.contract_id, ()).await;
    accepted.unwrap();
    let state = |standing: &BedsideStanding| standing.contract.as_ref().map(|one| one.state);
    assert_eq!(
        state(&standing(&nurse, &town).await),
        Some(ContractState::Active)
    );
    assert_eq!(state(&kept().await), Some(ContractState::Active));
}
