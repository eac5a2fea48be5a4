//! How it is kept which letters were written.

use diesel::ExpressionMethods as _;
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use jiff_diesel::ToDiesel as _;
use platform::db::{DbResult, TenantTx};
use uuid::Uuid;

use crate::schema::completeness_letters;

/// Notes a letter. False when it was noted before.
pub async fn note(tx: &mut TenantTx, letter_id: Uuid, now: Timestamp) -> DbResult<bool> {
    let noted = diesel::insert_into(completeness_letters::table)
        .values((
            completeness_letters::tenant_id.eq(tx.tenant_id()),
            completeness_letters::letter_id.eq(letter_id),
            completeness_letters::recorded_at.eq(now.to_diesel()),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(noted == 1)
}
