//! How an assignment goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{AssignmentError, AssignmentId, commands, model::AssignmentContent};
use crate::{App, permissions::EditAssignments};

impl Restorable for AssignmentId {
    type App = App;
    type Content = AssignmentContent;
    type May = EditAssignments;
    type Error = AssignmentError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditAssignments>,
        rewrite: Rewrite<'_, Self, AssignmentContent>,
    ) -> Result<(), AssignmentError> {
        commands::rewritten(tx, by, rewrite).await.map(drop)
    }
}

platform::restoration_routes!("assignments", App, AssignmentId, EditAssignments: "/api/v1/assignments/{id}/restorations", "404 assignment_not_found", "409 already_done");
