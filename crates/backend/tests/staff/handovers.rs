//! Handing residents over: what moves with them, in pieces, and who may.

use domain::api::handovers::{
    GetHandover, HandOver, HandedOver, HandoverPreview, HandoverQuery, PostHandover,
};
use domain::api::records::GetRecord;
use domain::problem::Code;

use crate::world::World;

fn village(name: &str) -> HandoverQuery {
    HandoverQuery {
        village: Some(name.to_owned()),
    }
}

#[tokio::test]
async fn a_village_moves_in_pieces_with_its_plans_and_its_newcomers() {
    let world = World::new().await;
    let ids = world.town.ids.clone();
    world.town.crowd(150).await;
    let admin = world.admin().await;
    let preview = admin
        .ask::<GetHandover>(ids.team, village("601社区"))
        .await
        .unwrap();
    assert_eq!(preview.residents, 152);
    let none = admin
        .ask::<GetHandover>(ids.team, village("麻园社区"))
        .await
        .unwrap();
    let nobody = HandoverPreview {
        residents: 0,
        plans: 0,
    };
    assert_eq!(none, nobody);
    let body = HandOver {
        to: ids.second_team,
        village: Some("601社区".to_owned()),
        records: Vec::new(),
    };
    let mut pieces = Vec::new();
    loop {
        let piece: HandedOver = admin
            .send::<PostHandover>(ids.team, body.clone())
            .await
            .unwrap();
        pieces.push(piece.moved);
        if piece.left == 0 {
            break;
        }
    }
    assert_eq!(pieces, [100, 52]);
    let before = world.town.signed_in(ids.gp).await;
    let hidden = before.ask::<GetRecord>(ids.wang, ()).await.unwrap_err();
    assert_eq!(hidden.code, Code::NotFound);
    let after = world.town.signed_in(ids.second_gp).await;
    assert!(after.ask::<GetRecord>(ids.wang, ()).await.is_ok());
    let count = async |sql| world.town.count(sql, vec![ids.second_team.into()]).await;
    let serves =
        "SELECT COUNT(*) AS n FROM team_village WHERE team_id = $1 AND village = '601社区'";
    assert_eq!(count(serves).await, 1);
    let strays = "SELECT COUNT(*) AS n FROM follow_up_plan p
         JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
         WHERE r.team_id = $1 AND p.team_id <> r.team_id";
    assert_eq!(count(strays).await, 0);
    let noted = "SELECT COUNT(*) AS n FROM audit WHERE purpose = 'handover' AND result = 'ok'";
    assert_eq!(world.town.count(noted, vec![]).await, 2);
    assert_eq!(world.town.broken().await, [""; 0]);
}

#[tokio::test]
async fn between_institutions_the_district_hands_over_and_nobody_else() {
    let world = World::new().await;
    let ids = world.town.ids.clone();
    let body = HandOver {
        to: ids.far_team,
        village: None,
        records: Vec::new(),
    };
    let own = world.admin().await;
    let refused = own.send::<PostHandover>(ids.team, body.clone()).await;
    assert_eq!(refused.unwrap_err().code, Code::NotFound);
    let leader = world.town.signed_in(ids.gp).await;
    let refused = leader.send::<PostHandover>(ids.team, body.clone()).await;
    assert_eq!(refused.unwrap_err().code, Code::Forbidden);
    let district = world.town.signed_in(world.district).await;
    let same = HandOver {
        to: ids.team,
        village: None,
        records: Vec::new(),
    };
    let same = district.send::<PostHandover>(ids.team, same).await;
    assert_eq!(same.unwrap_err().errors[0].field, "to");
    let moved = district.send::<PostHandover>(ids.team, body).await.unwrap();
    assert_eq!((moved.moved, moved.left), (2, 0));
    let far = world.town.signed_in(ids.far_gp).await;
    assert!(far.ask::<GetRecord>(ids.wang, ()).await.is_ok());
}

#[tokio::test]
async fn those_picked_by_hand_move_and_nobody_where_one_is_not_the_teams() {
    let world = World::new().await;
    let ids = world.town.ids.clone();
    world.town.crowd(3).await;
    let admin = world.admin().await;
    let li = world.town.signed_in(ids.li_phone).await;
    let zhao = world.town.signed_in(ids.zhao_phone).await;
    let of_li = li
        .ask::<GetRecord>(ids.li, ())
        .await
        .unwrap()
        .basic
        .record_no;
    let of_zhao = zhao
        .ask::<GetRecord>(ids.zhao, ())
        .await
        .unwrap()
        .basic
        .record_no;
    let body = |records: &[&str]| HandOver {
        to: ids.second_team,
        village: None,
        records: records.iter().map(|one| (*one).to_owned()).collect(),
    };
    let strange = body(&[&of_li, &of_zhao]);
    let refused = admin
        .send::<PostHandover>(ids.team, strange)
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "not_of_team");
    assert_eq!(refused.errors[0].limit.as_deref(), Some(of_zhao.as_str()));
    let before = world.town.signed_in(ids.gp).await;
    assert!(before.ask::<GetRecord>(ids.li, ()).await.is_ok());

    let typed = format!(" {of_li} ");
    let moved = admin
        .send::<PostHandover>(ids.team, body(&[&typed, &of_li]))
        .await
        .unwrap();
    assert_eq!((moved.moved, moved.left), (1, 0));
    let hidden = before.ask::<GetRecord>(ids.li, ()).await.unwrap_err();
    assert_eq!(hidden.code, Code::NotFound);
    let after = world.town.signed_in(ids.second_gp).await;
    assert!(after.ask::<GetRecord>(ids.li, ()).await.is_ok());
    let stayed = "SELECT COUNT(*) AS n FROM resident WHERE team_id = $1";
    assert_eq!(world.town.count(stayed, vec![ids.team.into()]).await, 4);
    // The village stays the first team's: only people were picked.
    let serves =
        "SELECT COUNT(*) AS n FROM team_village WHERE team_id = $1 AND village = '601社区'";
    assert_eq!(world.town.count(serves, vec![ids.team.into()]).await, 1);
    let many = vec![of_li.as_str(); 101];
    let refused = admin
        .send::<PostHandover>(ids.team, body(&many))
        .await
        .unwrap_err();
    assert_eq!(refused.errors[0].reason, "too_long");
}
