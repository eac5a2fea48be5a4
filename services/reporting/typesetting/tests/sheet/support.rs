use std::io::Write as _;
use std::process::{Command, Stdio};

use typesetting::{Align, Block, Column, Document, Fact, Figure, Language, Part, Section, Words};

pub const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 110" role="img">
<title>Hankkeet</title>
<text x="0" y="20" font-size="12">Kuopio</text><rect x="90" y="8" width="260" height="16" fill="#1f4e79"/>
<text x="356" y="20" font-size="12">13</text>
<text x="0" y="50" font-size="12">Jyväskylä</text><rect x="90" y="38" width="180" height="16" fill="#1f4e79"/>
<text x="276" y="50" font-size="12">9</text>
</svg>"##;

pub fn words() -> Words {
    Words {
        page: "Sivu {page} / {pages}".to_owned(),
        footer: "Kauhajoki · Kansainvälisen toiminnan seuranta 2025 · Luonnos".to_owned(),
        notes: "Näin luvut on laskettu".to_owned(),
        nothing: "Ei ilmoitettavaa.".to_owned(),
    }
}

/// A document with one part of one section.
pub fn with(blocks: Vec<Block>) -> Document {
    Document {
        language: Language::Fi,
        title: "Kansainvälisen toiminnan seuranta 2025".to_owned(),
        subtitle: "Kauhajoen kaupunki".to_owned(),
        author: "Kauhajoen kaupunki".to_owned(),
        facts: vec![
            fact("Ajanjakso", "1.1.2025–31.12.2025"),
            fact("Tila", "Luonnos"),
            fact("Rekisterien tila", "tavoitteet 1 204, hankkeet 3 377"),
        ],
        parts: vec![Part {
            heading: "EU-hankkeet ja hakemukset".to_owned(),
            sections: vec![Section {
                heading: "Koko konserni".to_owned(),
                blocks,
            }],
        }],
        notes: vec!["Hanke lasketaan mukaan, jos se on ollut käynnissä yhdenkin päivän.".to_owned()],
        words: words(),
    }
}

pub fn fact(label: &str, value: &str) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}

pub fn figure(label: &str, value: &str, note: &str) -> Figure {
    Figure {
        label: label.to_owned(),
        value: value.to_owned(),
        note: note.to_owned(),
    }
}

pub fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

pub fn table(caption: &str, columns: &[(&str, Align)], rows: Vec<Vec<String>>) -> Block {
    let columns = columns
        .iter()
        .map(|&(heading, align)| Column {
            heading: heading.to_owned(),
            align,
        })
        .collect();
    Block::Table {
        caption: caption.to_owned(),
        columns,
        rows,
    }
}

pub fn set(document: &Document) -> Vec<u8> {
    typesetting::pdf(document).expect("the document is set")
}

/// The tree that a screen reader walks, with its texts.
pub fn structure(pdf: &[u8]) -> String {
    read("pdfinfo", &["-struct-text"], pdf)
}

/// The properties of the file.
pub fn properties(pdf: &[u8]) -> String {
    read("pdfinfo", &[], pdf)
}

/// The text as one would copy it, on one line.
pub fn text(pdf: &[u8]) -> String {
    let text = read("pdftotext", &[], pdf);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(program: &str, options: &[&str], pdf: &[u8]) -> String {
    let mut command = Command::new(program);
    command
        .args(options)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    if program == "pdftotext" {
        command.arg("-");
    }
    let mut reader = command
        .spawn()
        .unwrap_or_else(|fault| panic!("{program} (poppler-utils) did not run: {fault}"));
    // It reads everything before it writes, so neither side waits for the other; the pipe closes with the statement.
    reader
        .stdin
        .take()
        .expect("a pipe")
        .write_all(pdf)
        .expect("the document is handed over");
    let output = reader.wait_with_output().expect("an answer");
    assert!(output.status.success(), "{program} could not read the document");
    // The titles of headings come as UTF-16 in between, which this tool hands on as it finds it.
    String::from_utf8_lossy(&output.stdout).into_owned()
}
