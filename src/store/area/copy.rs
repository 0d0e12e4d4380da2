//! What is kept of an area, as blocks of people, and what a page of changes does to them. Pure.
//!
//! A block holds some two hundred people with all that their pages need, and is opened for one of
//! them; of each person a row stays in memory, which is what lists are made of. A page of changes, the
//! blocks it touches and the head with the new cursor are written together or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::api::area::{AreaChanges, AreaLane, AreaPerson};
use domain::ids::ResidentId;
use serde::{Deserialize, Serialize};

use super::packed::{Packed, Person};

/// People in a block.
const FULL: usize = 200;

/// What is known of the whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Cursor of the changes; `None` before the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<String>,
    /// When the last page was answered.
    pub(super) as_of: DateTime<Utc>,
    /// Whether everything has been fetched once.
    pub(super) whole: bool,
    /// Changes still to come.
    pub(super) left: u32,
    /// Days without contact after which it is forgotten.
    pub(super) keep_days: u16,
    /// Parts of the area.
    pub(super) lanes: Vec<AreaLane>,
    /// Bytes of each block on the phone.
    pub(super) sizes: Vec<u32>,
}

impl Head {
    /// Whether it has lain here for too long, or the phone's clock was put back.
    pub(super) fn expired(&self, now: DateTime<Utc>) -> bool {
        let days = TimeDelta::days(i64::from(self.keep_days.max(1)));
        now > self.as_of + days || now < self.as_of - TimeDelta::days(1)
    }

    /// Bytes of all blocks.
    pub(super) fn bytes(&self) -> u64 {
        self.sizes.iter().map(|size| u64::from(*size)).sum()
    }
}

/// The head and the rows of all blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Copy {
    pub(super) head: Head,
    /// Shared with the copy before: a page touches one or two of them.
    blocks: Vec<Rc<Packed>>,
}

/// What happens to one person of a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Edit {
    Put(Box<AreaPerson>),
    Remove(ResidentId),
}

/// Who a person of the area is.
fn id(person: &AreaPerson) -> ResidentId {
    person.card.person.resident_id
}

impl Copy {
    /// Puts together what was read from the phone.
    pub(super) fn new(head: Head, blocks: Vec<Packed>) -> Self {
        Self {
            head,
            blocks: blocks.into_iter().map(Rc::new).collect(),
        }
    }

    /// Everybody, in no order that means anything.
    pub(super) fn rows(&self) -> impl Iterator<Item = Person<'_>> {
        self.blocks.iter().flat_map(|block| block.people())
    }

    /// How many people.
    pub(super) fn people(&self) -> u32 {
        let people = self.blocks.iter().map(|block| block.len()).sum::<usize>();
        u32::try_from(people).unwrap_or(u32::MAX)
    }

    /// The block of a person.
    pub(super) fn place(&self, resident: ResidentId) -> Option<usize> {
        let there = |block: &Rc<Packed>| block.people().any(|one| one.id() == resident);
        self.blocks.iter().position(there)
    }

    /// How many people a block holds.
    pub(super) fn in_block(&self, block: usize) -> usize {
        self.blocks.get(block).map_or(0, |block| block.len())
    }

    /// Takes over the rows of a block.
    pub(super) fn put_block(&mut self, block: usize, rows: Packed) {
        while self.blocks.len() <= block {
            self.blocks.push(Rc::default());
        }
        if let Some(there) = self.blocks.get_mut(block) {
            *there = Rc::new(rows);
        }
    }

    /// What a page changes, by block, and the head as it is afterwards but for the sizes.
    pub(super) fn edits(&self, page: AreaChanges) -> (Head, BTreeMap<usize, Vec<Edit>>) {
        let mut edits: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        let mut counts: Vec<usize> = self.blocks.iter().map(|block| block.len()).collect();
        let listed = |lane: &str| page.lanes.iter().any(|one| one.key == lane);
        let gone: BTreeSet<ResidentId> = page.gone.iter().copied().collect();
        let told: BTreeSet<ResidentId> = page.people.iter().map(id).collect();
        let mut placed = BTreeMap::new();
        for (at, block) in self.blocks.iter().enumerate() {
            for row in block.people() {
                if !listed(row.lane()) || gone.contains(&row.id()) {
                    edits.entry(at).or_default().push(Edit::Remove(row.id()));
                }
                if told.contains(&row.id()) {
                    placed.insert(row.id(), at);
                }
            }
        }
        for person in page.people {
            let known = placed.get(&id(&person)).copied();
            let block = known.unwrap_or_else(|| with_room(&mut counts));
            placed.insert(id(&person), block);
            edits
                .entry(block)
                .or_default()
                .push(Edit::Put(Box::new(person)));
        }
        let head = Head {
            since: Some(page.next),
            as_of: page.as_of,
            whole: self.head.whole || page.left == 0,
            left: page.left,
            keep_days: page.keep_days,
            lanes: page.lanes,
            sizes: self.head.sizes.clone(),
        };
        (head, edits)
    }
}

/// The last block if it has room, else a new one; counts the newcomer.
fn with_room(counts: &mut Vec<usize>) -> usize {
    if counts.last().is_none_or(|count| *count >= FULL) {
        counts.push(0);
    }
    if let Some(last) = counts.last_mut() {
        *last += 1;
    }
    counts.len().saturating_sub(1)
}

/// A block after its edits.
pub(super) fn edited(mut block: Vec<AreaPerson>, edits: Vec<Edit>) -> Vec<AreaPerson> {
    for edit in edits {
        match edit {
            Edit::Remove(resident) => block.retain(|person| id(person) != resident),
            Edit::Put(person) => match block.iter_mut().find(|known| id(known) == id(&person)) {
                Some(known) => *known = *person,
                None => block.push(*person),
            },
        }
    }
    block
}
