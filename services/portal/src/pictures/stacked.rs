//! Bars made of parts: how a whole is made up, row by row.

use super::{Anchor, Drawing, Fill, Picture, Table, fitting, width_of};
use crate::page::Page;

/// One of the parts that every bar is made of.
pub struct Part {
    pub name: String,
    pub fill: Fill,
}

/// One bar: its name, and how much of each part.
pub struct Bar {
    pub name: String,
    pub values: Vec<f64>,
}

/// What a picture of bars is made from. `said` spells a value.
pub struct Bars<'a> {
    pub id: &'static str,
    pub title: String,
    /// What a row is, for the table.
    pub row: String,
    pub parts: Vec<Part>,
    pub rows: Vec<Bar>,
    pub said: &'a dyn Fn(f64) -> String,
}

const WIDTH: f64 = 680.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 90.0;
const ROW: f64 = 46.0;
const THICK: f64 = 28.0;

pub fn picture(page: &Page, of: &Bars<'_>) -> Option<Picture> {
    let whole = |bar: &Bar| bar.values.iter().sum::<f64>();
    let most = of.rows.iter().map(whole).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let sentence = told(page, of);
    let svg = drawn(of, most).done(of.id, &of.title, &sentence);
    let mut columns = vec![(of.row.clone(), false)];
    columns.extend(of.parts.iter().map(|part| (part.name.clone(), true)));
    columns.push((page.t("total"), true));
    let row = |bar: &Bar| {
        let mut cells = vec![bar.name.clone()];
        cells.extend(bar.values.iter().map(|value| (of.said)(*value)));
        cells.push((of.said)(whole(bar)));
        cells
    };
    Some(Picture {
        id: of.id,
        title: of.title.clone(),
        sentence,
        svg,
        table: Table {
            rows: of.rows.iter().map(row).collect(),
            columns,
        },
    })
}

/// The largest bar, and of all bars together the largest part.
fn told(page: &Page, of: &Bars<'_>) -> String {
    let largest = of.rows.iter().max_by(|one, other| {
        let whole = |bar: &Bar| bar.values.iter().sum::<f64>();
        whole(one).total_cmp(&whole(other))
    });
    let sums = of.parts.iter().enumerate().map(|(index, part)| {
        let sum: f64 = of.rows.iter().filter_map(|bar| bar.values.get(index)).sum();
        (part, sum)
    });
    let part = sums.max_by(|one, other| one.1.total_cmp(&other.1));
    let (Some(bar), Some((part, sum))) = (largest, part) else {
        return String::new();
    };
    let whole = (of.said)(bar.values.iter().sum());
    let one = page.with2("picture-largest", "name", &bar.name, "value", whole);
    let other = page.with2("picture-largest-part", "name", &part.name, "value", (of.said)(sum));
    format!("{one} {other}")
}

fn drawn(of: &Bars<'_>, most: f64) -> Drawing {
    let rows = f64::from(u32::try_from(of.rows.len()).unwrap_or(u32::MAX));
    let mut drawing = Drawing::new(WIDTH, rows * ROW + 8.0);
    let room = WIDTH - LEFT - RIGHT;
    let mut top = 4.0;
    for bar in &of.rows {
        let middle = top + THICK / 2.0 + 4.5;
        drawing.text(
            (LEFT - 8.0, middle),
            Anchor::End,
            "name",
            &fitting(&bar.name, LEFT - 14.0),
        );
        let mut left = LEFT;
        for (part, value) in of.parts.iter().zip(&bar.values) {
            let wide = room * value / most;
            if wide <= 0.0 {
                continue;
            }
            drawing.bar((left, top), (wide, THICK), part.fill);
            // The words stand in the mark where there is room; the number alone where there is not.
            let (number, words) = ((of.said)(*value), format!("{} {}", part.name, (of.said)(*value)));
            let label = [words, number].into_iter().find(|label| width_of(label) + 8.0 <= wide);
            if let Some(label) = label {
                drawing.text((left + wide / 2.0, middle), Anchor::Middle, "label", &label);
            }
            left += wide;
        }
        let whole = (of.said)(bar.values.iter().sum());
        drawing.text((left + 8.0, middle), Anchor::Start, "name", &whole);
        top += ROW;
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    #[test]
    fn bars_say_which_is_the_largest_and_add_up_in_the_table() {
        let page = Page::new(&a_member(Language::En), Section::Goals);
        let bars = |values: [[f64; 2]; 2]| Bars {
            id: "status",
            title: "Status".to_owned(),
            row: "Level".to_owned(),
            parts: vec![
                Part {
                    name: "on track".to_owned(),
                    fill: Fill::OnTrack,
                },
                Part {
                    name: "off".to_owned(),
                    fill: Fill::Off,
                },
            ],
            rows: ["Spearhead", "Goal"]
                .into_iter()
                .zip(values)
                .map(|(name, values)| Bar {
                    name: name.to_owned(),
                    values: values.to_vec(),
                })
                .collect(),
            said: &|value| format!("{value:.0}"),
        };
        let picture = picture(&page, &bars([[3.0, 1.0], [10.0, 0.0]])).unwrap();
        assert!(picture.sentence.contains("Goal") && picture.sentence.contains("13"));
        assert_eq!(picture.table.rows[0], ["Spearhead", "3", "1", "4"]);
        assert!(super::picture(&page, &bars([[0.0, 0.0], [0.0, 0.0]])).is_none());
    }
}
