//! What was measured at home, as it is written wherever it stands: in lists, beside a form, in an alert.

use domain::rules::home_measurement::{HomeKind, Moment, Reading};

use super::words::word;
use crate::i18n::format;
use crate::i18n::texts::measure as words;

/// `血压 152/94`, `血糖 7.8（空腹）`.
#[must_use]
pub fn reading_line(reading: &Reading) -> String {
    measured_line(reading.kind, reading.value, reading.second, reading.moment)
}

/// The same of its parts.
#[must_use]
pub fn measured_line(
    kind: HomeKind,
    value: u16,
    second: Option<u16>,
    moment: Option<Moment>,
) -> String {
    let said = words::kind(kind).get();
    match kind {
        HomeKind::BloodPressure => {
            let second = second.unwrap_or_default();
            format!("{said} {value}/{second}")
        }
        HomeKind::Glucose => {
            let value = format::tenths(value);
            match moment {
                Some(moment) => [
                    said,
                    " ",
                    &value,
                    word("（", " ("),
                    words::moment(moment).get(),
                    word("）", ")"),
                ]
                .concat(),
                None => [said, " ", &value].concat(),
            }
        }
    }
}
