//! What is promised of organisations: none sees another's, and what one changes reaches its read models.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use reqwest::Method;
use serde_json::Value;
use suite::demo::client::{Seat, at, word};

use super::{
    Report,
    things::{self, KINDS, Thing},
};

const PAUSE: Duration = Duration::from_millis(50);

/// Makes a thing of each service in one probe, looks from the other, waits for the read models, and takes all away again.
pub(super) async fn check(probes: &[Seat; 2], within: Duration, report: &mut Report) {
    let [here, there] = probes;
    let name = things::word();
    let mut made = Vec::new();
    for kind in KINDS {
        let began = Instant::now();
        match Thing::make(here, kind, &name).await {
            Ok(thing) => {
                report.note("isolation", is_hidden(here, there, &thing).await);
                made.push((thing, began));
            }
            Err(refusal) => report.note("isolation", Err(refusal).context(kind.service)),
        }
    }
    // The words of a taxonomy are in no search.
    let heard: Vec<&(Thing, Instant)> = made
        .iter()
        .filter(|(thing, _)| thing.kind.service != "tenants")
        .collect();
    for (thing, began) in &heard {
        report.note("events", shows(here, &name, thing, true, (*began, within)).await);
    }
    report.note("isolation", finds_nothing(there, &name).await);
    for (thing, _) in &made {
        if let Err(refusal) = thing.take_away(here).await {
            report.note("clean", Err(refusal).context(thing.address()));
        }
    }
    let began = Instant::now();
    for (thing, _) in &heard {
        report.note("events", shows(here, &name, thing, false, (began, within)).await);
    }
    report.note("clean", nothing_is_left(probes).await);
}

/// A thing of the one is for the other like one that never was, whatever is asked of it.
async fn is_hidden(here: &Seat, there: &Seat, thing: &Thing) -> anyhow::Result<String> {
    let address = thing.address();
    here.get(&address).await.context("whoever made it does not find it")?;
    let never = platform::ids::fresh().to_string();
    let nowhere = format!("{}/{never}", thing.kind.list);
    for method in [Method::GET, Method::PATCH, Method::DELETE] {
        let (status, theirs) = there.asked(method.clone(), &address, 1).await?;
        let (_, nothing) = there.asked(method.clone(), &nowhere, 1).await?;
        let (theirs, nothing) = (comparable(theirs, &thing.id), comparable(nothing, &never));
        ensure!(
            theirs == nothing,
            "{method} {address} of another organisation answered {theirs}, not {nothing}"
        );
        ensure!(
            method == Method::PATCH || status == 404,
            "{method} {address} of another organisation answered {status}"
        );
    }
    let listed = there.all(thing.kind.list).await?;
    ensure!(
        listed.iter().all(|body| word(body, "/id") != thing.id),
        "{address} stands in another organisation's list"
    );
    here.get(&address)
        .await
        .context("it was there before another organisation asked for it")?;
    Ok(format!(
        "{} of one organisation is for another like one that never was ({})",
        thing.kind.called, thing.kind.service
    ))
}

/// A body without what tells requests and things apart.
fn comparable(mut body: Value, id: &str) -> String {
    if let Some(fields) = body.as_object_mut() {
        fields.remove("request_id");
    }
    body.to_string().replace(id, "<id>")
}

/// Waits until the read models show a thing, or show it no more.
async fn shows(
    by: &Seat,
    name: &str,
    thing: &Thing,
    there: bool,
    (began, within): (Instant, Duration),
) -> anyhow::Result<String> {
    loop {
        let found = found(by, name).await?;
        let took = began.elapsed();
        if found.contains(&thing.id) == there {
            let what = if there { "was made" } else { "was taken away" };
            return Ok(format!(
                "{} {what}, and reporting knows: {} ms",
                thing.kind.called,
                took.as_millis()
            ));
        }
        if took > within {
            bail!(
                "reporting has not heard of {} of {} within {} s: are the relay of {} and the consumers of reporting running?",
                thing.kind.called,
                thing.kind.service,
                within.as_secs(),
                thing.kind.service
            );
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// The ids that a search for the word finds.
async fn found(by: &Seat, name: &str) -> anyhow::Result<Vec<String>> {
    let answer = by.get(&format!("/search?q={name}")).await?;
    let hits = at(&answer, "/items").as_array().into_iter().flatten();
    Ok(hits.map(|hit| word(hit, "/id").to_owned()).collect())
}

async fn finds_nothing(by: &Seat, name: &str) -> anyhow::Result<String> {
    let found = found(by, name).await?;
    ensure!(
        found.is_empty(),
        "another organisation's search finds {}",
        found.join(", ")
    );
    Ok("another organisation's search finds nothing of it (reporting)".to_owned())
}

async fn nothing_is_left(probes: &[Seat; 2]) -> anyhow::Result<String> {
    let mut swept = 0;
    for probe in probes {
        swept += things::sweep(probe).await?;
    }
    Ok(match swept {
        0 => "nothing is left of this test".to_owned(),
        swept => format!("nothing is left of this test; {swept} things of interrupted ones were taken away"),
    })
}
