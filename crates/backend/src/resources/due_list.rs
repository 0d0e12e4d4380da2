//! The worklist (待办): whose follow-up is due, the most pressing first.
//!
//! It is read bucket by bucket and lane by lane, each a walk along one index that stops after a
//! page, so that the first page costs the same for a team of two thousand as for one of twenty; the
//! figures above it are sums of days (`follow_up_plans`).
//! The trail gets one row a page.

use chrono::{Days, NaiveDate};
use domain::access::Action;
use domain::api::follow_ups::{Bucket, DUE_ROWS_MAX, DueCard, DueList, DueQuery, ListDue};
use domain::api::records::{BloodPressurePoint, GlucosePoint};
use domain::ids::ResidentId;
use domain::problem::{FieldError, Problem};
use domain::programme::ProgrammeCode;
use domain::time::parse_date;

use super::calls::last_call;
use super::care::{Lane, Reach, reach};
use super::due_counts::{counts, totals, villages};
use super::due_progress::{Progress, progress};
use super::follow_up_doctors::{doctor, doctor_columns, doctor_join};
use super::households::{home, home_columns, home_join};
use super::paging::{self, PAGE};
use super::people::{header, person_columns};
use super::residents;
use super::search::Search;
use crate::call::Call;
use crate::db::{DbError, Row, Tx, Val};
use crate::failure::Failure;
use crate::http::Api;
use crate::programmes;

/// Registers the endpoints of this file.
pub fn register(api: &mut Api) {
    api.read::<ListDue>(list_due);
}

/// Days ahead that count as soon.
const SOON_DAYS: u64 = 7;

/// Buckets in the order of the list.
const ORDER: [Bucket; 3] = [Bucket::Urgent, Bucket::Overdue, Bucket::Soon];

/// A page of one bucket in one lane.
macro_rules! page {
    ($search:literal) => {
        concat!(
            "SELECT ",
            person_columns!(),
            ", ",
            home_columns!(),
            ", ",
            doctor_columns!(),
            ", r.name_initials, r.phone_masked, p.programme, p.due, p.was_due, p.urgent,
                p.last_class, p.last_on, p.last_sbp, p.last_dbp, p.last_glucose_tenths,
                p.call_outcome, p.called_on, p.call_day, p.call_tries, p.version, k.colour
            FROM follow_up_plan p
            JOIN resident r ON r.district_id = p.district_id AND r.id = p.resident_id
            LEFT JOIN colour k ON k.district_id = p.district_id AND k.resident_id = p.resident_id ",
            home_join!(),
            doctor_join!(),
            "WHERE p.district_id = $1 AND p.team_id = $2 AND p.village >= $3 AND p.village <= $4
                AND p.urgent = $5 AND p.due >= $6 AND p.due <= $7
                AND (p.due, p.resident_id, p.programme) > ($8, $9, $10) AND ",
            $search,
            " ORDER BY p.due, p.resident_id, p.programme LIMIT $11"
        )
    };
}

pub(super) const PAGE_BY_NAME: &str = page!(
    "(lower(replace(replace(r.name, '·', ''), ' ', '')) LIKE $12 ESCAPE '\\'
        OR r.name_initials LIKE $13 ESCAPE '\\')"
);
pub(super) const PAGE_BY_PHONE: &str = page!("r.phone_last4_index = $12");

/// Answers the due list of one's own scope, most pressing first.
pub fn list_due(
    tx: &mut dyn Tx,
    call: &Call,
    _path: (),
    query: DueQuery,
) -> Result<DueList, Failure> {
    let whole = lanes(call, None)?;
    let asked = lanes(call, query.village.as_deref())?;
    let after = query.cursor.as_deref().map(Key::read).transpose()?;
    let size = size(query.rows)?;
    let searched = query.q.as_deref().is_some_and(|q| !q.trim().is_empty());
    let search = Search::of(call, query.q.as_deref());

    let everywhere = counts(tx, call, &whole, None)?;
    let counts = match (searched, query.village.as_deref()) {
        (true, _) => totals(&counts(tx, call, &asked, Some(&search))?, None),
        (false, village) => totals(&everywhere, village),
    };
    let mut cards = Vec::new();
    for bucket in ORDER {
        let wanted = query.bucket.is_none_or(|asked| asked == bucket);
        let passed = after
            .as_ref()
            .is_some_and(|key| rank(key.bucket(call.today)) > rank(bucket));
        if wanted && !passed && cards.len() <= size {
            cards.extend(in_bucket(
                tx,
                call,
                &asked,
                bucket,
                after.as_ref(),
                size,
                &search,
            )?);
        }
    }
    call.audit_page(&[], Action::List, "worklist");
    let page = paging::page_of(size, cards, |card: &DueCard| Key::of(card).text());
    let month = match query.month {
        Some(true) => progress(tx, call, &whole)?,
        _ => Progress::default(),
    };
    Ok(DueList {
        today: call.today,
        progress: month.programmes,
        village_progress: month.villages,
        doctor_progress: month.doctors,
        items: page.items,
        next: page.next,
        counts,
        villages: villages(&everywhere),
    })
}

/// How many rows the page has.
fn size(asked: Option<u16>) -> Result<usize, Failure> {
    match asked {
        None => Ok(PAGE),
        Some(rows) if (1..=DUE_ROWS_MAX).contains(&rows) => Ok(rows.into()),
        Some(_) => {
            let error = FieldError::new("rows", "out_of_range").with_limit(DUE_ROWS_MAX);
            Err(Problem::invalid(vec![error]).into())
        }
    }
}

fn lanes(call: &Call, village: Option<&str>) -> Result<Vec<Lane>, Failure> {
    match reach(call, Action::FollowUp, village)? {
        Reach::Teams(lanes) => Ok(lanes),
        Reach::Institution(..) => Err(Failure::broken("follow-ups are listed by teams")),
    }
}

/// Last day on the list.
pub(super) fn horizon(today: NaiveDate) -> NaiveDate {
    today
        .checked_add_days(Days::new(SOON_DAYS))
        .unwrap_or(NaiveDate::MAX)
}

/// Where a follow-up stands that is due on a day.
pub(super) fn bucket(urgent: bool, due: NaiveDate, today: NaiveDate) -> Bucket {
    match (urgent, due < today) {
        (true, _) => Bucket::Urgent,
        (false, true) => Bucket::Overdue,
        (false, false) => Bucket::Soon,
    }
}

/// Place of a bucket in the list.
fn rank(bucket: Bucket) -> Option<usize> {
    ORDER.iter().position(|other| *other == bucket)
}

/// The days of a bucket, both included.
fn days(bucket: Bucket, today: NaiveDate) -> (Option<NaiveDate>, NaiveDate) {
    match bucket {
        Bucket::Urgent => (None, horizon(today)),
        Bucket::Overdue => (None, today.pred_opt().unwrap_or(today)),
        Bucket::Soon => (Some(today), horizon(today)),
    }
}

/// Where a row stands in the list.
struct Key {
    urgent: bool,
    due: NaiveDate,
    resident_id: ResidentId,
    programme: ProgrammeCode,
}

impl Key {
    fn of(card: &DueCard) -> Self {
        Self {
            urgent: card.bucket == Bucket::Urgent,
            due: card.due,
            resident_id: card.person.resident_id,
            programme: card.programme.clone(),
        }
    }

    fn text(&self) -> String {
        let urgent = u8::from(self.urgent);
        paging::cursor(&[&urgent, &self.due, &self.resident_id, &self.programme])
    }

    fn read(text: &str) -> Result<Self, Failure> {
        let [urgent, due, resident, programme] = paging::parts(text)?;
        Ok(Self {
            urgent: match urgent {
                "0" => false,
                "1" => true,
                _ => return Err(paging::malformed()),
            },
            due: parse_date(due).ok_or_else(paging::malformed)?,
            resident_id: paging::value(resident)?,
            programme: programme.parse().map_err(|_| paging::malformed())?,
        })
    }

    fn bucket(&self, today: NaiveDate) -> Bucket {
        bucket(self.urgent, self.due, today)
    }
}

fn in_bucket(
    tx: &mut dyn Tx,
    call: &Call,
    lanes: &[Lane],
    bucket: Bucket,
    after: Option<&Key>,
    size: usize,
    search: &Search,
) -> Result<Vec<DueCard>, Failure> {
    let sql = match search {
        Search::Name { .. } => PAGE_BY_NAME,
        Search::LastFour(_) => PAGE_BY_PHONE,
    };
    let (from, to) = days(bucket, call.today);
    let after = after.filter(|key| key.bucket(call.today) == bucket);
    let mut cards = Vec::new();
    for lane in lanes {
        let mut values: Vec<Val> = vec![
            (&call.district).into(),
            lane.team.into(),
            (&lane.villages.from).into(),
            (&lane.villages.to).into(),
            (bucket == Bucket::Urgent).into(),
            from.map_or_else(|| "".into(), Val::from),
            to.into(),
        ];
        values.extend(match after {
            Some(key) => [
                key.due.into(),
                key.resident_id.into(),
                key.programme.as_str().into(),
            ],
            // Smaller than every row.
            None => ["".into(), Val::Blob(Vec::new()), "".into()],
        });
        // One more than are shown says whether there is a next page.
        values.push(Val::Int(size as i64 + 1));
        values.extend(search.values());
        for row in tx.rows(sql, &values)? {
            cards.push(card(&row, call.today)?);
        }
    }
    // Each lane is in this order already; sorting merges them.
    let key = |card: &DueCard| (card.due, card.person.resident_id, card.programme.clone());
    cards.sort_by_cached_key(key);
    Ok(cards)
}

fn card(row: &Row, today: NaiveDate) -> Result<DueCard, DbError> {
    let (urgent, due) = (row.get("urgent")?, row.get("due")?);
    let last_on: Option<NaiveDate> = row.get("last_on")?;
    let pressure = row
        .get::<Option<u16>>("last_sbp")?
        .zip(row.get("last_dbp")?);
    let glucose: Option<u16> = row.get("last_glucose_tenths")?;
    let programme: ProgrammeCode = row.word("programme")?;
    let last_class: Option<String> = row.get("last_class")?;
    let class = |code: String| programmes::class_card(&programme, &code);
    Ok(DueCard {
        person: header(row, today)?,
        initials: row.get("name_initials")?,
        phone_masked: row.get("phone_masked")?,
        home: home(row)?,
        was_due: row.get("was_due")?,
        call: last_call(row)?,
        title: programmes::title(&programme, today),
        last_class: last_class.map(class),
        programme,
        bucket: bucket(urgent, due, today),
        due,
        referral_check: urgent,
        last_bp: last_on
            .zip(pressure)
            .map(|(date, (sbp, dbp))| BloodPressurePoint { date, sbp, dbp }),
        last_glucose: last_on
            .zip(glucose)
            .map(|(date, tenths)| GlucosePoint { date, tenths }),
        colour: residents::colour(row)?,
        doctor: doctor(row)?,
        version: row.get("version")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_falls_into_the_bucket_whose_days_hold_it() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        for (day, expected) in [
            ("2026-11-23", Bucket::Overdue),
            ("2026-11-24", Bucket::Soon),
            ("2026-12-01", Bucket::Soon),
        ] {
            let day: NaiveDate = day.parse().unwrap();
            assert_eq!(bucket(false, day, today), expected, "{day}");
            assert_eq!(bucket(true, day, today), Bucket::Urgent, "{day}");
            let (from, to) = days(expected, today);
            assert!(from.is_none_or(|from| from <= day) && day <= to, "{day}");
        }
        assert!(days(Bucket::Soon, today).1 < "2026-12-02".parse().unwrap());
    }

    #[test]
    fn a_cursor_is_read_in_the_form_that_it_is_written_in() {
        const ID: &str = "0198f0c0-0000-7000-8000-000000000001";
        for (urgent, programme) in [("0", "diabetes"), ("1", "hypertension")] {
            let ours = format!("{urgent}~2026-11-24~{ID}~{programme}");
            assert_eq!(Key::read(&ours).unwrap().text(), ours);
        }
        for strange in [
            format!("7~2026-11-24~{ID}~diabetes"),
            format!("1~2026-11-4~{ID}~diabetes"),
            format!("1~+12026-11-24~{ID}~diabetes"),
            format!("1~2026-11-24~{ID}~Gout"),
            format!("1~2026-11-24~{}~diabetes", ID.to_uppercase()),
        ] {
            assert!(Key::read(&strange).is_err(), "{strange}");
        }
    }
}
