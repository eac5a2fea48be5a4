//! The sheet as the typesetter takes it.

use platform::values::Language;
use typesetting::{Align, Block, Column, Document, Fact, Figure, Part, Section, Words};

use super::sheet::{Sheet, SheetPart, Table};
use crate::followup::words::Phrase;

pub fn document(sheet: &Sheet) -> Document {
    let voice = &sheet.voice;
    let footer: Vec<&str> = [sheet.organisation.as_str(), sheet.title.as_str()]
        .into_iter()
        .chain(sheet.warning)
        .collect();
    Document {
        language: match voice.language {
            Language::Fi => typesetting::Language::Fi,
            Language::Sv => typesetting::Language::Sv,
            Language::En => typesetting::Language::En,
        },
        title: sheet.title.clone(),
        subtitle: format!("{} · {}", sheet.organisation, sheet.about),
        author: sheet.organisation.clone(),
        facts: sheet
            .facts
            .iter()
            .map(|(label, value)| Fact {
                label: label.clone(),
                value: value.clone(),
            })
            .collect(),
        parts: sheet.parts.iter().map(|p| part(sheet, p)).collect(),
        notes: sheet.notes.iter().map(|note| (*note).to_owned()).collect(),
        words: Words {
            page: voice.phrase(Phrase::Page).to_owned(),
            footer: footer.join(" · "),
            notes: voice.phrase(Phrase::Notes).to_owned(),
            nothing: voice.phrase(Phrase::Nothing).to_owned(),
        },
    }
}

fn part(sheet: &Sheet, part: &SheetPart) -> Part {
    let figure = |f: &super::sheet::SheetFigure| Figure {
        label: f.label.clone(),
        value: f.value.clone(),
        note: String::new(),
    };
    let mut sections = Vec::new();
    if !part.text.trim().is_empty() {
        sections.push(Section {
            heading: String::new(),
            blocks: vec![Block::Paragraph(part.text.clone())],
        });
    }
    sections.push(Section {
        heading: sheet.voice.phrase(Phrase::Figures).to_owned(),
        blocks: vec![Block::Figures(part.figures.iter().map(figure).collect())],
    });
    sections.extend(part.tables.iter().map(section));
    Part {
        heading: part.heading.to_owned(),
        sections,
    }
}

fn section(table: &Table) -> Section {
    let column = |c: &super::sheet::Heading| Column {
        heading: c.text.to_owned(),
        align: if c.is_number { Align::Right } else { Align::Left },
    };
    let block = Block::Table {
        // The section's heading names it already.
        caption: String::new(),
        columns: table.columns.iter().map(column).collect(),
        rows: table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.clone()).collect())
            .collect(),
    };
    Section {
        heading: table.heading.to_owned(),
        blocks: vec![block],
    }
}
