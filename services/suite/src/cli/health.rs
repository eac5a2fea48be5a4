//! `suite health`: how every service stands, as the operator, through the public API.

use platform::config::Settings;
use serde_json::Value;
use suite::demo::{
    client::{Seat, at, word},
    operator::Operator,
};

use super::{SERVICES, table};

/// How every service stands.
///
/// Tells of each service its version, what waits to be sent and for how long, rejected events, rows of journals that no
/// seal covers, and for how many months ahead journals are laid.
#[derive(clap::Args)]
#[command(after_help = "Exits with 1 when a service does not answer.

What to look at: an outbox that grows older (is the broker there, does `work` run?), rejected events (`suite events dead`),
unsealed rows that do not become fewer (does `work` run, is there a hole? `suite journal verify`), fewer than 3 months ahead.

Examples:
  suite health
  suite health --json | jq '.[] | select(.dead_letters > 0)'")]
pub struct Health {
    /// Print the API's own answers instead of a table.
    #[arg(long)]
    json: bool,
}

impl Health {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let (found, away) = standings(&operator).await;
        super::print(&if self.json {
            serde_json::to_string_pretty(&found)? + "\n"
        } else {
            table(&HEADINGS, found.iter().map(line).collect())
        });
        anyhow::ensure!(away.is_empty(), "{}", away.join("\n"));
        Ok(())
    }
}

/// How each service stands that answers, and what the others said instead.
async fn standings(operator: &Seat) -> (Vec<Value>, Vec<String>) {
    let (mut found, mut away) = (Vec::new(), Vec::new());
    for service in SERVICES {
        match operator.get(&format!("/health/{service}")).await {
            Ok(standing) => found.push(standing),
            Err(refusal) => away.push(format!("{service}: {refusal}")),
        }
    }
    (found, away)
}

const HEADINGS: [&str; 8] = [
    "service",
    "version",
    "outbox",
    "oldest",
    "bulk",
    "dead letters",
    "unsealed",
    "months ahead",
];

fn line(standing: &Value) -> [String; 8] {
    let number = |pointer: &str| at(standing, pointer).as_i64().unwrap_or_default().to_string();
    let oldest = ["/outbox/0/oldest", "/outbox/1/oldest"]
        .iter()
        .filter_map(|pointer| at(standing, pointer).as_f64())
        .fold(0.0, f64::max);
    [
        word(standing, "/service").to_owned(),
        word(standing, "/version").to_owned(),
        number("/outbox/0/rows"),
        format!("{oldest:.1} s"),
        number("/outbox/1/rows"),
        number("/dead_letters"),
        number("/unsealed"),
        number("/months_ahead"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_tells_what_waits_and_how_long_the_oldest_has() {
        let standing = json!({"service": "goals", "version": "0.1.0", "dead_letters": 1, "unsealed": 7, "months_ahead": 24,
            "outbox": [{"lane": "live", "rows": 3, "oldest": 0.25}, {"lane": "bulk", "rows": 500, "oldest": 12.04}]});
        assert_eq!(
            line(&standing),
            ["goals", "0.1.0", "3", "12.0 s", "500", "1", "7", "24"]
        );
    }
}
