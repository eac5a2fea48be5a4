//! A map of tiles: each country has one of the same size, about where it lies. The more, the darker; the number stands in
//! it. No boundaries are needed, and small countries are as easy to read as large ones.

use super::{Anchor, Drawing, Fill, Picture, Table};
use crate::page::Page;

/// How much there is of a country, and of what.
pub struct Country {
    pub code: String,
    pub count: usize,
    /// What it is made up of, in words.
    pub kinds: String,
}

/// Column and row of the countries of Europe.
const PLACES: [(&str, u8, u8); 48] = [
    ("IS", 0, 0),
    ("NO", 4, 0),
    ("SE", 5, 0),
    ("FI", 6, 0),
    ("FO", 2, 0),
    ("AX", 5, 1),
    ("EE", 6, 1),
    ("RU", 8, 1),
    ("IE", 0, 2),
    ("GB", 1, 2),
    ("DK", 4, 1),
    ("LV", 6, 2),
    ("LT", 6, 3),
    ("BY", 7, 3),
    ("NL", 3, 2),
    ("BE", 2, 3),
    ("LU", 3, 3),
    ("DE", 4, 2),
    ("PL", 5, 2),
    ("CZ", 5, 3),
    ("FR", 2, 4),
    ("CH", 3, 4),
    ("LI", 4, 3),
    ("AT", 4, 4),
    ("SK", 5, 4),
    ("UA", 7, 4),
    ("HU", 6, 4),
    ("MD", 8, 4),
    ("PT", 0, 5),
    ("ES", 1, 5),
    ("AD", 2, 5),
    ("MC", 3, 5),
    ("IT", 4, 5),
    ("SI", 5, 5),
    ("HR", 6, 5),
    ("RO", 7, 5),
    ("GE", 9, 4),
    ("SM", 4, 6),
    ("BA", 5, 6),
    ("RS", 6, 6),
    ("BG", 7, 6),
    ("AM", 9, 5),
    ("ME", 5, 7),
    ("XK", 6, 7),
    ("MK", 7, 7),
    ("TR", 8, 6),
    ("AL", 6, 8),
    ("GR", 7, 8),
];
/// Two more lie apart.
const APART: [(&str, u8, u8); 2] = [("MT", 4, 8), ("CY", 9, 8)];

const SIDE: f64 = 62.0;
const GAP: f64 = 4.0;
const COLUMNS: u8 = 10;
const ROWS: u8 = 9;

pub fn picture(page: &Page, id: &'static str, title: String, mut countries: Vec<Country>) -> Option<Picture> {
    countries.retain(|country| country.count > 0);
    countries.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.code.cmp(&other.code)));
    let first = countries.first()?;
    let sentence = page.with2(
        "picture-countries",
        "count",
        countries.len(),
        "most",
        format!(
            "{} ({})",
            page.country(&first.code),
            page.number(&first.count.to_string())
        ),
    );
    let row = |country: &Country| {
        vec![
            page.country(&country.code),
            page.number(&country.count.to_string()),
            country.kinds.clone(),
        ]
    };
    let svg = drawn(&countries).done(id, &title, &sentence);
    Some(Picture {
        table: Table {
            columns: vec![
                (page.t("country"), false),
                (page.t("picture-number"), true),
                (page.t("picture-of-it"), false),
            ],
            rows: countries.iter().map(row).collect(),
        },
        id,
        title,
        sentence,
        svg,
    })
}

fn drawn(countries: &[Country]) -> Drawing {
    let most = countries.first().map_or(1, |country| country.count);
    let places = || PLACES.iter().chain(&APART);
    let elsewhere: Vec<&Country> = countries
        .iter()
        .filter(|country| !places().any(|(code, ..)| *code == country.code))
        .collect();
    let more_rows = elsewhere.len().div_ceil(usize::from(COLUMNS));
    let more_rows = f64::from(u32::try_from(more_rows).unwrap_or_default());
    let side = SIDE + GAP;
    let bottom = f64::from(ROWS) * side;
    let room = if more_rows > 0.0 {
        bottom + 10.0 + more_rows * side
    } else {
        bottom
    };
    let mut drawing = Drawing::new(f64::from(COLUMNS) * side, room);
    for (code, column, row) in places() {
        let count = countries.iter().find(|country| country.code == *code);
        let at = (f64::from(*column) * side, f64::from(*row) * side);
        tile(&mut drawing, at, code, count.map_or(0, |country| country.count), most);
    }
    for (index, country) in elsewhere.into_iter().enumerate() {
        let (column, row) = (index % usize::from(COLUMNS), index / usize::from(COLUMNS));
        let place = |at: usize| f64::from(u32::try_from(at).unwrap_or_default()) * side;
        tile(
            &mut drawing,
            (place(column), bottom + 10.0 + place(row)),
            &country.code,
            country.count,
            most,
        );
    }
    drawing
}

fn tile(drawing: &mut Drawing, (x, y): (f64, f64), code: &str, count: usize, most: usize) {
    // A quarter of the most is a step; whatever there is, is more than nothing.
    let step = if count == 0 {
        0
    } else {
        (count * 4).div_ceil(most).clamp(1, 4)
    };
    drawing.bar((x + 1.0, y + 1.0), (SIDE, SIDE), Fill::Step(step));
    let middle = x + 1.0 + SIDE / 2.0;
    drawing.text((middle, y + 24.0), Anchor::Middle, "code", code);
    if count > 0 {
        drawing.text((middle, y + 46.0), Anchor::Middle, "label", &count.to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    fn country(code: &str, count: usize) -> Country {
        Country {
            code: code.to_owned(),
            count,
            kinds: String::new(),
        }
    }

    #[test]
    fn no_two_countries_share_a_tile() {
        let all = || PLACES.iter().chain(&APART);
        let places: BTreeSet<(u8, u8)> = all().map(|(_, column, row)| (*column, *row)).collect();
        let codes: BTreeSet<&str> = all().map(|(code, ..)| *code).collect();
        assert_eq!((places.len(), codes.len()), (50, 50));
        assert!(places.iter().all(|(column, row)| *column < COLUMNS && *row < ROWS));
    }

    #[test]
    fn countries_beyond_the_map_have_a_tile_below_it_and_the_most_comes_first() {
        let page = Page::new(&a_member(Language::En), Section::Activities);
        let counted = vec![country("JP", 1), country("EE", 4), country("SE", 0)];
        let picture = picture(&page, "map", "Visits".to_owned(), counted).unwrap();
        assert!(picture.sentence.contains("Estonia (4)"), "{}", picture.sentence);
        assert_eq!(picture.table.rows.len(), 2, "a country without any is not told of");
        let svg = picture.svg.to_string();
        assert!(svg.contains(">JP<") && svg.contains("step-4") && svg.contains("step-1"));
    }
}
