//! Tables as different programs write them.

use std::io::Cursor;

use super::*;

fn read(bytes: &[u8]) -> (Form, Vec<(u64, Vec<String>)>) {
    let mut source = Cursor::new(bytes);
    let form = Form::of(&mut source).unwrap();
    let mut lines = Vec::new();
    form.lines::<_, ReadError>(source, |line| {
        lines.push((line.number, line.cells));
        Ok(())
    })
    .unwrap();
    (form, lines)
}

fn expected() -> Vec<(u64, Vec<String>)> {
    vec![
        (1, vec!["姓名".into(), "住址".into()]),
        (2, vec!["䶮𬭎".into(), "4栋,\"东\"".into()]),
    ]
}

const TABLE: &str = "姓名,住址\r\n䶮𬭎,\"4栋,\"\"东\"\"\"\r\n";

#[test]
fn the_encoding_is_found_from_the_bytes() {
    let marked = [b"\xef\xbb\xbf", TABLE.as_bytes()].concat();
    let utf16: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(TABLE.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, encoding, mark) in [
        (TABLE.as_bytes().to_vec(), UTF_8, false),
        (marked, UTF_8, true),
        (utf16, encoding_rs::UTF_16LE, true),
        (GB18030.encode(TABLE).0.into_owned(), GB18030, false),
    ] {
        let (form, lines) = read(&bytes);
        assert_eq!(
            form,
            Form::Csv {
                encoding,
                mark,
                separator: b','
            }
        );
        assert_eq!(lines, expected(), "{}", encoding.name());
    }
}

#[test]
fn one_foreign_byte_late_in_a_long_file_decides() {
    let long = format!("{TABLE}{}", "a,b\n".repeat(10_000));
    assert_eq!(
        Form::of(&mut Cursor::new(&long)).ok(),
        Some(Form::Csv {
            encoding: UTF_8,
            mark: false,
            separator: b','
        })
    );
    let foreign = [long.as_bytes(), &[0xc4, 0xe3]].concat();
    assert!(
        matches!(Form::of(&mut Cursor::new(foreign)), Ok(Form::Csv { encoding, .. }) if encoding == GB18030)
    );
}

#[test]
fn characters_at_the_edges_of_the_buffer_are_whole() {
    for shift in 0..4 {
        let name = format!("{}{}", "a".repeat(shift), "𬭎".repeat(5_000));
        for bytes in [
            name.clone().into_bytes(),
            GB18030.encode(&name).0.into_owned(),
        ] {
            assert_eq!(read(&bytes).1, [(1, vec![name.clone()])]);
        }
    }
}

#[test]
fn a_table_may_be_separated_by_tabs_and_have_empty_lines() {
    let (form, lines) = read("姓名\t住址\n\n \t \n王芳\t4栋,东\n".as_bytes());
    assert_eq!(
        form,
        Form::Csv {
            encoding: UTF_8,
            mark: false,
            separator: b'\t'
        }
    );
    assert_eq!(
        lines,
        [
            (1, vec!["姓名".into(), "住址".into()]),
            (4, vec!["王芳".into(), "4栋,东".to_owned()])
        ]
    );
}

#[test]
fn a_comma_in_a_quoted_cell_separates_nothing() {
    for (first, found) in [
        ("姓名\t\"备注,说明\"", b'\t'),
        ("\"a\nb,c\"\t姓名", b'\t'),
        ("\"a\"\",b\"\t姓名", b'\t'),
        ("姓名\t备注,说明", b','),
        ("5\"\t6,\"", b','),
        ("姓名", b','),
    ] {
        assert_eq!(separator(first.as_bytes()), found, "{first}");
    }
}

#[test]
fn a_file_of_nothing_has_no_lines() {
    assert_eq!(read(b"").1, []);
    assert_eq!(read("\u{feff}".as_bytes()).1, []);
}

#[test]
fn an_old_workbook_is_refused_with_what_to_do() {
    let refused = Form::of(&mut Cursor::new(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")).unwrap_err();
    assert!(refused.to_string().contains("save it as .xlsx"));
}

#[test]
fn a_broken_workbook_is_an_error() {
    let form = Form::of(&mut Cursor::new(b"PK\x03\x04nothing")).unwrap();
    let read = form.lines::<_, ReadError>(Cursor::new(b"PK\x03\x04nothing"), |_| Ok(()));
    assert!(matches!(read, Err(ReadError::Workbook(_))));
}

#[test]
fn numbers_of_a_workbook_read_as_spreadsheets_show_them() {
    for (value, text) in [
        (DataRef::Float(13_873_300_001.0), "13873300001"),
        (DataRef::Float(430_202_580_312_013.0), "430202580312013"),
        (DataRef::Float(430_202_195_803_120_134.0), "4.30202E+17"),
        (DataRef::Float(36.5), "36.5"),
        (DataRef::Int(120), "120"),
        (DataRef::Empty, ""),
        (DataRef::SharedString("王芳"), "王芳"),
        (
            DataRef::DateTime(calamine::ExcelDateTime::new(
                32_990.0,
                calamine::ExcelDateTimeType::DateTime,
                false,
            )),
            "1990-04-27",
        ),
    ] {
        assert_eq!(cell_text(&value), text);
    }
}
