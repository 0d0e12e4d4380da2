//! The table of residents as a workbook: the file as it is, or the sheets in it. A workbook is an
//! archive with checksums, which a changed byte only ever breaks; so what begins with `<` is taken for
//! the parts, and packed here.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Target;
use super::verdicts::{self, judged};

pub const TARGET: Target = Target {
    name: "workbook",
    one,
    seeds,
    words,
};

/// Stands between the sheet, the shared texts and the styles.
const BETWEEN: &str = "\n----\n";

const AROUND: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
];

const PARTS: [&str; 3] = [
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
];

fn one(bytes: &[u8]) {
    if bytes.starts_with(b"<") {
        judged(&packed(bytes));
    } else {
        judged(bytes);
    }
}

/// A workbook of these parts.
fn packed(parts: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &[u8]| {
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(content).unwrap();
    };
    for (name, content) in AROUND {
        add(name, content.as_bytes());
    }
    let mut rest = parts;
    for name in PARTS {
        let end = rest
            .windows(BETWEEN.len())
            .position(|part| part == BETWEEN.as_bytes());
        let (part, behind) = match end {
            Some(end) => (&rest[..end], &rest[end + BETWEEN.len()..]),
            None => (rest, &[][..]),
        };
        if !part.is_empty() {
            add(name, part);
        }
        rest = behind;
    }
    archive.finish().unwrap().into_inner()
}

fn seeds() -> Vec<Vec<u8>> {
    let texts: Vec<String> = verdicts::lines(6)
        .lines()
        .flat_map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let columns = verdicts::lines(1).split(',').count();
    let mut sheet = String::from("<worksheet><dimension ref=\"A1:M6\"/><sheetData>");
    for (row, cells) in texts.chunks(columns).enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, text) in cells.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            // Shared, written in the cell, and a number: the ways in which a text may stand there.
            let cell = match (row, text.parse::<u32>()) {
                (0..=2, _) => format!(
                    "<c r=\"{place}\" t=\"s\"><v>{}</v></c>",
                    row * columns + column
                ),
                (_, Ok(number)) => format!("<c r=\"{place}\" s=\"1\"><v>{number}</v></c>"),
                _ => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            };
            sheet.push_str(&cell);
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let shared: String = texts
        .iter()
        .map(|text| format!("<si><t>{text}</t></si>"))
        .collect();
    let shared = format!("<sst>{shared}</sst>");
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    let parts = [sheet.as_str(), &shared, styles].join(BETWEEN).into_bytes();
    let whole = packed(&parts);
    vec![parts, whole]
}

fn words() -> Vec<Vec<u8>> {
    let mut all = verdicts::words();
    all.extend(super::words(&[
        "<row r=\"1048576\">",
        "</row>",
        "<c r=\"XFD1\"",
        "<c r=\"A1\"",
        " t=\"s\"",
        " t=\"b\"",
        " t=\"e\"",
        " t=\"d\"",
        " t=\"str\"",
        " t=\"n\"",
        " t=\"inlineStr\"",
        " s=\"1\"",
        "<v>",
        "</v>",
        "<is><t>",
        "</t></is>",
        "<f>",
        "</f>",
        "<dimension ref=\"A1:XFD1048576\"/>",
        "<si>",
        "</si>",
        "<r><t>",
        "<rPh>",
        "&#x41;",
        "&amp;",
        "&lt;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "1E+308",
        "-1",
        "2958466",
        "4.30202E+17",
        "NaN",
        BETWEEN,
        "PK\u{3}\u{4}",
    ]));
    all
}
