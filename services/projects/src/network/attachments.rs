//! Files attached to a network.

use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{NetworkId, store};
use crate::{
    App,
    permissions::{EditNetworks, ReadProjects},
};

impl Thing for NetworkId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let network = if hold {
            store::lock(tx, self).await?
        } else {
            store::find(tx, self).await?
        };
        Ok(network.map(|_| Whose::everybodys()))
    }
}

platform::attachment_routes!("networks", App, NetworkId, ReadProjects, EditNetworks:
    "/api/v1/networks/{id}/attachments", "/api/v1/networks/{id}/attachments/{attachment_id}",
    "/api/v1/networks/{id}/attachments/{attachment_id}/content",
    "/api/v1/networks/{id}/attachments/{attachment_id}/history", "404 network_not_found");
