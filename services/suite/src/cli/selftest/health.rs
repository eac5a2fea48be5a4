//! Whether every process is ready, and the portal shows a page.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use platform::config::Settings;
use suite::demo::whereabouts::Whereabouts;

use super::Report;

const PAUSE: Duration = Duration::from_millis(250);

pub(super) async fn check(settings: &Settings, patience: Duration, report: &mut Report) -> anyhow::Result<()> {
    let http = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(2))
        .timeout(Duration::from_secs(5))
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let began = Instant::now();
    for (name, address) in told(settings)? {
        let found = until(began + patience, async || {
            ask(&http, &format!("{address}/readyz")).await
        })
        .await;
        report.note("health", found.map(|()| format!("{name} is ready")).context(name));
    }
    if let Some(portal) = settings.optional("SAMVERKA_PORTAL_URL") {
        let address = format!("{}/sign-in", portal.trim_end_matches('/'));
        let found = until(began + patience, async || ask(&http, &address).await).await;
        report.note(
            "health",
            found
                .map(|()| "the portal shows its pages".to_owned())
                .context("portal"),
        );
    }
    Ok(())
}

/// The processes to ask, by name.
fn told(settings: &Settings) -> anyhow::Result<Vec<(String, String)>> {
    match settings.optional("SAMVERKA_SELFTEST_HEALTH") {
        Some(text) => read(&text),
        None => Ok(Whereabouts::read(settings)?.all()),
    }
}

fn read(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let each = text.split_whitespace().map(|one| {
        let (name, address) = one
            .split_once('=')
            .with_context(|| format!("SAMVERKA_SELFTEST_HEALTH: `{one}` is not name=address"))?;
        Ok((name.to_owned(), address.trim_end_matches('/').to_owned()))
    });
    each.collect()
}

async fn ask(http: &reqwest::Client, address: &str) -> anyhow::Result<()> {
    let answer = http
        .get(address)
        .send()
        .await
        .with_context(|| format!("{address} does not answer"))?;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let words = answer.text().await.unwrap_or_default();
    bail!("{address} answered {}: {}", status.as_u16(), words.trim())
}

/// Asks again until it goes well, or the time is over.
async fn until(deadline: Instant, ask: impl AsyncFn() -> anyhow::Result<()>) -> anyhow::Result<()> {
    loop {
        match ask().await {
            Err(_) if Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            last => return last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_are_told_by_name_and_address() {
        let found = read(" goals-serve=http://goals:9090/\n  goals-work=http://work:9090").unwrap();
        let names: Vec<(&str, &str)> = found.iter().map(|(n, a)| (n.as_str(), a.as_str())).collect();
        assert_eq!(
            names,
            [("goals-serve", "http://goals:9090"), ("goals-work", "http://work:9090")]
        );
        assert!(
            read("http://goals:9090")
                .unwrap_err()
                .to_string()
                .contains("name=address")
        );
    }
}
