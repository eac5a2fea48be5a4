//! What became of a figure over time, beside what was aimed at.

use super::{Anchor, Drawing, Fill, Picture, Table, fitting, scale::Scale};
use crate::page::Page;

/// A figure in one period.
#[derive(Clone, Debug, Default)]
pub struct Point {
    pub period: String,
    pub value: Option<f64>,
    pub target: Option<f64>,
}

const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 280.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 90.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 34.0;

/// Periods stand in their order; with one point or none there is no way to show.
pub fn picture(page: &Page, id: &'static str, title: String, points: &[Point]) -> Option<Picture> {
    let with_value: Vec<&Point> = points.iter().filter(|point| point.value.is_some()).collect();
    if with_value.len() < 2 {
        return None;
    }
    let sentence = told(page, &with_value);
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| spelt(page, value));
    let rows = points
        .iter()
        .map(|point| vec![point.period.clone(), number(point.value), number(point.target)]);
    Some(Picture {
        svg: drawn(page, points).done(id, &title, &sentence),
        table: Table {
            columns: vec![
                (page.t("value-period"), false),
                (page.t("value"), true),
                (page.t("target"), true),
            ],
            rows: rows.collect(),
        },
        id,
        title,
        sentence,
    })
}

/// As short as it is exact.
fn spelt(page: &Page, value: f64) -> String {
    let rounded = format!("{value:.2}");
    page.number(rounded.trim_end_matches('0').trim_end_matches('.'))
}

fn told(page: &Page, points: &[&Point]) -> String {
    let value = |point: &Point| point.value.unwrap_or_default();
    let (first, last) = (points.first(), points.last());
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let by = |one: &&&Point, other: &&&Point| value(one).total_cmp(&value(other));
    let bounds = (points.iter().max_by(by), points.iter().min_by(by));
    let said = |point: &Point| format!("{} ({})", spelt(page, value(point)), point.period);
    let change = page.with2("picture-change", "first", said(first), "last", said(last));
    match bounds {
        (Some(upper), Some(lower)) if points.len() > 2 => {
            let told = page.with2("picture-bounds", "most", said(upper), "least", said(lower));
            format!("{change} {told}")
        }
        _ => change,
    }
}

fn drawn(page: &Page, points: &[Point]) -> Drawing {
    let all = || points.iter().flat_map(|point| [point.value, point.target]).flatten();
    let scale = Scale::of(all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let count = u32::try_from(points.len()).unwrap_or(u32::MAX).max(2);
    let gap = (WIDTH - LEFT - RIGHT) / f64::from(count - 1);
    let across = |index: usize| LEFT + gap * f64::from(u32::try_from(index).unwrap_or(u32::MAX));
    let up = |value: f64| TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - scale.share(value));
    let mut drawing = Drawing::new(WIDTH, HEIGHT);
    for step in &scale.steps {
        drawing.rule((LEFT, up(*step)), (WIDTH - RIGHT, up(*step)));
        drawing.text((LEFT - 8.0, up(*step) + 4.0), Anchor::End, "scale", &spelt(page, *step));
    }
    // Under a long row of periods not each has room for its name.
    let every = (64.0 / gap).ceil().max(1.0);
    for (index, point) in points.iter().enumerate() {
        let is_last = index + 1 == points.len();
        if f64::from(u32::try_from(index).unwrap_or_default()) % every == 0.0 || is_last {
            let at = (across(index), HEIGHT - 10.0);
            drawing.text(at, Anchor::Middle, "scale", &point.period);
        }
    }
    let way = |of: fn(&Point) -> Option<f64>| -> Vec<(f64, f64)> {
        let known = points.iter().enumerate();
        known
            .filter_map(|(index, point)| Some((across(index), up(of(point)?))))
            .collect()
    };
    let (values, targets) = (way(|point| point.value), way(|point| point.target));
    drawing.way(&targets, true);
    drawing.way(&values, false);
    for at in &values {
        drawing.dot(*at, 4.5, Fill::Part(0));
    }
    for at in &targets {
        drawing.bar((at.0 - 4.0, at.1 - 4.0), (8.0, 8.0), Fill::Part(1));
    }
    // Each line is named where it ends. Where they end side by side, the upper name goes up.
    let named = [(values.last(), "value"), (targets.last(), "target")];
    let ends: Vec<((f64, f64), String)> = named
        .into_iter()
        .filter_map(|(at, key)| Some((*at?, fitting(&page.t(key), RIGHT - 12.0))))
        .collect();
    let close = matches!(ends.as_slice(), [(one, _), (other, _)] if (one.1 - other.1).abs() < 16.0);
    let upper = ends.iter().map(|(at, _)| at.1).fold(f64::MAX, f64::min);
    for ((x, y), name) in &ends {
        let lifted = if close && (*y - upper).abs() < f64::EPSILON {
            10.0
        } else {
            -6.0
        };
        let y = if close { y - lifted } else { *y };
        drawing.text((x + 10.0, y + 4.0), Anchor::Start, "name", name);
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    fn point(period: &str, value: Option<f64>, target: Option<f64>) -> Point {
        Point {
            period: period.to_owned(),
            value,
            target,
        }
    }

    #[test]
    fn a_trend_says_where_it_began_and_where_it_is_and_has_its_table() {
        let page = Page::new(&a_member(Language::En), Section::Indicators);
        let points = [
            point("2024", Some(4.5), None),
            point("2025", Some(9.0), Some(8.0)),
            point("2026", Some(7.25), Some(10.0)),
        ];
        let picture = picture(&page, "trend", "Pupils abroad".to_owned(), &points).unwrap();
        assert!(picture.sentence.contains("4.5 (2024)") && picture.sentence.contains("7.25 (2026)"));
        assert!(picture.sentence.contains("9 (2025)"), "{}", picture.sentence);
        assert_eq!(picture.table.rows[2], ["2026", "7.25", "10"]);
        let svg = picture.svg.to_string();
        assert!(svg.contains("stroke-dasharray") && svg.contains("role=\"img\""));
    }

    #[test]
    fn one_value_is_no_trend() {
        let page = Page::new(&a_member(Language::En), Section::Indicators);
        let alone = [point("2026", Some(1.0), Some(2.0)), point("2027", None, Some(3.0))];
        assert!(picture(&page, "trend", String::new(), &alone).is_none());
    }
}
