//! How a membership goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{MembershipError, MembershipId, commands, model::MembershipContent};
use crate::{App, permissions::EditNetworks};

impl Restorable for MembershipId {
    type App = App;
    type Content = MembershipContent;
    type May = EditNetworks;
    type Error = MembershipError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditNetworks>,
        rewrite: Rewrite<'_, Self, MembershipContent>,
    ) -> Result<(), MembershipError> {
        commands::rewritten(tx, by, rewrite).await
    }
}

platform::restoration_routes!("network-memberships", App, MembershipId, EditNetworks: "/api/v1/network-memberships/{id}/restorations", "404 network_membership_not_found");
