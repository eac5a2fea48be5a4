//! Tables as people send them: CSV as a spreadsheet saves it, whatever its manner, or its workbook.

mod workbook;

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::{Problem, body, csv};

/// The largest file, its longest table and its widest.
const BYTES: usize = 16 * 1024 * 1024;
const LINES: usize = 100_000;
const COLUMNS: usize = 50;
/// What fits into one cell, in characters.
const CELL: usize = 5_000;

/// So many are taken apart at once in a process: a table takes several times the memory of its file meanwhile.
static TURNS: Semaphore = Semaphore::const_new(4);

/// A table that was sent as the body of a request. Read before the handler begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What stands in the first line.
    pub columns: Vec<String>,
    pub lines: Vec<Line>,
}

/// A line of it: as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, the first line being 1.
    pub number: i32,
    pub cells: Vec<String>,
}

impl FromRequest for Received {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body::collect(payload, BYTES).await?;
            body::hashed(&request, Sha256::digest(&bytes).to_vec());
            let _turn = TURNS.acquire().await.map_err(Problem::internal)?;
            web::block(move || Self::read(&bytes))
                .await
                .map_err(|gone| Problem::unavailable(gone.to_string()))?
        })
    }
}

impl Received {
    /// Reads a table, or says in which line it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let mut table = Gathered::default();
        if workbook::is_one(bytes) {
            workbook::read(bytes, &mut table)?;
        } else {
            read_csv(bytes, &mut table)?;
        }
        let Gathered { columns, lines } = table;
        if lines.is_empty() {
            return Err(no_table("The table has no lines: the first says what the columns are."));
        }
        Ok(Self { columns, lines })
    }
}

/// A table as far as it was read.
#[derive(Default)]
struct Gathered {
    columns: Vec<String>,
    lines: Vec<Line>,
}

impl Gathered {
    /// The next line of the file. One without anything in it is passed over; the first says what the columns are.
    fn add(&mut self, cells: Vec<String>, number: u64) -> Result<(), Problem> {
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.columns.is_empty() {
            self.columns = head(cells)?;
            return Ok(());
        }
        if self.lines.len() == LINES {
            return Err(no_table(format!("A table has at most {LINES} lines.")));
        }
        let number = i32::try_from(number).map_err(Problem::internal)?;
        self.lines.push(fitted(cells, number, self.columns.len())?);
        Ok(())
    }
}

fn read_csv(bytes: &[u8], table: &mut Gathered) -> Result<(), Problem> {
    let text = decoded(bytes);
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut numbers = Numbers::of(&text);
    for record in reader.records() {
        let record = record.map_err(|cause| no_table(format!("The file cannot be read as CSV: {cause}.")))?;
        let number = numbers.at(record.position().map_or(0, ::csv::Position::byte));
        let cells = record.iter().map(|cell| checked(csv::unguarded(cell.trim()), number));
        table.add(cells.collect::<Result<_, _>>()?, number)?;
    }
    Ok(())
}

fn no_table(told: impl Into<String>) -> Problem {
    Problem::invalid("not_a_table").detail(told)
}

/// UTF-8, with or without its mark, or else what an older Excel saves.
fn decoded(bytes: &[u8]) -> String {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    let told = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    told.map_or_else(
        || WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        std::borrow::Cow::into_owned,
    )
}

/// What parts the columns of the first line: semicolons, tabs or commas, whichever there are most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let many = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    // Of as many, the last counts.
    [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|sign| many(*sign))
        .unwrap_or(b',')
}

/// In which line of the file a record begins. The reader counts a line's end as the next record's when it has two signs.
struct Numbers<'a> {
    text: &'a [u8],
    counted: usize,
    number: u64,
}

impl<'a> Numbers<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            number: 1,
        }
    }

    /// Records come in their order.
    fn at(&mut self, byte: u64) -> u64 {
        let begins = usize::try_from(byte).unwrap_or(usize::MAX);
        let left = self.text.iter().enumerate().skip(self.counted);
        for (at, sign) in left {
            if at >= begins && !matches!(sign, b'\r' | b'\n') {
                break;
            }
            self.counted = at + 1;
            self.number += u64::from(*sign == b'\n');
        }
        self.number
    }
}

/// What stands in a cell of a line, if it is text.
fn checked(cell: &str, number: u64) -> Result<String, Problem> {
    if cell.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(no_table(format!("Line {number} has signs in it that are no text.")));
    }
    if cell.chars().count() > CELL {
        return Err(no_table(format!(
            "Line {number} has a cell of more than {CELL} characters."
        )));
    }
    Ok(cell.to_owned())
}

/// The names of the columns, each with a name of its own.
fn head(mut cells: Vec<String>) -> Result<Vec<String>, Problem> {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.len() > COLUMNS {
        return Err(no_table(format!("A table has at most {COLUMNS} columns.")));
    }
    for (n, name) in cells.iter().enumerate() {
        let earlier = cells.iter().take(n);
        if name.is_empty() || earlier.into_iter().any(|other| other.eq_ignore_ascii_case(name)) {
            return Err(no_table(format!(
                "Column {} has no name of its own: the first line says what the columns are.",
                n + 1
            )));
        }
    }
    Ok(cells)
}

/// As many cells as there are columns: empty ones may be left out at the end, none may be too many.
fn fitted(mut cells: Vec<String>, number: i32, columns: usize) -> Result<Line, Problem> {
    if cells.iter().skip(columns).any(|cell| !cell.is_empty()) {
        return Err(no_table(format!(
            "Line {number} has more cells than there are columns."
        )));
    }
    cells.resize(columns, String::new());
    Ok(Line { number, cells })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Received {
        Received::read(bytes).unwrap()
    }

    fn told(bytes: &[u8]) -> String {
        Received::read(bytes).unwrap_err().to_string()
    }

    fn line(number: i32, cells: &[&str]) -> Line {
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Line { number, cells }
    }

    #[test]
    fn one_table_is_the_same_however_a_spreadsheet_saves_it() {
        let plain = read("mittari,arvo\nLukijat,12\n".as_bytes());
        assert_eq!(plain.columns, ["mittari", "arvo"]);
        assert_eq!(plain.lines, [line(2, &["Lukijat", "12"])]);
        assert_eq!(read("\u{feff}mittari;arvo\r\nLukijat;12\r\n".as_bytes()), plain);
        assert_eq!(read("mittari\tarvo\nLukijat\t12".as_bytes()), plain);
        let utf16: Vec<u8> = "\u{feff}mittari\tarvo\nLukijat\t12"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&utf16), plain);
    }

    #[test]
    fn what_an_older_excel_saves_keeps_its_letters() {
        assert_eq!(read(b"enhet;v\xe4rde\nSk\xf6vde;1").columns, ["enhet", "v\u{e4}rde"]);
    }

    #[test]
    fn a_line_is_known_by_where_it_stands_in_the_file() {
        let text = "a,b\n\"two\nlines\",1\n\n,\nlast,2";
        let table = read(text.as_bytes());
        assert_eq!(table.lines, [line(2, &["two\nlines", "1"]), line(6, &["last", "2"])]);
        let numbers = |text: &str| {
            read(text.as_bytes())
                .lines
                .iter()
                .map(|line| line.number)
                .collect::<Vec<_>>()
        };
        assert_eq!(numbers(&text.replace('\n', "\r\n")), [2, 6]);
    }

    #[test]
    fn the_guard_of_a_formula_is_taken_off_again() {
        assert_eq!(read(b"a,b\n'=1+1,'tis").lines, [line(2, &["=1+1", "'tis"])]);
    }

    #[test]
    fn cells_may_lack_at_the_end_and_none_may_be_too_many() {
        assert_eq!(
            read(b"a,b,\n1\n2,3,").lines,
            [line(2, &["1", ""]), line(3, &["2", "3"])]
        );
        assert!(told(b"a,b\n1,2\n1,2,3").contains("not_a_table"));
    }

    #[test]
    fn what_is_no_table_is_told() {
        for bytes in [
            b"".as_slice(),
            b"a,b",
            b"a,,b\n1,2,3",
            b"a,A\n1,2",
            b"a,b\n1,\0",
            b"PK\x03\x04\0\0",
        ] {
            assert!(told(bytes).contains("not_a_table"), "{bytes:?}");
        }
        let wide = vec!["x"; COLUMNS + 1]
            .iter()
            .enumerate()
            .map(|(n, x)| format!("{x}{n}"))
            .collect::<Vec<_>>();
        assert!(told(format!("{}\n1", wide.join(",")).as_bytes()).contains("not_a_table"));
        assert!(told(format!("a\n{}", "x".repeat(CELL + 1)).as_bytes()).contains("not_a_table"));
    }
}
