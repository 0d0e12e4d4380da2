//! What pages of changes make of a copy, and what lists are made of it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::api::area::{AreaChanges, AreaDue, AreaLane, AreaPerson};
use domain::api::calls::{CallOutcome, LastCall};
use domain::api::follow_ups::{Bucket, ClassCard, DueQuery};
use domain::api::households::Home;
use domain::api::passing_on::{FollowUpDoctor, Handed, PassingReason, StaffName};
use domain::api::programmes::ProgrammeName;
use domain::api::records::{BloodPressurePoint, GlucosePoint};
use domain::api::residents::{PersonHeader, ResidentCard, ResidentQuery};
use domain::codes::PeopleGroup;
use domain::ids::{ResidentId, Uuid};
use domain::person::Sex;
use domain::programme::{Tone, Words};
use domain::rules::departure::{Departure, Leaving};
use domain::rules::three_colours::Colour;
use proptest::prelude::*;

use super::answers::{Asked, due_list, residents};
use super::copy::{Copy, Head, edited};
use super::packed::Packed;
use crate::api::json;

fn resident(n: u16) -> ResidentId {
    let mut bytes = [0; 16];
    bytes[14..].copy_from_slice(&n.to_be_bytes());
    Uuid::from(bytes).into()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment() -> DateTime<Utc> {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

fn person(n: u16, lane: &str, version: i64) -> AreaPerson {
    AreaPerson {
        lane: lane.to_owned(),
        card: ResidentCard {
            person: PersonHeader {
                resident_id: resident(n),
                name: format!("王桂英{n:05}"),
                sex: Sex::Female,
                age: 1,
                village: if n.is_multiple_of(2) {
                    "甲村"
                } else {
                    "乙村"
                }
                .to_owned(),
                groups: Vec::new(),
            },
            phone_masked: Some(format!("138****{n:04}")),
            team: None,
            colour: None,
            departure: None,
            programmes: Vec::new(),
            version,
        },
        birth_date: day("1950-11-25"),
        initials: "wgy".to_owned(),
        home: None,
        doctor: None,
        due: Vec::new(),
        contact: None,
        answers: BTreeMap::from([("record".to_owned(), format!("{{\"version\":{version}}}"))]),
    }
}

fn due(mut person: AreaPerson, on: &str, urgent: bool) -> AreaPerson {
    person.due.push(AreaDue {
        programme: "hypertension".parse().unwrap(),
        title: Words {
            zh: "高血压".to_owned(),
            en: "hypertension".to_owned(),
        },
        due: day(on),
        was_due: None,
        call: None,
        urgent,
        last_on: None,
        last_class: None,
        last_bp: None,
        last_glucose: None,
        version: 1,
    });
    person
}

fn page(lanes: &[&str], people: Vec<AreaPerson>, gone: Vec<ResidentId>) -> AreaChanges {
    AreaChanges {
        as_of: moment(),
        lanes: lanes
            .iter()
            .map(|key| AreaLane {
                key: (*key).to_owned(),
                team: "一队".to_owned(),
                village: None,
            })
            .collect(),
        people,
        gone,
        next: "a:1".to_owned(),
        left: 0,
        keep_days: 10,
    }
}

/// A phone: blocks as they would lie on it, and the copy in memory.
#[derive(Default)]
struct Phone {
    blocks: Vec<Vec<AreaPerson>>,
    copy: Copy,
}

impl Phone {
    fn keep(&mut self, page: AreaChanges) {
        let (head, edits) = self.copy.edits(page);
        for (block, edits) in edits {
            while self.blocks.len() <= block {
                self.blocks.push(Vec::new());
            }
            let people = edited(std::mem::take(&mut self.blocks[block]), edits);
            self.copy.put_block(block, Packed::of(&people));
            self.blocks[block] = people;
        }
        self.copy.head = head;
    }

    fn versions(&self) -> BTreeMap<ResidentId, i64> {
        let people = self.blocks.iter().flatten();
        people
            .map(|one| (one.card.person.resident_id, one.card.version))
            .collect()
    }
}

#[test]
fn people_lie_in_blocks_of_two_hundred_and_are_found_again() {
    let mut phone = Phone::default();
    phone.keep(page(
        &["a"],
        (0..450).map(|n| person(n, "a", 1)).collect(),
        vec![],
    ));
    let sizes: Vec<usize> = phone.blocks.iter().map(Vec::len).collect();
    assert_eq!(sizes, [200, 200, 50]);
    assert_eq!(
        (
            phone.copy.place(resident(0)),
            phone.copy.place(resident(449))
        ),
        (Some(0), Some(2))
    );
    let rows = json::written(&Packed::of(&phone.blocks[0]));
    assert!(!rows.contains("version\\\""), "the answers lie elsewhere");
    assert!(phone.copy.head.whole);

    phone.keep(page(&["a"], vec![person(3, "a", 2)], vec![resident(4)]));
    assert_eq!(phone.copy.people(), 449);
    assert_eq!(phone.versions()[&resident(3)], 2);
    assert_eq!(phone.copy.place(resident(4)), None);
}

#[test]
fn a_lane_that_is_not_listed_any_more_is_forgotten_as_a_whole() {
    let mut phone = Phone::default();
    let people = vec![person(1, "a", 1), person(2, "b", 1)];
    phone.keep(page(&["a", "b"], people, vec![]));
    phone.keep(page(&["b"], vec![], vec![]));
    assert_eq!(phone.versions(), BTreeMap::from([(resident(2), 1)]));
}

#[test]
fn what_lies_here_too_long_or_before_its_time_is_expired() {
    let head = Head {
        as_of: moment(),
        keep_days: 10,
        ..Head::default()
    };
    for (days, seconds, expired) in [
        (10, 0, false),
        (10, 1, true),
        (-1, 0, false),
        (-1, -1, true),
    ] {
        let now = moment() + TimeDelta::days(days) + TimeDelta::seconds(seconds);
        assert_eq!(head.expired(now), expired, "{days} days {seconds} s");
    }
}

#[test]
fn the_worklist_is_the_one_that_the_service_makes() {
    let people = [
        due(person(1, "a", 1), "2026-11-24", false),
        due(person(2, "a", 1), "2026-11-23", false),
        due(person(3, "a", 1), "2026-12-01", true),
        due(person(4, "a", 1), "2026-12-02", true),
    ];
    let people = Packed::of(&people);
    let today = day("2026-11-24");
    let list = due_list(people.people(), &DueQuery::default(), today).unwrap();
    let shown: Vec<_> = list.items.iter().map(|card| card.bucket).collect();
    assert_eq!(shown, [Bucket::Urgent, Bucket::Overdue, Bucket::Soon]);
    assert_eq!(
        (list.counts.urgent, list.counts.overdue, list.counts.soon),
        (1, 1, 1)
    );
    assert_eq!(
        list.villages.iter().map(|one| one.due).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(list.items[0].person.age, 75, "a day before the birthday");

    let village = DueQuery {
        village: Some("甲村".to_owned()),
        ..DueQuery::default()
    };
    let list = due_list(people.people(), &village, today).unwrap();
    assert_eq!(
        (list.items.len(), list.counts.overdue, list.villages.len()),
        (1, 1, 2)
    );
}

#[test]
fn lists_are_searched_and_cut_into_pages() {
    let people: Vec<_> = (0..70).map(|n| person(n, "a", 1)).collect();
    let people = Packed::of(&people);
    let today = day("2026-11-24");
    let ask = |q: &str, cursor: Option<&str>| {
        let query = ResidentQuery {
            q: Some(q.to_owned()),
            village: None,
            cursor: cursor.map(str::to_owned),
        };
        residents(people.people(), &query, today)
    };
    for (typed, found) in [("0042", 1), ("桂英 00007", 1), ("WG", 30), ("李", 0)] {
        assert_eq!(ask(typed, None).unwrap().items.len(), found, "{typed}");
    }
    let (mut cursor, mut seen) = (None, 0);
    loop {
        let page = ask("", cursor.as_deref()).unwrap();
        seen += page.items.len();
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, 70);
    assert_eq!(ask("", Some("0198f0c0-0000-7000-8000-000000000001")), None);
}

#[test]
fn an_address_is_read_as_the_page_writes_it() {
    let asked =
        Asked::of("/api/v1/follow-ups/due?bucket=overdue&village=%E7%94%B2%E6%9D%91").unwrap();
    assert_eq!(asked.path, "follow-ups/due");
    let query = asked.due().unwrap();
    assert_eq!(query.bucket, Some(Bucket::Overdue));
    assert_eq!(query.village.as_deref(), Some("甲村"));
    let id = resident(7);
    let address = format!("/api/v1/residents/{id}/follow-ups/hypertension/start");
    let asked = Asked::of(&address).unwrap();
    assert_eq!(
        asked.resident(),
        Some((id, "follow-ups/hypertension/start"))
    );
    assert!(Asked::of("/api/v1/follow-ups/due?village=%E7%9").is_none());
    assert!(Asked::of("/elsewhere").is_none());
}

/// A row with all that a row may say.
fn full(n: u16) -> AreaPerson {
    let mut person = due(person(n, "a", 3), "2026-11-20", n.is_multiple_of(3));
    person.card.person.groups = vec![PeopleGroup::Hypertension, PeopleGroup::Elderly];
    person.card.team = Some("月塘家庭医生一团队".to_owned());
    person.card.colour = Some(Colour::Yellow);
    person.card.departure = Some(Departure {
        how: Leaving::Moved,
        on: Some(day("2026-11-01")),
        known_on: day("2026-11-03"),
    });
    person.card.programmes = vec![ProgrammeName {
        programme: "diabetes".parse().unwrap(),
        title: words("2型糖尿病"),
    }];
    person.home = Some(Home {
        household_id: Uuid::from([7; 16]).into(),
        head: "王建国".to_owned(),
        place: 2048,
        by_hand: true,
    });
    person.doctor = Some(FollowUpDoctor {
        colleague: StaffName {
            staff_id: Uuid::from([u8::try_from(n % 3).unwrap(); 16]).into(),
            name: "吴伟明".to_owned(),
        },
        handed: Some(Handed {
            by: "田玲".to_owned(),
            reason: Some(PassingReason::Away),
        }),
    });
    let planned = &mut person.due[0];
    planned.was_due = Some(day("2026-11-10"));
    planned.call = Some(LastCall {
        outcome: CallOutcome::Later,
        called_on: day("2026-11-10"),
        on: Some(day("2026-11-20")),
        tries: 2,
    });
    planned.last_on = Some(day("2026-08-20"));
    planned.last_class = Some(ClassCard {
        code: "controlled".to_owned(),
        words: words("控制满意"),
        tone: Tone::Ok,
    });
    planned.last_bp = Some(BloodPressurePoint {
        date: day("2026-08-20"),
        sbp: 132,
        dbp: 78,
    });
    planned.last_glucose = Some(GlucosePoint {
        date: day("2026-08-20"),
        tenths: 61,
    });
    person
}

fn words(zh: &str) -> Words {
    Words {
        zh: zh.to_owned(),
        en: "in words".to_owned(),
    }
}

#[test]
fn rows_are_read_back_as_they_were_and_lie_in_few_bytes() {
    let people = (0..200).map(|n| {
        if n % 2 == 0 {
            full(n)
        } else {
            person(n, "b", 1)
        }
    });
    let people: Vec<AreaPerson> = people.collect();
    let (packed, plain) = (json::written(&Packed::of(&people)), json::written(&people));
    let read: Packed = json::read(&packed).unwrap();
    assert!(read.is_sound());
    assert_eq!(read.len(), people.len());
    for (row, person) in read.people().zip(&people) {
        let today = day("2026-11-24");
        let mut card = person.card.clone();
        card.person.age = 75;
        assert_eq!(row.card(today), card);
        assert_eq!((row.lane(), row.initials()), (person.lane.as_str(), "wgy"));
        assert_eq!(row.home(), person.home);
        assert_eq!(row.doctor(), person.doctor.as_ref());
        let planned: Option<Vec<AreaDue>> = row.due().map(|due| due.whole()).collect();
        assert_eq!(planned.as_ref(), Some(&person.due));
    }
    // Half of these rows say all that a row may say, few real ones do.
    assert!(
        packed.len() * 2 < plain.len(),
        "{} of {}",
        packed.len(),
        plain.len()
    );
}

#[test]
fn a_place_that_is_in_no_list_is_found_out() {
    let packed = json::written(&Packed::of(&[full(1)]));
    for (place, at) in [("v", 0), ("t", 0), ("w", 0), ("l", 0), ("p", 1), ("k", 0)] {
        let (good, bad) = (format!("\"{place}\":{at}"), format!("\"{place}\":7"));
        assert!(packed.contains(&good), "{packed}");
        let broken: Packed = json::read(&packed.replace(&good, &bad)).unwrap();
        assert!(!broken.is_sound(), "{place}");
    }
    assert!(json::read::<Packed>(&packed).unwrap().is_sound());
}

#[test]
fn a_day_that_no_calendar_has_is_not_read() {
    let packed = json::written(&Packed::of(&[person(1, "a", 1)]));
    let born = packed.find("\"b\":").unwrap() + 4;
    let ends = born + packed[born..].find(',').unwrap();
    for (days, read) in [
        ("712000", true),
        ("2000000000", false),
        ("-2000000000", false),
    ] {
        let text = [&packed[..born], days, &packed[ends..]].concat();
        assert_eq!(json::read::<Packed>(&text).is_some(), read, "{text}");
    }
}

/// What a page may tell: people of two lanes, those who are gone, and which lanes are there.
fn any_page() -> impl Strategy<Value = AreaChanges> {
    let lanes = prop::sample::subsequence(vec!["a", "b"], 0..=2);
    let people = prop::collection::vec((0u16..400, 0usize..2, 1i64..100), 0..250);
    let gone = prop::collection::vec(0u16..400, 0..20);
    (lanes, people, gone).prop_map(|(lanes, people, gone)| {
        let people = people.into_iter().filter_map(|(n, lane, version)| {
            let lane = lanes.get(lane)?;
            Some(person(n, lane, version))
        });
        page(
            &lanes,
            people.collect(),
            gone.into_iter().map(resident).collect(),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn blocks_hold_what_the_pages_told_one_after_another(
        pages in prop::collection::vec(any_page(), 0..8)
    ) {
        let mut phone = Phone::default();
        let mut told: BTreeMap<ResidentId, (String, i64)> = BTreeMap::new();
        for page in pages {
            told.retain(|_, (lane, _)| page.lanes.iter().any(|one| one.key == *lane));
            for gone in &page.gone {
                told.remove(gone);
            }
            for one in &page.people {
                let known = (one.lane.clone(), one.card.version);
                told.insert(one.card.person.resident_id, known);
            }
            phone.keep(page);
            let blocks = phone.blocks.iter().map(|block| Packed::of(block));
            let read = Copy::new(phone.copy.head.clone(), blocks.collect());
            prop_assert_eq!(&read, &phone.copy, "as it is read at the next start");
            let versions: BTreeMap<_, _> =
                told.iter().map(|(id, (_, version))| (*id, *version)).collect();
            prop_assert_eq!(phone.versions(), versions);
            prop_assert!(phone.blocks.iter().all(|block| block.len() <= 200));
            prop_assert_eq!(phone.copy.people() as usize, told.len());
            for id in told.keys() {
                let block = phone.copy.place(*id).unwrap();
                prop_assert!(phone.blocks[block].iter().any(|one| one.card.person.resident_id == *id));
            }
        }
    }
}
