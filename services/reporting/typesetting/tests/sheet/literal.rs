//! Texts are never read as the typesetter's language, nor as a picture's.

use typesetting::{Align, Block};

use crate::support::{CHART, fact, figure, paragraph, set, structure, table, text, with};

const TEXTS: [&str; 14] = [
    "#panic()",
    "#read(\"/etc/passwd\")",
    "$x^2$",
    "*bold*",
    "_low_",
    "@ref",
    "<label>",
    "= heading",
    "- dash",
    "`code`",
    "\\u{41}",
    "// gone",
    "{page}/{pages}",
    "\"quoted\" 'apostrophe' -- ...",
];

#[test]
fn markup_in_any_text_is_read_as_written() {
    for literal in TEXTS {
        let mut document = with(vec![
            Block::Heading {
                level: 1,
                text: literal.to_owned(),
            },
            paragraph(literal),
            Block::List(vec![literal.to_owned()]),
            table(literal, &[(literal, Align::Left)], vec![vec![literal.to_owned()]]),
            Block::Figures(vec![figure(literal, literal, literal)]),
            Block::Chart {
                svg: CHART.to_owned(),
                alt: literal.to_owned(),
            },
        ]);
        document.title = literal.to_owned();
        document.subtitle = literal.to_owned();
        document.author = literal.to_owned();
        document.facts = vec![fact(literal, literal)];
        document.parts[0].heading = literal.to_owned();
        document.parts[0].sections[0].heading = literal.to_owned();
        document.words.footer = literal.to_owned();
        document.notes = vec![literal.to_owned()];
        let text = text(&set(&document));
        // Title, subtitle, fact twice, part and section with their lines in the contents, and the blocks.
        assert!(text.matches(literal).count() >= 17, "{literal} in\n{text}");
    }
}

#[test]
fn line_breaks_and_blank_lines_are_kept() {
    let structure = structure(&set(&with(vec![paragraph("one\r\ntwo\n\n\n  three")])));
    assert!(!structure.contains("onetwo"), "{structure}");
    assert!(structure.contains("three"), "{structure}");
}

#[test]
fn a_picture_reaches_nothing_outside() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="/etc/hostname" width="9" height="9"/></svg>"#;
    let result = typesetting::pdf(&with(vec![Block::Chart {
        svg: svg.to_owned(),
        alt: "a".to_owned(),
    }]));
    assert!(result.is_err());
}
