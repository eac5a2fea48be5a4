//! What can be changed of many projects at once.

use garde::Validate;
use platform::{
    db::{DbResult, TenantTx},
    known::{Link, PERSON, THEME, UNIT},
    rewriting::{BulkEditable, Themes},
};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ProjectContent, ProjectId, store};
use crate::{App, permissions::EditProjects};

/// What changes of each of the projects; what is absent stays.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[garde(custom(Self::says_something))]
#[schema(example = json!({"add_theme_ids": ["0192f3a4-7c1e-7d3a-9b51-2f6f3d1c0a07"]}))]
pub struct ProjectsChange {
    /// The unit that answers for them from now on.
    #[serde(default)]
    #[garde(skip)]
    pub owner_unit_id: Option<Uuid>,
    /// Who manages them from now on.
    #[serde(default)]
    #[garde(skip)]
    pub manager_id: Option<Uuid>,
    /// Themes that each of them carries from now on.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub add_theme_ids: Vec<Uuid>,
    /// Themes that none of them carries any more.
    #[serde(default)]
    #[garde(length(max = 50))]
    pub remove_theme_ids: Vec<Uuid>,
}

impl ProjectsChange {
    fn themes(&self) -> Themes<'_> {
        Themes {
            add: &self.add_theme_ids,
            remove: &self.remove_theme_ids,
        }
    }

    pub fn says_something(&self, (): &()) -> garde::Result {
        self.themes()
            .check(self.owner_unit_id.is_none() && self.manager_id.is_none())
    }
}

impl BulkEditable for ProjectId {
    type Change = ProjectsChange;

    fn links(change: &ProjectsChange) -> Vec<Link> {
        let mut links = Link::each(THEME, change.add_theme_ids.iter().copied(), "/add_theme_ids");
        links.extend(change.owner_unit_id.map(|id| Link::to(UNIT, id, "/owner_unit_id")));
        links.extend(change.manager_id.map(|id| Link::to(PERSON, id, "/manager_id")));
        links
    }

    fn changed(change: &ProjectsChange, content: ProjectContent) -> ProjectContent {
        ProjectContent {
            owner_unit_id: change.owner_unit_id.unwrap_or(content.owner_unit_id),
            manager_id: change.manager_id.or(content.manager_id),
            theme_ids: change.themes().over(content.theme_ids),
            ..content
        }
    }

    async fn found(self, tx: &mut TenantTx) -> DbResult<Option<(i64, ProjectContent)>> {
        let found = store::find(tx, self).await?;
        Ok(found.map(|found| (found.version, found.content)))
    }
}

platform::bulk_routes!("projects", App, ProjectId, EditProjects, ProjectsChange:
    "/api/v1/projects/bulk-edits", "/api/v1/projects/restorations");
