//! Counting what things add, in the transaction of the event that changed them.

use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use super::{facts::Facts, model::parts, store};
use crate::agreement::Dataset;

/// Counts anew what some things add.
pub async fn recount(tx: &mut TenantTx, generation: i32, things: &[(Dataset, Uuid)]) -> DbResult<()> {
    for (dataset, id) in things {
        let facts = Facts::load(tx, generation, *dataset, *id).await?;
        store::replace(tx, generation, *dataset, *id, &parts(&facts)).await?;
    }
    Ok(())
}
