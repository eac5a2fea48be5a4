//! What stands in a table, whatever file the table becomes.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;

use crate::values::{Figure, Language, Money, Text};

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
    Day(Date),
    /// A moment, told in UTC.
    Moment(Timestamp),
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

    /// Anything that shows itself, as text, if it is there.
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

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
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

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Timestamp> for Cell {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

impl From<Decimal> for Cell {
    fn from(number: Decimal) -> Self {
        Self::Number(number)
    }
}

impl<T> From<Option<T>> for Cell
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::from)
    }
}
