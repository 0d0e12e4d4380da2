//! What the demo's doctors were told on their last round, and what they advised: of each team a few people,
//! and the people whom the demo introduces.

use chrono::TimeDelta;
use domain::ids::{ResidentId, RoundEntryId};

use super::chance::{Chance, Subject};
use super::intake::{Residents, World};
use crate::clock::date_in_district;
use crate::db::Tx;
use crate::failure::Failure;

/// How many days ago, what was told, and what was advised.
const SAID: [(i64, &str, &str); 4] = [
    (
        9,
        "早上起来头有点晕，坐一会儿就好",
        "起床慢一点，药照常吃；一周后再量一次血压",
    ),
    (9, "膝盖疼，上楼费劲", "少爬楼，热敷；还疼就到卫生院拍片"),
    (16, "晚上起夜两三次", "晚饭后少喝水，下次来查空腹血糖"),
    (30, "吃饭睡觉都好", "盐再少放一点，每天走半小时"),
];

/// Writes what was said to a team's people.
pub(super) fn write(
    tx: &mut dyn Tx,
    world: &World,
    residents: &Residents,
    team: usize,
) -> Result<(), Failure> {
    let by = world.places.teams[team].doctor();
    let today = date_in_district(world.now);
    let known = residents.known.iter().filter(|(_, _, of)| *of == team);
    let known = known.map(|(_, resident, _)| *resident);
    let others = residents.by_team[team].iter().copied();
    let people: Vec<ResidentId> = known.chain(others).take(SAID.len()).collect();
    let mut chance = Chance::of(world.seed, Subject::Rounds, team);
    for (resident, (ago, complaint, advice)) in people.into_iter().zip(SAID) {
        let id: RoundEntryId = chance.id(world.now);
        tx.exec(
            "INSERT INTO round_entry (district_id, id, resident_id, entered_on, complaint, advice,
                 staff_id, recorded_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                (&world.district).into(),
                id.into(),
                resident.into(),
                (today - TimeDelta::days(ago)).into(),
                complaint.into(),
                advice.into(),
                by.into(),
                (world.now - TimeDelta::days(ago)).into(),
            ],
        )?;
    }
    Ok(())
}
