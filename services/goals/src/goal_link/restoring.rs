//! How a goal link goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{GoalLinkError, GoalLinkId, commands, model::GoalLinkContent};
use crate::{App, permissions::EditGoalLinks};

impl Restorable for GoalLinkId {
    type App = App;
    type Content = GoalLinkContent;
    type May = EditGoalLinks;
    type Error = GoalLinkError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditGoalLinks>,
        rewrite: Rewrite<'_, Self, GoalLinkContent>,
    ) -> Result<(), GoalLinkError> {
        commands::rewritten(tx, by, rewrite).await.map(drop)
    }
}

platform::restoration_routes!("goals", App, GoalLinkId, EditGoalLinks: "/api/v1/goal-links/{id}/restorations", "404 goal_link_not_found");
