//! Files attached to a unit's statement.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{StatementId, store};
use crate::{
    App,
    permissions::{EditStatements, ReadGoals},
};

impl Thing for StatementId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let statement = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(statement.map(|statement| {
            let whose = Whose {
                owner_id: statement.content.owner_id,
                ..Whose::of_unit(statement.unit_id)
            };
            whose.if_allowed(statement.must_be_open())
        }))
    }
}

platform::attachment_routes!("statements", App, StatementId, ReadGoals, EditStatements:
    "/api/v1/statements/{id}/attachments", "/api/v1/statements/{id}/attachments/{attachment_id}",
    "/api/v1/statements/{id}/attachments/{attachment_id}/content",
    "/api/v1/statements/{id}/attachments/{attachment_id}/history", "404 statement_not_found",
    "409 already_submitted", "409 statement_locked");
