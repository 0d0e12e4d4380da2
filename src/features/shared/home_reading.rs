//! What was measured at home, as it is written wherever it stands: in lists, beside a form, in an alert.

use domain::rules::home_measurement::{HomeKind, Reading};

use super::words::word;
use crate::i18n::format;
use crate::i18n::texts::measure as words;

/// `血压 152/94`, `血糖 7.8（空腹）`.
#[must_use]
pub fn reading_line(reading: &Reading) -> String {
    let kind = words::kind(reading.kind).get();
    match (reading.kind, reading.second) {
        (HomeKind::BloodPressure, second) => {
            let second = second.unwrap_or_default();
            format!("{kind} {}/{second}", reading.value)
        }
        (HomeKind::Glucose, _) => {
            let value = format::tenths(reading.value);
            match reading.moment {
                Some(moment) => [
                    kind,
                    " ",
                    &value,
                    word("（", " ("),
                    words::moment(moment).get(),
                    word("）", ")"),
                ]
                .concat(),
                None => [kind, " ", &value].concat(),
            }
        }
    }
}
