//! The table of residents as text, in any encoding.

use encoding_rs::GB18030;
use std::io::Cursor;

use backend::import::Form;

use super::Target;
use super::verdicts::{self, judged, lines};

pub const TARGET: Target = Target {
    name: "csv",
    one,
    seeds,
    words: verdicts::words,
};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// No encoding makes another table of the same text.
fn one(bytes: &[u8]) {
    let judged_as_it_is = judged(bytes);
    let Ok(Form::Csv { encoding, .. }) = Form::of(&mut Cursor::new(bytes)) else {
        return;
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    assert_eq!(judged_as_it_is, judged(&[MARK, text.as_bytes()].concat()));
}

fn seeds() -> Vec<Vec<u8>> {
    let text = lines(12);
    let tabs = text.replace(',', "\t");
    let titled = format!("荷塘区居民名册\n\n{}", lines(5));
    let quoted = "姓名,身份证号,备注\r\n\"王芳\",\"430202195803120134\",\"一,\"\"二\"\"\n三\"\r\n";
    let utf16 = |text: &str, little: bool| -> Vec<u8> {
        let pair = |unit: u16| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(pair)
            .collect()
    };
    let few = lines(4);
    vec![
        GB18030.encode(&text).0.into_owned(),
        text.clone().into_bytes(),
        [MARK, text.as_bytes()].concat(),
        GB18030.encode(&tabs).0.into_owned(),
        titled.into_bytes(),
        quoted.as_bytes().to_vec(),
        few.replace('\n', "\r").into_bytes(),
        utf16(&few, true),
        utf16(&few, false),
        b"\xd0\xcf\x11\xe0".to_vec(),
    ]
}
