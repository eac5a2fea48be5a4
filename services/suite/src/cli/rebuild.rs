//! `suite rebuild`: the read models made anew, as the operator, through the public API.

use std::time::Duration;

use anyhow::ensure;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, at, id, word},
    operator::Operator,
};

/// How often it is looked how far it is.
const PAUSE: Duration = Duration::from_millis(500);

/// Make the read models anew, and follow how far that is.
///
/// They are made from the journals, beside those that serve, and swapped when both hold the same; nobody is kept waiting.
#[derive(clap::Args)]
#[command(
    after_help = "It goes on when this command is stopped; `suite rebuild --follow` shows how far it is.
Exits with 1 when it failed, and says why.

Examples:
  suite rebuild
  suite rebuild --accept     after an upgrade that reads more of an event than the version before
  suite rebuild --follow"
)]
pub struct Rebuild {
    /// Swap even if the content of the copies differs; what differs is told.
    #[arg(long)]
    accept: bool,
    /// Ask for none, and follow the one that was asked for last.
    #[arg(long, conflicts_with = "accept")]
    follow: bool,
}

impl Rebuild {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let mut rebuild = if self.follow {
            at(&operator.get("/rebuilds?limit=1").await?, "/items/0").clone()
        } else {
            operator.post("/rebuilds", json!({ "accept": self.accept })).await?
        };
        ensure!(!rebuild.is_null(), "no rebuild was ever asked for");
        let mut told = String::new();
        loop {
            let line = line(&rebuild);
            if line != told {
                super::print(&line);
                told = line;
            }
            if matches!(word(&rebuild, "/state"), "done" | "failed") {
                return ended(&rebuild);
            }
            tokio::time::sleep(PAUSE).await;
            rebuild = look(&operator, &rebuild).await?;
        }
    }
}

async fn look(operator: &Seat, rebuild: &Value) -> anyhow::Result<Value> {
    Ok(operator.get(&format!("/rebuilds/{}", id(rebuild))).await?)
}

fn line(rebuild: &Value) -> String {
    let number = |field: &str| at(rebuild, field).as_i64().unwrap_or_default();
    let state = word(rebuild, "/state");
    match (state, number("/organisations")) {
        ("asked", _) => "waits for whoever works\n".to_owned(),
        ("running", 0) => "running\n".to_owned(),
        (_, organisations) => format!("{state}: {} of {organisations} organisations\n", number("/filled")),
    }
}

fn ended(rebuild: &Value) -> anyhow::Result<()> {
    for one in at(rebuild, "/differences").as_array().into_iter().flatten() {
        let number = |field: &str| at(one, field).as_i64().unwrap_or_default();
        super::print(&format!(
            "differs: {} of {}: {} entries became {}\n",
            word(one, "/register"),
            word(one, "/tenant_id"),
            number("/live"),
            number("/rebuilt")
        ));
    }
    ensure!(
        word(rebuild, "/state") == "done",
        "the rebuild failed: {}",
        word(rebuild, "/failure")
    );
    let generation = at(rebuild, "/generation").as_i64().unwrap_or_default();
    let states = at(rebuild, "/states").as_i64().unwrap_or_default();
    super::print(&format!("copy {generation} serves, made of {states} things\n"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_how_far_it_is() {
        let told = |state: &str, organisations: i64| {
            line(&json!({"state": state, "organisations": organisations, "filled": 3}))
        };
        assert_eq!(told("asked", 0), "waits for whoever works\n");
        assert_eq!(told("running", 0), "running\n");
        assert_eq!(told("running", 7), "running: 3 of 7 organisations\n");
    }

    #[test]
    fn what_failed_says_why() {
        let failed = json!({"state": "failed", "failure": "goals cannot be asked"});
        assert!(
            ended(&failed)
                .unwrap_err()
                .to_string()
                .contains("goals cannot be asked")
        );
    }
}
