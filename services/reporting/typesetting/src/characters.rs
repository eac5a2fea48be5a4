//! What the bundled fonts can draw.
//!
//! PDF/UA forbids the empty box that programs draw for a character without a glyph, and the typesetter refuses the
//! whole document for it. So the question is asked before: once for the editor, who can still choose another
//! character, and once for the paper, where a replacement mark stands instead.

use std::collections::HashSet;
use std::sync::LazyLock;

use typst::layout::Abs;
use typst::text::{
    Font, FontInfo, FontStretch, FontStyle, FontVariant, FontVariations, FontWeight, is_default_ignorable,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::document::Document;
use crate::texts::{self, Medium, Place};
use crate::world::FONTS;

/// Stands where a character could not be drawn.
const REPLACEMENT: &str = "\u{FFFD}";

/// The families of `template.typ`, in its order, as the font book spells them.
const FAMILIES: [&str; 4] = [
    MAIN_FAMILY,
    "new computer modern",
    "dejavu sans mono",
    "new computer modern math",
];

/// The first family; the only one that pictures can count on.
const MAIN_FAMILY: &str = "libertinus serif";

/// The weights the template uses. A heavier font may lack what the regular one has.
const WEIGHTS: [FontWeight; 2] = [FontWeight::REGULAR, FontWeight::SEMIBOLD];

/// What each font of the book draws: some fonts list characters that they have no picture for.
static COVERAGE: LazyLock<Vec<HashSet<u32>>> = LazyLock::new(|| {
    let infos = (0..).map_while(|index| Some((FONTS.font(index)?, FONTS.book().info(index)?)));
    infos.map(|(font, info)| drawn_by(font, info)).collect()
});

fn drawn_by(font: Font, info: &FontInfo) -> HashSet<u32> {
    let font = font.instantiate(info.variant, Abs::pt(11.0), &FontVariations::default());
    let has_glyph = |c: &u32| {
        let glyph = char::from_u32(*c).and_then(|c| font.ttf().glyph_index(c));
        glyph.is_some_and(|glyph| glyph.0 != 0)
    };
    info.coverage.iter().filter(has_glyph).collect()
}

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
        if is_plain(text) {
            return;
        }
        for character in characters(&tidied(text, medium), medium).filter(|character| !drawable(character, medium)) {
            let found = MissingCharacter {
                character: character.to_owned(),
                place,
            };
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
        if is_plain(text) {
            return;
        }
        let tidy = tidied(text, medium);
        let shown = characters(&tidy, medium).map(|one| if drawable(one, medium) { one } else { REPLACEMENT });
        *text = shown.collect();
    });
    document
}

/// Nothing to ask: most texts, and all of them quick to tell.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

/// The text as a reader sees it, one character after the other. A picture's own markup is not for readers: an accent
/// after a bracket may not take the bracket with it.
fn characters(text: &str, medium: Medium) -> impl Iterator<Item = &str> {
    text.graphemes(true).flat_map(move |character| {
        let is_markup = medium == Medium::Picture && character.starts_with(|c: char| c.is_ascii());
        let (first, rest) = character.split_at(usize::from(is_markup));
        [first, rest].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// One kind of line break, one kind of gap, accents joined to their letters where the alphabet has the two as one,
/// and of the invisible characters only those with a use in a report: nothing a reader would call missing.
fn tidied(text: &str, medium: Medium) -> String {
    let seen = |c: &char| !is_default_ignorable(*c) || (medium == Medium::Page && has_a_use(*c));
    text.replace("\r\n", "\n")
        .chars()
        .filter(seen)
        .map(tidied_char)
        .nfc()
        .collect()
}

/// Places to break and not to break, joiners and selectors that belong to the character before them. The other
/// invisible ones turn the direction of text (and deceive by it), or are fillers that some fonts try to draw.
fn has_a_use(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}')
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
        // Accents beside their letter lose their text on the way from a picture, and PDF/UA refuses that.
        (Some(c), second) if medium == Medium::Picture => {
            second.is_none() && !is_combining_mark(c) && one_family_has(MAIN_FAMILY, character)
        }
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
    COVERAGE.iter().any(|covered| covered.contains(&u32::from(c)))
}

fn in_every_weight(c: char) -> bool {
    FAMILIES
        .iter()
        .any(|family| one_family_has(family, c.encode_utf8(&mut [0; 4])))
}

fn one_family_has(family: &str, character: &str) -> bool {
    WEIGHTS.iter().all(|weight| {
        let variant = FontVariant::new(FontStyle::Normal, *weight, FontStretch::NORMAL);
        let font = FONTS.book().select(family, variant);
        font.is_some_and(|index| {
            character
                .chars()
                .all(|c| !has_no_meaning(c) && (is_default_ignorable(c) || font_has(index, c)))
        })
    })
}

fn font_has(index: usize, c: char) -> bool {
    COVERAGE
        .get(index)
        .is_some_and(|covered| covered.contains(&u32::from(c)))
}
