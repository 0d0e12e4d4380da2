//! The outbox's promises, tried with every order of events that proptest can think of.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

fn item(n: u8, owner: u8, object: u8) -> Item {
    Item {
        id: Uuid::v7(1_700_000_000_000 + u64::from(n), [0; 10]),
        owner: format!("owner-{owner}"),
        operation: "record_hypertension".to_owned(),
        object: format!("object-{object}"),
        removes: false,
        address: "/api/v1/x".to_owned(),
        body: Some(n.to_string()),
        form: None,
        created_at: DateTime::default(),
        attempts: 0,
        state: State::Queued,
    }
}

/// What can happen to an outbox. `Sent` asks for the next operation and lets the network decide:
/// whether the backend took it, and whether its answer came back.
#[derive(Clone, Debug)]
enum Happens {
    Submitted {
        owner: u8,
        object: u8,
    },
    Sent {
        owner: u8,
        taken: bool,
        answered: bool,
        code: Code,
    },
    /// It left, and the page was closed before any answer came.
    CutOff {
        owner: u8,
        taken: bool,
    },
    Reloaded,
    TakenBack {
        nth: usize,
    },
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        (0..2u8, 0..3u8).prop_map(|(owner, object)| Happens::Submitted { owner, object }),
        (
            0..2u8,
            any::<bool>(),
            any::<bool>(),
            prop_oneof![Just(Code::Invalid), Just(Code::Conflict)]
        )
            .prop_map(|(owner, taken, answered, code)| Happens::Sent {
                owner,
                taken,
                answered,
                code
            }),
        (0..2u8, any::<bool>()).prop_map(|(owner, taken)| Happens::CutOff { owner, taken }),
        Just(Happens::Reloaded),
        (0..20usize).prop_map(|nth| Happens::TakenBack { nth }),
    ]
}

proptest! {
    #[test]
    fn nothing_is_lost_doubled_reordered_or_sent_for_another(story in prop::collection::vec(happens(), 0..60)) {
        let mut outbox = Outbox::default();
        let (mut submitted, mut withdrawn) = (Vec::new(), BTreeSet::new());
        // The backend: every id takes effect once, whatever arrives again.
        let mut backend: Vec<Item> = Vec::new();
        for (n, event) in story.into_iter().enumerate() {
            match event {
                Happens::Submitted { owner, object } => {
                    let new = item(u8::try_from(n).unwrap(), owner, object);
                    submitted.push(new.id);
                    outbox.add(new.clone());
                    outbox.add(new);
                }
                Happens::Sent { owner, taken, answered, code } => {
                    let owner = format!("owner-{owner}");
                    let Some(next) = outbox.next(&owner, &[]).cloned() else { continue };
                    prop_assert_eq!(&next.owner, &owner);
                    outbox.start(next.id);
                    let known = backend.iter().any(|done| done.id == next.id);
                    if taken && !known {
                        backend.push(next.clone());
                    }
                    let outcome = match (answered, taken || known) {
                        (false, _) => Outcome::Later,
                        (true, true) => Outcome::Accepted,
                        (true, false) => Outcome::Refused(Problem::new(code)),
                    };
                    outbox.settle(next.id, outcome);
                }
                Happens::CutOff { owner, taken } => {
                    let Some(next) = outbox.next(&format!("owner-{owner}"), &[]).cloned() else { continue };
                    outbox.start(next.id);
                    if taken && !backend.iter().any(|done| done.id == next.id) {
                        backend.push(next);
                    }
                }
                Happens::Reloaded => {
                    let kept: Vec<Item> = outbox.items.drain(..).filter(|item| item.state != State::Accepted).collect();
                    kept.into_iter().rev().for_each(|item| outbox.add(item));
                }
                Happens::TakenBack { nth } => {
                    let Some(id) = submitted.get(nth).copied() else { continue };
                    if outbox.withdraw(id).is_some() {
                        prop_assert!(!backend.iter().any(|done| done.id == id), "taken back after it had taken effect");
                        withdrawn.insert(id);
                    }
                }
            }
        }
        for id in &submitted {
            let done = backend.iter().filter(|item| item.id == *id).count();
            prop_assert!(done <= 1, "took effect twice");
            prop_assert!(done == 1 || withdrawn.contains(id) || outbox.get(*id).is_some(), "lost");
        }
        let mut last: BTreeMap<(String, String), Uuid> = BTreeMap::new();
        for done in &backend {
            let before = last.insert((done.owner.clone(), done.object.clone()), done.id);
            prop_assert!(before.is_none_or(|before| before < done.id), "out of order on one object");
        }
    }
}

#[test]
fn an_operation_waits_for_an_older_one_on_its_object_but_not_for_a_refused_one() {
    let mut outbox = Outbox::default();
    let (first, second, other) = (item(1, 0, 0), item(2, 0, 0), item(3, 0, 1));
    [&first, &second, &other]
        .into_iter()
        .for_each(|item| outbox.add(item.clone()));

    outbox.start(first.id);
    assert_eq!(
        outbox.next("owner-0", &[]).map(|item| item.id),
        Some(other.id)
    );
    outbox.settle(first.id, Outcome::Later);
    assert_eq!(
        outbox.next("owner-0", &[first.id]).map(|item| item.id),
        Some(other.id)
    );
    assert_eq!(outbox.next("owner-0", &[first.id, other.id]), None);
    outbox.start(first.id);
    outbox.settle(first.id, Outcome::Refused(Problem::new(Code::Invalid)));
    assert_eq!(
        outbox.next("owner-0", &[]).map(|item| item.id),
        Some(second.id)
    );
}

#[test]
fn what_may_have_arrived_cannot_be_taken_back() {
    let mut outbox = Outbox::default();
    let tried = item(1, 0, 0);
    outbox.add(tried.clone());
    outbox.start(tried.id);
    assert_eq!(outbox.withdraw(tried.id), None);
    outbox.settle(tried.id, Outcome::Later);
    assert_eq!(outbox.withdraw(tried.id), None);
    outbox.start(tried.id);
    outbox.settle(tried.id, Outcome::Refused(Problem::new(Code::Conflict)));
    assert!(matches!(
        outbox.withdraw(tried.id),
        Some(Item {
            state: State::Conflict(_),
            ..
        })
    ));
}

#[test]
fn an_operation_comes_back_whole_from_its_kept_form() {
    let mut kept = item(7, 1, 2);
    kept.form = Some(Form {
        draft: "d".to_owned(),
        page: "/booking".to_owned(),
        content: "{}".to_owned(),
    });
    kept.state = State::Blocked(Problem::new(Code::SessionFull));
    assert_eq!(Item::read(&kept.kept()), Some(kept.clone()));
    kept.form = None;
    kept.body = None;
    kept.removes = true;
    kept.state = State::Conflict(Problem::new(Code::Conflict));
    assert_eq!(Item::read(&kept.kept()), Some(kept));
}

#[test]
fn what_an_older_or_newer_program_kept_is_left_alone() {
    assert_eq!(Item::read("{}"), None);
    assert_eq!(
        Item::read(&item(1, 0, 0).kept().replacen('1', "2", 1)),
        None
    );
}
