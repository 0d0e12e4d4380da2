//! Processes and their parents, as `/proc` tells them.

use std::fs;

use anyhow::{Context, Result};

/// The processes whose parent is this one.
pub(crate) fn of(parent: u32) -> Result<Vec<u32>> {
    let processes = fs::read_dir("/proc").context("no list of processes")?;
    let numbers = processes.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    Ok(numbers
        .filter(|process| parent_of(*process) == Some(parent))
        .collect())
}

/// Whether none of them is there any more.
pub(crate) fn gone(processes: &[u32]) -> bool {
    processes.iter().all(|process| {
        let state = stat(*process);
        // One that nobody has waited for yet holds nothing any more.
        state.is_none_or(|(state, _)| state == "Z")
    })
}

fn parent_of(process: u32) -> Option<u32> {
    stat(process)?.1.parse().ok()
}

/// State and parent of a process.
fn stat(process: u32) -> Option<(String, String)> {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let (_, rest) = line.rsplit_once(") ")?;
    let mut words = rest.split(' ').map(str::to_owned);
    Some((words.next()?, words.next()?))
}

#[cfg(test)]
mod tests {
    use std::process::{self, Command};

    use super::*;

    #[test]
    fn a_child_is_found_until_it_is_gone() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let id = child.id();
        assert!(of(process::id()).unwrap().contains(&id));
        assert!(!gone(&[id]));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(gone(&[id]));
    }
}
