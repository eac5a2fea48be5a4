//! Roles and schemas of a fresh database.

use anyhow::Context as _;
use platform::{
    config::Settings,
    db::provision::{self, Login},
};
use url::Url;

/// Makes them, with the passwords that the services' own URLs hold.
pub async fn run(mut settings: Settings) -> anyhow::Result<()> {
    let administrator = settings.required("SAMVERKA_PROVISION_URL", "an administrator's database URL");
    let mut logins = Vec::new();
    for service in ["tenants", "goals", "projects", "reporting"] {
        let mut password = |role: &str| {
            let name = format!("SAMVERKA_{}_{role}_URL", service.to_uppercase());
            let url = settings.required(&name, "the role's database URL");
            let password = Url::parse(&url).ok().and_then(|u| u.password().map(str::to_owned));
            if password.is_none() && !url.is_empty() {
                settings.fault(&name, "holds no password");
            }
            password.unwrap_or_default()
        };
        let (owner, app, relay) = (password("OWNER"), password("APP"), password("RELAY"));
        logins.push(Login {
            service,
            owner,
            app,
            relay,
        });
    }
    let (administrator, logins) = settings.finish((administrator, logins))?;
    provision::run(&administrator, &logins)
        .await
        .context("provisioning the database")
}
