//! What the town wants.

use anyhow::Context as _;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    super::words::{text, title},
    Maker, pick,
    sending::sent,
};

impl Maker {
    /// Policies, goals in a tree, assignments.
    pub(super) async fn steering(&mut self) -> anyhow::Result<()> {
        let section = |n: usize| json!({"key": format!("s{n}"), "heading": title(3, n), "body": text(3, n)});
        let policy = |n: usize| {
            json!({"kind": "programme", "title": title(4, n), "case_number": format!("KH {n}/2025"),
                   "period": {"from": "2025-01-01", "to": "2028-12-31"}, "vision": text(4, n),
                   "sections": (0..12).map(section).collect::<Vec<_>>()})
        };
        self.policies = self.many("policies", 0..self.size.policies, policy).await?;
        let levels = self.get("/api/v1/goal-levels").await?;
        let levels: Vec<Value> = levels["levels"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|level| level["key"].clone())
            .collect();
        // Ten at the top, and below each as many again and again.
        let mut depth = 0;
        let mut above: Vec<String> = Vec::new();
        while self.goals.len() < self.size.goals {
            let begin = self.goals.len();
            let many = if above.is_empty() {
                self.size.goals.div_ceil(500).max(2)
            } else {
                above.len() * 9
            };
            let end = (begin + many).min(self.size.goals);
            let goal = |n: usize| {
                let (unit, parent) = (pick(&self.units, n), above.get((n - begin) / 9));
                json!({"title": title(5, n), "description": text(5, n), "level": levels.get(depth.min(levels.len() - 1)),
                       "parent_id": parent, "accountable_unit_id": unit, "theme_ids": [pick(&self.themes, n)],
                       "period": {"from": "2024-01-01", "to": "2028-12-31"}, "to_be_measured": true})
            };
            above = self.many("goals", begin..end, goal).await?;
            self.goals.extend(above.iter().cloned());
            depth += 1;
        }
        let assignment = |n: usize| {
            json!({"title": title(6, n), "note": "Raportoidaan keväällä.", "unit_id": pick(&self.units, n), "goal_id": pick(&self.goals, n),
                   "due_on": "2026-12-31"})
        };
        let assignments = self.many("assignments", 0..self.size.assignments, assignment).await?;
        let first = (
            self.goals.first().cloned(),
            self.policies.first().cloned(),
            assignments.first().cloned(),
        );
        self.shown("goal", &first.0.context("a goal")?);
        self.shown("assignment", &first.2.context("an assignment")?);
        self.policy_in_force(&first.1.context("a policy")?).await
    }

    /// In force, with a second edition being written.
    async fn policy_in_force(&mut self, policy: &str) -> anyhow::Result<()> {
        let path = format!("/api/v1/policies/{policy}");
        let mut version = 1;
        for (to, on) in [("adopted", "2025-03-03"), ("in_force", "2025-04-01")] {
            let step = json!({"to": to, "on": on, "decided_by": "Valtuusto"});
            let told = sent(
                &self.planner,
                Method::POST,
                &format!("{path}/steps"),
                Some(version),
                &step,
            )
            .await?;
            version = told["version"].as_i64().context("a version")?;
        }
        let editions = format!("{path}/editions");
        sent(&self.planner, Method::POST, &editions, Some(version), &json!({})).await?;
        self.shown("policy", policy);
        self.shown("edition", "1");
        Ok(())
    }
}
