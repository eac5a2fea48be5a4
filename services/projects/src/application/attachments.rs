//! Files attached to an application.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{ApplicationId, store};
use crate::{
    App,
    permissions::{EditApplications, ReadProjects},
    project,
};

impl Thing for ApplicationId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let application = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        let Some(application) = application else {
            return Ok(None);
        };
        let project = project::store::find(tx, application.project_id).await?;
        Ok(project.map(|project| Whose::of_unit(project.content.owner_unit_id).if_allowed(application.still_open())))
    }
}

platform::attachment_routes!("applications", App, ApplicationId, ReadProjects, EditApplications:
    "/api/v1/applications/{id}/attachments", "/api/v1/applications/{id}/attachments/{attachment_id}",
    "/api/v1/applications/{id}/attachments/{attachment_id}/content",
    "/api/v1/applications/{id}/attachments/{attachment_id}/history", "404 application_not_found", "409 application_over");
