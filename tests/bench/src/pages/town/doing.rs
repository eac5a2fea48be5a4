//! What the town does, with whom, and what it costs.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{
    super::words::{place, text, title},
    Maker, YEARS, pick,
    sending::id,
};

const KINDS: [&str; 4] = ["eu", "international", "national", "own"];

impl Maker {
    /// Partners, projects and their money, networks, activities, and which goals they serve.
    pub(super) async fn doing(&mut self) -> anyhow::Result<()> {
        let partner = |n: usize| json!({"name": format!("{} {n}", place(8, n)), "kind": "municipality", "country": "SE", "town": place(8, n)});
        self.partners = self.many("partners", 0..self.size.partners, partner).await?;
        self.projects().await?;
        let network = |n: usize| {
            json!({"name": title(10, n), "description": text(10, n), "host": place(10, n), "theme_ids": [pick(&self.themes, n)],
                   "size": {"value": "100", "exactness": "about"}})
        };
        self.networks = self.many("networks", 0..self.size.networks, network).await?;
        let membership = |n: usize| {
            let unit = self.units.get(n / self.size.networks);
            json!({"network_id": self.networks.get(n % self.size.networks), "accountable_unit_id": unit, "since": "2020-01-01"})
        };
        let memberships = self
            .many("network-memberships", 0..self.size.memberships, membership)
            .await?;
        let activity = |n: usize| {
            let participants =
                json!([{"group": "employees", "country": "SE", "count": {"value": "6", "exactness": "about"}}]);
            json!({"kind": "visit", "title": title(11, n), "learning": text(11, n), "unit_id": pick(&self.units, n), "country": "SE",
                   "period": {"from": format!("{}-05-05", YEARS.get(n % 10).unwrap_or(&2025))}, "place": place(11, n),
                   "network_id": pick(&self.networks, n), "partner_ids": [pick(&self.partners, n)],
                   "theme_ids": [pick(&self.themes, n)], "participants": participants})
        };
        self.activities = self.many("activities", 0..self.size.activities, activity).await?;
        let link = |n: usize| {
            let (kind, target) = match n % 3 {
                0 => ("project", self.projects.get(n / 3)),
                1 => ("activity", self.activities.get(n / 3)),
                _ => ("network", self.networks.get(n / 3 % self.size.networks)),
            };
            json!({"goal_id": self.goals.get(n % self.goals.len()), "target_kind": kind, "target_id": target, "strength": 1 + n % 3})
        };
        self.many("goal-links", 0..self.size.links, link).await?;
        for (name, list) in [
            ("partner", &self.partners.clone()),
            ("network", &self.networks.clone()),
            ("activity", &self.activities.clone()),
            ("network_membership", &memberships),
        ] {
            self.shown(name, list.first().context("one of each")?);
        }
        Ok(())
    }

    async fn projects(&mut self) -> anyhow::Result<()> {
        let project = |n: usize| {
            let year = YEARS.get(n % 10).unwrap_or(&2025);
            json!({"title": title(9, n), "kind": KINDS.get(n % 4), "role": "lead",
                   "acronym": format!("P{n}"), "funder": "Interreg", "owner_unit_id": pick(&self.units, n), "summary": text(9, n),
                   "period": {"from": format!("{year}-01-01"), "to": format!("{}-12-31", year + 2)},
                   "theme_ids": [pick(&self.themes, n)], "goal_ids": [{"goal_id": pick(&self.goals, n), "share": "100"}],
                   "partners": [{"partner_id": pick(&self.partners, n), "role": "partner"}], "total_cost": euros(50_000 + n)})
        };
        self.projects = self.many("projects", 0..self.size.projects, project).await?;
        let application = |n: usize| json!({"project_id": self.projects.get(n), "call": format!("Haku {}", n % 40), "on": "2026-01-10", "applied": euros(40_000 + n)});
        let applications = self
            .many("applications", 0..self.size.applications, application)
            .await?;
        let withdrawn = json!({"to": "withdrawn", "on": "2026-02-01", "decided_by": "Johtoryhmä"});
        self.most("applications", &applications, "steps", &withdrawn).await?;
        let project = self.projects.first().cloned().context("a project")?;
        self.shown("application", applications.first().context("an application")?);
        let attached = format!("/api/v1/projects/{project}/attachments");
        let file = self
            .planner
            .upload(&attached, "pöytäkirja.txt", b"Kokous avattiin.".to_vec())
            .await;
        self.shown("attachment", &id(&file.created().json)?);
        self.shown("project", &project);
        Ok(())
    }
}

fn euros(amount: usize) -> Value {
    json!({"amount": format!("{amount}.00"), "currency": "EUR"})
}
