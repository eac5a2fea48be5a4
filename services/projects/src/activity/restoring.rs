//! How an activity goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{ActivityError, ActivityId, commands, model::ActivityContent};
use crate::{App, permissions::EditActivities};

impl Restorable for ActivityId {
    type App = App;
    type Content = ActivityContent;
    type May = EditActivities;
    type Error = ActivityError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditActivities>,
        rewrite: Rewrite<'_, Self, ActivityContent>,
    ) -> Result<(), ActivityError> {
        commands::rewritten(tx, by, rewrite).await
    }
}

platform::restoration_routes!("activities", App, ActivityId, EditActivities: "/api/v1/activities/{id}/restorations", "404 activity_not_found");
