//! Accepted lines into records, so many at a time that the writer is never held long. Sealing is
//! done before the writer is asked.

use std::sync::Arc;

use super::Target;
use crate::enrol::{Newcomer, Opened, Register, Sealed};
use crate::failure::Failure;

/// Lines that share a transaction: some ten milliseconds of the writer.
const BATCH: usize = 100;

/// Collects newcomers and writes them.
pub(super) struct Batches<'a> {
    target: Target<'a>,
    register: Register,
    waiting: Vec<Sealed>,
    opened: u64,
    known: u64,
}

impl<'a> Batches<'a> {
    pub(super) fn new(target: Target<'a>) -> Result<Self, Failure> {
        let register = target
            .store
            .read_here(|tx| Register::load(tx, &target.district.id))?;
        Ok(Self {
            target,
            register,
            waiting: Vec::with_capacity(BATCH),
            opened: 0,
            known: 0,
        })
    }

    pub(super) fn add(&mut self, newcomer: &Newcomer) -> Result<(), Failure> {
        let Target {
            district,
            keys,
            now,
            ..
        } = self.target;
        self.waiting.push(newcomer.seal(&district.id, keys, now)?);
        if self.waiting.len() < BATCH {
            Ok(())
        } else {
            self.write()
        }
    }

    /// Writes what still waits; answers how many records were opened, and how many were there.
    pub(super) fn finish(mut self) -> Result<(u64, u64), Failure> {
        self.write()?;
        Ok((self.opened, self.known))
    }

    fn write(&mut self) -> Result<(), Failure> {
        let batch = Arc::new(std::mem::take(&mut self.waiting));
        let before = self.register.clone();
        let now = self.target.now;
        let (register, opened, known) = self.target.store.write_here(move |tx| {
            // The closure may run again, so it counts from where the batch began.
            let mut register = before.clone();
            let (mut opened, mut known) = (0, 0);
            for newcomer in batch.iter() {
                match register.open(tx, newcomer, "import", now)? {
                    Opened::New(_) => opened += 1,
                    Opened::Known(_) => known += 1,
                }
            }
            Ok((register, opened, known))
        })?;
        self.register = register;
        self.opened += opened;
        self.known += known;
        Ok(())
    }
}
