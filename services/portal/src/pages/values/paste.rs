//! Rows copied from a spreadsheet: indicator, unit (or none), and what was measured, between tabs or semicolons.

use super::{About, Known, MOST, grid::Row};
use crate::{
    clients::indicators::Indicator,
    page::{Page, Section},
    reader::Reader,
};

/// What became of the pasted text.
#[derive(Default)]
pub struct Read {
    /// The lines that could not be taken in, as they were pasted.
    pub left: String,
    /// What is wrong with each of them.
    pub unread: Vec<String>,
}

/// Takes each line into its row of the grid, or into a new one at the end.
pub fn take_in(reader: &Reader, about: &About, known: &Known, text: &str, rows: &mut Vec<Row>) -> Read {
    let page = Page::new(reader, Section::Goals);
    let mut read = Read::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Err(fault) = take_line(reader, about, known, line, rows) {
            read.unread.push(page.with(fault, "line", line.trim()));
            read.left.push_str(line);
            read.left.push('\n');
        }
    }
    read
}

fn take_line(
    reader: &Reader,
    about: &About,
    known: &Known,
    line: &str,
    rows: &mut Vec<Row>,
) -> Result<(), &'static str> {
    let between = if line.contains('\t') { '\t' } else { ';' };
    let parts: Vec<&str> = line.split(between).map(str::trim).collect();
    let (name, rest) = parts.split_first().ok_or("paste-unknown-indicator")?;
    let indicator = known
        .indicators
        .iter()
        .find(|i| is_called(i, name))
        .ok_or("paste-unknown-indicator")?;
    let (unit, values) = match rest.split_first() {
        // A column left empty means whatever the grid is of.
        Some((&"", values)) => (about.unit_id.clone(), values),
        Some((first, _)) if starts_like_a_number(first) => (about.unit_id.clone(), rest),
        Some((first, values)) => {
            let unit = known.units.called(first).ok_or("paste-unknown-unit")?;
            (unit.to_owned(), values)
        }
        None => return Err("paste-no-value"),
    };
    if values.iter().all(|value| value.is_empty()) {
        return Err("paste-no-value");
    }
    let there = rows
        .iter()
        .position(|row| row.indicator_id == indicator.id && row.unit_id == unit);
    let place = match there {
        Some(place) => place,
        None if rows.len() < MOST => {
            rows.push(Row::of(reader, known, indicator, &unit, rows.len()));
            rows.len() - 1
        }
        None => return Err("paste-too-many"),
    };
    if let Some(row) = rows.get_mut(place) {
        row.fill(values.iter().copied());
    }
    Ok(())
}

fn is_called(indicator: &Indicator, name: &str) -> bool {
    indicator.id == name || indicator.name.is_called(name)
}

fn starts_like_a_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '\u{2212}' | ',' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        language::Language,
        pages::{samples::a_member, values::samples::known},
    };

    fn taken(text: &str) -> (Vec<(String, String, Vec<String>)>, Read) {
        let about = About {
            period: "2026".to_owned(),
            unit_id: String::new(),
        };
        let mut rows = Vec::new();
        let read = take_in(&a_member(Language::Fi), &about, &known(), text, &mut rows);
        let told = rows.into_iter().map(|row| {
            let cells = row.cells.into_iter().map(|cell| cell.value).collect();
            (row.indicator_id, row.unit_id, cells)
        });
        (told.collect(), read)
    }

    fn row(indicator: &str, unit: &str, cells: &[&str]) -> (String, String, Vec<String>) {
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        (indicator.to_owned(), unit.to_owned(), cells)
    }

    #[test]
    fn tabs_and_semicolons_and_decimal_commas_are_understood() {
        let (rows, read) = taken("Vierailut\tKehittäminen\t12,5\nosuus oppilaista;;812;1 015\nVierailut;7\n\n");
        assert_eq!(
            rows,
            [
                row("i1", "u1", &["12,5"]),
                row("i2", "", &["812", "1 015"]),
                row("i1", "", &["7"])
            ]
        );
        assert!(read.unread.is_empty() && read.left.is_empty());
    }

    #[test]
    fn a_later_line_takes_the_place_of_an_earlier_one() {
        let (rows, _) = taken("Vierailut;1\nVierailut;2");
        assert_eq!(rows, [row("i1", "", &["2"])]);
    }

    #[test]
    fn what_is_not_understood_is_left_as_it_was_pasted() {
        let (rows, read) = taken("Kuu\t1\nVierailut\tMars\t2\nVierailut;3\nVierailut");
        assert_eq!(rows, [row("i1", "", &["3"])]);
        assert_eq!(read.left, "Kuu\t1\nVierailut\tMars\t2\nVierailut\n");
        assert_eq!(read.unread.len(), 3);
    }
}
