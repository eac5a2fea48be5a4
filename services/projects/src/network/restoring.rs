//! How a network goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{NetworkError, NetworkId, commands, model::NetworkContent};
use crate::{App, permissions::EditNetworks};

impl Restorable for NetworkId {
    type App = App;
    type Content = NetworkContent;
    type May = EditNetworks;
    type Error = NetworkError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditNetworks>,
        rewrite: Rewrite<'_, Self, NetworkContent>,
    ) -> Result<(), NetworkError> {
        commands::rewritten(tx, by, rewrite).await
    }
}

platform::restoration_routes!("networks", App, NetworkId, EditNetworks: "/api/v1/networks/{id}/restorations", "404 network_not_found");
