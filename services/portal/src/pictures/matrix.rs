//! A matrix: things against what serves them. The stronger a tie, the darker its tile, and the number in it says how many there
//! are; where there is none, a word says so.

use super::{Anchor, Drawing, Fill, Picture, Table, fitting};
use crate::page::Page;

pub struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug)]
pub struct Cell {
    pub count: i64,
    /// Of the strongest tie: 1 to 3. Nothing where there is none.
    pub strength: Option<i64>,
}

/// More rows than these are no picture any more.
const MOST: usize = 40;

const NAME: f64 = 330.0;
const WIDTH: f64 = 110.0;
const HEIGHT: f64 = 30.0;
const GAP: f64 = 4.0;

/// The table stands on the page itself, with links.
pub fn picture(page: &Page, id: &'static str, title: String, kinds: &[String], rows: &[Row]) -> Option<Picture> {
    if rows.is_empty() || kinds.is_empty() {
        return None;
    }
    let sentence = told(page, kinds, rows);
    let svg = drawn(page, kinds, rows).done(id, &title, &sentence);
    Some(Picture {
        id,
        title,
        sentence,
        svg,
        table: Table {
            columns: Vec::new(),
            rows: Vec::new(),
        },
    })
}

fn is_gap(row: &Row, kind: usize) -> bool {
    row.cells.get(kind).is_none_or(|cell| cell.strength.is_none())
}

fn told(page: &Page, kinds: &[String], rows: &[Row]) -> String {
    let served = |row: &&Row| (0..kinds.len()).all(|kind| !is_gap(row, kind));
    let gaps = kinds.iter().enumerate().map(|(at, kind)| {
        let many = rows.iter().filter(|row| is_gap(row, at)).count();
        (many, kind)
    });
    let served = rows.iter().filter(served).count();
    let mut told = vec![page.with2("picture-served", "count", served, "all", rows.len())];
    // Of equally many the first.
    if let Some((many, kind)) = gaps.rev().max_by_key(|(many, _)| *many).filter(|(many, _)| *many > 0) {
        told.push(page.with2("picture-most-gaps", "kind", kind, "count", many));
    }
    told.push(page.t("picture-ties"));
    if rows.len() > MOST {
        told.push(page.with("picture-first-rows", "count", MOST));
    }
    told.join(" ")
}

fn drawn(page: &Page, kinds: &[String], rows: &[Row]) -> Drawing {
    let at = |index: usize| f64::from(u32::try_from(index).unwrap_or_default());
    let step = HEIGHT + GAP;
    let shown = rows.get(..MOST).unwrap_or(rows);
    let mut drawing = Drawing::new(
        NAME + at(kinds.len()) * (WIDTH + GAP),
        HEIGHT + at(shown.len()) * step + 2.0,
    );
    let gap = page.t("coverage-gap");
    for (index, kind) in kinds.iter().enumerate() {
        let middle = NAME + at(index) * (WIDTH + GAP) + WIDTH / 2.0;
        drawing.text((middle, 20.0), Anchor::Middle, "label", &fitting(kind, WIDTH));
    }
    for (index, row) in shown.iter().enumerate() {
        let top = HEIGHT + at(index) * step;
        let line = top + 20.0;
        drawing.text((0.0, line), Anchor::Start, "label", &fitting(&row.name, NAME - 10.0));
        for kind in 0..kinds.len() {
            let left = NAME + at(kind) * (WIDTH + GAP);
            let cell = row.cells.get(kind).filter(|cell| cell.strength.is_some());
            let strength = cell.and_then(|cell| cell.strength).unwrap_or(0);
            let fill = Fill::Step(usize::try_from(strength).unwrap_or_default());
            drawing.bar((left, top), (WIDTH, HEIGHT), fill);
            let words = cell.map_or_else(|| gap.clone(), |cell| page.number(&cell.count.to_string()));
            drawing.text((left + WIDTH / 2.0, line), Anchor::Middle, "label", &words);
        }
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    fn row(name: &str, strengths: [Option<i64>; 2]) -> Row {
        Row {
            name: name.to_owned(),
            cells: strengths.map(|strength| Cell { count: 2, strength }).to_vec(),
        }
    }

    #[test]
    fn gaps_are_named_and_strong_ties_are_darker() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        let kinds = ["Projects".to_owned(), "Networks".to_owned()];
        let rows = [row("Growth <b>", [Some(3), None]), row("Schools", [Some(1), Some(2)])];
        let picture = picture(&page, "m", "What serves".to_owned(), &kinds, &rows).unwrap();
        assert!(
            picture.sentence.contains("1 of 2") && picture.sentence.contains("Networks (1)"),
            "{}",
            picture.sentence
        );
        let svg = picture.svg.to_string();
        assert!(svg.contains("step-3") && svg.contains("step-1") && svg.contains("step-0") && svg.contains(">gap<"));
        assert!(svg.contains("Growth &lt;b&gt;"));
    }

    #[test]
    fn many_rows_are_cut_and_it_is_said() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        let rows: Vec<Row> = (0..60)
            .map(|at| row(&format!("Goal {at}"), [Some(1), Some(1)]))
            .collect();
        let kinds = ["Projects".to_owned(), "Networks".to_owned()];
        let picture = picture(&page, "m", "What serves".to_owned(), &kinds, &rows).unwrap();
        assert!(
            picture.sentence.contains("40") && !picture.sentence.contains("gaps"),
            "{}",
            picture.sentence
        );
        assert!(!picture.svg.to_string().contains("Goal 41"));
    }
}
