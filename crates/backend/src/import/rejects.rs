//! The file of lines that were not imported: the columns of the table as they were, one more
//! with the reasons, so that it can be mended and imported again. Readable by its owner alone,
//! because it holds what identifies people.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8};

use super::read::{Form, Line};
use super::reasons::Reason;

/// Header of the column that is added.
const REASONS: &str = "不能导入的原因";

/// Where the rejects of a table go: beside it, as `residents.rejected.csv`.
#[must_use]
pub fn path_beside(table: &Path) -> PathBuf {
    table.with_extension("rejected.csv")
}

/// A file that comes into being with the first rejected line.
#[derive(Debug)]
pub struct Rejects {
    path: PathBuf,
    encoding: &'static Encoding,
    mark: bool,
    separator: u8,
    header: Vec<String>,
    /// Whether the table has the column of reasons already: it was mended, and imported again.
    mended: bool,
    file: Option<File>,
}

impl Rejects {
    /// For a table of this form and header. A CSV keeps its encoding and separator; the rejects
    /// of a workbook are CSV in UTF-8 with a mark, as spreadsheets open it.
    #[must_use]
    pub fn new(path: &Path, form: Form, header: &Line) -> Self {
        let (encoding, mark, separator) = match form {
            // There is no encoder for UTF-16; its stand-in is UTF-8.
            Form::Csv {
                encoding,
                mark,
                separator,
            } => (encoding.output_encoding(), mark, separator),
            Form::Workbook => (UTF_8, true, b','),
        };
        let mut header = header.cells.clone();
        let mended = header.last().is_some_and(|cell| cell == REASONS);
        if mended {
            header.pop();
        }
        Self {
            path: path.to_owned(),
            encoding,
            mark,
            separator,
            header,
            mended,
            file: None,
        }
    }

    /// Writes a line with all its reasons.
    pub fn write(&mut self, line: &Line, reasons: &[Reason]) -> io::Result<()> {
        let mut bytes = Vec::new();
        if self.file.is_none() {
            if self.mark && self.encoding == UTF_8 {
                bytes.extend_from_slice(b"\xef\xbb\xbf");
            }
            bytes.extend(self.record(&self.header, REASONS)?);
        }
        let words: Vec<_> = reasons.iter().map(|reason| reason.zh()).collect();
        let why = format!("第 {} 行：{}", line.number, words.join("；"));
        bytes.extend(self.record(&line.cells, &why)?);
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(create(&self.path)?),
        };
        file.write_all(&bytes)
    }

    /// Makes the file durable; `None` where no line was rejected.
    pub fn finish(self) -> io::Result<Option<PathBuf>> {
        match self.file {
            Some(file) => file.sync_all().map(|()| Some(self.path)),
            None => Ok(None),
        }
    }

    /// The cells of the header's columns, the reasons, and what stands in no column: a comma that
    /// was not quoted moves all behind it, and whoever mends the line needs to see where to.
    fn record(&self, cells: &[String], reasons: &str) -> io::Result<Vec<u8>> {
        // Whoever reads the file takes it for one with commas if there is a comma in a cell that is
        // not quoted.
        let quotes = match self.separator {
            b'\t' => csv::QuoteStyle::Always,
            _ => csv::QuoteStyle::Necessary,
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .quote_style(quotes)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let columns = self.header.len();
        let padded = (0..columns).map(|place| cells.get(place).map_or("", String::as_str));
        let beyond = cells.iter().skip(columns + usize::from(self.mended));
        writer
            .write_record(padded.chain([reasons]).chain(beyond.map(String::as_str)))
            .map_err(io::Error::other)?;
        let utf8 = writer
            .into_inner()
            .map_err(|error| io::Error::other(error.to_string()))?;
        let text = String::from_utf8(utf8).map_err(io::Error::other)?;
        Ok(self.encoding.encode(&text).0.into_owned())
    }
}

fn create(path: &Path) -> io::Result<File> {
    File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
}
