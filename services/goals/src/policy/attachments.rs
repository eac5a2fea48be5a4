//! Files attached to a policy.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{PolicyId, store};
use crate::{
    App,
    permissions::{EditPolicies, ReadGoals},
};

impl Thing for PolicyId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let policy = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(policy.map(|_| Whose::everybodys()))
    }
}

platform::attachment_routes!("policies", App, PolicyId, ReadGoals, EditPolicies:
    "/api/v1/policies/{id}/attachments", "/api/v1/policies/{id}/attachments/{attachment_id}",
    "/api/v1/policies/{id}/attachments/{attachment_id}/content",
    "/api/v1/policies/{id}/attachments/{attachment_id}/history", "404 policy_not_found");
