//! What residents say of one's own services, as the rated member of staff sees it: figures only
//! from five ratings on, and no name where the resident wished for none.

use domain::access::{Action, Actor};
use domain::api::ratings::{GetMyRatings, RatingSummary, RatingWords};
use domain::ids::StaffId;
use domain::person::PersonName;
use domain::problem::Code;
use domain::rules::booking::district_date;
use domain::rules::rating::PUBLISH_FROM;

use crate::call::Call;
use crate::db::Tx;
use crate::failure::Failure;
use crate::http::Api;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<GetMyRatings>(get_my_ratings);
}

/// Answers what residents say of one's own services.
pub fn get_my_ratings(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    _query: (),
) -> Result<RatingSummary, Failure> {
    let Actor::Staff { staff_id, .. } = &call.actor else {
        return Err(Code::Forbidden.into());
    };
    let sums = tx
        .one(
            "SELECT count(*) AS ratings, CAST(coalesce(sum(overall), 0) AS BIGINT) AS steps,
                 CAST(coalesce(sum(CASE WHEN overall >= 4 THEN 1 ELSE 0 END), 0) AS BIGINT)
                     AS satisfied
             FROM rating WHERE district_id = $1 AND doctor_id = $2",
            &[(&call.district).into(), (*staff_id).into()],
        )?
        .ok_or_else(|| Failure::broken("a count answered no row"))?;
    let (count, steps, satisfied): (u32, u64, u64) = (
        sums.get("ratings")?,
        sums.get("steps")?,
        sums.get("satisfied")?,
    );
    let share = |of: u64, scale: u64| {
        let published = if count < PUBLISH_FROM {
            None
        } else {
            Some(u64::from(count))
        };
        published.map(|count| (of * scale + count / 2) / count)
    };
    Ok(RatingSummary {
        count,
        mean_hundredths: share(steps, 100).and_then(|mean| mean.try_into().ok()),
        satisfied_percent: share(satisfied, 100).and_then(|percent| percent.try_into().ok()),
        words: newest_words(tx, call, *staff_id)?,
    })
}

/// The newest comments. Names stand masked, and not at all where the resident wished so.
fn newest_words(
    tx: &mut dyn Tx,
    call: &Call,
    doctor: StaffId,
) -> Result<Vec<RatingWords>, Failure> {
    let rows = tx.rows(
        "SELECT g.overall, g.words, g.rated_ms, g.anonymous, g.resident_id, r.name FROM rating g
         JOIN resident r ON r.district_id = g.district_id AND r.id = g.resident_id
         WHERE g.district_id = $1 AND g.doctor_id = $2 AND g.words IS NOT NULL
         ORDER BY g.rated_ms DESC, g.id DESC LIMIT 20",
        &[(&call.district).into(), doctor.into()],
    )?;
    let mut named = Vec::new();
    let mut comments = Vec::new();
    for row in &rows {
        let mut who = None;
        if !row.get::<bool>("anonymous")? {
            named.push(row.get("resident_id")?);
            who = row
                .get::<String>("name")?
                .parse()
                .ok()
                .map(|name: PersonName| name.masked());
        }
        comments.push(RatingWords {
            overall: row.get("overall")?,
            words: row.get("words")?,
            date: district_date(row.get("rated_ms")?),
            who,
        });
    }
    if !named.is_empty() {
        call.audit_page(&named, Action::List, "ratings");
    }
    Ok(comments)
}
