//! Codes that another phone's camera reads, drawn here: a browser that draws them itself would need
//! more code than the pages they stand on.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::failure::Failure;

/// A code as a drawing.
pub struct Drawn {
    /// Modules along a side.
    pub side: u8,
    /// The dark modules as a path with one unit a module.
    pub path: String,
}

/// Draws a text.
pub fn draw(text: &str) -> Result<Drawn, Failure> {
    let drawn = QrCode::encode_text(text, QrCodeEcc::Low)
        .map_err(|error| Failure::broken(format!("no code to scan: {error}")))?;
    Ok(Drawn {
        side: u8::try_from(drawn.size()).unwrap_or(u8::MAX),
        path: path(&drawn),
    })
}

/// The dark modules as a path, a rectangle for each run in a row.
fn path(drawn: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..drawn.size() {
        let mut x = 0;
        while x < drawn.size() {
            let from = x;
            while x < drawn.size() && drawn.get_module(x, y) {
                x += 1;
            }
            if x > from {
                path.push_str(&format!("M{from} {y}h{}v1h-{}z", x - from, x - from));
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let drawn = QrCode::encode_text("otpauth://totp/x", QrCodeEcc::Low).unwrap();
        let dark = (0..drawn.size())
            .flat_map(|y| (0..drawn.size()).map(move |x| (x, y)))
            .filter(|(x, y)| drawn.get_module(*x, *y))
            .count();
        let runs: usize = path(&drawn)
            .split('h')
            .filter_map(|part| part.split_once('v'))
            .map(|(run, _)| run.parse::<usize>().unwrap())
            .sum();
        assert_eq!(runs, dark);
    }
}
