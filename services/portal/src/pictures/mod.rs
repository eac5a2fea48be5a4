//! Pictures of figures: our own small set of SVG, made here, so that it is there without a script and reads aloud. Each has
//! a title, a sentence that says what it shows, labels at its marks, and its table below.
//!
//! Marks carry presentation attributes, which the style sheet overrides with the organisation's colours: a document that
//! takes a picture over without our sheet still shows it.

pub mod line;
pub mod matrix;
pub mod networks;
pub mod scale;
pub mod stacked;
pub mod tiles;

use std::fmt::Write as _;

use crate::html::Html;

/// A picture with everything that belongs to it.
pub struct Picture {
    /// Names it on its page.
    pub id: &'static str,
    pub title: String,
    /// What it shows, in a sentence: the largest, the smallest, the change.
    pub sentence: String,
    pub svg: Html,
    /// Without columns where the page has the table beside it.
    pub table: Table,
}

/// The figures themselves; a column says whether it holds numbers.
pub struct Table {
    pub columns: Vec<(String, bool)>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it so")]
    pub fn is_numeric(&self, index: &usize) -> bool {
        self.columns.get(*index).is_some_and(|(_, numeric)| *numeric)
    }
}

/// An SVG that is being drawn.
pub struct Drawing {
    width: f64,
    height: f64,
    inner: String,
}

/// Where a text stands from.
#[derive(Clone, Copy)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Drawing {
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            inner: String::new(),
        }
    }

    /// Writing to a text cannot fail.
    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        let _never_fails = self.inner.write_fmt(element);
    }

    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let (anchor, text) = (anchor.code(), Html::text(text));
        self.put(format_args!(
            r##"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="13" fill="#1f2328">{text}</text>"##
        ));
    }

    /// A line of the frame: an axis or a step of it.
    pub fn rule(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.put(format_args!(
            r##"<line class="rule" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" stroke="#c4c9cf" stroke-width="1"/>"##
        ));
    }

    pub fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Fill) {
        let (class, colour) = (fill.class(), fill.colour());
        self.put(format_args!(
            r##"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{colour}" stroke="#1f2328" stroke-width="1"/>"##
        ));
    }

    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, fill: Fill) {
        let (class, colour) = (fill.class(), fill.colour());
        self.put(format_args!(
            r##"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="{colour}" stroke="#1f2328" stroke-width="1"/>"##
        ));
    }

    /// A way through points; dashed where it is wished for and not what is.
    pub fn way(&mut self, points: &[(f64, f64)], dashed: bool) {
        let mut through = String::new();
        for (x, y) in points {
            let _never_fails = write!(through, "{x:.1},{y:.1} ");
        }
        let (class, pattern) = if dashed {
            ("wished", r#" stroke-dasharray="7 5""#)
        } else {
            ("way", "")
        };
        self.put(format_args!(
            r##"<polyline class="{class}" points="{}" fill="none" stroke="#1e5fa8" stroke-width="3"{pattern}/>"##,
            through.trim_end()
        ));
    }

    /// Two elements tell who hears it what it shows; their ids begin with the picture's.
    pub fn done(self, id: &str, title: &str, sentence: &str) -> Html {
        let (title, sentence) = (Html::text(title), Html::text(sentence));
        let Self { width, height, inner } = self;
        Html::trusted(format!(
            r#"<svg class="drawing" role="img" aria-labelledby="{id}-name {id}-told" viewBox="0 0 {width:.0} {height:.0}" font-family="system-ui, sans-serif"><title id="{id}-name">{title}</title><desc id="{id}-told">{sentence}</desc>{inner}</svg>"#
        ))
    }
}

/// What a surface is filled with. The words beside it say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// One of a row of parts, from the darkest on.
    Part(usize),
    /// A step of how much: 0 is nothing.
    Step(usize),
    OnTrack,
    Watch,
    Off,
    Unknown,
}

impl Fill {
    fn class(self) -> String {
        match self {
            Self::Part(number) => format!("part part-{}", number % PARTS.len()),
            Self::Step(step) => format!("step step-{}", step.min(STEPS.len() - 1)),
            Self::OnTrack => "part on-track".to_owned(),
            Self::Watch => "part watch".to_owned(),
            Self::Off => "part off".to_owned(),
            Self::Unknown => "part unknown".to_owned(),
        }
    }

    fn colour(self) -> &'static str {
        let of = |row: &[&'static str], at: usize| row.get(at % row.len()).copied().unwrap_or("#ffffff");
        match self {
            Self::Part(number) => of(&PARTS, number),
            Self::Step(step) => of(&STEPS, step.min(STEPS.len() - 1)),
            Self::OnTrack => "#8fd3a3",
            Self::Watch => "#f3d27a",
            Self::Off => "#f2a9a0",
            Self::Unknown => "#e6e8eb",
        }
    }
}

/// Light enough for dark letters on each, and told apart by their borders, their places and the words in them.
const PARTS: [&str; 6] = ["#b7d3f2", "#f3d27a", "#bfe3c6", "#e7c6ec", "#f4c7a9", "#dfe2e6"];
const STEPS: [&str; 5] = ["#f6f7f8", "#dcebfb", "#b7d3f2", "#8fbbe8", "#6aa3de"];

/// About how wide a text is, for the room it needs.
pub fn width_of(text: &str) -> f64 {
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(letters) * 7.2
}

/// A text that fits into so much room, shortened where it does not.
pub fn fitting(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let mut short: String = text.to_owned();
    while !short.is_empty() && width_of(&short) + 7.2 > room {
        short.pop();
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_into_a_picture_is_escaped() {
        let mut drawing = Drawing::new(10.0, 10.0);
        drawing.text((1.0, 2.0), Anchor::Start, "label", "<script>\"&");
        let svg = drawing.done("p", "A & B", "<b>").to_string();
        assert!(svg.contains("&lt;script&gt;&quot;&amp;") && svg.contains("A &amp; B") && svg.contains("&lt;b&gt;"));
        assert!(
            !svg.contains("style="),
            "the policy of the pages allows no styles inside"
        );
    }

    #[test]
    fn a_long_label_is_shortened_to_its_room() {
        assert_eq!(fitting("Short", 100.0), "Short");
        let short = fitting("A very long label indeed", 80.0);
        assert!(short.ends_with('…') && width_of(&short) <= 80.0, "{short}");
        assert_eq!(fitting("Anything", 1.0), "…");
    }
}
