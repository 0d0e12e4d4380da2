//! What must hold of every table that is judged, whatever it is made of.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use backend::import::{Accepted, ImportError, Line, Report, Step, Verdict, judge};
use domain::person::{NationalId, PersonName, Phone};

use crate::district::today;

/// Division code of the county that the tables are from.
pub const COUNTY: &str = "430202";

/// Real lines, as messy as such files are: the table that the import's own tests read.
pub const TABLE: &[u8] = include_bytes!("../../../../tests/fixtures/residents-hetang.csv");

/// The first lines of [`TABLE`], as text.
pub fn lines(count: usize) -> String {
    let (text, _, _) = encoding_rs::GB18030.decode(TABLE);
    text.split_inclusive('\n').take(count).collect()
}

/// What a table came to.
#[derive(Debug, PartialEq)]
pub struct Judged {
    pub report: Report,
    /// Each line's number, and the first reason for which it was rejected.
    pub lines: Vec<(u64, Option<&'static str>)>,
}

/// Judges a table and looks at each verdict; `None` where it is no table.
pub fn judged(table: &[u8]) -> Option<Judged> {
    let mut lines = Vec::new();
    let mut people = HashSet::new();
    let outcome = judge(Cursor::new(table), COUNTY, today(), |step| {
        let Step::Line(line, verdict) = step else {
            return Ok(());
        };
        assert!(line.percent <= 100, "{}", line.percent);
        let reason = match verdict {
            Verdict::Accepted(accepted) => {
                look(&accepted, line);
                let number = accepted.person.national_id;
                assert!(people.insert(number), "one ID number, two residents");
                None
            }
            Verdict::Rejected(reasons) => {
                assert!(reasons.is_sorted(), "{reasons:?}");
                let first = reasons.first().map(|reason| reason.code());
                assert!(first.is_some(), "rejected, and nobody knows why");
                first
            }
        };
        lines.push((line.number, reason));
        Ok(())
    });
    let report = match outcome {
        Ok(report) => report,
        Err(ImportError::Read(_) | ImportError::NoHeader) => return None,
        Err(other) => panic!("nothing was written, yet: {other}"),
    };
    let judged = Judged { report, lines };
    judged.counts();
    Some(judged)
}

impl Judged {
    /// The counts are those of the lines.
    fn counts(&self) {
        let Self { report, lines } = self;
        let mut rejected: BTreeMap<&str, u64> = BTreeMap::new();
        for reason in lines.iter().filter_map(|(_, reason)| *reason) {
            *rejected.entry(reason).or_default() += 1;
        }
        assert_eq!(report.rows, lines.len() as u64);
        assert_eq!(report.rejected, rejected);
        assert_eq!(report.accepted + report.rejected_rows(), report.rows);
        assert_eq!(report.order_of_reasons.len(), rejected.len());
    }
}

/// Somebody who becomes a resident has a sound ID number, name and phone, each in its one form.
fn look(accepted: &Accepted, line: &Line) {
    let person = &accepted.person;
    let number = &person.national_id;
    assert_eq!(
        NationalId::parse(number.as_str(), today()).as_ref(),
        Ok(number)
    );
    assert!(number.birth_date() <= today());
    let name = person.name.as_str().parse::<PersonName>();
    assert_eq!(name.as_ref(), Ok(&person.name));
    if let Some(phone) = &person.phone {
        assert_eq!(phone.as_str().parse::<Phone>().as_ref(), Ok(phone));
    }
    let unread = |cell: &String| cell.contains(char::REPLACEMENT_CHARACTER);
    assert!(!line.cells.iter().any(unread), "a letter was lost");
}

/// Words of headers and cells.
pub fn words() -> Vec<Vec<u8>> {
    let text = [
        "姓名",
        "身份证号码",
        "公民身份号码",
        "出生日期",
        "联系电话",
        "手机号码",
        "性别",
        "街道(乡镇)",
        "社区(村)",
        "详细住址",
        "户籍类型",
        "居住月数",
        "医保类型",
        "人群分类",
        "签约服务包",
        "430202195803120134",
        "110105491231002",
        "11010519491231002X",
        "4.30202E+17",
        "1958-03-12",
        "1958/3/12",
        "1958年3月12日",
        "19580312",
        "21256",
        "60",
        "13812345678",
        "0731-27484245",
        "+86",
        "男",
        "女",
        "户籍",
        "高血压;糖尿病",
        "·",
        "１",
        "\u{3000}",
        "'",
        "\"\"",
        "\",\"",
        "\t",
        "\r\n",
        "\u{fffd}",
    ];
    let in_gb18030 = |word: &&str| encoding_rs::GB18030.encode(word).0.into_owned();
    let utf8 = text.iter().map(|word| word.as_bytes().to_vec());
    utf8.chain(text.iter().map(in_gb18030)).collect()
}
