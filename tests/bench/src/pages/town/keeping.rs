//! What the town keeps about all this, and whom it lets in.

use anyhow::Context as _;
use kit::Client;
use reqwest::Method;
use serde_json::{Value, json};
use tokio_postgres::Client as Database;
use uuid::Uuid;

use super::{
    Maker,
    sending::{id, sent, visitor_post},
    until_all_is_heard_of,
};

impl Maker {
    /// Somebody who is invited, and an organisation that asks to take part.
    async fn asking(&mut self) -> anyhow::Result<()> {
        let email = format!("invited-{}@example.org", self.tenant);
        let body = json!({"email": email, "name": "Tutkija", "language": "fi", "roles": [{"role": "reader", "unit_id": null}]});
        let invited = visitor_post(&self.admin, "/api/v1/invitations", body).await?;
        let url = invited["accept_url"].as_str().context("an invitation's address")?;
        let token = url.rsplit('=').next().unwrap_or_default().to_owned();
        let visitor = Client::at(&self.base);
        let asked = visitor_post(&visitor, "/api/v1/subscriptions", stranger(self.tenant)).await?;
        self.shown("invitation_token", &token);
        self.shown("subscription", &id(&asked)?);
        Ok(())
    }

    /// A table that was checked: one line of it names an indicator that nobody has.
    async fn bringing_in(&mut self) -> anyhow::Result<()> {
        let table = "Indicator;Year;Value;Remark\r\nNobody counts this;2026;1;\r\n";
        let imports = "/api/v1/imports/indicator-values";
        let sent = self.planner.upload(imports, "mittarit.csv", table.into()).await;
        let import = id(&sent.created().json)?;
        self.one(&format!("imports/indicator-values/{import}/check"), json!({}))
            .await?;
        self.shown("value_import", &import);
        Ok(())
    }

    /// A key of a program, and where it is told of changes: switched off at once, so that nobody is told.
    async fn programs(&mut self) -> anyhow::Result<(Value, Value)> {
        let ends_on = (today() + jiff::ToSpan::days(30)).to_string();
        let key = json!({"name": "Tietovarasto", "scopes": ["projects:read"], "ends_on": ends_on});
        let key = visitor_post(&self.admin, "/api/v1/api-keys", key).await?;
        // The one address in the open internet that is never asked.
        let webhook = json!({"name": "Tietovarasto", "url": "https://193.166.3.2/", "kinds": ["organisation"]});
        let webhook = visitor_post(&self.admin, "/api/v1/webhooks", webhook).await?;
        let off = format!("/api/v1/webhooks/{}/disable", id(&webhook)?);
        sent(&self.admin, Method::POST, &off, webhook["version"].as_i64(), &json!({})).await?;
        Ok((key, webhook))
    }

    /// What is kept about all this: a report, a view, an agreement, who may do what.
    pub(super) async fn keeping(&mut self, database: &Database, viewer: &str) -> anyhow::Result<()> {
        // Drafted from the read models, so these must have heard of everything.
        until_all_is_heard_of(database).await?;
        let report = json!({"kind": "yearly_followup", "year": 2025, "unit_id": null, "language": "fi"});
        let report = self.one("reports", report).await?;
        let figures = report["parts"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|part| part["figures"].as_array().into_iter().flatten());
        let some = |figure: &&Value| {
            figure["value"]
                .as_str()
                .and_then(|v| v.parse::<f64>().ok())
                .is_some_and(|v| v > 0.0)
        };
        let figure = figures.clone().find(some).context("a figure")?;
        let figure = figure["key"].as_str().context("a key")?.to_owned();
        self.shown("figure", &figure);
        let view = json!({"list": "projects", "name": "EU-hankkeet", "query": "kind=eu&sort=-title", "shared": true});
        let view = self.one("saved-views", view).await?;
        let agreement = json!({"viewer_id": viewer, "dataset": "projects", "level": "named", "valid_from": "2026-01-01",
                               "decision": {"body": {"fi": "Kunnanhallitus"}, "decided_on": "2025-11-24"}});
        let agreement = sent(
            &self.admin,
            Method::POST,
            "/api/v1/sharing-agreements",
            None,
            &agreement,
        )
        .await?;
        let (key, webhook) = self.programs().await?;
        for (name, thing) in [
            ("report", &report),
            ("saved_view", &view),
            ("sharing", &agreement),
            ("api_key", &key),
            ("webhook", &webhook),
        ] {
            self.shown(name, &id(thing)?);
        }
        for (name, path) in [("person", "people"), ("membership", "memberships")] {
            let first = id(&self.first(path).await?)?;
            self.shown(name, &first);
        }
        self.bringing_in().await?;
        self.asking().await?;
        self.shown("only_kind", "goal_thresholds");
        self.shown("kind", "membership");
        self.shown("resource", "projects");
        Ok(())
    }
}

/// An organisation that asks to take part.
fn stranger(town: Uuid) -> Value {
    let code = town.simple().to_string().to_uppercase();
    let organisation =
        json!({"kind": "municipality", "name": {"fi": "Pyytäjälä"}, "code": code.get(20..), "country": "FI"});
    let contact = json!({"name": "Hallintojohtaja", "email": format!("asks-{town}@example.org"), "language": "fi"});
    json!({"organisation": organisation, "contact": contact, "message": "Haluamme aloittaa."})
}

#[expect(clippy::disallowed_methods, reason = "measures, and serves nobody")]
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
