//! Files attached to an activity.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{ActivityId, store};
use crate::{
    App,
    permissions::{EditActivities, ReadProjects},
};

impl Thing for ActivityId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let activity = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(activity.map(|activity| Whose::of_unit(activity.content.unit_id)))
    }
}

platform::attachment_routes!("activities", App, ActivityId, ReadProjects, EditActivities:
    "/api/v1/activities/{id}/attachments", "/api/v1/activities/{id}/attachments/{attachment_id}",
    "/api/v1/activities/{id}/attachments/{attachment_id}/content",
    "/api/v1/activities/{id}/attachments/{attachment_id}/history", "404 activity_not_found");
