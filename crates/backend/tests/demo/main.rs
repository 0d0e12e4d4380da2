//! The demo district, made in a temporary place, looked at in storage and walked through the
//! real router as the people whom it introduces.

#[path = "../common/mod.rs"]
mod common;
mod visitor;
mod walk;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use backend::db::{Store, Tx};
use backend::demo::{self, DemoError, Options, SEED};
use backend::resources::invariants::INVARIANTS;
use backend::seal::Keys;
use chrono::NaiveDate;
use domain::calendar::Calendar;

use crate::common::Home;

/// Tuesday, 10:00 in the district.
pub const NOW: &str = "2026-11-24T02:00:00Z";

/// A demo in its place.
pub struct Demo {
    /// Its storage.
    pub store: Store,
    /// Its place.
    pub home: Home,
}

impl Demo {
    /// Makes a demo; outside of any runtime, as the command does.
    pub fn new(residents: Option<usize>, now: &str) -> Self {
        let home = Home::new();
        let store = home.open();
        make(&store, home.new_keys(), residents, now).unwrap();
        Self { store, home }
    }

    /// The whole district at [`NOW`], made once for all tests that only look at it or add to it.
    pub fn shared() -> &'static Self {
        static DEMO: OnceLock<Demo> = OnceLock::new();
        DEMO.get_or_init(|| {
            let made = std::thread::spawn(|| Demo::new(None, NOW));
            made.join().unwrap()
        })
    }

    /// Its keys.
    pub fn keys(&self) -> Keys {
        self.home.keys()
    }

    /// The column `line` of every row.
    fn lines(&self, sql: &'static str) -> Vec<String> {
        let read = |tx: &mut dyn Tx| {
            let rows = tx.rows(sql, &[])?;
            Ok(rows
                .iter()
                .map(|row| row.get("line"))
                .collect::<Result<_, _>>()?)
        };
        self.store.read_here(read).unwrap()
    }

    /// Every row in words.
    fn rows(&self, sql: &'static str) -> Vec<String> {
        let read = |tx: &mut dyn Tx| {
            let rows = tx.rows(sql, &[])?;
            Ok(rows.iter().map(|row| format!("{row:?}")).collect())
        };
        self.store.read_here(read).unwrap()
    }

    fn number(&self, sql: &'static str) -> i64 {
        let read = |tx: &mut dyn Tx| Ok(tx.one(sql, &[])?.unwrap().get("n")?);
        self.store.read_here(read).unwrap()
    }
}

fn make(store: &Store, keys: Keys, residents: Option<usize>, now: &str) -> Result<(), DemoError> {
    let options = Options {
        residents,
        now: now.parse().unwrap(),
        seed: SEED,
    };
    demo::create(store, &Arc::new(keys), options, |_| {}).map(|_| ())
}

/// The lines of a demo without what is sealed or drawn by the system: the same in every run.
fn content(demo: &Demo) -> Vec<Vec<String>> {
    [
        "SELECT record_no, name, name_initials, national_id_masked, village, people_groups, team_id
         FROM resident ORDER BY record_no",
        "SELECT login, name, role, id FROM staff ORDER BY login",
        "SELECT r.record_no, f.programme, f.form, f.decision, f.id, f.recorded_ms
         FROM follow_up f JOIN resident r ON r.id = f.resident_id ORDER BY f.id",
        "SELECT r.record_no, m.kind, m.measured_on, m.value, m.id
         FROM measurement m JOIN resident r ON r.id = m.resident_id ORDER BY m.id, m.kind",
        "SELECT id, state, begins, ends, asked_ms FROM contract ORDER BY id",
        "SELECT id, item_code, due, done_on FROM plan_item ORDER BY id",
        "SELECT r.record_no, b.number, b.held_on, b.state, b.id
         FROM booking b JOIN resident r ON r.id = b.resident_id ORDER BY b.id",
        "SELECT id, overall, words, rated_ms FROM rating ORDER BY id",
        "SELECT kind, words, sent_ms, id FROM message ORDER BY id",
    ]
    .map(|sql| demo.rows(sql))
    .into()
}

#[test]
fn the_district_has_its_institutions_teams_and_people() {
    let demo = Demo::shared();
    assert_eq!(demo.number("SELECT count(*) AS n FROM institution"), 8);
    assert_eq!(demo.number("SELECT count(*) AS n FROM team"), 29);
    assert_eq!(demo.number("SELECT count(*) AS n FROM resident"), 2887);
    assert_eq!(demo.number("SELECT count(*) AS n FROM package"), 13);
    assert_eq!(demo.number("SELECT demo AS n FROM district"), 1);
}

#[test]
fn the_same_start_makes_the_same_district() {
    let [one, other] = [(); 2].map(|()| content(&Demo::new(Some(300), NOW)));
    for (table, other) in one.iter().zip(&other) {
        assert!(!table.is_empty());
        assert_eq!(table, other);
    }
}

#[test]
fn nothing_is_broken_in_a_made_district() {
    let demo = Demo::new(Some(400), NOW);
    drop(demo.store);
    let findings = backend::db::check(demo.home.place(), INVARIANTS).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn more_people_than_the_register_has_are_made_up() {
    let demo = Demo::new(Some(3_200), NOW);
    assert_eq!(demo.number("SELECT count(*) AS n FROM resident"), 3_200);
}

#[test]
fn nobody_sits_on_a_day_off() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let notices = ["holidays-2025.json", "holidays-2026.json"]
        .map(|file| std::fs::read_to_string(data.join(file)).unwrap())
        .map(|text| serde_json::from_str(&text).unwrap());
    let calendar = Calendar::new(notices);
    // The first day of the long autumn holidays: sessions lie before, within and behind them.
    let demo = Demo::new(Some(50), "2026-09-30T02:00:00Z");
    let days = demo.lines("SELECT DISTINCT held_on AS line FROM clinic_session ORDER BY held_on");
    assert!(days.len() > 20, "{days:?}");
    for day in &days {
        assert!(
            calendar.is_working_day(day.parse::<NaiveDate>().unwrap()),
            "{day}"
        );
    }
    let made_up = "2026-10-10".to_owned();
    assert!(days.contains(&made_up) && !days.contains(&"2026-10-01".to_owned()));
}

#[test]
fn every_contract_in_force_has_a_plan_and_every_team_has_a_request_waiting() {
    let demo = Demo::shared();
    let without = "SELECT count(*) AS n FROM contract c WHERE c.state = 'active'
        AND NOT EXISTS (SELECT 1 FROM plan_item p WHERE p.contract_id = c.id)";
    assert_eq!(demo.number(without), 0);
    assert!(demo.number("SELECT count(*) AS n FROM contract WHERE state = 'active'") > 1_000);
    let asked = "SELECT count(DISTINCT team_id) AS n FROM contract WHERE state = 'submitted'";
    assert_eq!(demo.number(asked), 28);
    let expiring = "SELECT count(*) AS n FROM contract WHERE state = 'active'
        AND ends >= '2026-11-24' AND ends < '2026-12-24'";
    assert!(demo.number(expiring) > 50);
}

#[test]
fn every_doctor_has_an_average_that_may_be_shown() {
    let few = "SELECT count(*) AS n FROM (SELECT doctor_id FROM rating GROUP BY doctor_id
        HAVING count(*) >= 5) AS rated";
    assert_eq!(Demo::shared().number(few), 28);
}

#[test]
fn a_place_that_holds_a_district_or_part_of_one_is_left_alone() {
    let demo = Demo::new(Some(10), NOW);
    let again = make(&demo.store, demo.keys(), None, NOW);
    assert!(matches!(again, Err(DemoError::NotEmpty)), "{again:?}");

    let home = Home::new();
    let store = home.open();
    let interrupted = |tx: &mut dyn Tx| {
        tx.exec(
            "INSERT INTO institution (district_id, id, name, township, address, phone, sort)
             VALUES ('430202', $1, '仙庾镇卫生院', '仙庾镇', '', '', 0)",
            &[vec![1_u8; 16].into()],
        )?;
        Ok(())
    };
    store.write_here(interrupted).unwrap();
    let again = make(&store, demo.keys(), None, NOW);
    assert!(matches!(again, Err(DemoError::Unfinished)), "{again:?}");
}
