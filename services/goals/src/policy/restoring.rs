//! How a policy goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{PolicyError, PolicyId, commands, model::PolicyContent};
use crate::{App, permissions::EditPolicies};

impl Restorable for PolicyId {
    type App = App;
    type Content = PolicyContent;
    type May = EditPolicies;
    type Error = PolicyError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditPolicies>,
        rewrite: Rewrite<'_, Self, PolicyContent>,
    ) -> Result<(), PolicyError> {
        commands::rewritten(tx, by, rewrite).await.map(drop)
    }
}

platform::restoration_routes!("policies", App, PolicyId, EditPolicies: "/api/v1/policies/{id}/restorations", "404 policy_not_found", "409 edition_fixed");
