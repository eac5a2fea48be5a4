//! What the template reads: a document laid out flat, with every decision made that is easier made here.

use serde::Serialize;

use crate::document::{Align, Block, Column, Document, Fact, Figure, Language, Part, Words};
use crate::pdf::TypesetError;

mod columns;
mod words;

/// Parts are headings of the first level, sections of the second.
const PART: usize = 1;
const SECTION: usize = 2;

#[derive(Serialize)]
pub(crate) struct Sheet<'a> {
    language: Language,
    title: &'a str,
    subtitle: &'a str,
    author: &'a str,
    facts: &'a [Fact],
    items: Vec<Item<'a>>,
    words: &'a Words,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Item<'a> {
    Heading {
        level: usize,
        text: &'a str,
    },
    Paragraph {
        text: String,
    },
    List {
        items: Vec<String>,
    },
    Table {
        caption: &'a str,
        columns: &'a [Column],
        wide: bool,
        widths: Vec<Option<usize>>,
        rows: Vec<Vec<String>>,
    },
    Figures {
        figures: &'a [Figure],
    },
    Chart {
        svg: &'a str,
        alt: &'a str,
    },
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(document: &'a Document) -> Result<Self, TypesetError> {
        if document.title.trim().is_empty() {
            return Err(TypesetError::NoTitle);
        }
        let mut flow = Flow {
            items: Vec::new(),
            level: 0,
            nothing: &document.words.nothing,
        };
        for part in &document.parts {
            flow.part(part)?;
        }
        if !document.notes.is_empty() {
            flow.heading(PART, &document.words.notes);
            document.notes.iter().for_each(|note| flow.paragraphs(note));
        }
        let Document {
            language,
            title,
            subtitle,
            author,
            facts,
            words,
            ..
        } = document;
        Ok(Self {
            language: *language,
            title,
            subtitle,
            author,
            facts,
            items: flow.items,
            words,
        })
    }
}

struct Flow<'a> {
    items: Vec<Item<'a>>,
    level: usize,
    nothing: &'a str,
}

impl<'a> Flow<'a> {
    fn part(&mut self, part: &'a Part) -> Result<(), TypesetError> {
        self.heading(PART, &part.heading);
        if part.sections.is_empty() {
            self.paragraphs(self.nothing);
        }
        for section in &part.sections {
            self.heading(SECTION, &section.heading);
            if section.blocks.is_empty() {
                self.paragraphs(self.nothing);
            }
            for block in &section.blocks {
                self.block(block)?;
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &'a Block) -> Result<(), TypesetError> {
        match block {
            Block::Heading { level, text } => self.heading(SECTION + usize::from(*level).max(1), text),
            Block::Paragraph(text) => self.paragraphs(text),
            Block::List(items) => self.list(items),
            Block::Table { caption, columns, rows } => self.table(caption, columns, rows)?,
            Block::Figures(figures) => self.figures(figures),
            Block::Chart { svg, alt } => self.chart(svg, alt)?,
        }
        Ok(())
    }

    /// PDF/UA knows neither a heading without words nor a level that skips one.
    fn heading(&mut self, level: usize, text: &'a str) {
        if !text.trim().is_empty() {
            self.level = level.min(self.level + 1);
            self.items.push(Item::Heading {
                level: self.level,
                text,
            });
        }
    }

    fn paragraphs(&mut self, text: &str) {
        let mut lines = Vec::new();
        for line in text.lines().chain([""]) {
            if !line.trim().is_empty() {
                lines.push(line.trim());
            } else if !lines.is_empty() {
                self.items.push(Item::Paragraph {
                    text: words::breakable(&lines.join("\n"), words::LINE),
                });
                lines.clear();
            }
        }
    }

    fn list(&mut self, items: &[String]) {
        if !items.is_empty() {
            let items = items.iter().map(|item| words::breakable(item, words::LINE)).collect();
            self.items.push(Item::List { items });
        }
    }

    fn table(&mut self, caption: &'a str, columns: &'a [Column], rows: &[Vec<String>]) -> Result<(), TypesetError> {
        for (number, row) in rows.iter().enumerate() {
            if row.len() != columns.len() {
                let caption = caption.to_owned();
                let (cells, columns) = (row.len(), columns.len());
                return Err(TypesetError::UnevenTable {
                    caption,
                    row: number + 1,
                    cells,
                    columns,
                });
            }
        }
        if columns.is_empty() {
            return Ok(());
        }
        let (wide, widths) = (columns::is_wide(columns), columns::widths(columns, rows));
        let cell = |(text, column): (&String, &Column)| match column.align {
            Align::Left => words::breakable(text, words::CELL),
            Align::Right => text.clone(),
        };
        let rows = rows
            .iter()
            .map(|row| row.iter().zip(columns).map(cell).collect())
            .collect();
        self.items.push(Item::Table {
            caption,
            columns,
            wide,
            widths,
            rows,
        });
        Ok(())
    }

    fn figures(&mut self, figures: &'a [Figure]) {
        if !figures.is_empty() {
            self.items.push(Item::Figures { figures });
        }
    }

    fn chart(&mut self, svg: &'a str, alt: &'a str) -> Result<(), TypesetError> {
        if alt.trim().is_empty() {
            return Err(TypesetError::NoAlternative);
        }
        self.items.push(Item::Chart { svg, alt });
        Ok(())
    }
}
