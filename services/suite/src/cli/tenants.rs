//! `suite tenants`: requests, approval and state of organisations, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, version, word},
    operator::Operator,
};

use super::table;

/// What to do, and how to print the answer.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  suite tenants requests
  suite tenants approve 019aab3c-0000-7000-8000-000000000002 --plan 019aab3c-0000-7000-8000-000000000001
  suite tenants read-only 019aab3c-0000-7000-8000-000000000002")]
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
    Approve {
        id: String,
        /// The plan that it begins on, as `suite plans list` names it; without one it has no limits.
        #[arg(long)]
        plan: Option<String>,
    },
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
            Deed::Approve { id, plan } => vec![act(&operator, id, "approve", json!({ "plan_id": plan })).await?],
            Deed::Reject { id, reason } => vec![act(&operator, id, "reject", json!({ "reason": reason })).await?],
            Deed::Activate { id } => vec![act(&operator, id, "activate", json!({})).await?],
            Deed::ReadOnly { id } => vec![act(&operator, id, "make-read-only", json!({})).await?],
        };
        super::print(&if self.json {
            serde_json::to_string_pretty(&rows)? + "\n"
        } else {
            told(&rows)
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

/// The table; below, the link that is shown once.
fn told(rows: &[Value]) -> String {
    let mut printed = table(&HEADINGS, rows.iter().map(line).collect());
    let links = rows
        .iter()
        .map(|row| word(row, "/accept_url"))
        .filter(|link| !link.is_empty());
    printed.extend(links.map(|link| format!("\nThe first administrator begins here: {link}\n")));
    printed
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
    fn the_link_that_is_shown_once_stands_below_the_table() {
        let row = json!({
            "id": "1", "status": "trial", "organisation": {
                "country": "FI", "code": "297", "kind": "municipality", "name": { "fi": "Kuopio" }
            },
            "contact": { "email": "a@example.org" }, "accept_url": "http://localhost/accept?token=x",
        });
        let printed = told(&[row]);
        assert_eq!(
            printed,
            "id  status  country  code  kind          name    contact\n\
             1   trial   FI       297   municipality  Kuopio  a@example.org\n\
             \nThe first administrator begins here: http://localhost/accept?token=x\n"
        );
    }
}
