//! A table on its way into a file.

use std::io::{self, Seek, Write};

use super::{csv, table::Cell, xlsx};

/// What kind of file a list becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Csv(csv::Dialect),
    Xlsx,
}

impl FileKind {
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8",
            Self::Xlsx => XLSX,
        }
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv(_) => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The most rows that the file can hold.
    pub fn most_rows(self) -> Option<u32> {
        (self == Self::Xlsx).then_some(xlsx::SHEET_ROWS - 1)
    }
}

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file that rows are written into, one after another.
pub enum Sheet<W: Write + Seek + Send> {
    Csv(Box<csv::Writer<W>>),
    Xlsx(Box<xlsx::Writer<W>>),
}

impl<W: Write + Seek + Send> Sheet<W> {
    pub fn new(kind: FileKind, columns: &[&str], sink: W) -> io::Result<Self> {
        Ok(match kind {
            FileKind::Csv(dialect) => Self::Csv(Box::new(csv::Writer::new(dialect, columns, sink)?)),
            FileKind::Xlsx => Self::Xlsx(Box::new(xlsx::Writer::new(columns, sink).map_err(io::Error::other)?)),
        })
    }

    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        match self {
            Self::Csv(file) => file.row(cells),
            Self::Xlsx(file) => file.row(cells).map_err(io::Error::other),
        }
    }

    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Csv(file) => file.finish(),
            Self::Xlsx(file) => file.finish().map_err(io::Error::other),
        }
    }
}
