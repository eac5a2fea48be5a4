//! What the fonts lack is told before, and never stops a document.

use typesetting::{Align, Block, Document, MissingCharacter, Place, missing_characters};

use crate::support::{paragraph, set, table, text, with};

fn missing_in(text: &str) -> Vec<String> {
    missing_characters(&with(vec![paragraph(text)]))
        .into_iter()
        .map(|found| found.character)
        .collect()
}

#[test]
fn the_languages_of_the_region_are_drawn_in_full() {
    for text in [
        "Åäö ÅÄÖ šž ŠŽ – — ’ ” … € £ § ½ × ≥ ≈ ° • → m² CO₂",
        "čđŋšŧž ČĐŊŠŦŽ áÁ ǥǧǩŋõʒǯ ẹ ï ‟ ʹ ʼ",
        "Съешь же ещё этих мягких французских булок Ёё Ѣѣ Її Єє Ґґ",
        "Ταχίστη αλώπηξ βαφής ψημένη γη ΐ ΰ ᾧ",
        "ąćęłńóśźż āēģīķļņšūž őű ğış ñçß ăâîșț æøå þð",
    ] {
        assert_eq!(missing_in(text), Vec::<String>::new(), "{text}");
        let whole = self::text(&set(&with(vec![
            paragraph(text),
            Block::Heading {
                level: 1,
                text: text.to_owned(),
            },
        ])));
        assert!(!whole.contains('\u{FFFD}'), "{whole}");
    }
}

#[test]
fn letters_typed_as_letter_and_accent_are_drawn() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>Jyva\u{308}skyla\u{308}</text></svg>";
    let picture = with(vec![Block::Chart {
        svg: svg.to_owned(),
        alt: "a".to_owned(),
    }]);
    assert_eq!(missing_characters(&picture), []);
    assert_eq!(
        missing_in("a\u{308}a\u{30A} o\u{308} s\u{30C} e\u{301}"),
        Vec::<String>::new()
    );
}

#[test]
fn invisible_characters_are_not_missing() {
    assert_eq!(
        missing_in("\u{FEFF}a\u{AD}b\u{200B}c\u{200D}d\u{202F}e\tf\u{2028}g\u{200E}h\u{202E}i\u{180F}j\u{1160}k"),
        Vec::<String>::new()
    );
}

#[test]
fn an_accent_at_the_edge_of_a_picture_text_harms_no_picture() {
    let text = "\u{20E0}a\u{20E0} x\u{301} e\u{301} \u{5E9}\u{5B8}\u{5C1} z\u{200D}j";
    let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{text}</text></svg>"#);
    set(&with(vec![Block::Chart {
        svg,
        alt: "a".to_owned(),
    }]));
}

#[test]
fn each_missing_character_is_told_once_with_its_place() {
    let mut document = with(vec![paragraph("juhla 🎉 ja 🎉, 漢")]);
    document.title = "Seuranta 🎉".to_owned();
    let section = Place::Section { part: 0, section: 0 };
    let told = |character: &str, place| MissingCharacter {
        character: character.to_owned(),
        place,
    };
    assert_eq!(
        missing_characters(&document),
        [told("🎉", Place::Title), told("🎉", section), told("漢", section)]
    );
}

#[test]
fn an_emoji_of_several_code_points_is_one_character() {
    assert_eq!(missing_in("👩🏽‍🚒 🇫🇮"), ["👩🏽‍🚒", "🇫🇮"]);
}

#[test]
fn a_missing_character_is_replaced_by_a_visible_mark() {
    let strange = "alku 🎉👩🏽‍🚒🇫🇮 漢字 한글 ひ ไทย \u{E123} \u{FFFC} \u{1} \u{10FFFF} loppu";
    let everywhere = everywhere(strange);
    let text = text(&set(&everywhere));
    assert!(
        text.contains("alku \u{FFFD}\u{FFFD}\u{FFFD} \u{FFFD}\u{FFFD}"),
        "{text}"
    );
    assert!(text.contains("loppu"), "{text}");
}

/// The promise behind it all: whatever is not told as missing, the typesetter can draw, in the text of every weight
/// and in a picture. Under PDF/UA it refuses a document with a single glyph too few.
#[test]
fn whatever_is_not_told_as_missing_can_be_drawn() {
    let all: Vec<char> = (0x20..=0x2_FFFF).filter_map(char::from_u32).collect();
    let missing: std::collections::HashSet<String> = all
        .chunks(4_000)
        .flat_map(|chunk| missing_in(&spaced(chunk.iter())))
        .collect();
    let drawn: Vec<&char> = all.iter().filter(|c| !missing.contains(&c.to_string())).collect();
    assert!(drawn.len() > 5_000, "the fonts have some characters: {}", drawn.len());
    for chunk in drawn.chunks(1_000) {
        let spaced = spaced(chunk.iter().copied());
        set(&everywhere(&spaced));
    }
}

/// Accents on anything, joiners between anything: sequences no font was made for.
#[test]
fn strange_sequences_can_be_drawn_or_are_replaced() {
    let bases = [
        'a', 'Ж', 'ω', 'א', 'ع', '1', '→', '∑', '漢', '🎉', ' ', '\u{E000}', '𝔸', '☺',
    ];
    let marks = [
        '\u{301}',
        '\u{20DD}',
        '\u{5B8}',
        '\u{64B}',
        '\u{FE0F}',
        '\u{200D}',
        '\u{1F3FD}',
        '\u{E0020}',
        '\u{3099}',
        '\u{489}',
    ];
    let mut text = String::new();
    for base in bases {
        for first in marks {
            for second in marks {
                text.extend([base, first, second, ' ', 'x', base, first, base, second, ' ']);
            }
        }
    }
    set(&everywhere(&text));
}

fn spaced<'a>(characters: impl Iterator<Item = &'a char>) -> String {
    characters.flat_map(|c| [*c, ' ']).collect()
}

/// The text in both weights of a page, and in a picture.
fn everywhere(text: &str) -> Document {
    let svg = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let svg =
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><text y="20">{svg}</text></svg>"#);
    with(vec![
        paragraph(text),
        table("", &[(text, Align::Left)], vec![]),
        Block::Chart {
            svg,
            alt: text.to_owned(),
        },
    ])
}
