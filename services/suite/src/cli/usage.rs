//! `suite usage`: what every organisation has and uses, as the operator, through the public API.

use std::collections::{BTreeMap, HashMap};

use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, at, word},
    operator::Operator,
};

use super::{SERVICES, name_of, table};

/// What every organisation has and uses, by month.
///
/// Tells for a month the most people (invited ones included), projects and bytes of files there were at
/// once, and how many calls it made.
#[derive(clap::Args)]
#[command(
    after_help = "Calls are written down twice a minute, everything else is counted anew when something changed.

Examples:
  suite usage
  suite usage --month 2026-10
  suite usage --tenant 019aab3c-0000-7000-8000-000000000001 --json"
)]
pub struct Usage {
    /// The month, such as 2026-11; the present one when not said.
    #[arg(long)]
    month: Option<String>,
    /// Only of this organisation.
    #[arg(long)]
    tenant: Option<String>,
    /// Print the API's own answers instead of a table.
    #[arg(long)]
    json: bool,
}

/// What is told, in this order.
const KINDS: [&str; 4] = ["people", "projects", "storage_bytes", "calls"];
const HEADINGS: [&str; 6] = ["organisation", "name", "people", "projects", "bytes of files", "calls"];

impl Usage {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let rows = self.rows(&operator).await?;
        if self.json {
            super::print(&(serde_json::to_string_pretty(&rows)? + "\n"));
            return Ok(());
        }
        let names = names(&operator).await?;
        super::print(&table(&HEADINGS, lines(&rows, &names)));
        Ok(())
    }

    /// Every row of every service.
    async fn rows(&self, operator: &Seat) -> anyhow::Result<Vec<Value>> {
        let month = self.month.iter().map(|month| ("month", month));
        let asked: Vec<String> = month
            .chain(self.tenant.iter().map(|tenant| ("tenant_id", tenant)))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut rows = Vec::new();
        for service in SERVICES {
            let path = format!("/usage/{service}?{}", asked.join("&"));
            for mut row in operator.all(path.trim_end_matches('?')).await? {
                if let Some(row) = row.as_object_mut() {
                    row.insert("service".to_owned(), json!(service));
                }
                rows.push(row);
            }
        }
        Ok(rows)
    }
}

/// What organisations are called, by id.
async fn names(operator: &Seat) -> anyhow::Result<HashMap<String, String>> {
    let subscriptions = operator.all("/subscriptions").await?;
    let named = subscriptions.iter().map(|one| {
        (
            word(one, "/organisation_id").to_owned(),
            name_of(at(one, "/organisation/name")),
        )
    });
    Ok(named.collect())
}

/// A line for each organisation: what its services count, added up. What belongs to none (the probes of the self-test) is
/// left out.
fn lines(rows: &[Value], names: &HashMap<String, String>) -> Vec<[String; 6]> {
    let mut sums: BTreeMap<&str, HashMap<&str, i64>> = BTreeMap::new();
    for row in rows {
        let of = sums.entry(word(row, "/tenant_id")).or_default();
        *of.entry(word(row, "/kind")).or_default() += at(row, "/amount").as_i64().unwrap_or_default();
    }
    let known = sums
        .into_iter()
        .filter_map(|(id, used)| Some((id, names.get(id)?, used)));
    let line = |(id, name, used): (&str, &String, HashMap<&str, i64>)| {
        let [people, projects, bytes, calls] =
            KINDS.map(|kind| used.get(kind).copied().unwrap_or_default().to_string());
        [id.to_owned(), name.clone(), people, projects, bytes, calls]
    };
    known.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_services_count_is_added_up_for_each_organisation() {
        let row = |tenant: &str, kind: &str, amount: i64| json!({"tenant_id": tenant, "kind": kind, "amount": amount});
        let rows = [
            row("1", "calls", 5),
            row("1", "calls", 7),
            row("1", "storage_bytes", 10),
            row("probe", "calls", 99),
        ];
        let names = HashMap::from([("1".to_owned(), "Teuva".to_owned())]);
        assert_eq!(
            lines(&rows, &names),
            [["1", "Teuva", "0", "0", "10", "12"].map(str::to_owned)]
        );
    }
}
