//! A disk in memory that keeps apart what was written and what was flushed, so that its power can
//! be cut. Knows files as bytes; nothing of SQLite.
//!
//! What is written is seen at once by whoever reads, and is durable after a flush of its file. At a
//! cut each unflushed sector is kept, lost or torn on its own, in any order; a file that was made
//! or removed since its last flush may be there or not.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use oorandom::Rand64;

/// What a disk writes as one piece.
const SECTOR: usize = 512;

/// Why the disk did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No room (ENOSPC).
    Full,
    /// The device failed (EIO), or has no power.
    Failed,
    /// There is no such file.
    Missing,
}

/// What goes wrong from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Writes find no room.
    Full,
    /// Writes fail.
    WritesFail,
    /// Flushes fail, and what they should have flushed is never written: the operating system
    /// takes its pages for clean (the trap known as "fsyncgate").
    FlushesFail,
}

/// A change that is not flushed yet.
#[derive(Clone, Debug)]
enum Change {
    Make,
    Write(usize, Vec<u8>),
    Resize(usize),
    Remove,
}

/// A file; `None` where there is none.
#[derive(Clone, Debug, Default)]
struct File {
    seen: Option<Vec<u8>>,
    durable: Option<Vec<u8>>,
    pending: Vec<Change>,
}

impl File {
    fn change(&mut self, change: Change) {
        apply(&mut self.seen, &change);
        self.pending.push(change);
    }

    /// Flushes the file; gives whether it was new.
    fn flush(&mut self) -> bool {
        let mut new = false;
        for change in self.pending.drain(..) {
            new |= matches!(change, Change::Make);
            apply(&mut self.durable, &change);
        }
        new
    }

    /// Flushes whether the file is there, not what it holds.
    fn flush_entry(&mut self) {
        if self.seen.is_none() {
            self.durable = None;
            self.pending.clear();
            return;
        }
        let made = |change: &Change| matches!(change, Change::Make);
        if let Some(at) = self.pending.iter().rposition(made) {
            self.durable = Some(Vec::new());
            self.pending.drain(..=at);
        }
    }
}

#[derive(Debug)]
struct State {
    files: BTreeMap<String, File>,
    random: Rand64,
    /// Changes and flushes that still have power.
    left: Option<u64>,
    done: u64,
    fault: Option<Fault>,
}

/// The disk.
#[derive(Debug)]
pub struct Disk {
    state: Mutex<State>,
    /// Microseconds that a flush takes.
    pause: AtomicU64,
}

impl Disk {
    /// An empty disk; `seed` decides what a cut leaves.
    pub fn new(seed: u64) -> Self {
        Self::with(BTreeMap::new(), seed)
    }

    fn with(files: BTreeMap<String, File>, seed: u64) -> Self {
        Self {
            state: Mutex::new(State {
                files,
                random: Rand64::new(u128::from(seed)),
                left: None,
                done: 0,
                fault: None,
            }),
            pause: AtomicU64::new(0),
        }
    }

    /// A disk of its own with what is seen on this one, all of it flushed.
    pub fn copy(&self, seed: u64) -> Self {
        let files = self.lock().files.clone();
        let whole = files.into_iter().map(|(name, file)| {
            let durable = file.seen.clone();
            (
                name,
                File {
                    seen: file.seen,
                    durable,
                    pending: Vec::new(),
                },
            )
        });
        Self::with(whole.collect(), seed)
    }

    /// A disk of its own as another process finds this one, with what is written and not flushed
    /// still so.
    pub fn as_it_is(&self, seed: u64) -> Self {
        Self::with(self.lock().files.clone(), seed)
    }

    /// Cuts the power after so many more changes and flushes; everything fails from then on.
    pub fn cut_after(&self, operations: u64) {
        self.lock().left = Some(operations);
    }

    /// Whether there is no power any more.
    pub fn is_dead(&self) -> bool {
        self.lock().left == Some(0)
    }

    /// Sets what goes wrong, or ends it.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.lock().fault = fault;
    }

    /// Makes each flush take so long from now on; whoever reads goes on meanwhile.
    pub fn set_pause(&self, pause: Duration) {
        let micros = u64::try_from(pause.as_micros()).unwrap_or(u64::MAX);
        self.pause.store(micros, Ordering::Relaxed);
    }

    /// Changes and flushes so far.
    pub fn operations(&self) -> u64 {
        self.lock().done
    }

    /// The disk as it is found when the power is back.
    pub fn after_the_cut(&self) -> Self {
        let mut state = self.lock();
        let seed = state.random.rand_u64();
        let names: Vec<String> = state.files.keys().cloned().collect();
        let mut files = BTreeMap::new();
        for name in names {
            let Some(file) = state.files.get(&name).cloned() else {
                continue;
            };
            let found = survivors(file, &mut state.random);
            let seen = found.clone();
            files.insert(
                name,
                File {
                    seen,
                    durable: found,
                    pending: Vec::new(),
                },
            );
        }
        Self::with(files, seed)
    }

    pub(super) fn exists(&self, name: &str) -> bool {
        self.lock()
            .files
            .get(name)
            .is_some_and(|file| file.seen.is_some())
    }

    /// Makes a file where there is none.
    pub(super) fn make(&self, name: &str) -> Result<(), Trouble> {
        if self.exists(name) {
            return Ok(());
        }
        let mut state = self.lock();
        let file = state.files.entry(name.to_owned()).or_default();
        file.change(Change::Make);
        state.step()
    }

    /// Removes a file; for good where `flush` says so.
    pub(super) fn remove(&self, name: &str, flush: bool) -> Result<(), Trouble> {
        self.change(name, Change::Remove)?;
        if flush { self.flush(name) } else { Ok(()) }
    }

    pub(super) fn write(&self, name: &str, at: usize, bytes: &[u8]) -> Result<(), Trouble> {
        self.change(name, Change::Write(at, bytes.to_vec()))
    }

    pub(super) fn resize(&self, name: &str, size: usize) -> Result<(), Trouble> {
        self.change(name, Change::Resize(size))
    }

    pub(super) fn flush(&self, name: &str) -> Result<(), Trouble> {
        match self.pause.load(Ordering::Relaxed) {
            0 => {}
            micros => std::thread::sleep(Duration::from_micros(micros)),
        }
        let mut state = self.lock();
        state.step()?;
        let failing = state.fault == Some(Fault::FlushesFail);
        let file = state.files.get_mut(name).ok_or(Trouble::Missing)?;
        if failing {
            file.pending.clear();
            return Err(Trouble::Failed);
        }
        if file.flush() {
            // With the first flush of a new file SQLite flushes the folder.
            state.files.values_mut().for_each(File::flush_entry);
        }
        Ok(())
    }

    /// Fills the buffer from the file; gives how much there was.
    pub(super) fn read(&self, name: &str, at: usize, buffer: &mut [u8]) -> Result<usize, Trouble> {
        let state = self.lock();
        if state.left == Some(0) {
            return Err(Trouble::Failed);
        }
        let seen = state.files.get(name).and_then(|file| file.seen.as_deref());
        let rest = seen.ok_or(Trouble::Missing)?.get(at..).unwrap_or_default();
        let there = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(there)
    }

    pub(super) fn size(&self, name: &str) -> Result<usize, Trouble> {
        let state = self.lock();
        let seen = state.files.get(name).and_then(|file| file.seen.as_ref());
        seen.map(Vec::len).ok_or(Trouble::Missing)
    }

    fn change(&self, name: &str, change: Change) -> Result<(), Trouble> {
        let mut state = self.lock();
        if state.left == Some(0) {
            return Err(Trouble::Failed);
        }
        match (state.fault, &change) {
            (Some(Fault::Full), Change::Write(..)) => return Err(Trouble::Full),
            (Some(Fault::WritesFail), Change::Write(..)) => return Err(Trouble::Failed),
            _ => {}
        }
        let file = state.files.get_mut(name).ok_or(Trouble::Missing)?;
        if file.seen.is_none() {
            return Err(Trouble::Missing);
        }
        // Before the step: the last change before a cut may be half done.
        file.change(change);
        state.step()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked left whole files behind: no change is begun that can fail.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a change or a flush, and cuts the power when its time has come.
    fn step(&mut self) -> Result<(), Trouble> {
        self.done += 1;
        let Some(left) = &mut self.left else {
            return Ok(());
        };
        *left = left.saturating_sub(1);
        if *left == 0 {
            Err(Trouble::Failed)
        } else {
            Ok(())
        }
    }
}

fn apply(content: &mut Option<Vec<u8>>, change: &Change) {
    match change {
        Change::Make => {
            content.get_or_insert_default();
        }
        Change::Remove => *content = None,
        Change::Resize(size) => {
            if let Some(bytes) = content {
                bytes.resize(*size, 0);
            }
        }
        Change::Write(at, new) => {
            // A file whose making was lost has lost what was written to it.
            let Some(bytes) = content else { return };
            let end = at + new.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            if let Some(place) = bytes.get_mut(*at..end) {
                place.copy_from_slice(new);
            }
        }
    }
}

/// What is left of a file: everything flushed, and of the rest whatever chance keeps.
fn survivors(file: File, random: &mut Rand64) -> Option<Vec<u8>> {
    let File {
        mut durable,
        pending,
        ..
    } = file;
    let keep = [0.0, 0.3, 0.7, 0.95, 1.0][random.rand_range(0..5) as usize];
    let reorder = random.rand_range(0..2) == 0;
    let mut run = Vec::new();
    for change in pending {
        if let Change::Write(at, bytes) = change {
            run.extend(sectors(at, &bytes));
            continue;
        }
        settle(&mut durable, &mut run, keep, reorder, random);
        if random.rand_float() < keep {
            apply(&mut durable, &change);
        }
    }
    settle(&mut durable, &mut run, keep, reorder, random);
    durable
}

/// Writes what chance keeps of a run of sectors, in the order that chance gives.
fn settle(
    content: &mut Option<Vec<u8>>,
    run: &mut Vec<(usize, Vec<u8>)>,
    keep: f64,
    reorder: bool,
    random: &mut Rand64,
) {
    if reorder {
        for last in (1..run.len()).rev() {
            run.swap(last, random.rand_range(0..last as u64 + 1) as usize);
        }
    }
    for (at, mut bytes) in run.drain(..) {
        if random.rand_float() >= keep {
            continue;
        }
        let torn = random.rand_range(0..8) == 0;
        if torn {
            bytes.truncate(random.rand_range(0..bytes.len() as u64 + 1) as usize);
        }
        apply(content, &Change::Write(at, bytes));
    }
}

/// A write in the pieces that the disk writes at once.
fn sectors(at: usize, bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut pieces = Vec::new();
    let (mut at, mut rest) = (at, bytes);
    while !rest.is_empty() {
        let room = SECTOR - at % SECTOR;
        let (piece, after) = rest.split_at(room.min(rest.len()));
        pieces.push((at, piece.to_vec()));
        at += piece.len();
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file() -> Disk {
        let disk = Disk::new(1);
        disk.make("a").unwrap();
        disk.write("a", 0, &[1; 2048]).unwrap();
        disk.flush("a").unwrap();
        disk
    }

    fn content(disk: &Disk) -> Vec<u8> {
        let mut bytes = vec![0; disk.size("a").unwrap()];
        disk.read("a", 0, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_flushed_survives_every_cut() {
        for seed in 0..100 {
            let disk = with_file().copy(seed);
            disk.write("a", 2048, &[2; 4096]).unwrap();
            let found = content(&disk.after_the_cut());
            assert_eq!(found.get(..2048), Some([1; 2048].as_slice()));
        }
    }

    #[test]
    fn sectors_that_were_not_flushed_are_kept_lost_or_torn_each_on_its_own() {
        let mut outcomes = [0; 3];
        for seed in 0..200 {
            let disk = with_file().copy(seed);
            disk.write("a", 0, &[2; 1024]).unwrap();
            let found = content(&disk.after_the_cut());
            for sector in found.chunks(SECTOR).take(2) {
                let new = sector.iter().filter(|byte| **byte == 2).count();
                outcomes[match new {
                    0 => 0,
                    SECTOR => 1,
                    _ => 2,
                }] += 1;
            }
        }
        assert!(outcomes.iter().all(|count| *count > 5), "{outcomes:?}");
    }

    #[test]
    fn a_file_that_was_never_flushed_may_be_gone() {
        let there = (0..50).filter(|seed| {
            let disk = Disk::new(*seed);
            disk.make("a").unwrap();
            disk.after_the_cut().exists("a")
        });
        assert!((1..50).contains(&there.count()));
    }

    #[test]
    fn the_first_flush_of_a_new_file_settles_which_files_are_there() {
        for seed in 0..50 {
            let disk = with_file().copy(seed);
            disk.remove("a", false).unwrap();
            disk.make("b").unwrap();
            disk.flush("b").unwrap();
            let found = disk.after_the_cut();
            assert!(!found.exists("a") && found.exists("b"));
        }
    }

    #[test]
    fn a_failed_flush_loses_what_it_should_have_flushed_though_it_is_still_seen() {
        let disk = with_file();
        disk.write("a", 0, &[2; 512]).unwrap();
        disk.set_fault(Some(Fault::FlushesFail));
        assert_eq!(disk.flush("a"), Err(Trouble::Failed));
        disk.set_fault(None);
        disk.flush("a").unwrap();
        assert_eq!(content(&disk).first(), Some(&2));
        assert_eq!(content(&disk.after_the_cut()).first(), Some(&1));
    }

    #[test]
    fn after_the_cut_nothing_answers() {
        let disk = with_file();
        disk.cut_after(2);
        disk.write("a", 0, &[2]).unwrap();
        assert_eq!(disk.flush("a"), Err(Trouble::Failed));
        assert!(disk.is_dead());
        assert_eq!(disk.read("a", 0, &mut [0]), Err(Trouble::Failed));
        assert_eq!(disk.write("a", 0, &[2]), Err(Trouble::Failed));
    }
}
