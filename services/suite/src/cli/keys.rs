//! `suite keys`: the keys that sign access tokens, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Value, json};
use suite::demo::{
    client::{at, word},
    operator::Operator,
};

use super::table;

/// Keys that sign access tokens: which there are, and a new one.
#[derive(clap::Args)]
#[command(
    after_help = "A new key is made by itself every 30 days. It is published a minute before it signs, and the one before it
stays published until its last token is dead, so that rotating signs nobody out and no request fails.

States: coming (published, not signing yet), signing, going (published until its last token is dead), gone.

Examples:
  suite keys list
  suite keys rotate"
)]
pub struct Keys {
    #[command(subcommand)]
    deed: Deed,
    /// Print the API's own answer instead of a table.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Deed {
    /// The keys that are known, the newest first.
    List,
    /// Make a new key, for example when somebody may have seen the present one.
    Rotate,
}

impl Keys {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let keys = match self.deed {
            Deed::List => operator.get("/signing-keys").await?,
            Deed::Rotate => operator.post("/signing-keys/rotations", json!({})).await?,
        };
        super::print(&if self.json {
            serde_json::to_string_pretty(&keys)? + "\n"
        } else {
            let items = at(&keys, "/items").as_array().into_iter().flatten();
            table(&["key", "state", "made", "signs from"], items.map(line).collect())
        });
        Ok(())
    }
}

fn line(key: &Value) -> [String; 4] {
    ["/kid", "/state", "/created_at", "/signs_from"].map(|pointer| word(key, pointer).to_owned())
}
