//! The outbox's states one by one. That its promises hold in every order of events is tried by
//! `jiayi-torture sync`, whose tests run it for a million steps.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::patience::{ITEM_MOST_MS, LINE_MOST_MS, wait_ms};
use super::*;
use crate::api::conflicts::Present;
use crate::problem::Code;

const ME: &str = "owner-0";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn item(n: u8, objects: &[&str]) -> Item {
    let id = Uuid::v7(u64::from(n), [n; 10]);
    let mut item = Item::new(id, ME.to_owned(), "record_hypertension", at(i64::from(n)));
    item.objects = objects.iter().map(|&object| object.to_owned()).collect();
    item.about = "李秀英".to_owned();
    item.address = "/api/v1/x".to_owned();
    item.body = Some(n.to_string());
    item
}

/// Adds what is on disk in the same moment.
fn add(outbox: &mut Outbox, item: &Item) {
    let shift = outbox.add(item.clone(), None);
    assert_eq!(outbox.kept(item.id, &shift, Shifted::Done), None);
}

fn start(outbox: &mut Outbox) -> Option<Uuid> {
    let (item, shift) = outbox.start(ME, 0)?;
    outbox.moved(item.id, &shift, Shifted::Done);
    Some(item.id)
}

fn settle(outbox: &mut Outbox, id: Uuid, outcome: Outcome) {
    if let Some(shift) = outbox.settle(id, outcome, (0, at(0)), 0) {
        outbox.moved(id, &shift, Shifted::Done);
    }
}

#[test]
fn what_a_full_phone_refused_is_written_down_again_once_and_in_its_place() {
    let mut outbox = Outbox::default();
    let (kept, refused, tried) = (item(1, &["a"]), item(2, &["b"]), item(3, &["c"]));
    add(&mut outbox, &kept);
    for item in [&refused, &tried] {
        let shift = outbox.add(item.clone(), None);
        outbox.kept(item.id, &shift, Shifted::NotKept);
    }
    // One was sent all the same, and nobody knows whether it arrived.
    for _ in 0..3 {
        let (item, shift) = outbox.start(ME, 0).unwrap();
        let done = if item.id == kept.id {
            Shifted::Done
        } else {
            Shifted::NotKept
        };
        outbox.moved(item.id, &shift, done);
        if item.id == tried.id {
            settle(&mut outbox, item.id, Outcome::Later(Trouble::Service(None)));
        }
    }
    let again = outbox.unkept(ME);
    assert_eq!(again.len(), 1, "what is on its way is left alone");
    let (id, shift) = &again[0];
    assert_eq!((*id, shift.from.as_deref()), (tried.id, None));
    let place = &shift.to.as_ref().unwrap().0;
    assert!(place.ends_with(".tried"), "{place}");
    assert_eq!(outbox.unkept(ME), [], "it is being written");
    outbox.moved(*id, shift, Shifted::Done);
    assert_eq!(outbox.unkept(ME), []);
    assert_eq!(outbox.unkept("somebody else"), []);
}

#[test]
fn an_operation_waits_for_an_older_one_on_its_person_but_not_for_a_refused_one() {
    let mut outbox = Outbox::default();
    let (first, second, other) = (item(1, &["a"]), item(2, &["a"]), item(3, &["b"]));
    for item in [&first, &second, &other] {
        add(&mut outbox, item);
    }

    assert_eq!(start(&mut outbox), Some(first.id));
    assert_eq!(start(&mut outbox), Some(other.id));
    assert_eq!(start(&mut outbox), None);
    settle(
        &mut outbox,
        first.id,
        Outcome::Refused(Code::Invalid.into()),
    );
    assert_eq!(start(&mut outbox), Some(second.id));
}

#[test]
fn a_booking_is_made_before_it_is_cancelled_even_where_the_clock_was_set_back() {
    let mut outbox = Outbox::default();
    let (book, mut cancel) = (item(9, &["wang", "booking"]), item(1, &["booking"]));
    cancel.created_at = at(-31_536_000);
    for item in [&book, &cancel] {
        add(&mut outbox, item);
    }
    assert_eq!(start(&mut outbox), Some(book.id));
    assert_eq!(start(&mut outbox), None);
    settle(&mut outbox, book.id, Outcome::Accepted);
    assert_eq!(start(&mut outbox), Some(cancel.id));
}

#[test]
fn what_may_have_arrived_cannot_be_taken_back() {
    let mut outbox = Outbox::default();
    let tried = item(1, &["a"]);
    add(&mut outbox, &tried);
    assert_eq!(start(&mut outbox), Some(tried.id));
    assert!(outbox.take_back(tried.id).is_none());
    settle(&mut outbox, tried.id, Outcome::Later(Trouble::Line));
    assert!(outbox.take_back(tried.id).is_none());
    outbox.hurry();
    assert_eq!(start(&mut outbox), Some(tried.id));
    settle(
        &mut outbox,
        tried.id,
        Outcome::Refused(Code::Conflict.into()),
    );
    assert!(outbox.take_back(tried.id).is_some());
}

#[test]
fn a_line_that_is_down_stops_everybody_and_one_bad_operation_only_itself() {
    let mut outbox = Outbox::default();
    let (bad, good) = (item(1, &["a"]), item(2, &["b"]));
    for item in [&bad, &good] {
        add(&mut outbox, item);
    }
    start(&mut outbox);
    settle(
        &mut outbox,
        bad.id,
        Outcome::Later(Trouble::Service(Some(7))),
    );
    assert_eq!(outbox.next_try_ms(bad.id, 0), Some(7_000));
    assert!(outbox.is_ready(ME, 0));
    assert_eq!(start(&mut outbox), Some(good.id));
    settle(&mut outbox, good.id, Outcome::Later(Trouble::Line));
    assert!(!outbox.is_ready(ME, 0));
    assert!(outbox.wait_ms(ME, 0).is_some_and(|ms| ms > 0));
    outbox.hurry();
    assert!(outbox.is_ready(ME, 0));
}

#[test]
fn without_a_sign_in_nothing_is_tried_until_somebody_comes() {
    let mut outbox = Outbox::default();
    let one = item(1, &["a"]);
    add(&mut outbox, &one);
    start(&mut outbox);
    settle(&mut outbox, one.id, Outcome::Later(Trouble::SignIn));
    assert_eq!(outbox.wait_ms(ME, 0), None);
    assert_eq!(outbox.next_try_ms(one.id, 0), None);
}

#[test]
fn a_correction_takes_the_place_of_what_was_refused_in_one_step() {
    let mut outbox = Outbox::default();
    let (old, new) = (item(1, &["a"]), item(2, &["a"]));
    add(&mut outbox, &old);
    start(&mut outbox);
    settle(&mut outbox, old.id, Outcome::Refused(Code::Invalid.into()));
    let shift = outbox.add(new.clone(), Some(old.id));
    assert_eq!(shift.from, Some([&old.id.to_string(), ".refused"].concat()));
    assert_eq!(
        shift.to.as_ref().map(|(place, _)| place.clone()),
        Some(new.id.to_string())
    );
    assert!(outbox.get(old.id).is_none());

    // Another tab has taken the old one back meanwhile: a person has to choose.
    let again = outbox.kept(new.id, &shift, Shifted::Gone).unwrap();
    assert_eq!(outbox.kept(new.id, &again, Shifted::Done), None);
    assert!(matches!(
        outbox.get(new.id).map(|item| &item.state),
        Some(State::Refused(problem)) if problem.code == Code::Conflict
    ));
}

#[test]
fn a_slow_phone_is_not_waited_for_and_leaves_no_second_record() {
    let mut outbox = Outbox::default();
    let one = item(1, &["a"]);
    let shift = outbox.add(one.clone(), None);
    assert_eq!(start(&mut outbox), None, "it is not on disk");
    outbox.wait_no_longer(one.id);
    assert_eq!(start(&mut outbox), Some(one.id));
    let stray = outbox.kept(one.id, &shift, Shifted::Done).unwrap();
    assert_eq!((stray.from, stray.to), (Some(one.id.to_string()), None));
}

#[test]
fn a_reading_that_something_overtook_is_not_taken_up() {
    let mut outbox = Outbox::default();
    let one = item(1, &["a"]);
    let before = outbox.changes();
    add(&mut outbox, &one);
    assert_eq!(outbox.take_up(before, &[]), None);
    assert!(outbox.get(one.id).is_some());
    assert_eq!(
        outbox.take_up(outbox.changes(), &[]),
        Some(vec![]),
        "another tab has sent it"
    );
    assert!(outbox.get(one.id).is_none());
}

#[test]
fn an_operation_comes_back_whole_from_its_kept_form() {
    let mut kept = item(7, &["a", "b"]);
    kept.form = Some(Form {
        draft: "d".to_owned(),
        page: "/booking".to_owned(),
        content: "{}".to_owned(),
    });
    kept.turn = 5;
    kept.state = State::Refused(Code::SessionFull.into());
    assert_eq!(Item::read(&kept.kept()), Some(kept.clone()));
    kept.state = State::Refused(Problem {
        present: Some(Box::new(Present("{\"by\":\"张\"}".to_owned()))),
        ..Problem::new(Code::Conflict)
    });
    assert_eq!(Item::read(&kept.kept()), Some(kept.clone()));
    (kept.form, kept.body, kept.removes) = (None, None, true);
    kept.state = State::Queued;
    assert_eq!(Item::read(&kept.kept()), Some(kept));
}

#[test]
fn what_the_program_before_this_one_kept_is_read_and_of_a_newer_one_left_alone() {
    let id = Uuid::v7(1_700_000_000_000, [7; 10]);
    let first = |mark: &str, code: &str| {
        let id = id.to_string();
        [
            "1",
            &id,
            ME,
            "book",
            "a",
            "",
            "/api/v1/x",
            "{}",
            "d",
            "/p",
            "{}",
            "1700000000000",
            "0",
            mark,
            code,
        ]
        .join("\u{1f}")
    };
    let queued = Item::read(&first("queued", "")).unwrap();
    assert_eq!(
        (queued.id, queued.turn, queued.edition),
        (id, 1_700_000_000_000, 1)
    );
    assert_eq!(
        (queued.objects.as_slice(), &queued.state),
        (&["a".to_owned()][..], &State::Queued)
    );
    let refused = Item::read(&first("conflict", "conflict")).unwrap();
    assert_eq!(refused.state, State::Refused(Code::Conflict.into()));

    assert_eq!(Item::read("{}"), None);
    assert_eq!(
        Item::read(&item(1, &["a"]).kept().replacen('2', "3", 1)),
        None
    );
}

proptest! {
    #[test]
    fn waits_grow_to_a_bound_and_never_come_together(failures in 1..40_u32, chance: u32) {
        for most in [LINE_MOST_MS, ITEM_MOST_MS] {
            let wait = wait_ms(failures, most, chance);
            let full = 2_000_i64.saturating_mul(1 << failures.saturating_sub(1).min(20)).min(most);
            prop_assert!(wait >= full / 2 && wait <= full, "{wait} of {full}");
        }
    }
}
