//! How a project goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{ProjectContent, ProjectError, ProjectId, commands};
use crate::{App, permissions::EditProjects};

impl Restorable for ProjectId {
    type App = App;
    type Content = ProjectContent;
    type May = EditProjects;
    type Error = ProjectError;

    async fn rewritten(
        app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditProjects>,
        rewrite: Rewrite<'_, Self, ProjectContent>,
    ) -> Result<(), ProjectError> {
        commands::rewritten(app, tx, by, rewrite).await
    }
}

platform::restoration_routes!("projects", App, ProjectId, EditProjects: "/api/v1/projects/{id}/restorations", "404 project_not_found", "409 project_cycle");
