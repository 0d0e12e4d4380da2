//! Which rows of a long list stand in the page. Pure: heights in px come in, places go out.

use std::ops::Range;

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VirtualRow {
    /// Names the row and what it shows: another key is drawn anew.
    pub key: u64,
    /// Whether it is a heading of those below.
    pub heading: bool,
}

/// Height that a row is taken to have before any was measured, px.
const FIRST_GUESS: f64 = 88.0;
/// The same of a heading.
const FIRST_HEADING: f64 = 44.0;
/// Most rows in the page.
pub(super) const MOST: usize = 150;
/// Rows that stand in the page where none of the list is in sight.
const LEAST: usize = 8;
/// Rows that one picture may add besides those that are seen.
pub(super) const STEP: usize = 6;

/// The height of each row: measured, or like the others of its kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    of: Vec<f64>,
    headings: Vec<bool>,
    guess: Option<f64>,
    heading: Option<f64>,
}

impl Heights {
    /// Other rows; what was learned of the kinds stays. `known` are heights from an earlier visit.
    pub(super) fn take(&mut self, rows: &[VirtualRow], known: &[f64]) {
        let (guess, heading) = (
            self.guess.unwrap_or(FIRST_GUESS),
            self.heading.unwrap_or(FIRST_HEADING),
        );
        self.headings = rows.iter().map(|row| row.heading).collect();
        self.of = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let kept = known.get(at).copied();
                kept.unwrap_or(if row.heading { heading } else { guess })
            })
            .collect();
    }

    /// Takes what was measured; gives the px by which rows before `seen` have grown.
    pub(super) fn learn(&mut self, measured: &[(usize, f64)], seen: usize) -> f64 {
        let mut grown = 0.0;
        let new = self.guess.is_none();
        for (at, height) in measured {
            let Some(known) = self.of.get_mut(*at) else {
                continue;
            };
            if *at < seen {
                grown += height - *known;
            }
            *known = *height;
            let heading = self.headings.get(*at).copied().unwrap_or_default();
            let guess = if heading {
                &mut self.heading
            } else {
                &mut self.guess
            };
            *guess = Some(guess.map_or(*height, |before| before * 0.9 + height * 0.1));
        }
        // The first that are measured say what to take the others for.
        if let Some(guess) = self.guess.filter(|_| new) {
            let after = measured.iter().map(|(at, _)| at + 1).max();
            let rest = self.of.iter_mut().zip(&self.headings);
            for (height, _) in rest
                .skip(after.unwrap_or(0))
                .filter(|(_, heading)| !**heading)
            {
                *height = guess;
            }
        }
        grown
    }

    pub(super) fn len(&self) -> usize {
        self.of.len()
    }

    pub(super) fn all(&self) -> &[f64] {
        &self.of
    }

    /// Px above a row.
    pub(super) fn above(&self, at: usize) -> f64 {
        self.of.iter().take(at).sum()
    }

    /// Px of the rows from one on.
    pub(super) fn from(&self, at: usize) -> f64 {
        self.of.iter().skip(at).sum()
    }

    /// The rows between two heights of the list.
    pub(super) fn between(&self, upper: f64, lower: f64) -> Range<usize> {
        let (mut from, mut to, mut y) = (self.of.len(), self.of.len(), 0.0);
        for (at, height) in self.of.iter().enumerate() {
            if from > at && y + height > upper {
                from = at;
            }
            if y >= lower {
                to = at;
                break;
            }
            y += height;
        }
        let from = from.min(to);
        if from < to {
            return from..to;
        }
        // Below what is seen, or above it: some rows stand there all the same, so that the keyboard and a
        // screen reader get into the list.
        let from = from.min(self.of.len().saturating_sub(LEAST));
        from..(from + LEAST).min(self.of.len())
    }
}

/// The rows in the page after the next picture: those that are seen at once, those around them a few at
/// a time, so that no picture waits for rows that nobody sees yet.
pub(super) fn next(now: &Range<usize>, seen: &Range<usize>, wanted: &Range<usize>) -> Range<usize> {
    let kept = now.start.max(wanted.start)..now.end.min(wanted.end);
    let touches = kept.start < kept.end && kept.start <= seen.end && seen.start <= kept.end;
    if !touches {
        // A jump: nothing else before these are drawn.
        return seen.start..seen.end.min(seen.start.saturating_add(MOST));
    }
    let (from, to) = (kept.start.min(seen.start), kept.end.max(seen.end));
    let added = (kept.start - from) + (to - kept.end);
    let room = STEP.saturating_sub(added);
    let below = wanted.end.saturating_sub(to).min(room);
    let above = from.saturating_sub(wanted.start).min(room - below);
    let from = from - above;
    from..(to + below).min(from.saturating_add(MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(many: u64) -> Vec<VirtualRow> {
        let row = |key: u64| VirtualRow {
            key,
            heading: key.is_multiple_of(10),
        };
        (0..many).map(row).collect()
    }

    fn heights(many: u64) -> Heights {
        let mut heights = Heights::default();
        heights.take(&rows(many), &[]);
        heights
    }

    #[test]
    fn the_rows_between_two_heights_are_those_that_touch_them() {
        let mut heights = heights(5);
        heights.learn(&[(0, 10.0), (1, 20.0), (2, 30.0), (3, 20.0), (4, 10.0)], 0);
        for (upper, lower, expected) in [
            (0.0, 5.0, 0..1),
            (0.0, 10.0, 0..1),
            (0.0, 10.5, 0..2),
            (10.0, 30.0, 1..2),
            (29.0, 61.0, 1..4),
            (80.0, 500.0, 4..5),
            (-50.0, -10.0, 0..5),
            (500.0, 900.0, 0..5),
        ] {
            assert_eq!(
                heights.between(upper, lower),
                expected,
                "{upper} to {lower}"
            );
        }
        assert!((heights.above(2) - 30.0).abs() < 1e-9);
        assert!((heights.from(3) - 30.0).abs() < 1e-9);
    }

    #[test]
    fn what_grows_above_is_told_and_what_grows_below_is_not() {
        let mut heights = heights(20);
        let grown = heights.learn(&[(1, FIRST_GUESS + 12.0), (2, FIRST_GUESS), (9, 500.0)], 5);
        assert!((grown - 12.0).abs() < 1e-9);
    }

    #[test]
    fn an_unmeasured_row_is_taken_for_one_of_its_kind() {
        let mut heights = heights(3);
        heights.learn(&[(1, 120.0)], 0);
        heights.take(&rows(12), &[]);
        assert!((heights.all()[5] - 120.0).abs() < 1e-9);
        assert!((heights.all()[10] - FIRST_HEADING).abs() < 1e-9);
    }

    #[test]
    fn what_is_seen_comes_at_once_and_the_rest_a_few_at_a_time() {
        let (seen, wanted) = (100..112, 85..127);
        let mut now = next(&(0..20), &seen, &wanted);
        assert_eq!(now, seen, "a jump");
        let mut pictures = 0;
        while now != wanted {
            let then = next(&now, &seen, &wanted);
            let added = then.len() - now.len();
            assert!(added > 0 && added <= STEP, "{now:?} to {then:?}");
            now = then;
            pictures += 1;
        }
        assert!(pictures < 8, "{pictures}");
    }

    #[test]
    fn a_step_further_keeps_what_stands_there() {
        let now = next(&(85..127), &(104..116), &(89..131));
        assert_eq!(now, 89..131);
        let back = next(&now, &(97..109), &(82..124));
        assert_eq!(back, 83..124);
    }

    #[test]
    fn never_more_than_the_most() {
        assert!(next(&(0..0), &(0..400), &(0..400)).len() <= MOST);
    }

    #[test]
    fn an_empty_list_shows_nothing() {
        assert_eq!(next(&(0..30), &(0..0), &(0..0)), 0..0);
    }
}
