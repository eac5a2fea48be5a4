//! Files attached to a goal.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{GoalId, store};
use crate::{
    App,
    permissions::{EditGoals, ReadGoals},
};

impl Thing for GoalId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let goal = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(goal.map(|goal| Whose::of_unit(goal.content.accountable_unit_id).if_allowed(goal.must_be_open())))
    }
}

platform::attachment_routes!("goals", App, GoalId, ReadGoals, EditGoals:
    "/api/v1/goals/{id}/attachments", "/api/v1/goals/{id}/attachments/{attachment_id}",
    "/api/v1/goals/{id}/attachments/{attachment_id}/content",
    "/api/v1/goals/{id}/attachments/{attachment_id}/history", "404 goal_not_found", "409 goal_closed");
