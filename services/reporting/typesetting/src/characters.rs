//! What the bundled fonts can draw.
//!
//! PDF/UA forbids the empty box that programs draw for a character without a glyph, and the typesetter refuses the
//! whole document for it. So the question is asked before: once for the editor, who can still choose another
//! character, and once for the paper, where a replacement mark stands instead.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::text::{FontStyle, FontVariant, FontWeight, FontStretch, is_default_ignorable};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Document;
use crate::texts::{self, Medium, Place};
use crate::world::FONTS;

/// Stands where a character could not be drawn.
const REPLACEMENT: &str = "\u{FFFD}";

/// The families of `template.typ`, in its order, as the font book spells them.
const FAMILIES: [&str; 4] =
    [MAIN_FAMILY, "new computer modern", "dejavu sans mono", "new computer modern math"];

/// The first family; the only one that pictures can count on.
const MAIN_FAMILY: &str = "libertinus serif";

/// The weights the template uses. A bold font may lack what the regular one has.
const WEIGHTS: [FontWeight; 3] = [FontWeight::REGULAR, FontWeight::SEMIBOLD, FontWeight::BOLD];

/// What the reader would miss.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MissingCharacter {
    /// As a reader sees it: a letter with its accents, or an emoji of several code points, is one.
    pub character: String,
    pub place: Place,
}

/// The characters of the document that no bundled font can draw, in reading order, each once for a place.
pub fn missing_characters(document: &Document) -> Vec<MissingCharacter> {
    let mut seen = HashSet::new();
    let mut missing = Vec::new();
    texts::walk(&mut document.clone(), |place, medium, text| {
        for character in tidied(text).graphemes(true).filter(|character| !drawable(character, medium)) {
            let found = MissingCharacter { character: character.to_owned(), place };
            if seen.insert(found.clone()) {
                missing.push(found);
            }
        }
    });
    missing
}

/// The document with a mark in place of whatever cannot be drawn.
pub(crate) fn replaced(document: &Document) -> Document {
    let mut document = document.clone();
    texts::walk(&mut document, |_, medium, text| {
        if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) {
            return;
        }
        *text = tidied(text).graphemes(true).map(|one| if drawable(one, medium) { one } else { REPLACEMENT }).collect();
    });
    document
}

/// One kind of line break, one kind of gap, no byte order mark: nothing a reader would call a missing character.
fn tidied(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| *c != '\u{FEFF}').map(tidied_char).collect()
}

fn tidied_char(c: char) -> char {
    match c {
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        // A number may not break at its gaps, even where the font lacks the narrow one.
        '\u{202F}' | '\u{2007}' if !in_every_weight(c) => '\u{A0}',
        _ if c.is_whitespace() && c != '\n' && !in_every_weight(c) => ' ',
        _ => c,
    }
}

fn drawable(character: &str, medium: Medium) -> bool {
    let mut visible = character.chars().filter(|c| *c != '\n' && !is_default_ignorable(*c));
    match (visible.next(), visible.next()) {
        (None, _) => true,
        (Some(_), _) if medium == Medium::Picture => one_family_has(MAIN_FAMILY, character),
        (Some(c), None) => !has_no_meaning(c) && (in_every_weight(c) || in_any_font(c)),
        // A mark is drawn on its letter by one font or not at all.
        (Some(_), Some(_)) => FAMILIES.iter().any(|family| one_family_has(family, character)),
    }
}

/// Private use code points mean another picture in every font (bullets pasted from a word processor); the object
/// replacement character is the typesetter's own sign for a box in a line.
fn has_no_meaning(c: char) -> bool {
    matches!(c, '\u{FFFC}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The typesetter tries every font that has a character, if need be in another weight.
fn in_any_font(c: char) -> bool {
    static COUNT: LazyLock<usize> = LazyLock::new(|| (0..).take_while(|index| FONTS.book().info(*index).is_some()).count());
    (0..*COUNT).any(|index| font_has(index, c))
}

fn in_every_weight(c: char) -> bool {
    FAMILIES.iter().any(|family| one_family_has(family, c.encode_utf8(&mut [0; 4])))
}

fn one_family_has(family: &str, character: &str) -> bool {
    WEIGHTS.iter().all(|weight| {
        let variant = FontVariant::new(FontStyle::Normal, *weight, FontStretch::NORMAL);
        let font = FONTS.book().select(family, variant);
        font.is_some_and(|index| {
            character.chars().all(|c| !has_no_meaning(c) && (is_default_ignorable(c) || font_has(index, c)))
        })
    })
}

fn font_has(index: usize, c: char) -> bool {
    FONTS.book().info(index).is_some_and(|info| info.coverage.contains(u32::from(c)))
}
