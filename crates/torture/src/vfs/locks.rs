//! Locks between the connections of one process, as SQLite wants them of a file system: those of
//! a file, and those of its shared memory. Knows connections as numbers.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;

/// Number of an open file.
pub type Holder = u64;

/// Levels of SQLite's file lock.
pub const NONE: i32 = 0;
/// Reading.
pub const SHARED: i32 = 1;
/// Going to write.
pub const RESERVED: i32 = 2;
/// Waiting for readers to end.
pub const PENDING: i32 = 3;
/// Writing.
pub const EXCLUSIVE: i32 = 4;

/// Somebody else has a lock that does not go with this one.
#[derive(Debug, PartialEq, Eq)]
pub struct Taken;

/// Locks and shared memory of one file.
#[derive(Debug, Default)]
pub struct Shared {
    levels: HashMap<Holder, i32>,
    slots: [Slot; SLOTS],
    /// Pieces of shared memory. Atomic, because SQLite writes them from several threads.
    regions: Vec<Box<[AtomicU64]>>,
    mapped: Vec<Holder>,
}

const SLOTS: usize = 8;

#[derive(Debug, Default)]
struct Slot {
    shared: Vec<Holder>,
    exclusive: Option<Holder>,
}

impl Shared {
    /// Raises a file lock.
    pub fn lock(&mut self, holder: Holder, level: i32) -> Result<(), Taken> {
        let own = self.level(holder);
        if own >= level {
            return Ok(());
        }
        let others = self.others(holder);
        match level {
            SHARED if others >= PENDING => return Err(Taken),
            RESERVED if others >= RESERVED => return Err(Taken),
            EXCLUSIVE if others >= RESERVED => return Err(Taken),
            EXCLUSIVE if others >= SHARED => {
                // Keeps new readers away while the old ones end.
                self.levels.insert(holder, PENDING);
                return Err(Taken);
            }
            _ => {}
        }
        self.levels.insert(holder, level);
        Ok(())
    }

    /// Lowers a file lock.
    pub fn unlock(&mut self, holder: Holder, level: i32) {
        if level == NONE {
            self.levels.remove(&holder);
        } else if self.level(holder) > level {
            self.levels.insert(holder, level);
        }
    }

    /// Whether anybody is going to write.
    pub fn reserved(&self) -> bool {
        self.levels.values().any(|level| *level >= RESERVED)
    }

    fn level(&self, holder: Holder) -> i32 {
        self.levels.get(&holder).copied().unwrap_or(NONE)
    }

    fn others(&self, holder: Holder) -> i32 {
        let others = self.levels.iter().filter(|(other, _)| **other != holder);
        others.map(|(_, level)| *level).max().unwrap_or(NONE)
    }

    /// Takes slots of the shared memory for reading, all or none.
    pub fn share_slots(&mut self, holder: Holder, first: usize, count: usize) -> Result<(), Taken> {
        let slots = self.slots.iter_mut().skip(first).take(count);
        for slot in slots {
            if slot.exclusive.is_some_and(|other| other != holder) {
                return Err(Taken);
            }
            if !slot.shared.contains(&holder) {
                slot.shared.push(holder);
            }
        }
        Ok(())
    }

    /// Takes slots of the shared memory for oneself, all or none.
    pub fn take_slots(&mut self, holder: Holder, first: usize, count: usize) -> Result<(), Taken> {
        let slots = self.slots.iter().skip(first).take(count);
        let free = |slot: &Slot| {
            slot.exclusive.is_none_or(|other| other == holder)
                && slot.shared.iter().all(|other| *other == holder)
        };
        if !slots.clone().all(free) {
            return Err(Taken);
        }
        for slot in self.slots.iter_mut().skip(first).take(count) {
            slot.exclusive = Some(holder);
        }
        Ok(())
    }

    /// Gives slots back.
    pub fn free_slots(&mut self, holder: Holder, first: usize, count: usize) {
        for slot in self.slots.iter_mut().skip(first).take(count) {
            slot.shared.retain(|other| *other != holder);
            if slot.exclusive == Some(holder) {
                slot.exclusive = None;
            }
        }
    }

    /// A piece of the shared memory of `size` bytes; made where `extend` says so.
    pub fn map(
        &mut self,
        holder: Holder,
        at: usize,
        size: usize,
        extend: bool,
    ) -> Option<&[AtomicU64]> {
        if !self.mapped.contains(&holder) {
            self.mapped.push(holder);
        }
        while extend && self.regions.len() <= at {
            let words = size.div_ceil(8);
            self.regions
                .push((0..words).map(|_| AtomicU64::new(0)).collect());
        }
        self.regions.get(at).map(AsRef::as_ref)
    }

    /// Ends a holder's use of the shared memory. The last one takes the memory with it.
    pub fn unmap(&mut self, holder: Holder) {
        self.free_slots(holder, 0, SLOTS);
        self.mapped.retain(|other| *other != holder);
        if self.mapped.is_empty() {
            self.regions.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_and_waits_for_readers_who_let_nobody_else_in() {
        let mut file = Shared::default();
        file.lock(1, SHARED).unwrap();
        file.lock(2, SHARED).unwrap();
        file.lock(1, RESERVED).unwrap();
        assert_eq!(file.lock(2, RESERVED), Err(Taken));
        assert_eq!(file.lock(1, EXCLUSIVE), Err(Taken));
        assert_eq!(file.lock(3, SHARED), Err(Taken));
        file.unlock(2, NONE);
        file.lock(1, EXCLUSIVE).unwrap();
        file.unlock(1, NONE);
        file.lock(3, SHARED).unwrap();
        assert!(!file.reserved());
    }

    #[test]
    fn a_slot_is_shared_or_ones_own() {
        let mut file = Shared::default();
        file.share_slots(1, 3, 1).unwrap();
        file.share_slots(2, 3, 1).unwrap();
        assert_eq!(file.take_slots(1, 3, 2), Err(Taken));
        file.free_slots(1, 3, 1);
        file.free_slots(2, 3, 1);
        file.take_slots(1, 3, 2).unwrap();
        assert_eq!(file.share_slots(2, 4, 1), Err(Taken));
    }

    #[test]
    fn shared_memory_ends_with_the_last_who_uses_it() {
        let mut file = Shared::default();
        assert!(file.map(1, 0, 32_768, false).is_none());
        let region = file.map(1, 0, 32_768, true).unwrap();
        assert_eq!(region.len(), 4096);
        file.map(2, 0, 32_768, false).unwrap();
        file.unmap(1);
        assert!(file.map(2, 0, 32_768, false).is_some());
        file.unmap(2);
        assert!(file.map(2, 0, 32_768, false).is_none());
    }
}
