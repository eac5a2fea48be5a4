//! How a goal goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{GoalError, GoalId, commands, model::GoalContent};
use crate::{App, permissions::EditGoals};

impl Restorable for GoalId {
    type App = App;
    type Content = GoalContent;
    type May = EditGoals;
    type Error = GoalError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditGoals>,
        rewrite: Rewrite<'_, Self, GoalContent>,
    ) -> Result<(), GoalError> {
        commands::rewritten(tx, by, rewrite).await.map(drop)
    }
}

platform::restoration_routes!("goals", App, GoalId, EditGoals: "/api/v1/goals/{id}/restorations", "404 goal_not_found", "409 goal_closed");
