//! What makes no sense here, kept for somebody to look at.

use contracts::envelope::v1::Envelope;
use diesel::sql_types::{BigInt, Binary, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl as _;
use prost::Message as _;
use tracing::{error, warn};
use uuid::Uuid;

use super::{Consumer, Outcome, first_time};
use crate::{
    auth::TenantScope,
    db::{DbResult, TenantTx, statement},
    ids,
};

impl Consumer {
    /// Parks an event whose handler asked to be tried again so often that something is wrong with more than the weather.
    pub(in crate::events) async fn give_up(&self, envelope: &Envelope, tried: i64) -> Outcome {
        let Ok(tenant_id) = envelope.tenant_id.parse::<Uuid>() else {
            return Outcome::Done;
        };
        let cause = format!("it was delivered {tried} times, and could be taken in none of them");
        self.park(&TenantScope::proven(tenant_id), envelope, &cause).await
    }

    /// Parks a rejected event, and notes that it was seen.
    pub(super) async fn park(&self, scope: &TenantScope, envelope: &Envelope, cause: &str) -> Outcome {
        error!("an event was parked: {cause}");
        match self.keep(scope, envelope, cause).await {
            Ok(()) => Outcome::Done,
            Err(cause) => {
                warn!("an event could not even be parked: {cause}");
                Outcome::Again
            }
        }
    }

    async fn keep(&self, scope: &TenantScope, envelope: &Envelope, cause: &str) -> DbResult<()> {
        self.db
            .tenant(scope, async |tx| {
                let mut fresh = false;
                for generation in self.generations(tx).await? {
                    let positions = [envelope.position];
                    let new = first_time(tx, generation, &envelope.source, &positions).await?;
                    fresh |= !new.is_empty();
                }
                if fresh {
                    keep_dead(tx, envelope, cause).await?;
                }
                Ok(())
            })
            .await
    }
}

async fn keep_dead(tx: &mut TenantTx, envelope: &Envelope, cause: &str) -> DbResult<()> {
    statement(
        "INSERT INTO dead_letters (tenant_id, id, source, position, aggregate, aggregate_id, envelope, cause)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlUuid, _>(ids::fresh())
    .bind::<Text, _>(&envelope.source)
    .bind::<BigInt, _>(envelope.position)
    .bind::<Text, _>(&envelope.aggregate)
    .bind::<SqlUuid, _>(envelope.aggregate_id.parse::<Uuid>().unwrap_or_default())
    .bind::<Binary, _>(envelope.encode_to_vec())
    .bind::<Text, _>(cause)
    .execute(tx)
    .await?;
    Ok(())
}
