//! `import residents`: a table of residents, as messy as such tables are, becomes records.
//!
//! A line goes `read` (text of the cells) → `headers` (which column is which) → `fields`
//! (types of the domain) → `verdict` (accepted, or all `reasons` why not) → `report` and either
//! `write` (through the writer, in batches) or `rejects` (a file to be mended). All but the last
//! two are pure. Running an import again changes nothing. Nothing here logs what a cell holds.

mod fields;
mod headers;
mod read;
mod reasons;
mod rejects;
mod report;
mod text;
mod verdict;
mod write;

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

pub use fields::Normalised;
pub use headers::{Column, Header};
pub use read::{Form, Line, ReadError};
pub use reasons::{Reason, Warning};
pub use rejects::path_beside;
pub use report::Report;
pub use verdict::{Accepted, Verdict};

use self::rejects::Rejects;
use self::verdict::Judge;
use self::write::Batches;
use crate::clock::date_in_district;
use crate::db::Store;
use crate::district::District;
use crate::failure::Failure;
use crate::seal::Keys;

/// A header may stand below a title and a note.
const HEADER_WITHIN: u64 = 10;

/// Why an import stopped. Lines before that are kept; running it again continues.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No line that could be the header.
    #[error(
        "no header in the first {HEADER_WITHIN} lines: a column 姓名 and a column 身份证号码 are needed"
    )]
    NoHeader,
    /// The file of rejected lines.
    #[error("the rejected lines cannot be written to {path}: {source}")]
    Rejects {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The storage.
    #[error(transparent)]
    Write(#[from] Failure),
}

/// A step through a table.
#[derive(Debug)]
pub enum Step<'a> {
    /// The header was found.
    Header(Form, &'a Line),
    /// A line below it was judged.
    Line(&'a Line, Verdict),
}

/// Judges every line of a table and hands it over; the counts come last.
///
/// # Errors
/// Where the table cannot be read, has no header, or what `each` answers.
pub fn judge<R: Read + Seek>(
    mut table: R,
    county: &str,
    today: NaiveDate,
    mut each: impl FnMut(Step<'_>) -> Result<(), ImportError>,
) -> Result<Report, ImportError> {
    let form = Form::of(&mut table)?;
    let mut report = Report::default();
    let mut judge: Option<Judge> = None;
    form.lines(table, |line| {
        if let Some(judge) = &mut judge {
            let verdict = judge.judge(&line);
            report.count(&verdict);
            return each(Step::Line(&line, verdict));
        }
        if let Some(header) = Header::of(&line.cells) {
            judge = Some(Judge::new(header, county, today));
            return each(Step::Header(form, &line));
        }
        if line.number < HEADER_WITHIN {
            Ok(())
        } else {
            Err(ImportError::NoHeader)
        }
    })?;
    let judge = judge.ok_or(ImportError::NoHeader)?;
    report.finish(judge.shared_phones());
    Ok(report)
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Lines judged.
    pub rows: u64,
    /// Share of the file, percent.
    pub percent: u8,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The counts of the table.
    pub report: Report,
    /// Records that were opened.
    pub opened: u64,
    /// Accepted lines whose ID number had a record already; nothing was changed for them.
    pub known: u64,
    /// The file of rejected lines, where there are any.
    pub rejects: Option<PathBuf>,
}

/// Where an import writes, and when it is.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// Storage.
    pub store: &'a Store,
    /// District.
    pub district: &'a District,
    /// Keys for sealed fields.
    pub keys: &'a Keys,
    /// The instant of the import.
    pub now: DateTime<Utc>,
}

/// Imports a table: opens a record for every accepted line whose ID number has none, and writes
/// the rejected ones to `rejects`. Blocks; for commands that have no server around them.
///
/// # Errors
/// As [`judge`], and where the storage or the file of rejects cannot be written.
pub fn residents(
    target: Target<'_>,
    table: &Path,
    rejects: &Path,
    mut progress: impl FnMut(Progress),
) -> Result<Outcome, ImportError> {
    let file = File::open(table).map_err(ReadError::from)?;
    let not_written = |source| ImportError::Rejects {
        path: rejects.display().to_string(),
        source,
    };
    let mut rejected: Option<Rejects> = None;
    let mut batches = Batches::new(target)?;
    let mut rows = 0;
    let today = date_in_district(target.now);
    let report = judge(file, target.district.id.as_str(), today, |step| {
        let (line, verdict) = match step {
            Step::Header(form, header) => {
                rejected = Some(Rejects::new(rejects, form, header));
                return Ok(());
            }
            Step::Line(line, verdict) => (line, verdict),
        };
        match verdict {
            Verdict::Accepted(accepted) => batches.add(&accepted.person)?,
            Verdict::Rejected(reasons) => {
                if let Some(file) = &mut rejected {
                    file.write(line, &reasons).map_err(not_written)?;
                }
            }
        }
        rows += 1;
        progress(Progress {
            rows,
            percent: line.percent,
        });
        Ok(())
    })?;
    let (opened, known) = batches.finish()?;
    let rejects = rejected
        .map(Rejects::finish)
        .transpose()
        .map_err(not_written)?
        .flatten();
    Ok(Outcome {
        report,
        opened,
        known,
        rejects,
    })
}

#[cfg(test)]
mod tests;
