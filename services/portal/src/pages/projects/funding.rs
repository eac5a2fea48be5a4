//! What approved projects are paid with, by the year they began in.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::get;
use serde::Deserialize;

use super::super::{Answer, picture_page::PicturePage, show};
use crate::{
    choices,
    clients::shared::{List, Money},
    page::{Page, Section},
    pictures::{
        Fill, Picture,
        stacked::{self, Bar, Bars, Part},
    },
    reader::{Member, Reader},
};

/// What one kind of source pays for the projects that began in a year.
#[derive(Clone, Debug, Default, Deserialize)]
struct Paid {
    #[serde(default)]
    year: i32,
    #[serde(default)]
    source: String,
    #[serde(default)]
    amount: Money,
}

/// Each currency has a picture of its own: sums of several say nothing.
fn picture(page: &Page, id: &'static str, currency: &str, paid: &[Paid]) -> Option<Picture> {
    let own = || paid.iter().filter(|paid| paid.amount.currency == currency);
    let mut years: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    let sources = choices::SOURCE.values;
    for paid in own() {
        let bar = years.entry(paid.year).or_insert_with(|| vec![0.0; sources.len()]);
        let place = sources.iter().position(|source| *source == paid.source);
        if let Some(sum) = place.and_then(|at| bar.get_mut(at)) {
            *sum += paid.amount.amount.parse::<f64>().unwrap_or_default();
        }
    }
    let part = |(number, source): (usize, &&str)| Part {
        name: page.choice("source", source),
        fill: Fill::Part(number),
    };
    let bar = |(year, values): (i32, Vec<f64>)| Bar {
        name: year.to_string(),
        values,
    };
    let said = |sum: f64| page.reader.voice.money(&format!("{sum:.0}"), currency);
    stacked::picture(
        page,
        &Bars {
            id,
            title: page.with("funding-in", "currency", currency),
            row: page.t("year"),
            parts: sources.iter().enumerate().map(part).collect(),
            rows: years.into_iter().map(bar).collect(),
            said: &said,
        },
    )
}

fn view(reader: &Reader, paid: &[Paid]) -> PicturePage {
    let page = Page::new(reader, Section::Projects);
    let currencies: BTreeSet<&str> = paid.iter().map(|paid| paid.amount.currency.as_str()).collect();
    // Ids are those of the page: one for each currency there can be.
    let ids = [
        "funding-1",
        "funding-2",
        "funding-3",
        "funding-4",
        "funding-5",
        "funding-6",
    ];
    let view = PicturePage::new(reader, Section::Projects, "funding", ("/projects", "projects-back"));
    ids.into_iter().zip(currencies).fold(view, |view, (id, currency)| {
        view.picture(picture(&page, id, currency, paid))
    })
}

#[get("/projects/funding")]
pub async fn show_funding(reader: Member) -> Answer {
    let paid: List<Paid> = reader.api().get("/applications/funding").await?;
    show(&reader, &view(&reader, &paid.items))
}

#[cfg(test)]
pub fn samples(reader: &Reader) -> Vec<(String, String)> {
    use askama::Template as _;
    let paid = |year, source: &str, amount: &str, currency: &str| Paid {
        year,
        source: source.to_owned(),
        amount: Money {
            amount: amount.to_owned(),
            currency: currency.to_owned(),
        },
    };
    let all = [
        paid(2017, "state", "70000.00", "EUR"),
        paid(2017, "municipal", "30000.00", "EUR"),
        paid(2019, "eu", "400000.00", "EUR"),
        paid(2019, "own", "9000.00", "SEK"),
    ];
    vec![
        ("funding".to_owned(), view(reader, &all).render().unwrap()),
        ("funding-none".to_owned(), view(reader, &[]).render().unwrap()),
    ]
}
