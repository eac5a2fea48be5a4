//! `suite events`: events that a service rejected, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{Seat, at, word},
    operator::Operator,
};

use super::SERVICES;

/// What to do with rejected events.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  suite events dead
  suite events replay reporting 019aab3c-0000-7000-8000-000000000003
  suite events discard reporting 019aab3c-0000-7000-8000-000000000003 --reason 'Corrected by hand.'")]
pub struct Events {
    #[command(subcommand)]
    deed: Deed,
    /// Print the API's own answer instead of lines.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Deed {
    /// Rejected events that wait for somebody.
    Dead,
    /// Have one handled again, when what it was rejected for is mended.
    Replay {
        /// The service that rejected it.
        service: String,
        id: String,
    },
    /// Give one up.
    Discard {
        /// The service that rejected it.
        service: String,
        id: String,
        /// Why; it stays on record.
        #[arg(long)]
        reason: String,
    },
}

impl Events {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let letters = match &self.deed {
            Deed::Dead => waiting(&operator).await?,
            Deed::Replay { service, id } => vec![settle(&operator, service, id, "replay", json!({})).await?],
            Deed::Discard { service, id, reason } => {
                vec![settle(&operator, service, id, "discard", json!({ "reason": reason })).await?]
            }
        };
        if self.json {
            super::print(&(serde_json::to_string_pretty(&letters)? + "\n"));
        } else {
            super::print(&letters.iter().map(line).collect::<String>());
        }
        Ok(())
    }
}

/// What waits in every service, each with the service that rejected it.
async fn waiting(operator: &Seat) -> anyhow::Result<Vec<Value>> {
    let mut letters = Vec::new();
    for service in SERVICES {
        let of_service = operator.all(&format!("/dead-letters/{service}?state=waiting")).await?;
        letters.extend(of_service.into_iter().map(|letter| rejected_by(service, letter)));
    }
    Ok(letters)
}

async fn settle(operator: &Seat, service: &str, id: &str, verb: &str, body: Value) -> anyhow::Result<Value> {
    let letter = operator
        .post(&format!("/dead-letters/{service}/{id}/{verb}"), body)
        .await?;
    Ok(rejected_by(service, letter))
}

fn rejected_by(service: &str, mut letter: Value) -> Value {
    if let Some(letter) = letter.as_object_mut() {
        letter.insert("service".to_owned(), json!(service));
    }
    letter
}

fn line(letter: &Value) -> String {
    let of = |pointer| word(letter, pointer);
    let place = at(letter, "/position").as_i64().unwrap_or_default();
    format!(
        "{} {}  {}  {} {} of {} at {place}: {}\n",
        of("/service"),
        of("/id"),
        of("/state"),
        of("/source"),
        of("/aggregate"),
        of("/tenant_id"),
        of("/cause")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_where_an_event_came_from_and_what_was_wrong() {
        let letter = json!({"service": "reporting", "id": "1", "state": "waiting", "source": "goals", "aggregate": "goal",
                            "tenant_id": "2", "position": 7, "cause": "no such unit"});
        assert_eq!(
            line(&letter),
            "reporting 1  waiting  goals goal of 2 at 7: no such unit\n"
        );
    }
}
