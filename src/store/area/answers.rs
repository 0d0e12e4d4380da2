//! What the backend would answer of the kept area: the worklist and the list of residents, made of the
//! rows as the service makes them. Pure. The pages of a person are kept as they were answered.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::api::Page;
use domain::api::follow_ups::{
    Bucket, BucketCounts, DoctorProgress, DueCard, DueList, DueQuery, MonthProgress, VillageCount,
    VillageProgress,
};
use domain::api::passing_on::StaffName;
use domain::api::residents::{ResidentCard, ResidentQuery};
use domain::ids::ResidentId;
use domain::person::half_width;

use super::packed::{Person, Planned};

/// Rows on a page.
const PAGE: usize = 30;
/// Days ahead that count as soon.
const SOON_DAYS: u64 = 7;

/// An address below `/api/v1` with the members of its query.
pub(super) struct Asked<'a> {
    pub(super) path: &'a str,
    query: Vec<(&'a str, String)>,
}

impl<'a> Asked<'a> {
    /// Takes an address apart.
    pub(super) fn of(address: &'a str) -> Option<Self> {
        let address = address.strip_prefix("/api/v1/")?;
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let query = query
            .split('&')
            .filter_map(|member| member.split_once('='))
            .map(|(name, value)| Some((name, decoded(value)?)))
            .collect::<Option<_>>()?;
        Some(Self { path, query })
    }

    fn get(&self, name: &str) -> Option<String> {
        let member = self.query.iter().find(|(known, _)| *known == name);
        member.map(|(_, value)| value.clone())
    }

    /// The resident of the path, and what follows.
    pub(super) fn resident(&self) -> Option<(ResidentId, &'a str)> {
        let (id, rest) = self.path.strip_prefix("residents/")?.split_once('/')?;
        Some((id.parse().ok()?, rest))
    }

    /// The query of a worklist.
    pub(super) fn due(&self) -> Option<DueQuery> {
        let bucket = match self.get("bucket").as_deref() {
            None => None,
            Some("urgent") => Some(Bucket::Urgent),
            Some("overdue") => Some(Bucket::Overdue),
            Some("soon") => Some(Bucket::Soon),
            Some(_) => return None,
        };
        Some(DueQuery {
            bucket,
            village: self.get("village"),
            q: self.get("q"),
            cursor: self.get("cursor"),
            rows: self.get("rows").and_then(|rows| rows.parse().ok()),
            month: self.get("month").map(|month| month == "true"),
        })
    }

    /// The query of a list of residents.
    pub(super) fn residents(&self) -> ResidentQuery {
        ResidentQuery {
            q: self.get("q"),
            village: self.get("village"),
            cursor: self.get("cursor"),
        }
    }
}

/// A value of a query as it was before it was encoded.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// Whether what was typed finds a person: the last four digits of the phone, the beginning of the
/// initials, or a part of the name.
fn found(person: Person<'_>, typed: &str) -> bool {
    let text = plain(typed);
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let phone = person.phone_masked();
        return phone.is_some_and(|phone| phone.ends_with(&text));
    }
    plain(person.name()).contains(&text) || person.initials().starts_with(&text)
}

/// Half-width, in lower case, without what names are searched without.
fn plain(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '.');
    let small = |c: char| c.to_ascii_lowercase();
    text.chars()
        .map(half_width)
        .filter(kept)
        .map(small)
        .collect()
}

fn bucket(due: Planned<'_>, today: NaiveDate) -> Bucket {
    match (due.urgent(), due.day() < today) {
        (true, _) => Bucket::Urgent,
        (false, true) => Bucket::Overdue,
        (false, false) => Bucket::Soon,
    }
}

/// Cuts one page out of all rows; a cursor of ours counts the rows before it, another one is not
/// ours to answer.
fn cut<T>(rows: Vec<T>, cursor: Option<&str>, size: usize) -> Option<Page<T>> {
    let skipped = cursor.map_or(Ok(0), str::parse::<usize>).ok()?;
    let more = rows.len() > skipped.saturating_add(size);
    Some(Page {
        items: rows.into_iter().skip(skipped).take(size).collect(),
        next: more.then(|| skipped.saturating_add(size).to_string()),
    })
}

/// The list of residents; `None` for a page that the backend has begun.
pub(super) fn residents<'a>(
    rows: impl Iterator<Item = Person<'a>>,
    query: &ResidentQuery,
    today: NaiveDate,
) -> Option<Page<ResidentCard>> {
    let village = query.village.as_deref();
    let typed = query.q.as_deref().unwrap_or_default();
    let mut found: Vec<Person<'a>> = rows
        .filter(|row| village.is_none_or(|name| name == row.village()))
        .filter(|row| typed.is_empty() || found(*row, typed))
        .collect();
    found.sort_by(|a, b| {
        let key = |row: &Person<'a>| (row.village(), row.name(), row.id());
        key(a).cmp(&key(b))
    });
    let page = cut(found, query.cursor.as_deref(), PAGE)?;
    Some(Page {
        items: page.items.into_iter().map(|row| row.card(today)).collect(),
        next: page.next,
    })
}

/// The worklist; `None` for a page that the backend has begun.
pub(super) fn due_list<'a>(
    rows: impl Iterator<Item = Person<'a>>,
    query: &DueQuery,
    today: NaiveDate,
) -> Option<DueList> {
    let horizon = today.checked_add_days(Days::new(SOON_DAYS))?;
    let typed = query.q.as_deref().filter(|q| !q.trim().is_empty());
    let village = query.village.as_deref();
    let mut counts = BucketCounts::default();
    let mut villages: BTreeMap<&str, u32> = BTreeMap::new();
    let mut listed: Vec<(Person<'a>, Planned<'a>)> = Vec::new();
    let mut month = Month::of(today);
    for row in rows {
        month.add(row, query.month == Some(true));
        let home = row.village();
        for due in row.due().filter(|due| due.day() <= horizon) {
            *villages.entry(home).or_default() += 1;
            let here = village.is_none_or(|name| name == home);
            if !here || !typed.is_none_or(|typed| found(row, typed)) {
                continue;
            }
            let bucket = bucket(due, today);
            match bucket {
                Bucket::Urgent => counts.urgent += 1,
                Bucket::Overdue => counts.overdue += 1,
                Bucket::Soon => counts.soon += 1,
            }
            if query.bucket.is_none_or(|asked| asked == bucket) {
                listed.push((row, due));
            }
        }
    }
    listed.sort_by_cached_key(|(row, due)| {
        let rank = match bucket(*due, today) {
            Bucket::Urgent => 0,
            Bucket::Overdue => 1,
            Bucket::Soon => 2,
        };
        let programme = due.programme().map(|one| one.programme.as_str());
        (rank, due.day(), row.id(), programme)
    });
    let size = query.rows.map_or(PAGE, usize::from);
    let page = cut(listed, query.cursor.as_deref(), size)?;
    let items = page.items.into_iter();
    Some(DueList {
        today,
        items: items
            .filter_map(|(row, due)| due_card(row, due, today))
            .collect(),
        next: page.next,
        counts,
        villages: villages
            .into_iter()
            .map(|(village, due)| VillageCount {
                village: village.to_owned(),
                due,
            })
            .collect(),
        progress: month.progress,
        village_progress: month.villages,
        doctor_progress: month.doctors,
    })
}

/// How far the month is, counted as the service does.
struct Month {
    first: NaiveDate,
    today: NaiveDate,
    last: NaiveDate,
    progress: Vec<MonthProgress>,
    villages: Vec<VillageProgress>,
    doctors: Vec<DoctorProgress>,
}

impl Month {
    fn of(today: NaiveDate) -> Self {
        let first = today.with_day(1).unwrap_or(today);
        let next = first.checked_add_months(Months::new(1));
        Self {
            first,
            today,
            last: next.and_then(|next| next.pred_opt()).unwrap_or(today),
            progress: Vec::new(),
            villages: Vec::new(),
            doctors: Vec::new(),
        }
    }

    fn add(&mut self, person: Person<'_>, counts: bool) {
        for due in person.due().filter(|_| counts) {
            let visited = due.last_on();
            let done = visited.is_some_and(|on| (self.first..=self.today).contains(&on));
            let open = due.day() <= self.last;
            let Some(named) = due.programme().filter(|_| done || open) else {
                continue;
            };
            let place = self
                .progress
                .binary_search_by(|one| one.programme.as_str().cmp(named.programme.as_str()));
            let place = place.unwrap_or_else(|place| {
                let none = MonthProgress {
                    programme: named.programme.clone(),
                    title: named.title.clone(),
                    done: 0,
                    open: 0,
                };
                self.progress.insert(place, none);
                place
            });
            if let Some(one) = self.progress.get_mut(place) {
                one.done += u32::from(done);
                one.open += u32::from(open);
            }
            self.add_to_parts(person, u32::from(done), u32::from(open));
        }
    }

    fn add_to_parts(&mut self, person: Person<'_>, done: u32, open: u32) {
        let home = person.village();
        let place = self
            .villages
            .binary_search_by(|one| one.village.as_str().cmp(home));
        let place = place.unwrap_or_else(|place| {
            let none = VillageProgress {
                village: home.to_owned(),
                done: 0,
                open: 0,
            };
            self.villages.insert(place, none);
            place
        });
        if let Some(one) = self.villages.get_mut(place) {
            one.done += done;
            one.open += open;
        }
        let doctor = person.doctor().map(|doctor| &doctor.colleague);
        // Whoever has nobody comes last.
        let key = |one: Option<&StaffName>| {
            (
                one.is_none(),
                one.map(|one| (one.name.clone(), one.staff_id)),
            )
        };
        let place = self
            .doctors
            .binary_search_by(|one| key(one.doctor.as_ref()).cmp(&key(doctor)));
        let place = place.unwrap_or_else(|place| {
            let none = DoctorProgress {
                doctor: doctor.cloned(),
                done: 0,
                open: 0,
            };
            self.doctors.insert(place, none);
            place
        });
        if let Some(one) = self.doctors.get_mut(place) {
            one.done += done;
            one.open += open;
        }
    }
}

fn due_card(row: Person<'_>, planned: Planned<'_>, today: NaiveDate) -> Option<DueCard> {
    let card = row.card(today);
    let due = planned.whole()?;
    Some(DueCard {
        person: card.person,
        initials: row.initials().to_owned(),
        phone_masked: card.phone_masked,
        home: row.home(),
        was_due: due.was_due,
        call: due.call,
        programme: due.programme,
        colour: card.colour,
        doctor: row.doctor().cloned(),
        title: due.title,
        bucket: bucket(planned, today),
        due: due.due,
        last_class: due.last_class,
        referral_check: due.urgent,
        last_bp: due.last_bp,
        last_glucose: due.last_glucose,
        version: due.version,
    })
}
