//! The portal alone: `portal serve`.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use platform::{
    config::{Http, Settings, most_attached_bytes},
    http::Server,
    lifecycle, telemetry,
};
use portal::{ApiAddress, Config, Portal};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut settings = Settings::from_environment();
    let told = telemetry::start(&settings, "portal")?;
    if std::env::args().nth(1).as_deref() != Some("serve") {
        bail!("say: serve");
    }
    let http = Http::read(&mut settings);
    let config = Config {
        api: ApiAddress::read(&mut settings),
        public_url: http.public_url.to_string(),
        cookie_secret: settings.secret("SAMVERKA_COOKIE_SECRET", "32 bytes in base64 that sign cookies"),
        most_attached_bytes: most_attached_bytes(&mut settings),
    };
    let config = settings.finish(config)?;
    let portal = Portal::new(&config).context("the portal's settings")?;
    let server = Server::default().plain(Arc::new(move |services| portal::configure(services, portal.clone())));
    let health = Server::of_health(&server.readiness);
    let running = server.start(http.address, http.workers)?;
    let health = http
        .health_address
        .map(|address| health.start(address, 1))
        .transpose()?;
    lifecycle::signal().await;
    running.stop().await;
    if let Some(health) = health {
        health.stop().await;
    }
    told.stop().await;
    Ok(())
}
