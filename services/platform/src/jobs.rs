//! Work that nobody asked for: by the clock, once however many processes there are, tenant by tenant.

use std::{future::Future, sync::Arc, time::Duration};

use tracing::{Instrument as _, field::Empty, info_span, warn};

use crate::{
    auth::TenantScope,
    db::{Db, DbResult, statement},
    events::rebuild::tenants,
    lifecycle::Lifecycle,
    trace::Trace,
};

/// Runs work again and again until the process stops. A failure is told and tried again at the next turn.
pub fn every<F, Fut>(life: &Lifecycle, name: &'static str, period: Duration, work: F)
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send,
{
    let stop = life.stopping();
    life.spawn(name, async move {
        loop {
            let span =
                info_span!(parent: None, "job", otel.name = %format_args!("job {name}"), job = name, trace_id = Empty);
            let trace = Trace::of(&span, None);
            if let Err(cause) = trace.scope(work().instrument(span)).await {
                warn!(job = name, "{name} failed and will be tried again: {cause:#}");
            }
            if stop.within(period).await {
                break;
            }
        }
    });
}

/// Hands a job the tenants one by one. This is where a job gets its scopes.
pub async fn each_tenant(db: &Db) -> DbResult<Vec<TenantScope>> {
    Ok(tenants(db).await?.into_iter().map(TenantScope::proven).collect())
}

/// What every service does by the clock: partitions ahead of time, answers of yesterday forgotten.
pub fn housekeeping(db: &Db, life: &Lifecycle) {
    let db = Arc::new(db.clone());
    every(life, "housekeeping", Duration::from_hours(1), move || {
        let db = db.clone();
        async move {
            partitions(&db).await?;
            for scope in each_tenant(&db).await? {
                forget_answers(&db, &scope).await?;
            }
            Ok(())
        }
    });
}

async fn partitions(db: &Db) -> DbResult<()> {
    use diesel_async::RunQueryDsl as _;
    db.system(crate::db::Purpose::Jobs, async |tx| {
        statement("SELECT journal_partitions(24)").execute(tx).await?;
        Ok(())
    })
    .await
}

async fn forget_answers(db: &Db, scope: &TenantScope) -> DbResult<()> {
    use diesel_async::RunQueryDsl as _;
    db.tenant(scope, async |tx| {
        statement(
            "DELETE FROM idempotency_keys WHERE tenant_id = $1
             AND created_at < clock_timestamp() - interval '24 hours'",
        )
        .bind::<diesel::sql_types::Uuid, _>(tx.tenant_id())
        .execute(tx)
        .await?;
        Ok(())
    })
    .await
}
