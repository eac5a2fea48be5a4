//! The search over a hundred thousand things: words as people look for them, and the one that stands nearly everywhere.

use std::time::Instant;

use anyhow::ensure;
use kit::Home;
use reqwest::Client;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{
    town::Town,
    words::{COMMONEST, looked_for},
};
use crate::{
    database,
    figures::{Bar, Figure, percentile},
    tokens::Tokens,
};

const THINGS: i64 = 100_000;
const ROUNDS: usize = 20;
const MOST_MILLISECONDS: f64 = 50.0;

/// A word, and how long the search for it took.
#[derive(Serialize)]
struct Sought {
    words: String,
    found: i64,
    median_ms: f64,
    p99_ms: f64,
}

/// Makes what is looked for, unless it lies there already, and gives whose it is.
async fn data(home: &Home, town: &Town) -> anyhow::Result<Uuid> {
    let database = database::open(home).await?;
    database.batch_execute(include_str!("../../sql/data.sql")).await?;
    database.batch_execute(include_str!("../../sql/search.sql")).await?;
    let owner: Uuid = database
        .query_one("SELECT bench.id('who looks for things', 0)", &[])
        .await?
        .get(0);
    let there = "SELECT EXISTS (SELECT FROM reporting.register_entries WHERE tenant_id = $1)";
    if !database.query_one(there, &[&owner]).await?.get::<_, bool>(0) {
        println!("Making {THINGS} things to look for");
        let fill = format!("CALL bench.fill_search('{}', '{owner}', {THINGS})", town.id);
        database.batch_execute(&fill).await?;
        for tidy in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
            database.batch_execute(tidy).await?;
        }
    }
    Ok(owner)
}

pub async fn measure(home: &Home, town: &Town) -> anyhow::Result<Vec<Figure>> {
    let owner = data(home, town).await?;
    let token = Tokens::of(home, &database::open(home).await?).await?.planner(owner)?;
    let http = Client::builder().build()?;
    let mut usual = Vec::new();
    let mut all = Vec::new();
    for words in looked_for() {
        usual.push(one(&http, home, &token, &words, &mut all).await?);
    }
    let commonest = one(&http, home, &token, COMMONEST, &mut Vec::new()).await?;
    usual.sort_by(|one, other| other.median_ms.total_cmp(&one.median_ms));
    for sought in usual.iter().take(10).chain([&commonest]) {
        println!(
            "{:<40}{:>8} found{:>10.1} ms, p99 {:.1} ms",
            sought.words, sought.found, sought.median_ms, sought.p99_ms
        );
    }
    Ok(vec![
        Figure::new(
            "search over 100 000 things, usual words: median",
            percentile(&mut all, 50.0),
            "ms",
        )
        .held_to(Bar::AtMost(MOST_MILLISECONDS))
        .made_of(&usual),
        Figure::new(
            "search over 100 000 things, usual words: p99",
            percentile(&mut all, 99.0),
            "ms",
        ),
        Figure::new(
            "search over 100 000 things, the commonest word: median",
            commonest.median_ms,
            "ms",
        )
        .made_of(commonest),
    ])
}

async fn one(http: &Client, home: &Home, token: &str, words: &str, all: &mut Vec<f64>) -> anyhow::Result<Sought> {
    let mut took = Vec::new();
    let mut found = 0;
    for _ in 0..=ROUNDS {
        let asked = http
            .get(format!("{}/api/v1/search", home.url()))
            .query(&[("q", words), ("language", "fi")]);
        let began = Instant::now();
        let answer = asked.bearer_auth(token).send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        took.push(began.elapsed().as_secs_f64() * 1_000.0);
        ensure!(status.is_success(), "the search for {words}: {status}");
        let told: Value = serde_json::from_slice(&body)?;
        found = told["counts"]
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(_, n)| n.as_i64())
            .sum();
    }
    // The first one opens a connection and reads what lies on the disk.
    took.remove(0);
    all.extend(&took);
    Ok(Sought {
        words: words.to_owned(),
        found,
        median_ms: percentile(&mut took, 50.0),
        p99_ms: percentile(&mut took, 99.0),
    })
}
