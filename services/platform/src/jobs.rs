//! Work that nobody asked for: by the clock, once however many processes there are, tenant by tenant.

use std::{future::Future, sync::Arc, time::Duration};

use diesel::{
    QueryableByName,
    sql_types::{Timestamptz, Uuid as SqlUuid},
};
use jiff::Timestamp;
use jiff_diesel::ToDiesel as _;
use tracing::{Instrument as _, field::Empty, info_span, warn};
use uuid::Uuid;

use crate::{
    auth::TenantScope,
    db::{Db, DbError, DbResult, SystemTx, statement},
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

/// Hands a job the tenants for which something waits, with what it is: a statement that gives `tenant_id` and `id`, run by
/// the role of jobs.
pub async fn tenants_with(db: &Db, query: &'static str) -> DbResult<Vec<(TenantScope, Uuid)>> {
    use diesel_async::RunQueryDsl as _;
    let ask = async |tx: &mut SystemTx| Ok::<_, DbError>(statement(query).load(tx).await?);
    let found: Vec<Waiting> = db.system(crate::db::Purpose::Jobs, ask).await?;
    Ok(found.into_iter().map(Waiting::read).collect())
}

/// The same for what is older than a moment, which stands in the statement as `$1`.
pub async fn tenants_with_older(db: &Db, query: &'static str, than: Timestamp) -> DbResult<Vec<(TenantScope, Uuid)>> {
    use diesel_async::RunQueryDsl as _;
    let than = than.to_diesel();
    let ask = async |tx: &mut SystemTx| Ok::<_, DbError>(statement(query).bind::<Timestamptz, _>(than).load(tx).await?);
    let found: Vec<Waiting> = db.system(crate::db::Purpose::Jobs, ask).await?;
    Ok(found.into_iter().map(Waiting::read).collect())
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

impl Waiting {
    fn read(self) -> (TenantScope, Uuid) {
        (TenantScope::proven(self.tenant_id), self.id)
    }
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
