//! A table as a file that spreadsheets open (RFC 4180). Pure.

/// By this Excel knows that the file is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What a cell may not begin with: a spreadsheet would compute it.
const COMPUTED: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The whole file.
pub(super) fn file(rows: &[Vec<String>]) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    for row in rows {
        for (place, cell) in row.iter().enumerate() {
            if place > 0 {
                text.push(',');
            }
            cell_into(&mut text, cell);
        }
        text.push_str("\r\n");
    }
    text
}

fn cell_into(text: &mut String, cell: &str) {
    let number = is_number(cell);
    let guarded = !number && cell.trim_start().starts_with(COMPUTED);
    // A long row of digits is no number: a spreadsheet would round it.
    let digits = cell.len() > 11 && cell.bytes().all(|byte| byte.is_ascii_digit());
    let quoted = guarded || digits || cell.contains(['"', ',', '\n', '\r']);
    if !quoted {
        text.push_str(cell);
        return;
    }
    text.push('"');
    if guarded {
        text.push('\'');
    }
    if digits {
        text.push('\t');
    }
    for character in cell.chars() {
        if character == '"' {
            text.push('"');
        }
        text.push(character);
    }
    text.push('"');
}

/// Digits with a point among them, and a minus before them.
fn is_number(cell: &str) -> bool {
    let plain = cell.strip_prefix('-').unwrap_or(cell);
    let digits = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits && plain.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(cell: &str) -> String {
        let mut text = String::new();
        cell_into(&mut text, cell);
        text
    }

    #[test]
    fn the_file_begins_with_its_mark_and_each_row_ends_as_spreadsheets_expect() {
        let rows = [vec!["姓名".to_owned(), "收缩压".to_owned()], vec![]];
        assert_eq!(file(&rows), "\u{feff}姓名,收缩压\r\n\r\n");
    }

    #[test]
    fn commas_quotes_and_lines_stay_in_their_cell() {
        for (typed, written) in [
            ("王桂英", "王桂英"),
            ("头晕,恶心", "\"头晕,恶心\""),
            ("说\"没事\"", "\"说\"\"没事\"\"\""),
            ("一\n二", "\"一\n二\""),
            ("", ""),
        ] {
            assert_eq!(cell(typed), written);
        }
    }

    #[test]
    fn nothing_that_somebody_typed_is_computed() {
        for typed in [
            "=1+1",
            "+86",
            "@SUM(A1)",
            "-2+3",
            "  =cmd|'/c calc'!A0",
            "\t=1",
            "＝1",
        ] {
            let written = cell(typed);
            assert!(written.starts_with("\"'"), "{written}");
        }
        for number in ["-1.5", "136", "6.1", "0"] {
            assert_eq!(cell(number), number);
        }
    }

    #[test]
    fn a_record_number_keeps_all_its_digits() {
        assert_eq!(cell("43020200100100001"), "\"\t43020200100100001\"");
        assert_eq!(cell("4302021958****1234"), "4302021958****1234");
    }
}
