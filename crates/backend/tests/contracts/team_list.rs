//! The team's list of requests and contracts.

use crate::common::{Town, new_id};
use domain::api::contracts::{ContractQuery, ContractState, ListTeamContracts};
use domain::ids::ContractId;
use domain::problem::Code;

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
