//! A place on the map: how it is read from what a map shows, and written again.
//!
//! China's maps (高德, 腾讯) and WeChat use GCJ-02, some hundred metres beside what satellites say
//! (WGS 84). Nothing here turns one into the other: who enters a place copies it from such a map.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Degrees north between which China lies (曾母暗沙 to 漠河), in millionths.
const NORTH: RangeInclusive<i32> = 3_500_000..=53_700_000;
/// Degrees east between which China lies (帕米尔 to 黑瞎子岛), in millionths.
const EAST: RangeInclusive<i32> = 73_300_000..=135_200_000;

/// A place on the map, in GCJ-02.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coordinates {
    /// Millionths of a degree, north of the equator.
    pub latitude_microdegrees: i32,
    /// Millionths of a degree, east of Greenwich.
    pub longitude_microdegrees: i32,
}

impl Coordinates {
    /// Two numbers in degrees, in either order, as a map shows them: `113.147102,27.829351`. None where
    /// it is not that, or lies outside of China.
    ///
    /// No place of China is as far north as another is east, so the order is never in doubt.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text
            .split([',', '，', '、', ' ', '\t'])
            .filter(|part| !part.is_empty());
        let (one, other) = (microdegrees(parts.next()?)?, microdegrees(parts.next()?)?);
        let (latitude, longitude) = if EAST.contains(&one) {
            (other, one)
        } else {
            (one, other)
        };
        let found = Self {
            latitude_microdegrees: latitude,
            longitude_microdegrees: longitude,
        };
        (parts.next().is_none() && found.in_china()).then_some(found)
    }

    /// Whether it lies in the rectangle around China.
    #[must_use]
    pub fn in_china(&self) -> bool {
        NORTH.contains(&self.latitude_microdegrees) && EAST.contains(&self.longitude_microdegrees)
    }
}

/// Degrees, longitude first, as the maps of China write them.
impl fmt::Display for Coordinates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |f: &mut fmt::Formatter<'_>, value: i32| {
            let sign = if value < 0 { "-" } else { "" };
            let size = value.unsigned_abs();
            write!(f, "{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
        };
        degrees(f, self.longitude_microdegrees)?;
        f.write_str(",")?;
        degrees(f, self.latitude_microdegrees)
    }
}

/// A decimal number of degrees; what is finer than a millionth (ten centimetres) is left away.
fn microdegrees(text: &str) -> Option<i32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let fine: String = part.chars().chain("000000".chars()).take(6).collect();
    let whole: i32 = whole.parse().ok()?;
    whole
        .checked_mul(1_000_000)?
        .checked_add(fine.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATE: Coordinates = Coordinates {
        latitude_microdegrees: 27_829_351,
        longitude_microdegrees: 113_147_102,
    };

    #[test]
    fn both_orders_and_all_commas_are_the_same_place() {
        for text in [
            "113.147102,27.829351",
            "27.829351,113.147102",
            " 113.147102， 27.829351 ",
            "113.1471029 27.8293519",
        ] {
            assert_eq!(Coordinates::read(text), Some(GATE), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let places = [
            GATE,
            Coordinates {
                latitude_microdegrees: 3_500_000,
                longitude_microdegrees: 73_300_000,
            },
            Coordinates {
                latitude_microdegrees: 53_700_000,
                longitude_microdegrees: 135_200_000,
            },
        ];
        for place in places {
            assert_eq!(Coordinates::read(&place.to_string()), Some(place));
        }
        assert_eq!(GATE.to_string(), "113.147102,27.829351");
    }

    #[test]
    fn what_is_no_place_in_china_is_refused() {
        for text in [
            "",
            "113.147102",
            "113.147102,",
            "113.147102,27.829351,5",
            "113.147102,-27.829351",
            "2.35,48.85",
            "113.147102,3.499999",
            "113.147102,53.700001",
            "73.299999,30",
            "135.200001,48",
            "东经113度,北纬27度",
            "1131.47102,27.829351",
            "99999999999,27",
            "113.14.71,27.8",
        ] {
            assert_eq!(Coordinates::read(text), None, "{text}");
        }
    }
}
