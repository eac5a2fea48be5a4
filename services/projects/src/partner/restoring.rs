//! How a partner goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{PartnerError, PartnerId, commands, model::PartnerContent};
use crate::{App, permissions::EditPartners};

impl Restorable for PartnerId {
    type App = App;
    type Content = PartnerContent;
    type May = EditPartners;
    type Error = PartnerError;

    async fn rewritten(
        app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditPartners>,
        rewrite: Rewrite<'_, Self, PartnerContent>,
    ) -> Result<(), PartnerError> {
        commands::rewritten(app, tx, by, rewrite).await
    }
}

platform::restoration_routes!("partners", App, PartnerId, EditPartners: "/api/v1/partners/{id}/restorations", "404 partner_not_found");
