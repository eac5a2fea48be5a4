//! The figures that the demo's associations have released. A figure is counted once and for good, so it comes after all that is
//! shared, and when that has been heard of.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    client::{Seat, at, word},
    credentials::Credentials,
    files::Organisation,
    sharing::Administrators,
    subscription,
};

/// How long what was loaded may take until it is heard of.
const PATIENCE: Duration = Duration::from_mins(1);

/// Figures of one year, released to one viewer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Releases {
    country: String,
    viewer: String,
    year: i16,
    measures: Vec<String>,
}

/// Releases what is not released yet. Gives who signed in for it, and how many were made.
pub async fn load(
    releases: &[Releases],
    organisations: &[Organisation],
    administrators: &Administrators,
    credentials: &Credentials,
) -> anyhow::Result<(Vec<Seat>, usize)> {
    let (mut seats, mut made) = (Vec::new(), 0);
    for wanted in releases {
        let key = (wanted.country.clone(), wanted.viewer.clone());
        let admin = &administrators.get(&key).context("there is no such viewer")?.seat;
        let there = admin.all(&format!("/releases?period={}", wanted.year)).await?;
        let is_there = |measure: &&String| there.iter().any(|release| word(release, "/cell/measure") == **measure);
        let missing: Vec<&String> = wanted.measures.iter().filter(|measure| !is_there(measure)).collect();
        if missing.is_empty() {
            continue;
        }
        everything_is_heard_of(administrators, &wanted.country).await?;
        let analyst = analyst(organisations, wanted, admin, credentials).await?;
        for measure in missing {
            let asked = json!({"measure": measure, "period": wanted.year});
            analyst
                .post("/releases", asked)
                .await
                .with_context(|| format!("releasing {measure}"))?;
            made += 1;
        }
        seats.push(analyst);
    }
    Ok((seats, made))
}

async fn analyst(
    organisations: &[Organisation],
    wanted: &Releases,
    admin: &Seat,
    credentials: &Credentials,
) -> anyhow::Result<Seat> {
    let is_viewer =
        |o: &&Organisation| o.organisation.country == wanted.country && o.organisation.code == wanted.viewer;
    let viewer = organisations
        .iter()
        .find(is_viewer)
        .context("there is no such viewer")?;
    let person = viewer
        .people
        .iter()
        .find(|p| p.roles.iter().any(|role| role == "analyst"));
    let person = person.context("the viewer has no analyst")?;
    let session = subscription::enter(admin.client(), credentials, viewer, person).await?;
    Ok(admin.client().seat(&session, admin.organisation()))
}

/// Waits until reporting has as much of everybody as everybody has.
async fn everything_is_heard_of(administrators: &Administrators, country: &str) -> anyhow::Result<()> {
    let began = Instant::now();
    for ((_, code), owner) in administrators.iter().filter(|((of, _), _)| of == country) {
        for things in ["projects", "activities", "networks"] {
            let held = owner.seat.all(&format!("/{things}")).await?.len();
            while owner.seat.all(&format!("/registers/{things}")).await?.len() < held {
                if began.elapsed() > PATIENCE {
                    bail!("the {things} of {code} were not heard of in {PATIENCE:?}");
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        let named = owner.seat.all("/sharing-agreements?side=viewer").await?;
        let named: Vec<&Value> = named.iter().filter(|given| word(given, "/level") == "named").collect();
        loop {
            let sources = owner.seat.get("/shared").await?;
            let sources = at(&sources, "/items").as_array().cloned().unwrap_or_default();
            let heard: usize = sources
                .iter()
                .filter_map(|s| at(s, "/datasets").as_array().map(Vec::len))
                .sum();
            if heard >= named.len() {
                break;
            }
            if began.elapsed() > PATIENCE {
                bail!("what {code} is given was not heard of in {PATIENCE:?}");
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    Ok(())
}
