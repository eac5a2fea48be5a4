//! How an indicator goes back to what it said.

use platform::{
    db::TenantTx,
    rewriting::{Restorable, Rewrite},
};

use super::{IndicatorError, IndicatorId, commands, model::IndicatorContent};
use crate::{App, permissions::EditIndicators};

impl Restorable for IndicatorId {
    type App = App;
    type Content = IndicatorContent;
    type May = EditIndicators;
    type Error = IndicatorError;

    async fn rewritten(
        _app: &App,
        tx: &mut TenantTx,
        by: &Caller<EditIndicators>,
        rewrite: Rewrite<'_, Self, IndicatorContent>,
    ) -> Result<(), IndicatorError> {
        commands::rewritten(tx, by, rewrite).await.map(drop)
    }
}

platform::restoration_routes!("indicators", App, IndicatorId, EditIndicators: "/api/v1/indicators/{id}/restorations", "404 indicator_not_found", "409 indicator_in_use");
