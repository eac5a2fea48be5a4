use serde::Deserialize;
use serde_json::Value;

use super::shared::{Figure, Money, Period, Text, or_default};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Project {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub acronym: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub role: String,
    #[serde(default)]
    pub programme_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub funder: String,
    #[serde(default, deserialize_with = "or_default")]
    pub operation_id: String,
    #[serde(default)]
    pub owner_unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default, deserialize_with = "or_default")]
    pub summary: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub resident_benefit: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub theme_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub goal_ids: Vec<GoalShare>,
    #[serde(default)]
    pub manager_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub partners: Vec<ProjectPartner>,
    #[serde(default, deserialize_with = "or_default")]
    pub relations: Vec<Relation>,
    #[serde(default, deserialize_with = "or_default")]
    pub work_packages: Vec<WorkPackage>,
    #[serde(default)]
    pub public_card: bool,
    #[serde(default)]
    pub total_cost: Option<Money>,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
    #[serde(default, deserialize_with = "or_default")]
    pub status: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct GoalShare {
    #[serde(default)]
    pub goal_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub share: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct ProjectPartner {
    #[serde(default)]
    pub partner_id: String,
    #[serde(default)]
    pub role: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Relation {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub project_id: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct WorkPackage {
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub description: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Application {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub project_id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub call: String,
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
    /// Where it can go from here, as the service says.
    #[serde(default)]
    pub next_states: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub steps: Vec<Step>,
    #[serde(default, deserialize_with = "or_default")]
    pub submitted_on: String,
    #[serde(default)]
    pub applied: Option<Money>,
    #[serde(default)]
    pub granted: Option<Money>,
    #[serde(default, deserialize_with = "or_default")]
    pub financing: Financing,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Step {
    #[serde(default)]
    pub to: String,
    #[serde(default, deserialize_with = "or_default")]
    pub on: String,
    #[serde(default, deserialize_with = "or_default")]
    pub decided_by: String,
    #[serde(default, deserialize_with = "or_default")]
    pub case_number: String,
    #[serde(default, deserialize_with = "or_default")]
    pub note: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Financing {
    #[serde(default)]
    pub total: Option<Money>,
    #[serde(default, deserialize_with = "or_default")]
    pub sources: Vec<Source>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Source {
    #[serde(default)]
    #[expect(clippy::struct_field_names, reason = "named as the API names it")]
    pub source: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    #[serde(default)]
    pub amount: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Activity {
    pub id: String,
    #[serde(default)]
    pub version: i64,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub title: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub period: Period,
    #[serde(default, deserialize_with = "or_default")]
    pub place: String,
    #[serde(default, deserialize_with = "or_default")]
    pub country: String,
    #[serde(default, deserialize_with = "or_default")]
    pub host: String,
    #[serde(default, deserialize_with = "or_default")]
    pub languages: Vec<String>,
    #[serde(default)]
    pub unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub participants: Vec<Participants>,
    /// How many took part in all.
    #[serde(default)]
    pub people: Option<Figure>,
    #[serde(default)]
    pub duration: Option<Figure>,
    #[serde(default)]
    pub cost: Option<Money>,
    #[serde(default, deserialize_with = "or_default")]
    pub goal_ids: Vec<String>,
    #[serde(default)]
    pub project_id: Option<String>,
    #[serde(default)]
    pub network_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub partner_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub theme_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub learning: Text,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Participants {
    #[serde(default)]
    pub group: String,
    #[serde(default, deserialize_with = "or_default")]
    pub profession: String,
    #[serde(default, deserialize_with = "or_default")]
    pub country: String,
    #[serde(default)]
    pub count: Option<Figure>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Partner {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub country: String,
    #[serde(default, deserialize_with = "or_default")]
    pub town: String,
    #[serde(default, deserialize_with = "or_default")]
    pub website: String,
    #[serde(default)]
    pub twin_town: Option<TwinTown>,
    #[serde(default, deserialize_with = "or_default")]
    pub notes: String,
    #[serde(default, deserialize_with = "or_default")]
    pub last_activity_on: String,
    /// Nothing has happened with it for two years.
    #[serde(default)]
    pub dormant: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct TwinTown {
    #[serde(default, deserialize_with = "or_default")]
    pub since: String,
    #[serde(default, deserialize_with = "or_default")]
    pub agreement: String,
    #[serde(default)]
    pub status: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Network {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub acronym: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub theme_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub host: String,
    #[serde(default)]
    pub size: Option<Figure>,
    #[serde(default, deserialize_with = "or_default")]
    pub scope: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub description: Text,
    #[serde(default, deserialize_with = "or_default")]
    pub website: String,
}

/// What a unit, or an organisation outside, has in a network.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NetworkMembership {
    pub id: String,
    #[serde(default)]
    pub accountable_unit_id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub outside_organisation: String,
    #[serde(default, deserialize_with = "or_default")]
    pub since: String,
    #[serde(default, deserialize_with = "or_default")]
    pub until: String,
    #[serde(default)]
    pub seats: Option<i64>,
    #[serde(default)]
    pub fee: Option<Money>,
    #[serde(default)]
    pub hours: Option<i64>,
    #[serde(default, deserialize_with = "or_default")]
    pub attends: Text,
}
