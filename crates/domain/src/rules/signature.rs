//! Whose name stands under a contract that is signed at the bedside: the person's own, or, for a child under
//! 14, a guardian's (个人信息保护法 art. 31: [`CHILD_BELOW`]). Judged on the phone before it is kept, and
//! again by the service. A signature may be drawn beside the name: as lines of small whole numbers, so that it
//! is a few KiB, is drawn sharp on a screen and on paper, and holds nothing but lines.

use serde::{Deserialize, Serialize};

use crate::codes::Signer;
use crate::grant::CHILD_BELOW;
use crate::person::PersonName;
use crate::problem::FieldError;

/// What is wrong with a signature under the contract of a person of this name and age in years.
#[must_use]
pub fn faults(signer: Signer, signed_by: &str, name: &str, age: u16) -> Vec<FieldError> {
    let written = signed_by.trim();
    let fault = match signer {
        Signer::Oneself if age < CHILD_BELOW => ("signer", "guardian_needed"),
        _ if written.parse::<PersonName>().is_err() => ("signed_by", "not_a_name"),
        Signer::Oneself if written != name => ("signed_by", "differs"),
        Signer::Guardian if written == name => ("signed_by", "is_the_person"),
        Signer::Oneself | Signer::Guardian => return Vec::new(),
    };
    vec![FieldError::new(fault.0, fault.1)]
}

/// How wide the sheet is that is signed on, in its own units.
pub const WIDTH: u16 = 1000;
/// How high it is.
pub const HEIGHT: u16 = 400;
/// Most points of a drawing: at most 8 KiB of JSON.
pub const MOST_POINTS: usize = 800;
/// Most lines: a name of four characters has some forty strokes.
pub const MOST_STROKES: usize = 120;
/// A drawing whose lines are shorter than this together is a slip of the finger [proposal].
pub const SHORTEST: u32 = 150;

/// A signature as it was drawn, [`WIDTH`] by [`HEIGHT`].
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Drawing {
    /// Each line from the pen's coming down to its going up: across and down of each point in turn, from the
    /// upper left corner.
    pub strokes: Vec<Vec<u16>>,
}

/// Says how much there is and nothing of what it is: bodies are printed by tests and tools.
impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawing of {} points", self.points())
    }
}

impl Drawing {
    /// How many points it has.
    #[must_use]
    pub fn points(&self) -> usize {
        self.strokes.iter().map(|stroke| stroke.len() / 2).sum()
    }

    /// How long its lines are together.
    #[must_use]
    pub fn length(&self) -> u32 {
        let step = |one: &(u16, u16), next: &(u16, u16)| {
            let across = u32::from(one.0.abs_diff(next.0));
            let down = u32::from(one.1.abs_diff(next.1));
            // A drawing that is not judged yet may hold anything.
            across
                .saturating_mul(across)
                .saturating_add(down.saturating_mul(down))
                .isqrt()
        };
        let stroke = |stroke: &Vec<u16>| {
            let points = pairs(stroke);
            let steps = points.iter().zip(points.iter().skip(1));
            steps.map(|(one, next)| step(one, next)).sum::<u32>()
        };
        self.strokes.iter().map(stroke).sum()
    }
}

/// The points of a line.
#[must_use]
pub fn pairs(stroke: &[u16]) -> Vec<(u16, u16)> {
    let pair = |pair: &[u16]| match pair {
        [across, down] => Some((*across, *down)),
        _ => None,
    };
    stroke.chunks(2).filter_map(pair).collect()
}

/// A drawing out of lines as a finger draws them, of as many points as can be kept. Lines beyond the most are
/// left out, and points that lie close to others where there are too many.
#[must_use]
pub fn fitted(mut strokes: Vec<Vec<u16>>) -> Drawing {
    strokes.truncate(MOST_STROKES);
    let mut drawing = Drawing { strokes };
    let mut least = 4;
    while drawing.points() > MOST_POINTS && least < WIDTH * 2 {
        drawing.strokes = drawing
            .strokes
            .iter()
            .map(|one| thinned(one, least))
            .collect();
        least *= 2;
    }
    drawing
}

/// A line of points that lie at least so far apart, across or down; its first and last point stay.
fn thinned(stroke: &[u16], least: u16) -> Vec<u16> {
    let points = pairs(stroke);
    let mut kept: Vec<(u16, u16)> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let far = kept.last().is_none_or(|last| {
            last.0.abs_diff(point.0) >= least || last.1.abs_diff(point.1) >= least
        });
        if far || at + 1 == points.len() {
            kept.push(*point);
        }
    }
    kept.into_iter()
        .flat_map(|(across, down)| [across, down])
        .collect()
}

/// What is wrong with a drawing; empty where it can be kept.
#[must_use]
pub fn drawing_faults(drawing: &Drawing) -> Vec<FieldError> {
    let strokes = &drawing.strokes;
    let whole = |stroke: &Vec<u16>| !stroke.is_empty() && stroke.len().is_multiple_of(2);
    let inside = |stroke: &Vec<u16>| {
        let mut points = pairs(stroke).into_iter();
        points.all(|(across, down)| across <= WIDTH && down <= HEIGHT)
    };
    let reason = if strokes.len() > MOST_STROKES || drawing.points() > MOST_POINTS {
        "too_long"
    } else if !strokes.iter().all(|one| whole(one) && inside(one)) {
        "malformed"
    } else if drawing.length() < SHORTEST {
        "too_short"
    } else {
        return Vec::new();
    };
    vec![FieldError::new("drawing", reason)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(strokes: Vec<Vec<u16>>) -> Option<String> {
        let mut faults = drawing_faults(&Drawing { strokes }).into_iter();
        faults.next().map(|fault| fault.reason)
    }

    #[test]
    fn both_sides_of_each_bound_of_a_drawing() {
        let of = |reason: &str| Some(reason.to_owned());
        let line = |across: u16| vec![vec![0, 0, across, 0]];
        assert_eq!(faults_of(line(150)), None);
        assert_eq!(faults_of(line(149)), of("too_short"));
        assert_eq!(faults_of(Vec::new()), of("too_short"), "nothing was drawn");
        assert_eq!(faults_of(line(1000)), None);
        assert_eq!(faults_of(line(1001)), of("malformed"));
        assert_eq!(faults_of(vec![vec![0, 0, 0, 400]]), None);
        assert_eq!(faults_of(vec![vec![0, 0, 0, 401]]), of("malformed"));
        let half = vec![vec![0, 0, 200]];
        assert_eq!(faults_of(half), of("malformed"), "half a point");
        assert_eq!(faults_of(vec![vec![0, 0, 200, 0], vec![]]), of("malformed"));
        let zigzag = |points: usize| vec![[0, 0, 9, 9].repeat(points)[..2 * points].to_vec()];
        assert_eq!(faults_of(zigzag(MOST_POINTS)), None);
        assert_eq!(faults_of(zigzag(MOST_POINTS + 1)), of("too_long"));
        let lines = |many: usize| vec![vec![0, 0, 9, 0]; many];
        assert_eq!(faults_of(lines(MOST_STROKES)), None);
        assert_eq!(faults_of(lines(MOST_STROKES + 1)), of("too_long"));
    }

    #[test]
    fn what_a_finger_draws_is_fitted_to_what_can_be_kept() {
        let short = vec![vec![1, 1, 3, 2], vec![500, 200]];
        assert_eq!(fitted(short.clone()).strokes, short, "as it was drawn");
        let slow: Vec<u16> = (0..=1000).flat_map(|across| [across, across % 7]).collect();
        let drawing = fitted(vec![slow; MOST_STROKES + 1]);
        assert_eq!(drawing.strokes.len(), MOST_STROKES);
        assert_eq!(drawing_faults(&drawing), []);
        for stroke in &drawing.strokes {
            assert_eq!(stroke[..2], [0, 0]);
            assert_eq!(stroke[stroke.len() - 2..], [1000, 6]);
        }
        assert_eq!(fitted(Vec::new()), Drawing::default());
    }

    #[test]
    fn the_longest_drawing_is_8_kib_and_is_not_printed() {
        let each = MOST_POINTS / MOST_STROKES;
        let mut strokes = vec![[WIDTH, HEIGHT].repeat(each); MOST_STROKES - 1];
        strokes.push([WIDTH, HEIGHT].repeat(MOST_POINTS - each * (MOST_STROKES - 1)));
        let drawing = Drawing { strokes };
        assert_eq!(drawing.points(), MOST_POINTS);
        let json = serde_json::to_string(&drawing).unwrap();
        assert!(json.len() <= 8 * 1024, "{}", json.len());
        assert_eq!(format!("{drawing:?}"), "Drawing of 800 points");
    }

    #[test]
    fn a_grown_person_signs_with_the_own_name_and_a_guardian_with_another() {
        for (signer, written, age, expected) in [
            (Signer::Oneself, "王桂英", 68, None),
            (Signer::Oneself, " 王桂英 ", 68, None),
            (Signer::Oneself, "王桂花", 68, Some("differs")),
            (Signer::Oneself, "", 68, Some("not_a_name")),
            (Signer::Oneself, "<b>", 68, Some("not_a_name")),
            (Signer::Oneself, "王桂英", 14, None),
            (Signer::Oneself, "王桂英", 13, Some("guardian_needed")),
            (Signer::Guardian, "李建国", 13, None),
            (Signer::Guardian, "王桂英", 13, Some("is_the_person")),
            (Signer::Guardian, "李建国", 90, None),
        ] {
            let found = faults(signer, written, "王桂英", age);
            let found = found.first().map(|error| error.reason.as_str());
            assert_eq!(found, expected, "{signer:?} {written} {age}");
        }
    }
}
