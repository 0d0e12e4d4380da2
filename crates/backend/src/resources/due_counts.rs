//! How many follow-ups are due, by bucket and by village: the figures above the worklist. One line
//! of the list counts once. Called by `due_list`.

use std::collections::BTreeMap;

use domain::api::follow_ups::{Bucket, BucketCounts, VillageCount};

use super::care::Lane;
use super::due_list::{bucket, horizon};
use super::search::Search;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// How many are due in each village of a team, day by day.
pub(super) const COUNTS: &str = "SELECT village, urgent, due, many FROM follow_up_count
     WHERE district_id = $1 AND team_id = $2 AND urgent IN (0, 1) AND due <= $3";

/// The same of those whom a search finds.
macro_rules! found {
    ($search:literal) => {
        concat!(
            "SELECT p.village, p.urgent, p.due, count(*) AS many
            FROM follow_up_plan p
            JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
            WHERE p.district_id = $1 AND p.team_id = $2 AND p.due <= $3 AND ",
            $search,
            " GROUP BY p.village, p.urgent, p.due"
        )
    };
}

pub(super) const COUNTS_BY_NAME: &str = found!(
    "(lower(replace(replace(r.name, '·', ''), ' ', '')) LIKE $4 ESCAPE '\\'
        OR r.name_initials LIKE $5 ESCAPE '\\')"
);
pub(super) const COUNTS_BY_PHONE: &str = found!("r.phone_last4_index = $4");

/// So many of a village are in a bucket, due on one day.
pub(super) struct Count {
    village: String,
    bucket: Bucket,
    due: u32,
}

/// Counts what is due in these lanes, as far as the search finds it.
pub(super) fn counts(
    tx: &mut dyn Tx,
    call: &Call,
    lanes: &[Lane],
    search: Option<&Search>,
) -> Result<Vec<Count>, Failure> {
    let sql = match search {
        None => COUNTS,
        Some(Search::Name { .. }) => COUNTS_BY_NAME,
        Some(Search::LastFour(_)) => COUNTS_BY_PHONE,
    };
    let mut counts = Vec::new();
    for lane in lanes {
        let mut values: Vec<Val> = vec![
            (&call.district).into(),
            lane.team.into(),
            horizon(call.today).into(),
        ];
        values.extend(search.map(Search::values).unwrap_or_default());
        for row in tx.rows(sql, &values)? {
            let village: String = row.get("village")?;
            if !lane.villages.hold(&village) {
                continue;
            }
            counts.push(Count {
                village,
                bucket: bucket(row.get("urgent")?, row.get("due")?, call.today),
                due: row.get("many")?,
            });
        }
    }
    Ok(counts)
}

/// The sums of each bucket, within one village where it is named.
pub(super) fn totals(counts: &[Count], village: Option<&str>) -> BucketCounts {
    let mut totals = BucketCounts::default();
    for count in counts
        .iter()
        .filter(|count| village.is_none_or(|name| name == count.village))
    {
        match count.bucket {
            Bucket::Urgent => totals.urgent += count.due,
            Bucket::Overdue => totals.overdue += count.due,
            Bucket::Soon => totals.soon += count.due,
        }
    }
    totals
}

/// The sums of each village.
pub(super) fn villages(counts: &[Count]) -> Vec<VillageCount> {
    let mut due: BTreeMap<&str, u32> = BTreeMap::new();
    for count in counts {
        *due.entry(&count.village).or_default() += count.due;
    }
    due.into_iter()
        .map(|(village, due)| VillageCount {
            village: village.to_owned(),
            due,
        })
        .collect()
}
