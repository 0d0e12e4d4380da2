//! `audit verify`: walks the whole chain and says which row was altered, removed, moved, put in or
//! cut off. Reads in pages, so that its memory does not grow with the trail; changes nothing.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::path::Path;

use domain::ids::Uuid;

use super::entry::{Entry, columns};
use super::heads;
use super::seal::{Link, grouped, limit};
use crate::db::{Row, Tx};
use crate::district::DistrictId;
use crate::failure::Failure;
use crate::seal::{Keys, to_hex};

/// Rows read at a time.
const PAGE: usize = 512;
/// Findings that are told in full; all are counted.
const TOLD: usize = 100;

/// Something that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Number in the chain, where it has one.
    pub seq: Option<i64>,
    /// What is wrong, in words without personal data.
    pub what: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows in the chain.
    pub sealed: u64,
    /// Rows that wait for their seal.
    pub unsealed: i64,
    /// Lines of the file of heads that agree with the chain.
    pub heads: u64,
    /// The first findings.
    pub findings: Vec<Finding>,
    /// All findings.
    pub count: u64,
}

impl Report {
    fn found(&mut self, seq: impl Into<Option<i64>>, what: impl Into<String>) {
        self.count += 1;
        if self.findings.len() < TOLD {
            self.findings.push(Finding {
                seq: seq.into(),
                what: what.into(),
            });
        }
    }
}

/// Why the trail could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The storage did not answer.
    #[error(transparent)]
    Storage(#[from] Failure),
    /// The file of heads cannot be read.
    #[error("the file of heads cannot be read: {0}")]
    Heads(#[from] std::io::Error),
}

/// Verifies the trail in one snapshot, against the file of heads where there is one.
pub fn verify(
    tx: &mut dyn Tx,
    district: &DistrictId,
    keys: &Keys,
    heads: Option<&Path>,
) -> Result<Report, VerifyError> {
    let mut report = Report::default();
    let mut heads = Witness::open(heads, district, keys)?;
    let mut link = Link::origin(district.as_str(), keys);
    loop {
        let (rows, about) = page(tx, district, link.seq)?;
        if rows.is_empty() {
            break;
        }
        let mut about = grouped(&about)?;
        for row in &rows {
            link = walk(&mut report, district, keys, &link, row, &mut about)?;
            heads.compare(&link, &mut report)?;
        }
    }
    heads.end(&link, &mut report)?;
    outside_of_the_chain(tx, district, &mut report)?;
    Ok(report)
}

/// The next rows of the chain, and the residents of those that are still there.
fn page(
    tx: &mut dyn Tx,
    district: &DistrictId,
    after: i64,
) -> Result<(Vec<Row>, Vec<Row>), Failure> {
    let rows = tx.rows(
        concat!(
            "SELECT s.seq, s.audit_id, s.hash, ",
            columns!(),
            " FROM audit_seal s
             LEFT JOIN audit a ON a.district_id = s.district_id AND a.id = s.audit_id
             WHERE s.district_id = $1 AND s.seq > $2 ORDER BY s.seq LIMIT $3"
        ),
        &[district.into(), after.into(), limit(PAGE)],
    )?;
    let last: i64 = rows.last().map_or(Ok(after), |row| row.get("seq"))?;
    let about = tx.rows(
        "SELECT m.audit_id, m.resident_id FROM audit_seal s
         CROSS JOIN audit_resident m
         WHERE s.district_id = $1 AND s.seq > $2 AND s.seq <= $3
             AND m.district_id = s.district_id AND m.audit_id = s.audit_id
         ORDER BY s.seq, m.resident_id",
        &[district.into(), after.into(), last.into()],
    )?;
    Ok((rows, about))
}

/// Compares one row with its seal. The walk goes on from the stored hash, so that one finding does
/// not spoil all that come after it.
fn walk(
    report: &mut Report,
    district: &DistrictId,
    keys: &Keys,
    before: &Link,
    row: &Row,
    about: &mut BTreeMap<Uuid, Vec<Uuid>>,
) -> Result<Link, Failure> {
    let stored = Link {
        seq: row.get("seq")?,
        hash: row.get("hash")?,
    };
    let id: Uuid = row.get("audit_id")?;
    report.sealed += 1;
    if stored.seq != before.seq + 1 {
        let missing = before.seq + 1;
        report.found(
            missing,
            format!("the seals {missing} to {} are missing", stored.seq - 1),
        );
        // What it was chained to is gone with them.
        return Ok(stored);
    }
    if row.get::<Option<Uuid>>("id")?.is_none() {
        report.found(stored.seq, format!("the row {id} was removed"));
        return Ok(stored);
    }
    let entry = Entry::found(
        district.as_str(),
        row,
        about.remove(&id).unwrap_or_default(),
    );
    // A value of another type than the program writes is an alteration too.
    let agrees = match entry {
        Ok(entry) => before.then(&entry, keys)? == stored,
        Err(_) => false,
    };
    if !agrees {
        report.found(
            stored.seq,
            format!("the row {id} is not what was sealed: altered, moved or put in"),
        );
    }
    Ok(stored)
}

/// Rows that no seal covers: those that wait, and those that should not be.
fn outside_of_the_chain(
    tx: &mut dyn Tx,
    district: &DistrictId,
    report: &mut Report,
) -> Result<(), Failure> {
    let waiting = tx.one(
        "SELECT count(*) AS n FROM audit_unsealed WHERE district_id = $1",
        &[district.into()],
    )?;
    report.unsealed = waiting.map_or(Ok(0), |row| row.get("n"))?;
    let mut listed = |rows: Vec<Row>, what: &str| -> Result<(), Failure> {
        for row in rows {
            report.found(None, format!("the row {} {what}", row.get::<Uuid>("id")?));
        }
        Ok(())
    };
    let district = &[district.into()];
    listed(
        tx.rows(
            "SELECT u.audit_id AS id FROM audit_unsealed u
             LEFT JOIN audit a ON a.district_id = u.district_id AND a.id = u.audit_id
             WHERE u.district_id = $1 AND a.id IS NULL ORDER BY u.audit_id LIMIT 100",
            district,
        )?,
        "was removed before it was sealed",
    )?;
    listed(
        tx.rows(
            "SELECT a.id FROM audit a
             LEFT JOIN audit_seal s ON s.district_id = a.district_id AND s.audit_id = a.id
             LEFT JOIN audit_unsealed u ON u.district_id = a.district_id AND u.audit_id = a.id
             WHERE a.district_id = $1 AND s.seq IS NULL AND u.audit_id IS NULL
             ORDER BY a.id LIMIT 100",
            district,
        )?,
        "has no seal and waits for none: put in, or its seal was removed",
    )?;
    listed(
        tx.rows(
            "SELECT u.audit_id AS id FROM audit_unsealed u
             CROSS JOIN audit_seal s
             WHERE u.district_id = $1 AND s.district_id = u.district_id
                 AND s.audit_id = u.audit_id ORDER BY u.audit_id LIMIT 100",
            district,
        )?,
        "is sealed and waits for a seal",
    )?;
    listed(
        tx.rows(
            "SELECT m.audit_id AS id FROM audit_resident m
             LEFT JOIN audit a ON a.district_id = m.district_id AND a.id = m.audit_id
             WHERE m.district_id = $1 AND a.id IS NULL ORDER BY m.audit_id LIMIT 100",
            district,
        )?,
        "names a resident and is not there",
    )
}

type Lines = Box<dyn Iterator<Item = Result<Vec<u8>, std::io::Error>>>;

/// The file of heads, read along with the chain.
struct Witness<'a> {
    lines: Peekable<std::iter::Enumerate<Lines>>,
    district: &'a str,
    keys: &'a Keys,
}

impl<'a> Witness<'a> {
    fn open(
        path: Option<&Path>,
        district: &'a DistrictId,
        keys: &'a Keys,
    ) -> Result<Self, std::io::Error> {
        let lines: Lines = match path {
            Some(path) => Box::new(heads::lines(path)?),
            None => Box::new(std::iter::empty()),
        };
        Ok(Self {
            lines: lines.enumerate().peekable(),
            district: district.as_str(),
            keys,
        })
    }

    /// Compares all lines up to this link.
    fn compare(&mut self, link: &Link, report: &mut Report) -> Result<(), std::io::Error> {
        while let Some((at, line)) = self.lines.peek() {
            let Ok(line) = line else { break };
            if !line.ends_with(b"\n") {
                // The service is just writing it, or did not come to its end.
                self.lines.next();
                continue;
            }
            let number = at + 1;
            match heads::read(line) {
                Some(head) if head.district == self.district && head.is_genuine(self.keys) => {
                    if head.seq > link.seq {
                        return Ok(());
                    }
                    if head.seq < link.seq {
                        report.found(head.seq, format!("line {number} of the heads goes back"));
                    } else if head.hash == to_hex(&link.hash) {
                        report.heads += 1;
                    } else {
                        report.found(
                            head.seq,
                            format!("line {number} of the heads knows another chain"),
                        );
                    }
                }
                _ => report.found(None, format!("line {number} of the heads is not genuine")),
            }
            self.lines.next();
        }
        match self.lines.next_if(|(_, line)| line.is_err()) {
            Some((_, Err(error))) => Err(error),
            _ => Ok(()),
        }
    }

    /// What the file knows beyond the end of the chain was cut off.
    fn end(&mut self, last: &Link, report: &mut Report) -> Result<(), std::io::Error> {
        self.compare(last, report)?;
        let mut known = last.seq;
        for (_, line) in self.lines.by_ref() {
            if let Some(head) = heads::read(&line?)
                && head.district == self.district
                && head.is_genuine(self.keys)
            {
                known = known.max(head.seq);
            }
        }
        if known > last.seq {
            let first = last.seq + 1;
            report.found(first, format!("the rows {first} to {known} were cut off"));
        }
        Ok(())
    }
}
