#![doc = include_str!("../README.md")]

use std::sync::Arc;

use anyhow::Context as _;
use platform::{
    Process, Service, ServiceRole,
    auth::PermissionRow,
    clock::Clock,
    config::{Http, Settings, most_attached_bytes, url},
    http::{PlainRoutes, openapi},
};
use secrecy::ExposeSecret as _;

pub mod demo;
pub mod matrix;

/// Every service, in the order in which they are migrated.
pub fn services() -> Vec<Box<dyn Service>> {
    vec![
        Box::new(tenants::Tenants { matrix: permissions() }),
        Box::new(goals::Goals),
        Box::new(projects::Projects),
        Box::new(reporting::Reporting),
    ]
}

/// Every permission of every service.
pub fn permissions() -> Vec<PermissionRow> {
    let mut rows = tenants::permissions();
    rows.extend(goals::permissions());
    rows.extend(projects::permissions());
    rows.extend(reporting::permissions());
    rows
}

/// Starts everything in this process.
pub async fn start(mut settings: Settings, clock: Clock) -> anyhow::Result<Process> {
    let pages = portal_pages(&mut settings)?;
    let services = services();
    let services: Vec<&dyn Service> = services.iter().map(AsRef::as_ref).collect();
    Process::start(settings, ServiceRole::Both, clock, &services, vec![pages]).await
}

/// The portal, asking the API at this process's own address.
fn portal_pages(settings: &mut Settings) -> anyhow::Result<PlainRoutes> {
    let http = Http::read(settings);
    let config = portal::Config {
        api: portal::ApiAddress::One(url(settings, "SAMVERKA_API_URL", &format!("http://{}", http.address))),
        public_url: http.public_url.to_string(),
        cookie_secret: settings.secret("SAMVERKA_COOKIE_SECRET", "32 bytes in base64 that sign cookies"),
        most_attached_bytes: most_attached_bytes(settings),
    };
    // A missing secret is told together with every other fault, when the services have read theirs.
    if config.cookie_secret.expose_secret().is_empty() {
        return Ok(Arc::new(|_| {}));
    }
    let portal = portal::Portal::new(&config).context("the portal's settings")?;
    Ok(Arc::new(move |services| portal::configure(services, portal.clone())))
}

/// Runs all migrations.
pub async fn migrate(settings: Settings) -> anyhow::Result<()> {
    let services = services();
    let services: Vec<&dyn Service> = services.iter().map(AsRef::as_ref).collect();
    platform::service::migrate(&services, settings).await
}

/// The description of the whole API, generated from the code: what `openapi.json` holds.
pub fn described() -> String {
    let services = services();
    let document = openapi::describe(|config| services.iter().for_each(|service| service.routes(config)));
    openapi::printed(&openapi::complete(document))
}
