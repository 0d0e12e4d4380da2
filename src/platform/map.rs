//! A place on a map, outside of our pages: WeChat's own map, or in any other browser a page of AMap
//! (高德), which leads on to the map app of the phone.

use super::encoded;

/// A place. Where it is, is given in GCJ-02, as both maps want it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Millionths of a degree, north of the equator.
    pub latitude_microdegrees: i32,
    /// Millionths of a degree, east of Greenwich.
    pub longitude_microdegrees: i32,
    /// What stands there.
    pub name: String,
    /// Its address.
    pub address: String,
}

impl Place {
    /// Degrees, north of the equator.
    pub(super) fn latitude(&self) -> f64 {
        degrees(self.latitude_microdegrees)
    }

    /// Degrees, east of Greenwich.
    pub(super) fn longitude(&self) -> f64 {
        degrees(self.longitude_microdegrees)
    }

    /// The place on AMap (lbs.amap.com, URI API, "marker").
    #[must_use]
    pub fn href(&self) -> String {
        // The browser writes the numbers; what would write them here is code to load.
        let text = |degrees: f64| {
            let number = js_sys::Number::from(degrees).to_string_with_radix(10);
            number.map_or_else(|_| String::new(), String::from)
        };
        [
            "https://uri.amap.com/marker?position=",
            &text(self.longitude()),
            ",",
            &text(self.latitude()),
            "&name=",
            &encoded(&self.name),
            "&src=jiayi&callnative=1",
        ]
        .concat()
    }
}

fn degrees(microdegrees: i32) -> f64 {
    f64::from(microdegrees) / 1_000_000.0
}
