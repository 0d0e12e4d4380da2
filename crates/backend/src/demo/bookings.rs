//! Who took which number in a doctor's sessions, past and to come, and what became of it: served
//! and rated, missed, cancelled, or still to come. Pure; written by `clinic`.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::api::bookings::{BookingState, Half};
use domain::ids::{BookingId, MessageId, RatingId, ResidentId, ServiceId};
use domain::rules::booking::{DEFAULT, district_offset, minute_of};

use super::chance::Chance;
use super::history::awake;
use super::schedule::Session;

/// A booking with what became of it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id.
    pub id: BookingId,
    /// Whose.
    pub resident: ResidentId,
    /// Number in the session.
    pub number: u16,
    /// Start of the number, minutes after midnight.
    pub minute: u16,
    /// What the resident wrote.
    pub note: Option<&'static str>,
    /// State.
    pub state: BookingState,
    /// When it was made.
    pub booked_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// The message that tells of it.
    pub told: MessageId,
    /// The service that it became.
    pub service: Option<Service>,
}

/// A service given at a visit.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// What was done.
    pub summary: &'static str,
    /// The message that asks for a rating.
    pub told: MessageId,
    /// Its rating.
    pub rating: Option<Rating>,
}

/// A rating.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Its id.
    pub id: RatingId,
    /// Overall, then attitude, explanation, waiting, result.
    pub steps: [u8; 5],
    /// Words.
    pub words: Option<&'static str>,
    /// Whether the doctor does not see who wrote it.
    pub anonymous: bool,
    /// When.
    pub rated_at: DateTime<Utc>,
}

/// A visit that the demo wants, whatever chance says.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Whose.
    pub resident: ResidentId,
    /// Day; there may be no session on it.
    pub on: NaiveDate,
    /// Whether a visit that is over was rated.
    pub rated: bool,
}

/// The bookings in each session of one doctor, in the order of the sessions.
pub fn drafts(
    chance: &mut Chance,
    sessions: &[Session],
    residents: &[ResidentId],
    wanted: &[Wanted],
    now: DateTime<Utc>,
) -> Vec<Vec<Draft>> {
    let today = crate::clock::date_in_district(now);
    let mut taken: HashSet<(NaiveDate, ResidentId)> = wanted
        .iter()
        .map(|wanted| (wanted.on, wanted.resident))
        .collect();
    let mut missed = HashMap::new();
    let mut drafts = Vec::with_capacity(sessions.len());
    for session in sessions {
        let mut booked = Vec::new();
        if session.half == Half::Morning {
            for wanted in wanted.iter().filter(|wanted| wanted.on == session.date) {
                let number = number(booked.len());
                booked.push(settled(chance, session, wanted, number, today, now));
            }
        }
        for _ in 0..how_many(chance, session, today) {
            let resident = residents.get(chance.below(residents.len()));
            let Some(resident) = resident
                .copied()
                .filter(|r| taken.insert((session.date, *r)))
            else {
                continue;
            };
            let state = outcome(
                chance,
                session.date,
                today,
                missed.entry(resident).or_insert(0),
            );
            booked.push(draft(
                chance,
                session,
                resident,
                number(booked.len()),
                state,
                now,
            ));
        }
        booked.truncate(usize::from(session.capacity));
        drafts.push(booked);
    }
    drafts
}

fn number(before: usize) -> u16 {
    u16::try_from(before + 1).unwrap_or(u16::MAX)
}

/// How many numbers were taken by chance: the nearer the day, the more.
fn how_many(chance: &mut Chance, session: &Session, today: NaiveDate) -> i32 {
    let most = if session.half == Half::Morning { 6 } else { 4 };
    let ahead = i32::try_from((session.date - today).num_days()).unwrap_or(0);
    if ahead > 0 {
        chance.between(0, most) - ahead / 3
    } else {
        chance.between(2, most)
    }
}

/// What became of a booking. Nobody misses twice, so that nobody is paused.
fn outcome(
    chance: &mut Chance,
    date: NaiveDate,
    today: NaiveDate,
    missed: &mut u32,
) -> BookingState {
    if date >= today {
        return BookingState::Booked;
    }
    match chance.below(100) {
        0..6 if *missed == 0 => {
            *missed += 1;
            BookingState::NoShow
        }
        6..12 => BookingState::Cancelled,
        _ => BookingState::Fulfilled,
    }
}

/// A wanted visit: done if its day is over, else still to come.
fn settled(
    chance: &mut Chance,
    session: &Session,
    wanted: &Wanted,
    number: u16,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Draft {
    let over = session.date < today;
    let state = if over {
        BookingState::Fulfilled
    } else {
        BookingState::Booked
    };
    let mut draft = draft(chance, session, wanted.resident, number, state, now);
    draft.note = (!over).then_some("来复查血压，顺便配药。");
    let given_at = draft.changed_at;
    if let Some(service) = &mut draft.service {
        service.rating = wanted.rated.then(|| rating(chance, given_at, now));
    }
    draft
}

fn draft(
    chance: &mut Chance,
    session: &Session,
    resident: ResidentId,
    number: u16,
    state: BookingState,
    now: DateTime<Utc>,
) -> Draft {
    let minute = minute_of(&DEFAULT, session.start, number);
    let held_at = instant(session.date, minute);
    let ahead = TimeDelta::hours(i64::from(chance.between(20, 220)));
    let booked_at = awake((held_at - ahead).min(now - TimeDelta::minutes(5)));
    let changed_at = match state {
        BookingState::Booked | BookingState::Arrived => booked_at,
        BookingState::Cancelled => {
            awake(booked_at + TimeDelta::hours(3)).max(booked_at + TimeDelta::minutes(10))
        }
        BookingState::Fulfilled | BookingState::NoShow => held_at + TimeDelta::minutes(20),
    };
    let service = (state == BookingState::Fulfilled).then(|| Service {
        id: chance.id(changed_at),
        summary: chance.pick(&SUMMARIES),
        told: chance.id(changed_at),
        rating: chance.percent(60).then(|| rating(chance, changed_at, now)),
    });
    Draft {
        id: chance.id(booked_at),
        resident,
        number,
        minute,
        note: chance.percent(30).then(|| chance.pick(&NOTES)),
        state,
        booked_at,
        changed_at,
        told: chance.id(changed_at),
        service,
    }
}

const NOTES: [&str; 5] = [
    "想量一下血压。",
    "最近有点头晕，想看看药要不要调整。",
    "来拿下个月的药。",
    "看体检报告。",
    "膝盖痛，上下楼不方便。",
];

const SUMMARIES: [&str; 5] = [
    "测血压，调整用药，嘱少盐、每天走路半小时。",
    "开了一个月的药，讲了怎么按时吃。",
    "看了体检报告，血脂偏高，三个月后复查。",
    "查体未见异常，嘱注意保暖、多喝水。",
    "做了健康评估，约好下次随访。",
];

/// Praise, and what could be better.
const PRAISE: [&str; 6] = [
    "医生很耐心，讲得清楚。",
    "态度好，等的时间也不长。",
    "对我妈妈很照顾，谢谢。",
    "量了血压还教我怎么吃药。",
    "医生认真负责。",
    "来了就看上了，很方便。",
];
const REMARKS: [&str; 3] = [
    "等了快一个小时。",
    "讲得有点快，没全听明白。",
    "药房排队久，别的都好。",
];

fn rating(chance: &mut Chance, given_at: DateTime<Utc>, now: DateTime<Utc>) -> Rating {
    let overall = match chance.below(100) {
        0..60 => 5,
        60..88 => 4,
        88..96 => 3,
        _ => 2,
    };
    let mut aspect = || overall.min(4) + u8::from(chance.percent(50));
    let steps = [
        overall,
        aspect(),
        aspect(),
        aspect().saturating_sub(1).max(1),
        aspect(),
    ];
    let rated_at = awake(given_at + TimeDelta::hours(i64::from(chance.between(2, 90))))
        .max(given_at + TimeDelta::minutes(30))
        .min(now);
    Rating {
        id: chance.id(rated_at),
        steps,
        words: chance.percent(35).then(|| {
            if overall >= 4 {
                chance.pick(&PRAISE)
            } else {
                chance.pick(&REMARKS)
            }
        }),
        anonymous: chance.percent(20),
        rated_at,
    }
}

/// The instant of a minute of a day in the district.
fn instant(date: NaiveDate, minute: u16) -> DateTime<Utc> {
    let local = date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute));
    local
        .and_local_timezone(district_offset())
        .single()
        .map_or_else(|| local.and_utc(), |at| at.to_utc())
}

#[cfg(test)]
#[path = "bookings_tests.rs"]
mod tests;
