//! The text of SVG paths, for a square of 100 × 100 units with the origin at its lower left.

/// A place in the square: shares of its width and height.
pub type Place = (f64, f64);

const SIDE: f64 = 100.0;

fn put(path: &mut String, command: char, (x, y): Place) {
    path.push(command);
    path.push_str(&tenths(x * SIDE));
    path.push(' ');
    path.push_str(&tenths((1.0 - y) * SIDE));
}

/// One decimal is finer than a phone can show, and keeps the text short.
fn tenths(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), str::to_owned)
}

/// A line through the places.
#[must_use]
pub fn line(places: &[Place]) -> String {
    let mut path = String::new();
    for (count, place) in places.iter().enumerate() {
        put(&mut path, if count == 0 { 'M' } else { 'L' }, *place);
    }
    path
}

/// A dot at each place: a line without length, which a thick pen makes round or square, and
/// which stays so when the square is stretched to a wide chart.
#[must_use]
pub fn dots(places: &[Place]) -> String {
    let mut path = String::new();
    for place in places {
        put(&mut path, 'M', *place);
        path.push_str("h0");
    }
    path
}

/// A level line across the square at each height.
#[must_use]
pub fn levels(heights: &[f64]) -> String {
    let mut path = String::new();
    for height in heights {
        put(&mut path, 'M', (0.0, *height));
        path.push_str("H100");
    }
    path
}

/// An upright line at a share of the width.
#[must_use]
pub fn upright(x: f64) -> String {
    let mut path = String::new();
    put(&mut path, 'M', (x, 1.0));
    path.push_str("V100");
    path
}

/// A band across the square between two heights.
#[must_use]
pub fn band(low: f64, high: f64) -> String {
    let mut path = String::new();
    put(&mut path, 'M', (0.0, high));
    path.push_str("H100");
    put(&mut path, 'L', (1.0, low));
    path.push_str("H0Z");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_is_at_the_lower_left() {
        assert_eq!(
            line(&[(0.0, 0.0), (0.5, 1.0), (1.0, 0.25)]),
            "M0 100L50 0L100 75"
        );
        assert_eq!(dots(&[(0.0, 0.0), (1.0, 1.0)]), "M0 100h0M100 0h0");
        assert_eq!(levels(&[0.0, 0.5]), "M0 100H100M0 50H100");
        assert_eq!(upright(0.25), "M25 0V100");
        assert_eq!(band(0.25, 0.75), "M0 25H100L100 75H0Z");
    }

    #[test]
    fn a_third_is_written_with_one_decimal() {
        assert_eq!(line(&[(1.0 / 3.0, 2.0 / 3.0)]), "M33.3 33.3");
        assert_eq!(line(&[]), "");
    }
}
