//! `suite journal`: whether anybody tampered with what was recorded, as the operator, through the public API.

use std::{collections::HashMap, path::PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, at, word},
    operator::Operator,
};

use super::SERVICES;

/// What to do with journals.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  suite journal verify
  suite journal verify --heads /var/lib/samverka/goals/heads.jsonl --tenant 019aab3c-0000-7000-8000-000000000001
  suite journal seal")]
pub struct Journal {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Hold every journal against its seals; fails when one is not as it was sealed.
    Verify {
        /// Files in which heads were noted outside the database (`SAMVERKA_SEAL_HEADS`), a JSON line each.
        #[arg(long)]
        heads: Vec<PathBuf>,
        /// Only the journals of this organisation.
        #[arg(long)]
        tenant: Option<String>,
    },
    /// Seal every journal up to its end, now instead of within ten seconds: before a backup, for example.
    Seal {
        /// Only the journals of this organisation.
        #[arg(long)]
        tenant: Option<String>,
    },
}

/// The newest head that was noted of each journal, by service and organisation.
type Heads = HashMap<(String, String), Value>;

impl Journal {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        match &self.deed {
            Deed::Verify { heads, tenant } => Self::verify(&operator, &read(heads)?, tenant.as_deref()).await,
            Deed::Seal { tenant } => Self::seal(&operator, tenant.as_deref()).await,
        }
    }

    async fn seal(operator: &Seat, tenant: Option<&str>) -> anyhow::Result<()> {
        let (mut journals, mut rows) = (0, 0);
        for (service, id) in known(operator, tenant).await? {
            let path = format!("/journal/{service}/tenants/{id}/seals");
            let sealed = operator.post(&path, json!({})).await?;
            journals += 1;
            rows += at(&sealed, "/position").as_i64().unwrap_or_default();
        }
        super::print(&format!("{journals} journals are sealed, {rows} rows\n"));
        Ok(())
    }

    async fn verify(operator: &Seat, heads: &Heads, tenant: Option<&str>) -> anyhow::Result<()> {
        let (mut journals, mut rows, mut tampered) = (0, 0, 0);
        for (service, id) in known(operator, tenant).await? {
            let found = verify(operator, service, &id, heads).await?;
            journals += 1;
            rows += at(&found, "/rows").as_i64().unwrap_or_default();
            if at(&found, "/intact") != &json!(true) {
                tampered += 1;
                super::print(&told(service, &id, &found));
            }
        }
        super::print(&format!("{journals} journals, {rows} rows, {tampered} tampered with\n"));
        anyhow::ensure!(tampered == 0, "a journal is not as it was sealed");
        Ok(())
    }
}

/// Every journal that there is: its service, and whose it is.
async fn known(operator: &Seat, only: Option<&str>) -> anyhow::Result<Vec<(&'static str, String)>> {
    let mut all = Vec::new();
    for service in SERVICES {
        let known = operator.get(&format!("/journal/{service}/tenants")).await?;
        let ids = at(&known, "/tenant_ids").as_array().into_iter().flatten();
        let ids = ids
            .filter_map(Value::as_str)
            .filter(|id| only.is_none_or(|only| only == *id));
        all.extend(ids.map(|id| (service, id.to_owned())));
    }
    Ok(all)
}

async fn verify(operator: &Seat, service: &str, tenant_id: &str, heads: &Heads) -> anyhow::Result<Value> {
    let head = heads.get(&(service.to_owned(), tenant_id.to_owned()));
    let known: Vec<&Value> = head.into_iter().collect();
    let path = format!("/journal/{service}/tenants/{tenant_id}/verifications");
    Ok(operator.post(&path, json!({ "known": known })).await?)
}

/// The last head of each journal in the files. A line that was cut short says nothing.
fn read(files: &[PathBuf]) -> anyhow::Result<Heads> {
    let mut heads = Heads::new();
    for file in files {
        let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        for noted in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let key = (
                word(&noted, "/service").to_owned(),
                word(&noted, "/tenant_id").to_owned(),
            );
            let head = json!({"position": at(&noted, "/position"), "hash": at(&noted, "/hash"), "sealed_at": at(&noted, "/sealed_at")});
            heads.insert(key, head);
        }
    }
    Ok(heads)
}

/// The faults of one journal, a line each.
fn told(service: &str, tenant_id: &str, found: &Value) -> String {
    let faults = at(found, "/faults").as_array().into_iter().flatten();
    faults
        .map(|fault| {
            let code = word(fault, "/code");
            let place = ["/position", "/from", "/after"]
                .iter()
                .find_map(|name| at(fault, name).as_i64());
            let place = place.map_or_else(String::new, |place| format!(" at {place}"));
            format!("{service} {tenant_id}: {code}{place}\n")
        })
        .collect::<Vec<String>>()
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_with_its_journal_and_its_place() {
        let found = json!({"faults": [{"code": "row_missing", "position": 2}, {"code": "tail_cut", "after": 7}]});
        assert_eq!(
            told("goals", "1", &found),
            "goals 1: row_missing at 2\ngoals 1: tail_cut at 7\n"
        );
    }
}
