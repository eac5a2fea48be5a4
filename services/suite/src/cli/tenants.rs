//! `suite tenants`: requests, approval and state of organisations, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, version, word},
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
        super::print(&if self.json {
            serde_json::to_string_pretty(&rows)? + "\n"
        } else {
            table(&rows)
        });
        Ok(())
    }
}

/// Acts upon the subscription as it stands now: the operator decides by its name, not by a version seen before.
async fn act(operator: &Seat, id: &str, verb: &str, body: Value) -> anyhow::Result<Value> {
    let there = operator.get(&format!("/subscriptions/{id}")).await?;
    Ok(operator
        .act(&format!("/subscriptions/{id}/{verb}"), version(&there), body)
        .await?)
}

const HEADINGS: [&str; 7] = ["id", "status", "country", "code", "kind", "name", "contact"];

/// Columns as wide as what stands in them; below, the link that is shown once.
fn table(rows: &[Value]) -> String {
    let mut lines = vec![HEADINGS.map(str::to_owned)];
    lines.extend(rows.iter().map(line));
    let mut widths = HEADINGS.map(str::len);
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut printed: Vec<String> = Vec::new();
    for line in &lines {
        let cells: Vec<String> = line
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        printed.push(cells.join("  ").trim_end().to_owned());
    }
    let invitations = rows
        .iter()
        .map(|row| word(row, "/accept_url"))
        .filter(|link| !link.is_empty());
    printed.extend(invitations.map(|link| format!("\nThe first administrator begins here: {link}")));
    printed.join("\n") + "\n"
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
