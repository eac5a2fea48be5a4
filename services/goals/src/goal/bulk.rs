//! What can be changed of many goals at once.

use garde::Validate;
use platform::{
    db::{DbResult, TenantTx},
    known::{Link, THEME, UNIT},
    rewriting::{BulkEditable, Themes},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{GoalId, model::GoalContent, store};
use crate::{App, permissions::EditGoals};

/// What changes of each of the goals; what is absent stays.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(custom(Self::says_something))]
#[schema(example = json!({"add_theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a07"]}))]
pub struct GoalsChange {
    /// The unit that answers for them from now on.
    #[serde(default)]
    #[garde(skip)]
    pub accountable_unit_id: Option<Uuid>,
    /// Themes that each of them carries from now on.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub add_theme_ids: Vec<Uuid>,
    /// Themes that none of them carries any more.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub remove_theme_ids: Vec<Uuid>,
}

impl GoalsChange {
    fn themes(&self) -> Themes<'_> {
        Themes {
            add: &self.add_theme_ids,
            remove: &self.remove_theme_ids,
        }
    }

    pub fn says_something(&self, (): &()) -> garde::Result {
        self.themes().check(self.accountable_unit_id.is_none())
    }
}

impl BulkEditable for GoalId {
    type Change = GoalsChange;

    fn links(change: &GoalsChange) -> Vec<Link> {
        let mut links = Link::each(THEME, change.add_theme_ids.iter().copied(), "/add_theme_ids");
        links.extend(
            change
                .accountable_unit_id
                .map(|id| Link::to(UNIT, id, "/accountable_unit_id")),
        );
        links
    }

    fn changed(change: &GoalsChange, content: GoalContent) -> GoalContent {
        GoalContent {
            accountable_unit_id: change.accountable_unit_id.unwrap_or(content.accountable_unit_id),
            theme_ids: change.themes().over(content.theme_ids),
            ..content
        }
    }

    async fn found(self, tx: &mut TenantTx) -> DbResult<Option<(i64, GoalContent)>> {
        let found = store::find(tx, self).await?;
        Ok(found.map(|found| (found.version, found.content)))
    }
}

platform::bulk_routes!("goals", App, GoalId, EditGoals, GoalsChange:
    "/api/v1/goals/bulk-edits", "/api/v1/goals/restorations");
