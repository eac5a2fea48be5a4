//! A request with an `Idempotency-Key` does its work once, however often it is sent.

use std::sync::{Arc, OnceLock};

use diesel::{
    OptionalExtension as _, QueryableByName,
    sql_types::{Binary, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Db, DbError, DbResult, Open, Purpose, SystemTx, TenantTx, gains_turn, statement};
use crate::auth::TenantScope;

/// Who asks, by which route, with which key and body.
#[derive(Clone, Debug)]
pub struct Once {
    pub(crate) person_id: Uuid,
    pub(crate) route: String,
    /// Absent when the caller sent no key: then the work is simply done.
    pub(crate) key: Option<String>,
    /// Set when the body has been read.
    pub(crate) body_hash: Arc<OnceLock<Vec<u8>>>,
}

#[derive(Debug, thiserror::Error)]
pub enum OnceFault {
    #[error("a request with this Idempotency-Key is being worked on")]
    InFlight,
    #[error("this Idempotency-Key was used with another body")]
    OtherBody,
    #[error("the stored answer cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = Binary)]
    body_hash: Vec<u8>,
    #[diesel(sql_type = Binary)]
    answer: Vec<u8>,
}

impl Db {
    /// Like `tenant`, but a repeated request gets the first answer and does nothing.
    pub async fn once<T, E, F>(&self, scope: &TenantScope, once: &Once, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut TenantTx) -> Result<T, E>,
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        self.tenant(scope, async |tx| {
            let Some(key) = &once.key else { return work(tx).await };
            if let Some(answer) = earlier(tx.as_mut(), scope, once, key).await? {
                return Ok(answer);
            }
            let done = work(tx).await?;
            keep(tx.as_mut(), scope, once, key, &done).await?;
            Ok(done)
        })
        .await
    }

    /// The same under a purpose's role, within the tenant that asks. Whichever tenants the work enters beside it, the
    /// answer is kept where it was asked.
    pub async fn once_for<T, E, F>(&self, purpose: Purpose, scope: &TenantScope, once: &Once, work: F) -> Result<T, E>
    where
        F: AsyncFnOnce(&mut SystemTx) -> Result<T, E>,
        T: Serialize + DeserializeOwned,
        E: From<DbError>,
    {
        self.system(purpose, async |tx| {
            tx.enter_for(scope).await?;
            let Some(key) = &once.key else { return work(tx).await };
            if let Some(answer) = earlier(tx.as_mut(), scope, once, key).await? {
                return Ok(answer);
            }
            let done = work(tx).await?;
            tx.enter_for(scope).await?;
            keep(tx.as_mut(), scope, once, key, &done).await?;
            Ok(done)
        })
        .await
    }
}

async fn earlier<T: DeserializeOwned>(
    tx: &mut Open,
    scope: &TenantScope,
    once: &Once,
    key: &str,
) -> DbResult<Option<T>> {
    let name = format!("{}/{}/{}/{key}", scope.tenant_id(), once.person_id, once.route);
    if !gains_turn(tx, name).await? {
        return Err(OnceFault::InFlight.into());
    }
    let kept: Option<Kept> = statement(
        "SELECT body_hash, answer FROM idempotency_keys WHERE tenant_id = $1 AND person_id = $2 AND route = $3
         AND key = $4 AND created_at > clock_timestamp() - interval '24 hours'",
    )
    .bind::<SqlUuid, _>(scope.tenant_id())
    .bind::<SqlUuid, _>(once.person_id)
    .bind::<Text, _>(&once.route)
    .bind::<Text, _>(key)
    .get_result(tx)
    .await
    .optional()?;
    match kept {
        None => Ok(None),
        Some(kept) if kept.body_hash != once.hash() => Err(OnceFault::OtherBody.into()),
        Some(kept) => Ok(Some(
            serde_json::from_slice(&kept.answer).map_err(OnceFault::Unreadable)?,
        )),
    }
}

async fn keep<T: Serialize>(tx: &mut Open, scope: &TenantScope, once: &Once, key: &str, done: &T) -> DbResult<()> {
    let answer = serde_json::to_vec(done).map_err(OnceFault::Unreadable)?;
    statement(
        "INSERT INTO idempotency_keys (tenant_id, person_id, route, key, body_hash, answer)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (tenant_id, person_id, route, key)
         DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer, created_at = clock_timestamp()",
    )
    .bind::<SqlUuid, _>(scope.tenant_id())
    .bind::<SqlUuid, _>(once.person_id)
    .bind::<Text, _>(&once.route)
    .bind::<Text, _>(key)
    .bind::<Binary, _>(once.hash())
    .bind::<Binary, _>(answer)
    .execute(tx)
    .await?;
    Ok(())
}

impl Once {
    /// As the extractor makes it, for a test that has no request.
    pub fn for_test(person_id: Uuid, route: &str, key: &str, body: &str) -> Self {
        let body_hash = Arc::new(OnceLock::from(body.as_bytes().to_vec()));
        Self {
            person_id,
            route: route.to_owned(),
            key: Some(key.to_owned()),
            body_hash,
        }
    }

    /// Which body it is, for one that is not read as JSON: what makes it another request when it differs.
    pub fn body_is(&self, parts: &[&[u8]]) {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        drop(self.body_hash.set(hash.finalize().to_vec()));
    }

    fn hash(&self) -> Vec<u8> {
        self.body_hash.get().cloned().unwrap_or_default()
    }
}
