//! A collector that is away, or takes calls and never answers, hurts nobody.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use kit::{Collector, Mailbox, database::Database, free_port};
use tokio::process::{Child, Command};

/// Longer than anything here takes, and shorter than a collector is waited for.
const SOON: Duration = Duration::from_secs(2);

async fn started(database: &Database, mailbox: &Mailbox, collector: &str) -> (Child, String) {
    let port = free_port();
    let mut settings = kit::settings(database, mailbox, port);
    settings.push(("OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(), collector.to_owned()));
    settings.push(("OTEL_BSP_SCHEDULE_DELAY".to_owned(), "100".to_owned()));
    settings.push(("SAMVERKA_PROMETHEUS".to_owned(), "on".to_owned()));
    let health = free_port();
    settings.push(("SAMVERKA_HEALTH_ADDRESS".to_owned(), format!("127.0.0.1:{health}")));
    let process = Command::new(env!("CARGO_BIN_EXE_suite"))
        .arg("up")
        .env_clear()
        .envs(settings)
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let base = format!("http://127.0.0.1:{port}");
    for _ in 0..300 {
        let asked = reqwest::get(format!("{base}/readyz")).await;
        if asked.is_ok_and(|answer| answer.status().is_success()) {
            return (process, format!("{base} http://127.0.0.1:{health}"));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("not ready within half a minute with a collector at {collector}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_or_deaf_makes_nobody_wait() {
    let (database, mailbox) = (Database::fresh().await, Mailbox::start().await);
    for collector in [format!("http://127.0.0.1:{}", free_port()), Collector::deaf().await] {
        let (mut process, addresses) = started(&database, &mailbox, &collector).await;
        let (base, health) = addresses.split_once(' ').unwrap();
        for _ in 0..50 {
            let began = Instant::now();
            let page = reqwest::get(format!("{base}/sign-in")).await.unwrap();
            assert!(page.status().is_success());
            assert!(began.elapsed() < SOON, "a page took {:?}", began.elapsed());
        }
        let told = reqwest::get(format!("{health}/metrics"))
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(
            told.contains("http_server_request_duration_seconds_count{") && told.contains("http_route=\"/sign-in\""),
            "{told}"
        );
        let outside = reqwest::get(format!("{base}/metrics")).await.unwrap();
        assert_eq!(
            outside.status(),
            404,
            "figures are for those who look after the process"
        );
        let id = process.id().unwrap().to_string();
        let began = Instant::now();
        assert!(Command::new("kill").arg(id).status().await.unwrap().success());
        let ended = tokio::time::timeout(Duration::from_secs(20), process.wait()).await;
        assert!(
            ended.is_ok_and(|e| e.unwrap().success()),
            "it did not end in good order"
        );
        assert!(
            began.elapsed() < Duration::from_secs(12),
            "it took {:?} to end",
            began.elapsed()
        );
    }
}
