//! `suite plans`: what organisations may have and use, as the operator, through the public API.

use clap::Subcommand;
use platform::config::Settings;
use serde_json::{Map, Value, json};
use suite::demo::{
    client::{Seat, at, version, word},
    operator::Operator,
};

use super::{name_of, table};

/// Plans: limits of what organisations may have and use, and moving organisations between them.
#[derive(clap::Args)]
#[command(
    after_help = "A limit that is not said is none. An organisation keeps what it has beyond a limit and adds nothing to it.

Examples:
  suite plans make --name Small --people 25 --projects 20 --storage-bytes 1073741824 --calls-per-minute 600
  suite plans list
  suite plans change 019aab3c-0000-7000-8000-000000000001 --projects 40
  suite plans change 019aab3c-0000-7000-8000-000000000001 --unlimited storage-bytes
  suite plans give 019aab3c-0000-7000-8000-000000000001 --subscription 019aab3c-0000-7000-8000-000000000002
  suite plans take --subscription 019aab3c-0000-7000-8000-000000000002 --note 'Agreed on 1 December.'"
)]
pub struct Plans {
    #[command(subcommand)]
    deed: Deed,
    /// Print the API's own answer instead of a table.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Deed {
    /// Every plan.
    List,
    /// Make a plan.
    Make {
        #[arg(long)]
        name: String,
        #[command(flatten)]
        limits: Limits,
    },
    /// Say something else about a plan; its organisations hear of it within seconds.
    Change {
        id: String,
        #[arg(long)]
        name: Option<String>,
        #[command(flatten)]
        limits: Limits,
        /// Limits to take away.
        #[arg(long)]
        unlimited: Vec<Limit>,
        /// Whether organisations may still be moved to it.
        #[arg(long)]
        offered: Option<bool>,
    },
    /// Move an organisation to a plan.
    Give {
        id: String,
        /// Its subscription, as `suite tenants list` names it.
        #[arg(long)]
        subscription: String,
        #[arg(long)]
        note: Option<String>,
    },
    /// Take an organisation's plan away: it has no limits then.
    Take {
        /// Its subscription, as `suite tenants list` names it.
        #[arg(long)]
        subscription: String,
        #[arg(long)]
        note: Option<String>,
    },
}

/// Limits of a plan.
#[derive(clap::Args)]
struct Limits {
    /// Members and those who were invited.
    #[arg(long)]
    people: Option<i64>,
    #[arg(long)]
    projects: Option<i64>,
    /// Of the files of all services together.
    #[arg(long)]
    storage_bytes: Option<i64>,
    /// Of everybody who acts for the organisation together.
    #[arg(long)]
    calls_per_minute: Option<i64>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Limit {
    People,
    Projects,
    StorageBytes,
    CallsPerMinute,
}

impl Limit {
    fn field(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Projects => "projects",
            Self::StorageBytes => "storage_bytes",
            Self::CallsPerMinute => "calls_per_minute",
        }
    }
}

impl Limits {
    fn fields(&self) -> Map<String, Value> {
        let each = [
            (Limit::People, self.people),
            (Limit::Projects, self.projects),
            (Limit::StorageBytes, self.storage_bytes),
            (Limit::CallsPerMinute, self.calls_per_minute),
        ];
        each.into_iter()
            .filter_map(|(limit, many)| Some((limit.field().to_owned(), json!(many?))))
            .collect()
    }
}

impl Plans {
    pub async fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let operator = Operator::read(settings)?.sign_in().await?;
        let (shown, rows): (Shown, Vec<Value>) = match &self.deed {
            Deed::List => (plans, operator.all("/plans").await?),
            Deed::Make { name, limits } => {
                let mut body = limits.fields();
                body.insert("name".to_owned(), json!({ "en": name }));
                (plans, vec![operator.post("/plans", Value::Object(body)).await?])
            }
            Deed::Change {
                id,
                name,
                limits,
                unlimited,
                offered,
            } => {
                let mut body = limits.fields();
                body.extend(name.iter().map(|name| ("name".to_owned(), json!({ "en": name }))));
                body.extend(unlimited.iter().map(|limit| (limit.field().to_owned(), Value::Null)));
                body.extend(offered.iter().map(|offered| ("offered".to_owned(), json!(offered))));
                let path = format!("/plans/{id}");
                let before = operator.get(&path).await?;
                let changed = operator.patch(&path, version(&before), Value::Object(body)).await?;
                (plans, vec![changed])
            }
            Deed::Give { id, subscription, note } => {
                let given = moved(&operator, subscription, Some(id), note.as_ref()).await?;
                (subscriptions, vec![given])
            }
            Deed::Take { subscription, note } => {
                let taken = moved(&operator, subscription, None, note.as_ref()).await?;
                (subscriptions, vec![taken])
            }
        };
        super::print(&if self.json {
            serde_json::to_string_pretty(&rows)? + "\n"
        } else {
            shown(&rows)
        });
        Ok(())
    }
}

async fn moved(operator: &Seat, id: &str, plan: Option<&String>, note: Option<&String>) -> anyhow::Result<Value> {
    let there = operator.get(&format!("/subscriptions/{id}")).await?;
    let body = json!({ "plan_id": plan, "note": note });
    let path = format!("/subscriptions/{id}/move-to-plan");
    Ok(operator.act(&path, version(&there), body).await?)
}

/// How answers are shown as a table.
type Shown = fn(&[Value]) -> String;

const PLANS: [&str; 7] = [
    "id",
    "name",
    "people",
    "projects",
    "bytes of files",
    "calls a minute",
    "offered",
];

fn plans(bodies: &[Value]) -> String {
    table(&PLANS, bodies.iter().map(plan).collect())
}

fn plan(body: &Value) -> [String; 7] {
    let limit = |field: &str| {
        let limit = at(body, &format!("/{field}")).as_i64();
        limit.map_or_else(|| "-".to_owned(), |limit| limit.to_string())
    };
    [
        word(body, "/id").to_owned(),
        name_of(at(body, "/name")),
        limit("people"),
        limit("projects"),
        limit("storage_bytes"),
        limit("calls_per_minute"),
        at(body, "/offered").to_string(),
    ]
}

fn subscriptions(bodies: &[Value]) -> String {
    table(
        &["id", "name", "status", "plan"],
        bodies.iter().map(subscription).collect(),
    )
}

fn subscription(body: &Value) -> [String; 4] {
    let plan = word(body, "/plan_id");
    [
        word(body, "/id").to_owned(),
        name_of(at(body, "/organisation/name")),
        word(body, "/status").to_owned(),
        if plan.is_empty() { "-" } else { plan }.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_that_is_not_said_is_shown_as_none() {
        let body = json!({"id": "1", "name": {"en": "Small"}, "people": 3, "projects": null, "offered": true});
        assert_eq!(
            plan(&body),
            ["1", "Small", "3", "-", "-", "-", "true"].map(str::to_owned)
        );
    }

    #[test]
    fn only_limits_that_are_said_are_sent() {
        let limits = Limits {
            people: Some(3),
            projects: None,
            storage_bytes: None,
            calls_per_minute: Some(60),
        };
        assert_eq!(
            Value::Object(limits.fields()),
            json!({"people": 3, "calls_per_minute": 60})
        );
    }
}
