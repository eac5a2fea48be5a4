//! Lists as CSV: RFC 4180, or what a Nordic Excel opens by a double click.

use std::io::{self, Write};

use super::table::Cell;

/// Which manner of CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Rfc4180,
    /// Semicolon, decimal comma, byte order mark.
    ExcelNordic,
}

fn written(cell: &Cell, dialect: Dialect) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Number(number) if dialect == Dialect::ExcelNordic => number.to_string().replace('.', ","),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.to_string(),
        Cell::Text(text) => guarded(text),
    }
}

/// How what a spreadsheet takes for a formula begins.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that a spreadsheet would take for a formula gets an apostrophe in front; imports take it off again.
fn guarded(text: &str) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text without its apostrophe.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| rest.starts_with(FORMULA))
        .unwrap_or(text)
}

pub(crate) struct Writer<W: Write> {
    inner: ::csv::Writer<W>,
    dialect: Dialect,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(dialect: Dialect, columns: &[&str], mut sink: W) -> io::Result<Self> {
        let delimiter = match dialect {
            Dialect::Rfc4180 => b',',
            Dialect::ExcelNordic => {
                sink.write_all(&[0xEF, 0xBB, 0xBF])?;
                b';'
            }
        };
        let mut inner = ::csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(::csv::Terminator::CRLF)
            .from_writer(sink);
        inner.write_record(columns)?;
        Ok(Self { inner, dialect })
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let dialect = self.dialect;
        Ok(self
            .inner
            .write_record(cells.iter().map(|cell| written(cell, dialect)))?)
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.inner.into_inner().map_err(::csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn file(dialect: Dialect, title: &str) -> String {
        let mut file = Writer::new(dialect, &["title", "cost"], Vec::new()).unwrap();
        file.row(&[title.into(), Cell::Number(Decimal::new(10_050, 2))])
            .unwrap();
        String::from_utf8(file.finish().unwrap()).unwrap()
    }

    #[test]
    fn a_formula_is_guarded_and_the_nordic_dialect_opens_in_excel() {
        let file = file(Dialect::ExcelNordic, "=1+1");
        assert_eq!(file, "\u{feff}title;cost\r\n'=1+1;100,50\r\n");
    }

    #[test]
    fn rfc_4180_quotes_what_needs_it() {
        let file = file(Dialect::Rfc4180, "a, \"b\"");
        assert_eq!(file, "title,cost\r\n\"a, \"\"b\"\"\",100.50\r\n");
    }
}
