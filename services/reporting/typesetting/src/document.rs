//! What can be set: plain data, every text exactly as it should be read.

use serde::Serialize;

/// One document, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub language: Language,
    /// Also the title that a reader's window and a screen reader announce. It must not be blank.
    pub title: String,
    /// Whose document it is: the organisation, a unit.
    pub subtitle: String,
    /// Who answers for it, in the properties of the file.
    pub author: String,
    /// What stands under the title: period, status, journal positions, day of printing.
    pub facts: Vec<Fact>,
    pub parts: Vec<Part>,
    /// How the figures are counted, one paragraph each; the last thing in the document.
    pub notes: Vec<String>,
    pub words: Words,
}

/// Chooses hyphenation and the title of the contents, and tells a screen reader how to pronounce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    Fi,
    Sv,
    En,
}

/// The words this crate puts between the caller's texts. Which Swedish, and which status, is known to the caller alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// `{page}` and `{pages}` are replaced: "Sida {page} av {pages}".
    pub page: String,
    /// Stands at the foot of every page: whose document, which year, draft or locked.
    pub footer: String,
    /// The heading above the notes.
    pub notes: String,
    /// Stands in a part without sections, and in a section without content.
    pub nothing: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub heading: String,
    pub sections: Vec<Section>,
}

/// A section with a blank heading continues the part without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Level 1 stands right below the section's heading; a level that would skip one is raised.
    Heading {
        level: u8,
        text: String,
    },
    /// A blank line in the text begins a new paragraph; a line break breaks the line.
    Paragraph(String),
    List(Vec<String>),
    /// Every row has as many cells as there are columns.
    Table {
        caption: String,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    },
    Figures(Vec<Figure>),
    /// `alt` says in words what the picture shows; it must not be blank.
    Chart {
        svg: String,
        alt: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub heading: String,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    Left,
    /// For numbers: digits of equal width, so that they stand under each other.
    Right,
}

/// A counted figure, as written in the document's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub label: String,
    pub value: String,
    /// Where it comes from, or what it leaves out; may be blank.
    pub note: String,
}
