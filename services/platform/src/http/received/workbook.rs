//! The first sheet of an Excel workbook as a table.

use std::{
    fmt::Display,
    io::{self, Cursor, Read as _},
};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::{COLUMNS, Gathered, checked, no_table};
use crate::http::Problem;

/// As large as a workbook may become when it is unpacked: a small file can be made to hold endlessly much.
const UNPACKED: u64 = 80 * 1024 * 1024;

/// What a workbook begins with: it is packed like any other archive.
const BEGINNING: &[u8] = b"PK\x03\x04";

pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING)
}

/// Reads the first sheet that is not hidden. Numbers and dates are told as they are, not as the sheet shows them.
pub(super) fn read(bytes: &[u8], table: &mut Gathered) -> Result<(), Problem> {
    must_fit(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|cause| no_workbook(&cause))?;
    let sheets = book.sheets_metadata().iter();
    let first = sheets.into_iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    let first = first.map(|sheet| sheet.name.clone());
    let first = first.ok_or_else(|| no_table("The workbook has no sheet that can be read."))?;
    let mut sheet = book
        .worksheet_cells_reader(&first)
        .map_err(|cause| no_workbook(&cause))?;
    let (mut cells, mut row) = (Vec::new(), 0);
    while let Some(cell) = sheet.next_cell().map_err(|cause| no_workbook(&cause))? {
        let (at, column) = cell.get_position();
        if at != row {
            table.add(std::mem::take(&mut cells), u64::from(row) + 1)?;
            row = at;
        }
        let text = checked(text(cell.get_value()).trim(), u64::from(row) + 1)?;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.is_empty() {
            continue;
        }
        if column >= COLUMNS {
            return Err(no_table(format!("A table has at most {COLUMNS} columns.")));
        }
        cells.resize(cells.len().max(column + 1), String::new());
        if let Some(place) = cells.get_mut(column) {
            *place = text;
        }
    }
    table.add(cells, u64::from(row) + 1)
}

fn no_workbook(cause: &dyn Display) -> Problem {
    no_table(format!("The file cannot be read as an Excel workbook: {cause}."))
}

/// Whether all of it can be held in memory. What the archive says of its sizes may be wrong, so it is unpacked.
fn must_fit(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|cause| no_workbook(&cause))?;
    let mut left = UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|cause| no_workbook(&cause))?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|cause| no_workbook(&cause))?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| no_table("The workbook is too large: save the sheet as CSV, or divide it into several."))?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::Error(fault) => fault.to_string(),
    }
}

/// Without what binary fractions add: a spreadsheet holds fifteen digits.
fn decimal(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    rounded.to_string()
}

fn day(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return decimal(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::{super::Received, *};
    use crate::http::{Cell, FileKind, Sheet};

    fn workbook(columns: &[&str], rows: &[Vec<Cell>]) -> Vec<u8> {
        let mut sheet = Sheet::new(FileKind::Xlsx, columns, Cursor::new(Vec::new())).unwrap();
        for row in rows {
            sheet.row(row).unwrap();
        }
        sheet.finish().unwrap().into_inner()
    }

    #[test]
    fn a_workbook_is_the_same_table_as_its_csv() {
        let number: rust_decimal::Decimal = "12.5".parse().unwrap();
        let rows = [
            vec!["Lukijat".into(), Cell::from(2026_i64), Cell::from(number)],
            vec!["".into(), "".into(), "".into()],
            vec!["Kävijät <ä>".into(), "2026-H1".into(), "".into()],
        ];
        let book = Received::read(&workbook(&["mittari", "kausi", "arvo"], &rows)).unwrap();
        let csv = "mittari,kausi,arvo\nLukijat,2026,12.5\n,,\nKävijät <ä>,2026-H1,\n";
        assert_eq!(book, Received::read(csv.as_bytes()).unwrap());
    }

    #[test]
    fn binary_fractions_do_not_show() {
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(12.0), "12");
        assert_eq!(decimal(-1_234_567.891), "-1234567.891");
    }

    #[test]
    fn a_day_is_told_as_a_day() {
        let day_of = |value| day(&ExcelDateTime::new(value, calamine::ExcelDateTimeType::DateTime, false));
        assert_eq!(day_of(46_327.0), "2026-11-01");
    }

    #[test]
    fn what_would_not_fit_when_unpacked_is_refused() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file("xl/sharedStrings.xml", SimpleFileOptions::default())
            .unwrap();
        let much = vec![b' '; 1024 * 1024];
        for _ in 0..=UNPACKED / (1024 * 1024) {
            archive.write_all(&much).unwrap();
        }
        let packed = archive.finish().unwrap().into_inner();
        assert!(packed.len() < 1024 * 1024);
        assert!(Received::read(&packed).unwrap_err().to_string().contains("not_a_table"));
    }

    /// Whatever is broken in it, it is told; nothing falls over.
    #[test]
    fn a_broken_workbook_is_no_table() {
        let whole = workbook(&["a", "b"], &[vec!["x".into(), Cell::from(1_i64)]]);
        let mut told = 0;
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            if let Some(byte) = broken.get_mut(at) {
                *byte ^= 0x55;
            }
            told += usize::from(Received::read(&broken).is_err());
            told += usize::from(Received::read(whole.get(..at).unwrap_or_default()).is_err());
        }
        assert!(told > whole.len(), "half a workbook was read");
    }
}
