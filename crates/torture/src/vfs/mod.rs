//! A file system for SQLite whose disk is ours, so that its power can be cut and its writes can
//! fail. [`disk`] is the disk, [`locks`] what connections of one process share, [`glue`] the only
//! place that speaks C.

mod disk;
mod glue;
mod locks;

pub use disk::{Disk, Fault};
pub use glue::Drive;
