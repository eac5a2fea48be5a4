//! What a screen reader finds.

use typesetting::{Align, Block, Document, Language, Part, Section, TypesetError};

use crate::support::{CHART, figure, paragraph, properties, set, structure, table, text, with};

fn full() -> Document {
    with(vec![
        paragraph("Vuoden aikana oli käynnissä kolme hanketta."),
        Block::Figures(vec![
            figure("Käynnissä olevat EU-hankkeet", "12", "hankerekisteristä"),
            figure("Hakemukset", "7", ""),
        ]),
        Block::Heading {
            level: 1,
            text: "Hankkeet".to_owned(),
        },
        table(
            "Käynnissä olevat hankkeet",
            &[("Hanke", Align::Left), ("Budjetti", Align::Right)],
            vec![vec!["TEKES".to_owned(), "120 000".to_owned()]],
        ),
        Block::List(vec!["Ystävyyskunnat".to_owned(), "Verkostot".to_owned()]),
        Block::Chart {
            svg: CHART.to_owned(),
            alt: "Eniten hankkeita on Kuopiossa, 13.".to_owned(),
        },
    ])
}

#[test]
fn the_file_claims_pdf_ua_and_carries_title_and_language() {
    let pdf = set(&full());
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("pdfuaid:part"), "the claim of PDF/UA");
    assert!(raw.contains("/Lang"), "the language");
    let properties = properties(&pdf);
    assert!(properties.contains("Kansainvälisen toiminnan seuranta 2025"));
    assert!(properties.contains("Kauhajoen kaupunki"));
    assert!(
        properties
            .lines()
            .any(|line| line.starts_with("Tagged:") && line.ends_with("yes"))
    );
}

#[test]
fn headings_lists_tables_and_figures_are_tagged() {
    let structure = structure(&set(&full()));
    for expected in [
        "H1", "H2", "H3", "TOC", "Table", "THead", "TH", "TBody", "TD", "Caption", "LI", "Lbl", "LBody", "Figure",
    ] {
        assert!(has_element(&structure, expected), "no {expected} in\n{structure}");
    }
    for text in [
        "EU-hankkeet ja hakemukset",
        "TEKES",
        "120 000",
        "Ystävyyskunnat",
        "Käynnissä olevat EU-hankkeet",
        "\"12\"",
    ] {
        assert!(structure.contains(text), "no {text} in\n{structure}");
    }
}

fn has_element(structure: &str, name: &str) -> bool {
    structure
        .lines()
        .any(|line| line.split_whitespace().next().map(|first| first.trim_end_matches(':')) == Some(name))
}

#[test]
fn each_language_is_told_to_the_reader_and_titles_the_contents() {
    for (language, code, contents) in [
        (Language::Fi, "fi", "Sisällys"),
        (Language::Sv, "sv", "Innehåll"),
        (Language::En, "en", "Contents"),
    ] {
        let pdf = set(&Document { language, ..full() });
        assert!(
            String::from_utf8_lossy(&pdf).contains(&format!("/Lang({code})")),
            "{code}"
        );
        assert!(text(&pdf).contains(contents), "{contents}");
    }
}

#[test]
fn an_empty_part_and_an_empty_section_say_so() {
    let parts = vec![
        Part {
            heading: "A".to_owned(),
            sections: vec![],
        },
        Part {
            heading: "B".to_owned(),
            sections: vec![Section {
                heading: "B1".to_owned(),
                blocks: vec![],
            }],
        },
    ];
    let text = text(&set(&Document { parts, ..full() }));
    assert_eq!(text.matches("Ei ilmoitettavaa.").count(), 2, "{text}");
}

#[test]
fn a_document_of_nothing_but_a_title_is_set() {
    let empty = Document {
        facts: vec![],
        parts: vec![],
        notes: vec![],
        subtitle: String::new(),
        author: String::new(),
        ..full()
    };
    assert!(structure(&set(&empty)).contains("Kansainvälisen toiminnan seuranta 2025"));
}

#[test]
fn blank_headings_and_skipped_levels_stop_nothing() {
    let mut document = with(vec![
        Block::Heading {
            level: 0,
            text: "nought".to_owned(),
        },
        Block::Heading {
            level: 200,
            text: "deep".to_owned(),
        },
        Block::Heading {
            level: 1,
            text: "  ".to_owned(),
        },
        Block::List(vec![]),
        Block::Figures(vec![]),
        table("none", &[], vec![]),
        table("no rows", &[("Hanke", Align::Left)], vec![]),
        paragraph(" \n\n "),
    ]);
    document.parts[0].heading.clear();
    document.parts[0].sections[0].heading.clear();
    let structure = structure(&set(&document));
    assert!(
        structure.contains("nought") && structure.contains("deep"),
        "{structure}"
    );
}

#[test]
fn what_the_standard_asks_of_the_caller_is_told() {
    let untitled = Document {
        title: " ".to_owned(),
        ..full()
    };
    assert!(matches!(typesetting::pdf(&untitled), Err(TypesetError::NoTitle)));
    let mute = with(vec![Block::Chart {
        svg: CHART.to_owned(),
        alt: String::new(),
    }]);
    assert!(matches!(typesetting::pdf(&mute), Err(TypesetError::NoAlternative)));
    let uneven = with(vec![table("t", &[("a", Align::Left)], vec![vec![]])]);
    assert!(matches!(
        typesetting::pdf(&uneven),
        Err(TypesetError::UnevenTable {
            row: 1,
            cells: 0,
            columns: 1,
            ..
        })
    ));
    let no_picture = with(vec![Block::Chart {
        svg: "<p>".to_owned(),
        alt: "a".to_owned(),
    }]);
    assert!(matches!(typesetting::pdf(&no_picture), Err(TypesetError::Refused(_))));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(set(&full()), set(&full()));
}
