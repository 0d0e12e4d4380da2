//! A whole import, with records opened and rejected lines written to a file.

use std::path::Path;

use backend::import::{ImportError, Outcome, Target as Into, residents};

use super::verdicts::{self, judged};
use super::{Target, csv, workbook};
use crate::district::now;
use crate::town::TOWN;

pub const TARGET: Target = Target {
    name: "import",
    one,
    seeds,
    words: verdicts::words,
};

/// What is opened is what was accepted; a second run opens nobody; the file of rejects holds the
/// rejected lines, is read again, and its lines are rejected again, but for an ID number that is
/// there twice no more.
fn one(bytes: &[u8]) {
    let (table, rejects) = (TOWN.beside("table"), TOWN.beside("table.rejected.csv"));
    // A table before this one may have left none.
    let _ = std::fs::remove_file(&rejects);
    std::fs::write(&table, bytes).unwrap();
    let first = import(&table, &rejects);
    let Some(judged_alone) = judged(bytes) else {
        assert!(first.is_none(), "imported, and yet no table");
        return;
    };
    let first = first.unwrap();
    assert_eq!(first.report, judged_alone.report);
    assert_eq!(first.opened + first.known, first.report.accepted);
    assert_eq!(first.rejects.is_some(), first.report.rejected_rows() > 0);
    if let Some(file) = &first.rejects {
        again(&std::fs::read(file).unwrap(), &judged_alone);
    }
    let second = import(&table, &rejects).unwrap();
    assert_eq!((second.opened, second.known), (0, first.report.accepted));
}

fn again(rejects: &[u8], before: &verdicts::Judged) {
    let rejected = before.lines.iter().filter_map(|(_, reason)| *reason);
    let read = judged(rejects).unwrap();
    let reasons = read.lines.iter().map(|(_, reason)| *reason);
    for (before, now) in rejected.clone().zip(reasons) {
        assert!(
            now == Some(before) || before == "id_duplicate",
            "{before}, then {now:?}"
        );
    }
    assert_eq!(read.lines.len(), rejected.count());
}

fn import(table: &Path, rejects: &Path) -> Option<Outcome> {
    let into = Into {
        store: &TOWN.store,
        district: &TOWN.district,
        keys: &TOWN.keys,
        now: now(),
    };
    match residents(into, table, rejects, |_| ()) {
        Ok(outcome) => Some(outcome),
        Err(ImportError::Read(_) | ImportError::NoHeader) => None,
        Err(other) => panic!("{other}"),
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let few = verdicts::lines(40).into_bytes();
    let twice = format!(
        "{}{}",
        verdicts::lines(9),
        verdicts::lines(9).split_once('\n').unwrap().1
    );
    let tables = (csv::TARGET.seeds)().into_iter();
    // The packed one: this target does not pack.
    let workbooks = (workbook::TARGET.seeds)().into_iter().skip(1);
    tables
        .chain(workbooks)
        .chain([few, twice.into_bytes()])
        .collect()
}
