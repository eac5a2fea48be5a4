//! Lists as a workbook: texts stay texts, numbers and days are real cells, the header stays in sight.

use std::io::{Seek, Write};

use jiff::{civil::DateTime, tz::TimeZone};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::table::Cell;

/// The most rows of a sheet, the header among them.
pub(super) const SHEET_ROWS: u32 = 1_048_576;
/// The longest text of a cell, in the units that Excel counts.
const LONGEST: usize = 32_767;
/// A number in a sheet is a float: more digits than these it does not hold.
const DIGITS: usize = 15;
const WIDTH: u16 = 18;

pub(crate) struct Writer<W> {
    book: Workbook,
    formats: Formats,
    rows: u32,
    sink: W,
}

struct Formats {
    header: Format,
    day: Format,
    moment: Format,
    /// By the number of decimals.
    numbers: Vec<Format>,
}

impl Formats {
    fn new() -> Self {
        let decimals = |n: usize| {
            if n == 0 {
                "0".to_owned()
            } else {
                format!("0.{}", "0".repeat(n))
            }
        };
        Self {
            header: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            numbers: (0..=DIGITS)
                .map(|n| Format::new().set_num_format(decimals(n)))
                .collect(),
        }
    }
}

impl<W: Write + Seek + Send> Writer<W> {
    /// Rows go to a file that nobody else sees, not into memory, until the book is finished.
    pub(super) fn new(columns: &[&str], sink: W) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        let formats = Formats::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name("list")?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, name) in (0_u16..).zip(columns) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, *name, &formats.header)?;
        }
        Ok(Self {
            book,
            formats,
            rows: 1,
            sink,
        })
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, (self.rows, column), cell, &self.formats)?;
        }
        self.rows += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, XlsxError> {
        self.book.save_to_writer(&mut self.sink)?;
        Ok(self.sink)
    }
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Cell::Number(number) => match as_float(*number, formats) {
            Some((float, format)) => {
                sheet.write_number_with_format(row, column, float, format)?;
            }
            None => {
                sheet.write_string(row, column, number.to_string())?;
            }
        },
        Cell::Day(day) => match moment(day.to_datetime(jiff::civil::Time::midnight())) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, &formats.day)?;
            }
            None => {
                sheet.write_string(row, column, day.to_string())?;
            }
        },
        Cell::Moment(at) => match moment(at.to_zoned(TimeZone::UTC).datetime()) {
            Some(at) => {
                sheet.write_datetime_with_format(row, column, &at, &formats.moment)?;
            }
            None => {
                sheet.write_string(row, column, at.to_string())?;
            }
        },
    }
    Ok(())
}

/// The number, if a float tells all of its digits; otherwise it stays a text, for a rounded figure would be another one.
fn as_float(number: Decimal, formats: &Formats) -> Option<(f64, &Format)> {
    let digits = number.mantissa().unsigned_abs().to_string();
    let digits = digits.trim_end_matches('0').len();
    let scale = usize::try_from(number.scale()).ok()?;
    let format = formats.numbers.get(scale)?;
    (digits <= DIGITS).then_some(())?;
    Some((number.to_f64()?, format))
}

/// A sheet counts days from 1900; an older one stays a text.
fn moment(at: DateTime) -> Option<ExcelDateTime> {
    let part = |n: i8| u8::try_from(n).ok();
    let year = u16::try_from(at.year()).ok().filter(|year| *year >= 1900)?;
    let seconds = f64::from(at.second()) + f64::from(at.subsec_nanosecond() / 1_000_000) / 1_000.0;
    ExcelDateTime::from_ymd(year, part(at.month())?, part(at.day())?)
        .and_then(|day| {
            day.and_hms(
                u16::from(part(at.hour()).unwrap_or_default()),
                part(at.minute()).unwrap_or_default(),
                seconds,
            )
        })
        .ok()
}

/// What a cell holds of a text: what is too long ends with an ellipsis.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < LONGEST
    });
    kept.chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_float_cannot_tell_stays_a_text() {
        let formats = Formats::new();
        assert!(as_float(Decimal::new(123_456_789_012_345, 2), &formats).is_some());
        assert!(as_float(Decimal::new(1_234_567_890_123_456, 2), &formats).is_none());
        assert!(as_float(Decimal::new(100_000_000_000_000_000, 2), &formats).is_some());
    }

    #[test]
    fn a_text_that_is_too_long_says_so_by_an_ellipsis() {
        assert_eq!(fitting("=1+1"), "=1+1");
        let long = fitting(&"å".repeat(40_000));
        assert_eq!(long.encode_utf16().count(), LONGEST);
        assert!(long.ends_with('…'));
    }
}
