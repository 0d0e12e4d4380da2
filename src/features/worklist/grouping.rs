//! What the list shows of the people that are due: filtered, in order, with a heading for each village
//! and each household where one walks from door to door. Pure, and quick enough for each key that is
//! typed: what is searched in is made once for each person.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::api::follow_ups::{Bucket, BucketCounts, DueCard};
use domain::ids::{HouseholdId, ResidentId};
use domain::person::half_width;

use super::address::{Filter, Order, Whose};
use crate::ui::VirtualRow;

/// A follow-up that is due, with what it is found by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Due {
    pub(super) card: DueCard,
    /// Names the row and what it shows.
    key: u64,
    /// The name in lower case, without spaces.
    name: String,
    /// In how many programmes the person is due, this one among them.
    pub(super) together: u32,
}

impl Due {
    pub(super) fn new(card: DueCard) -> Self {
        let mut key = Key::default();
        key.add(&card.person.resident_id.0.bytes());
        key.add(card.programme.as_str().as_bytes());
        key.add(&card.version.to_le_bytes());
        key.add(card.due.to_string().as_bytes());
        key.add(card.person.name.as_bytes());
        key.add(&[
            card.bucket as u8,
            card.colour.map_or(0, |one| one as u8 + 1),
        ]);
        if let Some(doctor) = &card.doctor {
            key.add(&doctor.colleague.staff_id.0.bytes());
            key.add(doctor.handed.as_ref().map_or("", |one| &one.by).as_bytes());
        }
        Self {
            name: plain(&card.person.name),
            key: key.0,
            card,
            together: 1,
        }
    }

    /// The same, of somebody who is due in so many programmes.
    pub(super) fn due_in(&self, programmes: u32) -> Self {
        let mut key = Key(self.key);
        key.add(&programmes.to_le_bytes());
        Self {
            together: programmes,
            key: key.0,
            ..self.clone()
        }
    }

    /// Whether a doctor who is asked for follows the person up.
    fn of(&self, whose: Whose) -> bool {
        let doctor = self.card.doctor.as_ref();
        let doctor = doctor.map(|doctor| doctor.colleague.staff_id);
        match whose {
            Whose::Of(staff) => doctor == Some(staff),
            Whose::Nobody => doctor.is_none(),
        }
    }

    pub(super) fn resident(&self) -> ResidentId {
        self.card.person.resident_id
    }

    fn found(&self, typed: &str) -> bool {
        if typed.is_empty() {
            return true;
        }
        if typed.len() == 4 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            let phone = self.card.phone_masked.as_deref();
            return phone.is_some_and(|phone| phone.ends_with(typed));
        }
        self.name.contains(typed) || self.card.initials.starts_with(typed)
    }
}

/// A number for what is shown (FNV-1a).
#[derive(Clone, Copy)]
struct Key(u64);

impl Default for Key {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Key {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// Half-width, in lower case, without what names are searched without.
fn plain(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '・' | '.');
    text.chars()
        .map(half_width)
        .filter(kept)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// A village with how many are due in it.
    Village(String, u32),
    /// A household with how many are due in it; the one before it in the round, and the one before that,
    /// for putting it elsewhere.
    Door(Door),
    /// Somebody.
    Due(Arc<Due>),
}

/// A household in the round.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Door {
    /// The household; `None` for those whose address is not known.
    pub(super) id: Option<HouseholdId>,
    pub(super) head: String,
    pub(super) due: u32,
    pub(super) by_hand: bool,
    /// Behind whom it comes when it is put one further up; `None` where it is the first.
    pub(super) up: Option<Behind>,
    /// Behind whom it comes when it is put one further down; `None` where it is the last.
    pub(super) down: Option<HouseholdId>,
}

/// Behind another household, or at the beginning of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    Nobody,
    One(HouseholdId),
}

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listed {
    pub(super) lines: Arc<[Line]>,
    pub(super) rows: Arc<[VirtualRow]>,
    /// How many in each bucket, whatever bucket is asked for.
    pub(super) counts: BucketCounts,
    /// How many people stand in the list.
    pub(super) people: u32,
}

/// Places in the round that were changed here and that the backend does not know yet.
pub(super) type Moved = BTreeMap<HouseholdId, i64>;

/// Filters and orders.
pub(super) fn listed(all: &[Arc<Due>], filter: &Filter, moved: &Moved) -> Listed {
    let typed = plain(&filter.typed);
    let mut counts = BucketCounts::default();
    let mut found: Vec<&Arc<Due>> = Vec::new();
    for due in all {
        let card = &due.card;
        let here = filter
            .programme
            .as_ref()
            .is_none_or(|one| *one == card.programme)
            && filter
                .village
                .as_ref()
                .is_none_or(|one| *one == card.person.village)
            && filter.colour.is_none_or(|one| card.colour == Some(one))
            && filter.whose.is_none_or(|whose| due.of(whose));
        if !here || !due.found(&typed) {
            continue;
        }
        match card.bucket {
            Bucket::Urgent => counts.urgent += 1,
            Bucket::Overdue => counts.overdue += 1,
            Bucket::Soon => counts.soon += 1,
        }
        if filter.bucket.is_none_or(|one| one == card.bucket) {
            found.push(due);
        }
    }
    let people = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let lines = match filter.order {
        // As they come.
        Order::Pressing => found.into_iter().cloned().map(Line::Due).collect(),
        Order::Name => {
            found.sort_by(|a, b| by_name(a, b));
            found.into_iter().cloned().map(Line::Due).collect()
        }
        Order::Round => round(found, moved),
    };
    let rows = lines.iter().map(row).collect();
    Listed {
        lines: lines.into(),
        rows,
        counts,
        people,
    }
}

/// By the sound of the name, then by the name itself: initials are what names are called up by.
fn by_name(a: &Due, b: &Due) -> Ordering {
    let key = |due: &Due| (due.card.person.resident_id, due.card.due);
    a.card
        .initials
        .cmp(&b.card.initials)
        .then_with(|| a.name.cmp(&b.name))
        .then_with(|| key(a).cmp(&key(b)))
}

fn row(line: &Line) -> VirtualRow {
    let mut key = Key::default();
    match line {
        Line::Due(due) => {
            return VirtualRow {
                key: due.key,
                heading: false,
            };
        }
        Line::Village(name, due) => {
            key.add(name.as_bytes());
            key.add(&due.to_le_bytes());
        }
        Line::Door(door) => {
            let up = match door.up {
                Some(Behind::One(id)) => id.0.bytes(),
                Some(Behind::Nobody) => [1; 16],
                None => [0; 16],
            };
            key.add(door.head.as_bytes());
            key.add(&door.due.to_le_bytes());
            key.add(&[u8::from(door.by_hand)]);
            for id in [door.id, door.down].into_iter().flatten() {
                key.add(&id.0.bytes());
            }
            key.add(&up);
        }
    }
    VirtualRow {
        key: key.0,
        heading: true,
    }
}

/// Where somebody stands in the round: the village, then the place of the door. Whoever has no door
/// comes last in the village.
fn place(due: &Due, moved: &Moved) -> (i64, Option<HouseholdId>) {
    match &due.card.home {
        Some(home) => {
            let place = moved.get(&home.household_id).copied();
            let place = place.unwrap_or(home.place);
            (
                if place == 0 { i64::MAX - 1 } else { place },
                Some(home.household_id),
            )
        }
        None => (i64::MAX, None),
    }
}

/// Village by village, door by door.
fn round(mut found: Vec<&Arc<Due>>, moved: &Moved) -> Vec<Line> {
    found.sort_by(|a, b| {
        let key = |due: &'_ Due| {
            let (place, door) = place(due, moved);
            (place, door, due.card.person.resident_id)
        };
        a.card
            .person
            .village
            .cmp(&b.card.person.village)
            .then_with(|| key(a).cmp(&key(b)))
            .then_with(|| a.card.due.cmp(&b.card.due))
    });
    let mut lines = Vec::with_capacity(found.len() + found.len() / 2);
    for village in found.chunk_by(|a, b| a.card.person.village == b.card.person.village) {
        let Some(first) = village.first() else {
            continue;
        };
        let many = u32::try_from(village.len()).unwrap_or(u32::MAX);
        lines.push(Line::Village(first.card.person.village.clone(), many));
        let door_of = |due: &Due| due.card.home.as_ref().map(|home| home.household_id);
        let doors: Vec<&[&Arc<Due>]> = village.chunk_by(|a, b| door_of(a) == door_of(b)).collect();
        let ids: Vec<Option<HouseholdId>> = doors
            .iter()
            .map(|door| door.first().and_then(|due| door_of(due)))
            .collect();
        let id = |at: Option<usize>| at.and_then(|at| ids.get(at).copied().flatten());
        for (at, people) in doors.iter().enumerate() {
            let Some(first) = people.first() else {
                continue;
            };
            let home = first.card.home.as_ref();
            let own = id(Some(at));
            let up = match (at, own) {
                (0, _) | (_, None) => None,
                (1, _) => Some(Behind::Nobody),
                _ => id(at.checked_sub(2)).map(Behind::One),
            };
            lines.push(Line::Door(Door {
                id: own,
                head: home.map(|home| home.head.clone()).unwrap_or_default(),
                due: u32::try_from(people.len()).unwrap_or(u32::MAX),
                by_hand: home
                    .is_some_and(|home| home.by_hand || moved.contains_key(&home.household_id)),
                up,
                down: own.and_then(|_| id(at.checked_add(1))),
            }));
            lines.extend(people.iter().map(|due| Line::Due((*due).clone())));
        }
    }
    lines
}

/// The place of a household once it is put behind another one, as far as this list knows the others.
pub(super) fn place_behind(lines: &[Line], all: &[Arc<Due>], moved: &Moved, behind: Behind) -> i64 {
    let of = |id: HouseholdId| {
        let known = moved.get(&id).copied();
        known.or_else(|| {
            let homes = all.iter().filter_map(|due| due.card.home.as_ref());
            let mut same = homes.filter(|home| home.household_id == id);
            same.next().map(|home| home.place)
        })
    };
    let doors: Vec<HouseholdId> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Door(door) => door.id,
            _ => None,
        })
        .collect();
    let from = match behind {
        Behind::Nobody => 0,
        Behind::One(id) => of(id).unwrap_or_default(),
    };
    let next = match behind {
        Behind::Nobody => doors.first().copied(),
        Behind::One(id) => {
            let at = doors.iter().position(|door| *door == id);
            at.and_then(|at| doors.get(at + 1)).copied()
        }
    };
    match next.and_then(of).filter(|next| *next > from) {
        // Between the two, or beside the first where no whole number lies between.
        Some(next) => from + (next - from) / 2,
        None => from.saturating_add(1024),
    }
}

#[cfg(test)]
#[path = "grouping_tests.rs"]
mod tests;
