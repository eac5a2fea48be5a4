//! How a table shares the width of the page.
//!
//! The typesetter could find out by setting every cell twice. Counting characters is close enough, takes no time for
//! thousands of rows, and cannot starve a column of text beside many columns of numbers.

use crate::document::{Align, Column};

/// Beyond this a column of numbers is treated like text.
const LONGEST_NUMBER: usize = 14;
/// Numbers may take this many characters of the page together and leave room for words, upright and on its side.
const ROOM_FOR_NUMBERS: [usize; 2] = [60, 110];
/// Room between two columns, in characters.
const GAP: usize = 3;
/// A column of text grows with its texts within these.
const TEXT: std::ops::RangeInclusive<usize> = 6..=36;

/// More columns than an upright page can hold.
pub(super) fn is_wide(columns: &[Column]) -> bool {
    columns.len() > 8
}

/// For each column a share of the width, or none where the column is as wide as its numbers.
pub(super) fn widths(columns: &[Column], rows: &[Vec<String>]) -> Vec<Option<usize>> {
    let wants: Vec<Want> = columns
        .iter()
        .enumerate()
        .map(|(number, column)| Want::of(number, column, rows))
        .collect();
    let numbers: usize = wants
        .iter()
        .filter(|want| want.is_number)
        .map(|want| want.longest + GAP)
        .sum();
    let all_numbers = wants.iter().all(|want| want.is_number);
    let [upright, on_its_side] = ROOM_FOR_NUMBERS;
    let room = if is_wide(columns) { on_its_side } else { upright };
    let fits = numbers <= room && !all_numbers;
    wants
        .iter()
        .map(|want| {
            if want.is_number && fits {
                None
            } else {
                Some(want.share())
            }
        })
        .collect()
}

struct Want {
    longest: usize,
    is_number: bool,
}

impl Want {
    fn of(number: usize, column: &Column, rows: &[Vec<String>]) -> Self {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(number))
            .map(|cell| cell.chars().count());
        let words = column.heading.split_whitespace().map(|word| word.chars().count());
        let longest = cells.chain(words).max().unwrap_or(0);
        Self {
            longest,
            is_number: column.align == Align::Right && longest <= LONGEST_NUMBER,
        }
    }

    fn share(&self) -> usize {
        self.longest.clamp(*TEXT.start(), *TEXT.end()) + GAP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(align: Align) -> Column {
        Column {
            heading: "Otsikko".to_owned(),
            align,
        }
    }

    fn rows(cells: &[&str]) -> Vec<Vec<String>> {
        vec![cells.iter().map(|&cell| cell.to_owned()).collect()]
    }

    #[test]
    fn numbers_are_as_wide_as_they_are_and_text_shares_the_rest() {
        let columns = [column(Align::Left), column(Align::Right)];
        assert_eq!(widths(&columns, &rows(&["Twin towns", "1 200"])), [Some(13), None]);
    }

    #[test]
    fn many_numbers_cannot_starve_the_text() {
        let columns = [vec![column(Align::Left)], vec![column(Align::Right); 12]].concat();
        let row = [vec!["Twin towns"], vec!["1 200 000"; 12]].concat();
        assert!(widths(&columns, &rows(&row)).iter().all(Option::is_some));
    }
}
