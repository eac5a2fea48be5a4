//! The names of files: kept for who downloads them, and for nothing else.

use unicode_normalization::UnicodeNormalization as _;

use crate::http::Faults;

/// The most characters of a name.
const MOST: usize = 200;

/// A name as it is kept: composed (NFC), without blanks around it. What could be a path, cannot be seen, or shows letters in
/// another order than they stand in is no name.
pub(super) fn tidy(name: &str) -> Result<String, Faults> {
    let name: String = name.trim().nfc().collect();
    let fault = |told: &str| Err(Faults::of("?name", "bad_name", told));
    if name.is_empty() || name.chars().all(|c| c == '.') {
        return fault("Say what the file is called, with its ending.");
    }
    if name.chars().count() > MOST {
        return fault("A file's name has at most 200 characters.");
    }
    if name.contains(['/', '\\']) {
        return fault("A file's name is no path: leave out what stands before the last slash.");
    }
    if name.chars().any(|c| c.is_control() || turns_letters(c)) {
        return fault("The file's name holds characters that cannot be shown.");
    }
    Ok(name)
}

/// Characters that change the order in which others are shown, or are not shown at all: `fdp.exe` would read as `exe.pdf`.
fn turns_letters(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What stands after the last full stop, in small letters.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, e)| e.to_lowercase())
}

/// How a browser is told to save a file under its name (RFC 6266, RFC 8187): once for those that read plain letters only.
pub(super) fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '(' | ')') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut whole = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~') {
            whole.push(char::from(byte));
        } else {
            whole.push('%');
            whole.push_str(&hex::encode_upper([byte]));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_composed_and_trimmed() {
        assert_eq!(tidy("  A\u{308}lyka\u{308}s.pdf ").unwrap(), "Älykäs.pdf");
        assert_eq!(ending("Kokous 3.12.PDF"), "pdf");
        assert_eq!(ending("LUEMINUT"), "");
    }

    #[test]
    fn what_is_a_path_or_cannot_be_seen_is_no_name() {
        let long = "x".repeat(300);
        for name in [
            "",
            "..",
            "../../etc/passwd",
            "a\\b.pdf",
            "a\u{0}.pdf",
            "a\nb.pdf",
            "gpj\u{202e}fdp.exe",
            "\u{feff}a.pdf",
            &long,
        ] {
            assert!(tidy(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn every_browser_is_told_a_name_and_none_more_than_that() {
        assert_eq!(
            disposition("Pöytä\"kirja; x=1.pdf"),
            "attachment; filename=\"P_yt__kirja_ x_1.pdf\"; filename*=UTF-8''P%C3%B6yt%C3%A4%22kirja%3B%20x%3D1.pdf"
        );
    }
}
