//! The lines of a table file as text, whatever program wrote it: CSV in UTF-8, UTF-16 or
//! GB18030, or a workbook (`.xlsx`). Streams; a file is never held as a whole. Knows nothing of
//! what the columns mean.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use calamine::{DataRef, Reader, Xlsx};
use encoding_rs::{Encoding, GB18030, UTF_8};

use super::text::Text;

/// A line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As spreadsheets number it, from 1.
    pub number: u64,
    /// The cells as they are written.
    pub cells: Vec<String>,
    /// How much of the file has been read up to here, percent.
    pub percent: u8,
}

/// The form of a table file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with one separator between cells.
    Csv {
        /// Encoding of the text.
        encoding: &'static Encoding,
        /// Whether a byte-order mark stands before it.
        mark: bool,
        /// Separator, `,` or a tab.
        separator: u8,
    },
    /// A workbook; its first sheet counts.
    Workbook,
}

/// Why a table file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file.
    #[error("the file cannot be read: {0}")]
    File(#[from] io::Error),
    /// A workbook of the form before 2007.
    #[error("this is an old workbook (.xls); save it as .xlsx or as CSV, then import it again")]
    OldWorkbook,
    /// A broken workbook.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// Text that is no CSV.
    #[error("line {0} is not CSV")]
    Csv(u64),
}

impl Form {
    /// Finds out the form of a file from its content, not from its name. Text that is not UTF-8
    /// from beginning to end is taken for GB18030, which Chinese spreadsheets write.
    ///
    /// # Errors
    /// Where the file cannot be read, or is an old workbook.
    pub fn of<R: Read + Seek>(source: &mut R) -> Result<Self, ReadError> {
        source.seek(SeekFrom::Start(0))?;
        let mut start = [0; 8];
        let mut filled = 0;
        while let Some(rest) = start.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match source.read(rest)? {
                0 => break,
                read => filled += read,
            }
        }
        let start = start.get(..filled).unwrap_or_default();
        if start.starts_with(b"PK\x03\x04") {
            return Ok(Self::Workbook);
        }
        if start.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(ReadError::OldWorkbook);
        }
        let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding);
        let encoding = match marked {
            Some(encoding) => encoding,
            None => guess(source)?,
        };
        source.seek(SeekFrom::Start(0))?;
        let mut head = Vec::new();
        Text::new(&mut *source, encoding)
            .take(4096)
            .read_to_end(&mut head)?;
        Ok(Self::Csv {
            encoding,
            mark: marked.is_some(),
            separator: separator(&head),
        })
    }

    /// Hands over every line that has something in it, until one is refused.
    ///
    /// # Errors
    /// Where the file cannot be read further, or what `each` answers.
    pub fn lines<R, E>(
        self,
        mut source: R,
        mut each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E>
    where
        R: Read + Seek,
        E: From<ReadError>,
    {
        let mut filled = |line: Line| {
            if line.cells.iter().any(|cell| !cell.trim().is_empty()) {
                each(line)
            } else {
                Ok(())
            }
        };
        let size = source.seek(SeekFrom::End(0)).map_err(ReadError::from)?;
        source.seek(SeekFrom::Start(0)).map_err(ReadError::from)?;
        match self {
            Self::Csv {
                encoding,
                separator,
                ..
            } => csv_lines(Text::new(source, encoding), separator, size, &mut filled),
            Self::Workbook => workbook_lines(source, &mut filled),
        }
    }
}

/// What stands between the cells of the first line: a tab where there are tabs and no commas, besides
/// those in quoted cells.
fn separator(head: &[u8]) -> u8 {
    let (mut tab, mut comma, mut quoted) = (false, false, false);
    let mut last = b',';
    for byte in head {
        match byte {
            // A quote is one at the beginning of a cell, and inside; two of them are a letter.
            b'"' => quoted = !quoted && matches!(last, b',' | b'\t' | b'"'),
            b'\n' if !quoted => break,
            b'\t' if !quoted => tab = true,
            b',' if !quoted => comma = true,
            _ => {}
        }
        last = *byte;
    }
    if tab && !comma { b'\t' } else { b',' }
}

/// UTF-8 where all of it is; reads the file once from its beginning.
fn guess<R: Read + Seek>(source: &mut R) -> Result<&'static Encoding, ReadError> {
    source.seek(SeekFrom::Start(0))?;
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut raw = [0; 8192];
    let mut text = [0; 3 * 8192 + 16];
    loop {
        let read = source.read(&mut raw)?;
        let chunk = raw.get(..read).unwrap_or_default();
        let (_, _, _, malformed) = decoder.decode_to_utf8(chunk, &mut text, read == 0);
        match (malformed, read) {
            (true, _) => return Ok(GB18030),
            (false, 0) => return Ok(UTF_8),
            (false, _) => {}
        }
    }
}

fn csv_lines<R: Read, E: From<ReadError>>(
    text: Text<R>,
    separator: u8,
    size: u64,
    each: &mut dyn FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text);
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record).map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            match error.into_kind() {
                csv::ErrorKind::Io(error) => ReadError::File(error),
                _ => ReadError::Csv(line),
            }
        })?;
        if !more {
            return Ok(());
        }
        each(Line {
            // The reader stands behind the line's end now; the record's own position is before
            // any empty lines.
            number: reader.position().line().saturating_sub(1),
            cells: record.iter().map(str::to_owned).collect(),
            percent: percent(reader.get_ref().taken, size),
        })?;
    }
}

fn workbook_lines<R: Read + Seek, E: From<ReadError>>(
    source: R,
    each: &mut dyn FnMut(Line) -> Result<(), E>,
) -> Result<(), E> {
    let broken = |error: calamine::XlsxError| ReadError::Workbook(error.to_string());
    let mut workbook = Xlsx::new(BufReader::new(source)).map_err(broken)?;
    let Some(sheet) = workbook.sheet_names().into_iter().next() else {
        return Ok(());
    };
    let mut reader = workbook.worksheet_cells_reader(&sheet).map_err(broken)?;
    let last_row = u64::from(reader.dimensions().end.0) + 1;
    let mut line: Option<Line> = None;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        if line.as_ref().is_some_and(|line| line.number != number)
            && let Some(done) = line.take()
        {
            each(done)?;
        }
        let line = line.get_or_insert_with(|| Line {
            number,
            cells: Vec::new(),
            percent: percent(number, last_row),
        });
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        // A stray cell far to the right would make room for all cells before it.
        if column < MAX_COLUMNS {
            let width = line.cells.len().max(column + 1);
            line.cells.resize(width, String::new());
            // By its place, not behind the one before it: nobody promises their order.
            if let Some(place) = line.cells.get_mut(column) {
                *place = cell_text(cell.get_value());
            }
        }
    }
    line.map_or(Ok(()), each)
}

const MAX_COLUMNS: usize = 1024;

/// A cell as a spreadsheet shows it. Numbers beyond 15 digits have lost their last ones, and are
/// shown in the form that says so.
fn cell_text(value: &DataRef<'_>) -> String {
    const EXACT: f64 = 1e15;
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.abs() >= EXACT => scientific(*number),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// `4.30202E+17`, as spreadsheets write it.
fn scientific(number: f64) -> String {
    let text = format!("{number:.5E}");
    match text.split_once('E') {
        Some((digits, power)) => format!("{digits}E+{power}"),
        None => text,
    }
}

fn percent(part: u64, whole: u64) -> u8 {
    u8::try_from(part.saturating_mul(100) / whole.max(1))
        .unwrap_or(100)
        .min(100)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
