//! Every text of a document in one walk, so that what is shown to the editor and what is replaced on paper can
//! never be two different things.

use crate::document::{Block, Document, Part, Section};

/// Where in a document a text stands. Parts and sections are counted from nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Title,
    Subtitle,
    Author,
    Facts,
    PartHeading { part: usize },
    Section { part: usize, section: usize },
    Notes,
    Words,
}

/// Pictures are set by simpler means than pages, and find fewer fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    Page,
    Picture,
}

/// Calls `visit` with every text, in reading order.
pub(crate) fn walk(document: &mut Document, mut visit_in: impl FnMut(Place, Medium, &mut String)) {
    let mut visit = |place, text: &mut String| visit_in(place, Medium::Page, text);
    visit(Place::Title, &mut document.title);
    visit(Place::Subtitle, &mut document.subtitle);
    visit(Place::Author, &mut document.author);
    for fact in &mut document.facts {
        visit(Place::Facts, &mut fact.label);
        visit(Place::Facts, &mut fact.value);
    }
    for (number, part) in document.parts.iter_mut().enumerate() {
        walk_part(number, part, &mut visit_in);
    }
    let mut visit = |place, text: &mut String| visit_in(place, Medium::Page, text);
    for note in &mut document.notes {
        visit(Place::Notes, note);
    }
    let words = &mut document.words;
    for word in [&mut words.page, &mut words.footer, &mut words.notes, &mut words.nothing] {
        visit(Place::Words, word);
    }
}

fn walk_part(number: usize, part: &mut Part, visit: &mut impl FnMut(Place, Medium, &mut String)) {
    visit(Place::PartHeading { part: number }, Medium::Page, &mut part.heading);
    for (section, Section { heading, blocks }) in part.sections.iter_mut().enumerate() {
        let place = Place::Section { part: number, section };
        visit(place, Medium::Page, heading);
        for block in blocks {
            if let Block::Chart { svg, .. } = block {
                visit(place, Medium::Picture, svg);
            }
            walk_block(block, |text| visit(place, Medium::Page, text));
        }
    }
}

fn walk_block(block: &mut Block, mut visit: impl FnMut(&mut String)) {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Chart { alt: text, .. } => visit(text),
        Block::List(items) => items.iter_mut().for_each(visit),
        Block::Table { caption, columns, rows } => {
            visit(caption);
            for column in columns {
                visit(&mut column.heading);
            }
            rows.iter_mut().flatten().for_each(visit);
        }
        Block::Figures(figures) => {
            for figure in figures {
                visit(&mut figure.label);
                visit(&mut figure.value);
                visit(&mut figure.note);
            }
        }
    }
}
