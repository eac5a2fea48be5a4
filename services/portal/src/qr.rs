//! A text as a pattern that telephones take a picture of.

use fast_qr::{ECL, QRBuilder};

/// Light modules around the pattern, without which no camera finds it.
const MARGIN: usize = 4;

/// The pattern as one path of an SVG picture, each dark module a square of one by one.
pub struct Pattern {
    /// How many modules the picture has on a side.
    pub size: usize,
    pub path: String,
}

impl Pattern {
    /// Nothing when the text is longer than any pattern.
    pub fn of(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let rows = code.data.chunks(code.size).take(code.size);
        let mut path = String::new();
        for (y, row) in rows.enumerate() {
            for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
                path.push_str(
                    &[
                        "M",
                        &(x + MARGIN).to_string(),
                        " ",
                        &(y + MARGIN).to_string(),
                        "h1v1h-1z",
                    ]
                    .concat(),
                );
            }
        }
        Some(Self {
            size: code.size + 2 * MARGIN,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "otpauth://totp/Samverka:a%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Samverka";

    #[test]
    fn a_pattern_has_its_three_corners_and_a_margin() {
        let pattern = Pattern::of(URI).unwrap();
        let last = pattern.size - MARGIN - 1;
        for (x, y) in [(MARGIN, MARGIN), (last, MARGIN), (MARGIN, last)] {
            assert!(pattern.path.contains(&format!("M{x} {y}h")), "{x} {y}");
        }
        assert!(!pattern.path.contains("M3 ") && !pattern.path.contains(&format!("M{} ", last + 1)));
        assert_eq!((pattern.size - 2 * MARGIN - 17) % 4, 0);
    }

    #[test]
    fn what_no_pattern_holds_is_none() {
        assert!(Pattern::of(&"x".repeat(5_000)).is_none());
    }
}
