//! How many follow-ups are due, by bucket and by village: the figures above the worklist. One line
//! of the list counts once. Called by `due_list`.

use std::collections::BTreeMap;

use domain::api::follow_ups::{Bucket, BucketCounts, VillageCount};

use super::care::Lane;
use super::due_list::horizon;
use super::search::Search;
use crate::call::Call;
use crate::db::{Tx, Val};
use crate::failure::Failure;

/// How many are due in each village of a lane.
macro_rules! counts {
    ($residents:literal, $search:literal) => {
        concat!(
            "SELECT p.village, p.urgent, CASE WHEN p.due < $6 THEN 1 ELSE 0 END AS overdue,
                count(*) AS due
            FROM follow_up_plan p ",
            $residents,
            " WHERE p.district_id = $1 AND p.team_id = $2 AND p.village >= $3 AND p.village <= $4
                AND p.due <= $5 ",
            $search,
            " GROUP BY p.village, p.urgent, overdue"
        )
    };
}

pub(super) const COUNTS: &str = counts!("", "");
pub(super) const COUNTS_BY_NAME: &str = counts!(
    "JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id",
    "AND (lower(replace(replace(r.name, '·', ''), ' ', '')) LIKE $7 ESCAPE '\\'
        OR r.name_initials LIKE $8 ESCAPE '\\')"
);
pub(super) const COUNTS_BY_PHONE: &str = counts!(
    "JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id",
    "AND r.phone_last4_index = $7"
);

/// So many rows of a village are in a bucket.
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
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
            horizon(call.today).into(),
            call.today.into(),
        ];
        values.extend(search.map(Search::values).unwrap_or_default());
        for row in tx.rows(sql, &values)? {
            let bucket = match (row.get("urgent")?, row.get("overdue")?) {
                (true, _) => Bucket::Urgent,
                (false, true) => Bucket::Overdue,
                (false, false) => Bucket::Soon,
            };
            counts.push(Count {
                village: row.get("village")?,
                bucket,
                due: row.get("due")?,
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
