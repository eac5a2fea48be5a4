//! Words too long for a line.
//!
//! The typesetter hyphenates what its patterns know and breaks addresses of the web. The rest would run over the
//! edge of the page, or over the neighbouring cell: a hash, a file name, a key held down. Those get invisible places
//! to break, far enough apart that ordinary long words (and Finnish has them) are left to the patterns.

use unicode_segmentation::UnicodeSegmentation;

const ZERO_WIDTH_SPACE: char = '\u{200B}';

pub(super) const LINE: Runs = Runs { letters: 60, mixed: 40 };
pub(super) const CELL: Runs = Runs { letters: 30, mixed: 12 };

/// How many characters may stand together without a place to break.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    letters: usize,
    mixed: usize,
}

pub(super) fn breakable(text: &str, runs: Runs) -> String {
    text.split_inclusive(char::is_whitespace)
        .map(|word| broken(word, runs))
        .collect()
}

fn broken(word: &str, runs: Runs) -> String {
    let limit = if word.trim_end().chars().all(char::is_alphabetic) {
        runs.letters
    } else {
        runs.mixed
    };
    if word.len() <= limit || word.contains("://") || word.starts_with("www.") {
        return word.to_owned();
    }
    let mut result = String::with_capacity(word.len() + word.len() / limit * ZERO_WIDTH_SPACE.len_utf8());
    for (number, character) in word.graphemes(true).enumerate() {
        if number > 0 && number % limit == 0 {
            result.push(ZERO_WIDTH_SPACE);
        }
        result.push_str(character);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_and_addresses_are_left_alone() {
        for text in [
            "kansainvälisyysstrategia ja\nhankkeet",
            "https://example.org/a/very/long/address?of=a&page=1",
        ] {
            assert_eq!(breakable(text, CELL), text);
        }
    }

    #[test]
    fn an_endless_word_gets_places_to_break_and_keeps_its_characters() {
        let word = "0123456789abcdef".repeat(10);
        let result = breakable(&word, CELL);
        assert_eq!(result.replace(ZERO_WIDTH_SPACE, ""), word);
        assert!(result.split(ZERO_WIDTH_SPACE).all(|piece| piece.len() <= 12));
    }
}
