//! `suite tenants`: requests, approval and state of organisations, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, at, version, word},
    operator::Operator,
};

/// What to do, and how to print the answer.
#[derive(clap::Args)]
pub struct Tenants {
    #[command(subcommand)]
    deed: Deed,
    /// Print the API's own answer instead of a table.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Deed {
    /// Requests that wait for an answer.
    Requests,
    /// Every organisation that asked to take part, with its state.
    List,
    /// Let an organisation in; prints the link for its first administrator, which is shown this once.
    Approve { id: String },
    /// Turn a request down.
    Reject {
        id: String,
        /// What the organisation is told.
        #[arg(long)]
        reason: String,
    },
    /// End the trial: the organisation takes part for good.
    Activate { id: String },
    /// Let an organisation read and export, and write no more.
    ReadOnly { id: String },
}

impl Tenants {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let rows = match &self.deed {
            Deed::Requests => operator.all("/subscriptions?status=requested").await?,
            Deed::List => operator.all("/subscriptions").await?,
            Deed::Approve { id } => vec![act(&operator, id, "approve", json!({})).await?],
            Deed::Reject { id, reason } => vec![act(&operator, id, "reject", json!({ "reason": reason })).await?],
            Deed::Activate { id } => vec![act(&operator, id, "activate", json!({})).await?],
            Deed::ReadOnly { id } => vec![act(&operator, id, "make-read-only", json!({})).await?],
        };
        super::print(&if self.json { serde_json::to_string_pretty(&rows)? + "\n" } else { table(&rows) });
        Ok(())
    }
}

/// Acts upon the subscription as it stands now: the operator decides by its name, not by a version seen before.
async fn act(operator: &Seat, id: &str, verb: &str, body: Value) -> anyhow::Result<Value> {
    let there = operator.get(&format!("/subscriptions/{id}")).await?;
    Ok(operator.act(&format!("/subscriptions/{id}/{verb}"), version(&there), body).await?)
}

const HEADINGS: [&str; 7] = ["id", "status", "country", "code", "kind", "name", "contact"];

/// Columns as wide as what stands in them; below, the link that is shown once.
fn table(rows: &[Value]) -> String {
    let mut lines = vec![HEADINGS.map(str::to_owned)];
    lines.extend(rows.iter().map(line));
    let mut text = String::new();
    for line in &lines {
        let mut shown = String::new();
        for (column, cell) in line.iter().enumerate() {
            let width = lines.iter().filter_map(|l| l.get(column)).map(|c| c.chars().count()).max().unwrap_or(0);
            shown.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    for link in rows.iter().filter_map(|row| at(row, "/accept_url").as_str()) {
        text.push_str(&format!("\nThe first administrator begins here: {link}\n"));
    }
    text
}

fn line(row: &Value) -> [String; 7] {
    let names = ["fi", "sv", "en"].map(|language| word(row, &format!("/organisation/name/{language}")));
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let of = |pointer| word(row, pointer);
    [
        of("/id"),
        of("/status"),
        of("/organisation/country"),
        of("/organisation/code"),
        of("/organisation/kind"),
        name,
        of("/contact/email"),
    ]
    .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_what_stands_in_it() {
        let row = json!({
            "id": "1", "status": "trial", "organisation": {
                "country": "FI", "code": "297", "kind": "municipality", "name": { "fi": "Kuopio" }
            },
            "contact": { "email": "a@example.org" }, "accept_url": "http://localhost/accept?token=x",
        });
        let printed = table(&[row]);
        assert_eq!(
            printed,
            "id  status  country  code  kind          name    contact\n\
             1   trial   FI       297   municipality  Kuopio  a@example.org\n\
             \nThe first administrator begins here: http://localhost/accept?token=x\n"
        );
    }
}
