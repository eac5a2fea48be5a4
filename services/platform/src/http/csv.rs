//! Lists as files: RFC 4180, or what a Nordic Excel opens by a double click.

use rust_decimal::Decimal;

use crate::values::{Figure, Language, Money, Text};

/// Which manner of CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Rfc4180,
    /// Semicolon, decimal comma, byte order mark.
    ExcelNordic,
}

/// Something that can stand in a table.
pub trait Tabular {
    /// Names of the columns, like the fields they come from.
    const COLUMNS: &'static [&'static str];
    fn cells(&self) -> Vec<Cell>;
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(Decimal),
    Empty,
}

impl Cell {
    /// A text's three languages, for three columns.
    pub fn languages<'a>(text: impl Into<Option<&'a Text>>) -> [Self; 3] {
        let text = text.into();
        Language::ALL.map(|l| text.and_then(|t| t.get(l)).map_or(Self::Empty, Self::from))
    }

    /// Amount and currency, for two columns.
    pub fn money(money: Option<&Money>) -> [Self; 2] {
        money.map_or([Self::Empty, Self::Empty], |m| {
            [Self::Number(m.amount), m.currency.code().into()]
        })
    }

    /// Value and exactness, for two columns.
    pub fn figure(figure: Option<&Figure>) -> [Self; 2] {
        figure.map_or([Self::Empty, Self::Empty], |f| {
            [Self::Number(f.value), f.exactness.code().into()]
        })
    }

    /// Anything that shows itself, if it is there.
    pub fn maybe(value: Option<impl ToString>) -> Self {
        value.map_or(Self::Empty, |v| Self::Text(v.to_string()))
    }

    /// A list within a cell.
    pub fn joined(values: impl IntoIterator<Item = impl ToString>) -> Self {
        let all: Vec<String> = values.into_iter().map(|v| v.to_string()).collect();
        if all.is_empty() {
            Self::Empty
        } else {
            Self::Text(all.join(" | "))
        }
    }

    fn written(&self, dialect: Dialect) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Number(number) if dialect == Dialect::ExcelNordic => number.to_string().replace('.', ","),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => guarded(text),
        }
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front; imports take it off again.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Text(if yes { "true" } else { "false" }.to_owned())
    }
}

impl From<uuid::Uuid> for Cell {
    fn from(id: uuid::Uuid) -> Self {
        Self::Text(id.to_string())
    }
}

impl From<jiff::civil::Date> for Cell {
    fn from(day: jiff::civil::Date) -> Self {
        Self::Text(day.to_string())
    }
}

pub(super) struct Writer {
    inner: ::csv::Writer<Vec<u8>>,
    dialect: Dialect,
}

impl Writer {
    pub(super) fn new<T: Tabular>(dialect: Dialect) -> Self {
        let (start, delimiter) = match dialect {
            Dialect::Rfc4180 => (Vec::new(), b','),
            Dialect::ExcelNordic => (vec![0xEF, 0xBB, 0xBF], b';'),
        };
        let inner = ::csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(::csv::Terminator::CRLF)
            .from_writer(start);
        let mut writer = Self { inner, dialect };
        writer.record(T::COLUMNS.iter().map(|c| (*c).to_owned()));
        writer
    }

    pub(super) fn row(&mut self, row: &impl Tabular) {
        let dialect = self.dialect;
        self.record(row.cells().iter().map(|c| c.written(dialect)));
    }

    fn record(&mut self, cells: impl Iterator<Item = String>) {
        // Writing into memory does not fail, and every row has as many cells as there are columns (tested per list).
        if let Err(cause) = self.inner.write_record(cells) {
            tracing::error!("a row could not be written: {cause}");
        }
    }

    pub(super) fn finish(self) -> String {
        self.inner
            .into_inner()
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(&'static str);

    impl Tabular for Row {
        const COLUMNS: &'static [&'static str] = &["title", "cost"];
        fn cells(&self) -> Vec<Cell> {
            vec![self.0.into(), Cell::Number(Decimal::new(10_050, 2))]
        }
    }

    #[test]
    fn a_formula_is_guarded_and_the_nordic_dialect_opens_in_excel() {
        let mut file = Writer::new::<Row>(Dialect::ExcelNordic);
        file.row(&Row("=1+1"));
        assert_eq!(file.finish(), "\u{feff}title;cost\r\n'=1+1;100,50\r\n");
    }

    #[test]
    fn rfc_4180_quotes_what_needs_it() {
        let mut file = Writer::new::<Row>(Dialect::Rfc4180);
        file.row(&Row("a, \"b\""));
        assert_eq!(file.finish(), "title,cost\r\n\"a, \"\"b\"\"\",100.50\r\n");
    }
}
