//! How much room a disk has, and when it has a name.

use std::path::Path;

use rustix::fs::{StatVfsMountFlags, statvfs};

/// Below this share of the disk the service warns: what is left is for getting out of trouble.
const LEAST_PERCENT: u64 = 5;

/// Room on the disk of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Bytes that this process may still write.
    pub free: u64,
    /// Bytes that there are.
    pub whole: u64,
    /// Whether nothing can be written at all.
    pub read_only: bool,
}

impl Space {
    /// Whether less than a twentieth is left.
    #[must_use]
    pub fn is_scarce(self) -> bool {
        self.free.saturating_mul(100) < self.whole.saturating_mul(LEAST_PERCENT)
    }
}

/// Room on the disk of a folder.
pub fn space(folder: &Path) -> Result<Space, std::io::Error> {
    let found = statvfs(folder)?;
    Ok(Space {
        free: found.f_bavail.saturating_mul(found.f_frsize),
        whole: found.f_blocks.saturating_mul(found.f_frsize),
        read_only: found.f_flag.contains(StatVfsMountFlags::RDONLY),
    })
}

/// Makes durable that a file has its name, or has it no more.
pub fn sync_folder_of(path: &Path) -> Result<(), std::io::Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twentieth_is_enough_and_less_is_scarce() {
        let of = |free, whole| Space {
            free,
            whole,
            read_only: false,
        };
        assert!(!of(50, 1000).is_scarce());
        assert!(of(49, 1000).is_scarce());
        assert!(!of(0, 0).is_scarce());
    }

    #[test]
    fn a_folder_has_a_disk() {
        let space = space(Path::new("/")).unwrap();
        assert!(space.whole >= space.free && space.whole > 0);
    }
}
