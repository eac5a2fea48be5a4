//! Files attached to a project.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{ProjectId, store};
use crate::{
    App,
    permissions::{EditProjects, ReadProjects},
};

impl Thing for ProjectId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let project = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(project.map(|project| Whose::of_unit(project.content.owner_unit_id)))
    }
}

platform::attachment_routes!("projects", App, ProjectId, ReadProjects, EditProjects:
    "/api/v1/projects/{id}/attachments", "/api/v1/projects/{id}/attachments/{attachment_id}",
    "/api/v1/projects/{id}/attachments/{attachment_id}/content",
    "/api/v1/projects/{id}/attachments/{attachment_id}/history", "404 project_not_found");
