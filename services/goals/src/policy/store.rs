use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use platform::db::{DbResult, TenantTx};
use super::PolicyId;
use crate::schema::policy_editions;
pub async fn edition_number(tx: &mut TenantTx, id: PolicyId, edition: Option<i32>) -> DbResult<Option<i32>> {
    let mut query = policy_editions::table
        .filter(policy_editions::tenant_id.eq(tx.tenant_id()))
        .filter(policy_editions::policy_id.eq(id.0))
        .select(policy_editions::edition)
        .order(policy_editions::edition.desc())
        .into_boxed();
    if let Some(edition) = edition {
        query = query.filter(policy_editions::edition.eq(edition));
    }
    Ok(query.first(tx).await.optional()?)
}
