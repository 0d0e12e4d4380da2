//! Ranges of what may be entered. The national forms give none; these are this project's
//! (domain.md §2.0 "Number limits", marked [proposal]), kept here alone so that a district can
//! change them.

/// A range for an integer in the unit of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Lowest value that is accepted.
    pub min: u16,
    /// Highest value that is accepted.
    pub max: u16,
    /// Below this the form asks to check the value.
    pub warn_below: u16,
    /// Above this the form asks to check the value.
    pub warn_above: u16,
}

/// What a limit says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Usual.
    Usual,
    /// Possible, but worth a second look.
    Unusual,
    /// Lower than accepted.
    TooLow,
    /// Higher than accepted.
    TooHigh,
}

impl Limit {
    /// Judges a value.
    #[must_use]
    pub fn judge(self, value: u16) -> Verdict {
        if value < self.min {
            Verdict::TooLow
        } else if value > self.max {
            Verdict::TooHigh
        } else if value < self.warn_below || value > self.warn_above {
            Verdict::Unusual
        } else {
            Verdict::Usual
        }
    }
}

const fn limit(min: u16, max: u16, warn_below: u16, warn_above: u16) -> Limit {
    Limit {
        min,
        max,
        warn_below,
        warn_above,
    }
}

/// Systolic pressure, mmHg.
pub const SBP: Limit = limit(50, 300, 80, 200);
/// Diastolic pressure, mmHg.
pub const DBP: Limit = limit(20, 200, 50, 120);
/// Heart rate, beats a minute.
pub const HEART_RATE: Limit = limit(20, 250, 45, 120);
/// Weight, tenths of kg.
pub const WEIGHT: Limit = limit(5, 3000, 300, 1500);
/// Cigarettes a day.
pub const SMOKE: Limit = limit(0, 200, 0, 60);
/// Spirit, tenths of 两 a day.
pub const DRINK: Limit = limit(0, 500, 0, 100);
/// Exercise, times a week.
pub const EXERCISE_TIMES: Limit = limit(0, 50, 0, 21);
/// Exercise, minutes each time.
pub const EXERCISE_MINUTES: Limit = limit(0, 600, 0, 240);
/// Glycated haemoglobin, tenths of a per cent.
pub const HBA1C: Limit = limit(30, 200, 40, 140);
/// Staple food, grams a day.
pub const STAPLE: Limit = limit(0, 3000, 100, 800);
/// Fasting glucose, tenths of mmol/L.
pub const GLUCOSE: Limit = limit(5, 500, 39, 166);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_each_boundary_of_the_systolic_pressure() {
        for (value, expected) in [
            (49, Verdict::TooLow),
            (50, Verdict::Unusual),
            (79, Verdict::Unusual),
            (80, Verdict::Usual),
            (200, Verdict::Usual),
            (201, Verdict::Unusual),
            (300, Verdict::Unusual),
            (301, Verdict::TooHigh),
            (1200, Verdict::TooHigh),
        ] {
            assert_eq!(SBP.judge(value), expected, "{value}");
        }
    }
}
