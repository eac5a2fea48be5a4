//! Networks by theme: each a disc as large as its membership, in the row of its theme.

use super::{Anchor, Drawing, Fill, Picture, Table, fitting};
use crate::page::Page;

pub struct Network {
    pub name: String,
    /// How many members it has, as it is written; and for the picture.
    pub size: String,
    pub members: f64,
}

pub struct Theme {
    pub name: String,
    pub networks: Vec<Network>,
}

const WIDTH: f64 = 680.0;
const LEFT: f64 = 150.0;
const ROW: f64 = 92.0;
/// The most that stand in a row of the picture; the table has all.
const MOST: usize = 5;

pub fn picture(page: &Page, id: &'static str, title: String, mut themes: Vec<Theme>) -> Option<Picture> {
    themes.retain(|theme| !theme.networks.is_empty());
    themes.sort_by(|one, other| {
        let more = other.networks.len().cmp(&one.networks.len());
        more.then_with(|| one.name.cmp(&other.name))
    });
    let first = themes.first()?;
    let most = format!("{} ({})", first.name, page.number(&first.networks.len().to_string()));
    let sentence = page.with2("picture-themes", "count", themes.len(), "most", most);
    let rows = themes.iter().flat_map(|theme| {
        let row = |network: &Network| vec![theme.name.clone(), network.name.clone(), network.size.clone()];
        theme.networks.iter().map(row).collect::<Vec<_>>()
    });
    Some(Picture {
        svg: drawn(page, &themes).done(id, &title, &sentence),
        table: Table {
            columns: vec![
                (page.t("theme"), false),
                (page.t("network"), false),
                (page.t("network-size"), true),
            ],
            rows: rows.collect(),
        },
        id,
        title,
        sentence,
    })
}

fn drawn(page: &Page, themes: &[Theme]) -> Drawing {
    let all = themes.iter().flat_map(|theme| &theme.networks);
    let most = all.map(|network| network.members).fold(1.0, f64::max);
    let rows = f64::from(u32::try_from(themes.len()).unwrap_or(u32::MAX));
    let mut drawing = Drawing::new(WIDTH, rows * ROW);
    let mut top = 0.0;
    for theme in themes {
        let middle = top + 34.0;
        drawing.rule((0.0, top + ROW - 4.0), (WIDTH, top + ROW - 4.0));
        drawing.text(
            (0.0, middle + 4.0),
            Anchor::Start,
            "name",
            &fitting(&theme.name, LEFT - 12.0),
        );
        // Few have more room each, for their names.
        let shown = u32::try_from(theme.networks.len().clamp(2, MOST)).unwrap_or(1);
        let column = (WIDTH - LEFT) / f64::from(shown);
        let mut left = LEFT + column / 2.0;
        for network in theme.networks.iter().take(MOST) {
            // A surface says how much, so the side grows with the root.
            let radius = 8.0 + 20.0 * (network.members / most).max(0.0).sqrt();
            drawing.dot((left, middle), radius, Fill::Part(0));
            // What does not go into the disc stands beside it.
            if fitting(&network.size, 2.0 * radius) == network.size {
                drawing.text((left, middle + 4.5), Anchor::Middle, "label", &network.size);
            } else {
                let size = fitting(&network.size, column / 2.0 - radius - 6.0);
                drawing.text((left + radius + 3.0, middle + 4.5), Anchor::Start, "label", &size);
            }
            let name = fitting(&network.name, column - 6.0);
            drawing.text((left, top + 80.0), Anchor::Middle, "scale", &name);
            left += column;
        }
        if theme.networks.len() > MOST {
            let more = page.with("picture-more", "count", theme.networks.len() - MOST);
            drawing.text((WIDTH, middle + 4.0), Anchor::End, "scale", &more);
        }
        top += ROW;
    }
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Language, page::Section, pages::samples::a_member};

    #[test]
    fn the_theme_with_most_networks_comes_first_and_the_table_has_all_of_them() {
        let page = Page::new(&a_member(Language::En), Section::Networks);
        let network = |name: &str| Network {
            name: name.to_owned(),
            size: "100".to_owned(),
            members: 100.0,
        };
        let theme = |name: &str, count: usize| Theme {
            name: name.to_owned(),
            networks: (0..count).map(|number| network(&format!("{name} {number}"))).collect(),
        };
        let themes = vec![theme("Climate", 1), theme("Health", 7), theme("Nothing", 0)];
        let picture = picture(&page, "by-theme", "By theme".to_owned(), themes).unwrap();
        assert!(picture.sentence.contains("Health (7)"), "{}", picture.sentence);
        assert_eq!(picture.table.rows.len(), 8);
        assert_eq!(picture.table.rows[0][0], "Health");
    }
}
