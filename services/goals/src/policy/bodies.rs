//! How policies are answered.

use jiff::Timestamp;
use platform::{
    http::{Answer, Cell, Tabular},
    values::{Period, Text},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Policy, PolicyId,
    edition::Edition,
    model::{PolicyContent, Section},
    steps::{Status, Step},
};

/// A policy as it is answered, with its newest edition.
#[derive(Serialize, ToSchema)]
pub struct PolicyBody {
    pub id: PolicyId,
    pub version: i64,
    #[serde(flatten)]
    pub content: PolicyContent,
    /// Number of the newest edition.
    pub edition: i32,
    /// The edition that is adopted or in force, if one is.
    pub standing_edition: Option<i32>,
    /// Of the newest edition.
    pub status: Status,
    /// Where its next step can lead; empty when it is over.
    pub next_statuses: Vec<Status>,
    /// Of the newest edition, oldest first.
    pub steps: Vec<Step>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// What a policy said at one edition.
#[derive(Serialize, ToSchema)]
pub struct EditionBody {
    pub edition: i32,
    pub title: Text,
    pub case_number: Option<String>,
    pub period: Period,
    pub vision: Option<Text>,
    pub sections: Vec<Section>,
    pub status: Status,
    pub steps: Vec<Step>,
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

/// All editions of a policy, the newest first.
#[derive(Serialize, ToSchema)]
pub struct Editions {
    pub items: Vec<EditionBody>,
}

impl From<Policy> for PolicyBody {
    fn from(policy: Policy) -> Self {
        Self {
            id: policy.id,
            version: policy.version,
            content: policy.content,
            edition: policy.edition,
            standing_edition: policy.standing_edition,
            next_statuses: policy.status.next().to_vec(),
            status: policy.status,
            steps: policy.steps,
            created_at: policy.created_at,
        }
    }
}

impl From<Edition> for EditionBody {
    fn from(edition: Edition) -> Self {
        let Edition {
            edition,
            title,
            case_number,
            period,
            vision,
            sections,
            status,
            steps,
            opened_at,
        } = edition;
        Self {
            edition,
            title,
            case_number,
            period,
            vision,
            sections,
            status,
            steps,
            opened_at,
        }
    }
}

impl Answer for PolicyBody {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Tabular for PolicyBody {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "kind",
        "title_fi",
        "title_sv",
        "title_en",
        "case_number",
        "period_from",
        "period_to",
        "edition",
        "standing_edition",
        "status",
        "last_step_on",
        "last_decided_by",
        "supersedes_policy_id",
        "theme_ids",
    ];

    fn cells(&self) -> Vec<Cell> {
        let content = &self.content;
        let last = self.steps.last();
        let mut cells = vec![self.id.0.into(), content.kind.code().into()];
        cells.extend(Cell::languages(&content.title));
        cells.extend([
            Cell::maybe(content.case_number.as_ref()),
            content.period.from.into(),
            Cell::from(content.period.to),
            i64::from(self.edition).into(),
            Cell::from(self.standing_edition),
            self.status.code().into(),
            Cell::from(last.map(|s| s.on)),
            Cell::maybe(last.and_then(|s| s.decided_by.as_ref())),
            Cell::maybe(content.supersedes.map(|s| s.policy_id)),
            Cell::joined(&content.theme_ids),
        ]);
        cells
    }
}
