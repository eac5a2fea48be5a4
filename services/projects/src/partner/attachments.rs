//! Files attached to a partner.

use jiff::civil::Date;
use platform::attachments::{Thing, Whose};
use platform::db::{DbResult, TenantTx};

use super::{PartnerId, store};
use crate::{
    App,
    permissions::{EditPartners, ReadProjects},
};

impl Thing for PartnerId {
    async fn whose(self, tx: &mut TenantTx, hold: bool) -> DbResult<Option<Whose>> {
        let is_there = if hold {
            // Whether it is dormant on some day is of no concern here.
            store::lock(tx, self, Date::default()).await?.is_some()
        } else {
            !store::named(tx, [self.0]).await?.is_empty()
        };
        Ok(is_there.then(Whose::everybodys))
    }
}

platform::attachment_routes!("partners", App, PartnerId, ReadProjects, EditPartners:
    "/api/v1/partners/{id}/attachments", "/api/v1/partners/{id}/attachments/{attachment_id}",
    "/api/v1/partners/{id}/attachments/{attachment_id}/content",
    "/api/v1/partners/{id}/attachments/{attachment_id}/history", "404 partner_not_found");
