//! From values to places: which values an axis shows, and where a value lies between them.

/// An axis from its lowest to its highest mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// The axis that holds all `values` with about `marks` steps of 1, 2, 2.5 or 5 times a power of ten.
    /// Values that are not numbers are passed over; without any the axis goes from 0 to 1.
    #[must_use]
    pub fn around(values: impl IntoIterator<Item = f64>, marks: u32) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values {
            if value.is_finite() {
                low = low.min(value);
                high = high.max(value);
            }
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high <= low {
            (low, high) = (low - 1.0, high + 1.0);
        }
        let step = round_step((high - low) / f64::from(marks.max(1)));
        Self {
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
        }
    }

    /// The marks from the highest to the lowest, at equal distances.
    #[must_use]
    pub fn marks(&self) -> Vec<f64> {
        let mut marks = Vec::new();
        let mut mark = self.high;
        // Half a step of room, since adding steps is not exact.
        while mark > self.low - self.step / 2.0 {
            marks.push(mark);
            mark -= self.step;
        }
        marks
    }

    /// How far up a value lies: 0 at the lowest mark, 1 at the highest, clamped.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        share(value, self.low, self.high)
    }

    /// How many decimals the marks need.
    #[must_use]
    pub fn decimals(&self) -> usize {
        let mut step = self.step;
        let mut decimals = 0;
        while decimals < 3 && (step - step.round()).abs() > 1e-6 {
            step *= 10.0;
            decimals += 1;
        }
        decimals
    }
}

/// How far `value` lies between `low` and `high`, clamped; the middle when they are the same.
#[must_use]
pub fn share(value: f64, low: f64, high: f64) -> f64 {
    if high <= low {
        return 0.5;
    }
    ((value - low) / (high - low)).clamp(0.0, 1.0)
}

/// The next step that people count in.
fn round_step(step: f64) -> f64 {
    let mut power = 1.0;
    while power > step {
        power /= 10.0;
    }
    while power * 10.0 <= step {
        power *= 10.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0];
    let fitting = steps
        .into_iter()
        .map(|times| times * power)
        .find(|one| *one >= step - 1e-9);
    fitting.unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_numbers_that_people_count_in() {
        for (values, expected) in [
            (vec![118.0, 162.0], vec![180.0, 160.0, 140.0, 120.0, 100.0]),
            (vec![5.6, 7.9], vec![8.0, 7.0, 6.0, 5.0]),
            (vec![0.0, 1.0], vec![1.0, 0.75, 0.5, 0.25, 0.0]),
            (vec![70.0, 70.0], vec![71.0, 70.5, 70.0, 69.5, 69.0]),
            (vec![], vec![1.0, 0.75, 0.5, 0.25, 0.0]),
            (vec![f64::NAN, 3.0, 5.0], vec![5.0, 4.5, 4.0, 3.5, 3.0]),
        ] {
            let axis = Axis::around(values.iter().copied(), 4);
            assert_eq!(axis.marks(), expected, "{values:?}");
        }
    }

    #[test]
    fn every_value_lies_between_the_marks() {
        for low in [-40.0, 0.0, 0.3, 4.4, 60.0, 119.0] {
            for width in [0.0, 0.01, 0.7, 3.0, 48.0, 900.0] {
                let axis = Axis::around([low, low + width], 4);
                let marks = axis.marks();
                let (highest, lowest) = (marks.first().unwrap(), marks.last().unwrap());
                assert!(
                    *lowest <= low + 1e-9 && *highest >= low + width - 1e-9,
                    "{low} + {width}: {marks:?}"
                );
                assert!((3..=8).contains(&marks.len()), "{low} + {width}: {marks:?}");
            }
        }
    }

    #[test]
    fn marks_show_as_many_decimals_as_they_have() {
        for (values, decimals) in [
            ([118.0, 162.0], 0),
            ([5.6, 7.9], 0),
            ([3.0, 5.0], 1),
            ([0.0, 1.0], 2),
        ] {
            assert_eq!(Axis::around(values, 4).decimals(), decimals, "{values:?}");
        }
    }

    #[test]
    fn a_share_never_leaves_the_axis() {
        for (value, expected) in [
            (80.0, 0.0),
            (100.0, 0.0),
            (140.0, 0.5),
            (180.0, 1.0),
            (300.0, 1.0),
        ] {
            assert!((share(value, 100.0, 180.0) - expected).abs() < 1e-9);
        }
        assert!((share(3.0, 3.0, 3.0) - 0.5).abs() < 1e-9);
    }
}
