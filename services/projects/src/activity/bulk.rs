//! What can be changed of many activities at once.

use garde::Validate;
use platform::{
    db::{DbResult, TenantTx},
    known::{Link, THEME, UNIT},
    rewriting::{BulkEditable, Themes},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    model::{ActivityContent, ActivityId},
    store,
};
use crate::{App, permissions::EditActivities};

/// What changes of each of the activities; what is absent stays.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(custom(Self::says_something))]
#[schema(example = json!({"add_theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a07"]}))]
pub struct ActivitiesChange {
    /// The unit whose activities they are from now on.
    #[serde(default)]
    #[garde(skip)]
    pub unit_id: Option<Uuid>,
    /// Themes that each of them carries from now on.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub add_theme_ids: Vec<Uuid>,
    /// Themes that none of them carries any more.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub remove_theme_ids: Vec<Uuid>,
}

impl ActivitiesChange {
    fn themes(&self) -> Themes<'_> {
        Themes {
            add: &self.add_theme_ids,
            remove: &self.remove_theme_ids,
        }
    }

    pub fn says_something(&self, (): &()) -> garde::Result {
        self.themes().check(self.unit_id.is_none())
    }
}

impl BulkEditable for ActivityId {
    type Change = ActivitiesChange;

    fn links(change: &ActivitiesChange) -> Vec<Link> {
        let mut links = Link::each(THEME, change.add_theme_ids.iter().copied(), "/add_theme_ids");
        links.extend(change.unit_id.map(|id| Link::to(UNIT, id, "/unit_id")));
        links
    }

    fn changed(change: &ActivitiesChange, content: ActivityContent) -> ActivityContent {
        ActivityContent {
            unit_id: change.unit_id.unwrap_or(content.unit_id),
            theme_ids: change.themes().over(content.theme_ids),
            ..content
        }
    }

    async fn found(self, tx: &mut TenantTx) -> DbResult<Option<(i64, ActivityContent)>> {
        let found = store::find(tx, self).await?;
        Ok(found.map(|found| (found.version, found.content)))
    }
}

platform::bulk_routes!("activities", App, ActivityId, EditActivities, ActivitiesChange:
    "/api/v1/activities/bulk-edits", "/api/v1/activities/restorations");
