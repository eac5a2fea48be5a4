//! Activities by country and kind, as a map of tiles.

use std::collections::BTreeMap;

use actix_web::get;
use serde::Deserialize;

use super::{
    super::{Answer, address, picture_page::PicturePage, show},
    list::FILTERS,
};
use crate::{
    clients::shared::List,
    listing::Asked,
    page::{Page, Section},
    pictures::tiles::{self, Country},
    reader::{Member, Reader},
};

/// How many of a kind there are in a country.
#[derive(Clone, Debug, Default, Deserialize)]
struct Count {
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    #[expect(clippy::struct_field_names, reason = "named as the API names it")]
    count: usize,
}

fn countries(page: &Page, counts: &[Count]) -> Vec<Country> {
    let mut countries: BTreeMap<&str, Vec<&Count>> = BTreeMap::new();
    for count in counts {
        if let Some(code) = &count.country {
            countries.entry(code).or_default().push(count);
        }
    }
    let country = |(code, counts): (&str, Vec<&Count>)| {
        let kind = |count: &&Count| format!("{} {}", page.choice("activity-kind", &count.kind), count.count);
        Country {
            code: code.to_owned(),
            count: counts.iter().map(|count| count.count).sum(),
            kinds: counts.iter().map(kind).collect::<Vec<_>>().join(", "),
        }
    };
    countries.into_iter().map(country).collect()
}

fn view(reader: &Reader, asked: &Asked, counts: &[Count]) -> PicturePage {
    let page = Page::new(reader, Section::Activities);
    let back = address("/activities", &asked.kept(&FILTERS));
    let map = tiles::picture(&page, "map", page.t("activities-map-title"), countries(&page, counts));
    let nowhere: usize = (counts.iter().filter(|count| count.country.is_none()))
        .map(|count| count.count)
        .sum();
    let told = if nowhere == 0 {
        String::new()
    } else {
        page.with("activities-map-nowhere", "count", nowhere)
    };
    PicturePage::new(
        reader,
        Section::Activities,
        "activities-map",
        (&back, "activities-map-back"),
    )
    .picture(map)
    .remark(&told)
}

/// Of the activities that the list with the same filters has.
#[get("/activities/map")]
pub async fn show_map(reader: Member, asked: Asked) -> Answer {
    let counts: List<Count> = reader
        .api()
        .get_with("/activities/summary", &asked.kept(&FILTERS))
        .await?;
    show(&reader, &view(&reader, &asked, &counts.items))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let count = |country: Option<&str>, kind: &str, count| Count {
        country: country.map(str::to_owned),
        kind: kind.to_owned(),
        count,
    };
    let counts = [
        count(Some("EE"), "visit", 3),
        count(Some("EE"), "seminar", 1),
        count(Some("JP"), "visit", 1),
        count(None, "event", 7),
    ];
    let page = |counts: &[Count]| view(reader, &Asked::default(), counts).render().unwrap();
    vec![
        ("activities-map".to_owned(), page(&counts)),
        ("activities-map-empty".to_owned(), page(&[])),
    ]
}
