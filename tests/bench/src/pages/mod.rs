//! Each page of the portal with a large town behind it: how long it takes, what goes over the wire, and how much it asks of
//! the services, beside the same pages of a small town.
#![expect(clippy::indexing_slicing, reason = "what JSON does not have is null, and no panic")]

mod addresses;
mod browser;
mod search;
mod town;
mod trace;
mod words;

use std::{collections::BTreeMap, fs};

use anyhow::Context as _;
use kit::Home;
use serde::{Deserialize, Serialize};

use self::{
    addresses::{Address, Readers},
    browser::Browser,
    town::{LARGE, SMALL, Town},
};
use crate::{
    database,
    figures::{Bar, Figure, percentile},
};

/// Requests of each page that do not count: they open connections and read what lies on the disk.
const WARMING: usize = 3;
const MOST_MILLISECONDS: f64 = 50.0;
const MOST_KIBIBYTES: f64 = 150.0;
/// Lines of the table that is printed; the file has them all.
const PRINTED: usize = 40;

/// The towns of an installation.
#[derive(Serialize, Deserialize)]
struct Towns {
    small: Town,
    large: Town,
}

/// What was measured of a page.
#[derive(Clone, Debug, Serialize)]
struct Measured {
    page: String,
    median_ms: f64,
    p99_ms: f64,
    /// With the styles and scripts that a first visit fetches.
    kibibytes: f64,
    /// Without them.
    page_kibibytes: f64,
    asks: usize,
    /// Of the same page of a small town.
    asks_of_small: usize,
}

/// Makes the towns, unless they lie there already.
async fn towns(home: &Home) -> anyhow::Result<Towns> {
    let kept = home.folder().join("bench/towns.json");
    if let Ok(kept) = fs::read(&kept) {
        return Ok(serde_json::from_slice(&kept)?);
    }
    let database = database::open(home).await?;
    let viewer = addresses::association(home).await?;
    let small = Town::make(home, &database, "smallville", SMALL, &viewer).await?;
    let large = Town::make(home, &database, "largeville", LARGE, &viewer).await?;
    let towns = Towns { small, large };
    town::until_all_is_heard_of(&database).await?;
    // Nothing that follows is measured while the database tidies up after this.
    for tidy in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
        database.batch_execute(tidy).await?;
    }
    fs::create_dir_all(home.folder().join("bench"))?;
    fs::write(kept, serde_json::to_vec_pretty(&towns)?)?;
    Ok(towns)
}

pub async fn measure(home: &Home, only: Option<&str>, times: usize) -> anyhow::Result<Vec<Figure>> {
    let towns = towns(home).await?;
    let small = Readers::of(home, &towns.small).await?;
    let large = Readers::of(home, &towns.large).await?;
    let mut measured = Vec::new();
    for address in addresses::all()? {
        if only.is_some_and(|only| !address.path.starts_with(only)) {
            continue;
        }
        let one = one(home, &address, (&large, &small), times).await;
        measured.push(one.with_context(|| format!("the page {}", address.path))?);
    }
    measured.sort_by(|one, other| other.median_ms.total_cmp(&one.median_ms));
    print(&measured);
    let mut figures = figures(&measured)?;
    if only.is_none() {
        figures.extend(search::measure(home, &towns.large).await?);
    }
    Ok(figures)
}

async fn one(
    home: &Home,
    address: &Address,
    (large, small): (&Readers, &Readers),
    times: usize,
) -> anyhow::Result<Measured> {
    let (browser, path) = large.find(address)?;
    let mut took = Vec::new();
    let mut bytes = 0;
    for n in 0..WARMING + times {
        let page = browser.open(&path, None).await?;
        if n >= WARMING {
            took.push(page.milliseconds);
        }
        bytes = bytes.max(page.bytes);
    }
    let mut all = bytes;
    for along in browser.brings_along(&path).await? {
        all += browser.open(&along, None).await?.bytes;
    }
    let (browser_of_small, path_of_small) = small.find(address)?;
    Ok(Measured {
        page: address.path.clone(),
        median_ms: percentile(&mut took, 50.0),
        p99_ms: percentile(&mut took, 99.0),
        kibibytes: kibibytes(all),
        page_kibibytes: kibibytes(bytes),
        asks: asks(home, browser, &path).await?,
        asks_of_small: asks(home, browser_of_small, &path_of_small).await?,
    })
}

/// How many requests the services answer for a page, by the trace they share. The second time: the first may renew a token.
async fn asks(home: &Home, browser: &Browser, path: &str) -> anyhow::Result<usize> {
    browser.open(path, None).await?;
    trace::followed(home, browser, path).await
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn kibibytes(bytes: usize) -> f64 {
    bytes as f64 / 1_024.0
}

/// The slowest first.
fn print(measured: &[Measured]) {
    println!(
        "{:<62}{:>10}{:>10}{:>10}{:>7}{:>7}",
        "page", "median ms", "p99 ms", "KiB", "asks", "small"
    );
    for one in measured.iter().take(PRINTED) {
        println!(
            "{:<62}{:>10.1}{:>10.1}{:>10.1}{:>7}{:>7}",
            one.page, one.median_ms, one.p99_ms, one.kibibytes, one.asks, one.asks_of_small
        );
    }
}

fn figures(measured: &[Measured]) -> anyhow::Result<Vec<Figure>> {
    let slowest = measured.first().context("no page was measured")?;
    let mut medians: Vec<f64> = measured.iter().map(|one| one.median_ms).collect();
    let largest = measured
        .iter()
        .max_by(|one, other| one.kibibytes.total_cmp(&other.kibibytes))
        .context("a page")?;
    let over = |holds: fn(&Measured) -> bool| -> Vec<&Measured> { measured.iter().filter(|one| !holds(one)).collect() };
    let slow = over(|one| one.median_ms <= MOST_MILLISECONDS);
    let heavy = over(|one| one.kibibytes <= MOST_KIBIBYTES);
    let asking = over(|one| one.asks <= one.asks_of_small);
    let most = measured.iter().map(|one| one.asks).max().unwrap_or_default();
    let p99 = measured.iter().map(|one| one.p99_ms).fold(0.0, f64::max);
    let count = |pages: &[&Measured]| f64::from(u32::try_from(pages.len()).unwrap_or(u32::MAX));
    let by_page: BTreeMap<&str, &Measured> = measured.iter().map(|one| (one.page.as_str(), one)).collect();
    Ok(vec![
        Figure::new("pages of a large town: median of the slowest", slowest.median_ms, "ms")
            .held_to(Bar::AtMost(MOST_MILLISECONDS))
            .made_of(&slow),
        Figure::new(
            "pages of a large town: median of the one in the middle",
            percentile(&mut medians, 50.0),
            "ms",
        )
        .made_of(by_page),
        Figure::new("pages of a large town: p99 of the slowest", p99, "ms"),
        Figure::new(
            "pages of a large town: over the wire, the largest",
            largest.kibibytes,
            "KiB",
        )
        .held_to(Bar::AtMost(MOST_KIBIBYTES))
        .made_of(&heavy),
        Figure::new(
            "pages that ask the services more often than those of a small town",
            count(&asking),
            "pages",
        )
        .held_to(Bar::AtMost(0.0))
        .made_of(&asking),
        Figure::new(
            "pages of a large town: requests to services, the most",
            f64::from(u32::try_from(most)?),
            "requests",
        ),
    ])
}
