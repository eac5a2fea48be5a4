//! Filling a copy of a read model from the journals of the services it listens to, while events go on arriving.
//!
//! The copy's generation must be live before this begins: what is delivered from then on reaches it as an event, and what
//! was delivered before lies in the states that are asked for. Positions without gaps tell the two apart.

use std::{collections::HashMap, time::Duration};

use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contracts::envelope::v1::Envelope;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use futures::{StreamExt as _, stream};
use prost::Message as _;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};
use url::Url;
use uuid::Uuid;

pub use super::filling::Filling;
use super::{
    Consumer, progress,
    rebuild::{HeadAnswer, Latest, Tenants},
};
use crate::{
    auth::{TenantScope, internal},
    config::Peers,
    db::{Db, DbResult, TenantTx, statement},
    trace,
};

/// How long another service may take over one page.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many tenants are asked for at once, and how often it is looked how far a reader has come.
const AT_ONCE: usize = 4;
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// Asks other services for their journals.
#[derive(Clone)]
pub struct Journals {
    client: reqwest::Client,
    secret: SecretString,
    peers: Peers,
}

/// A service could not be asked for its journal.
#[derive(Debug, thiserror::Error)]
pub enum Away {
    #[error("no service is called `{0}`")]
    Nobody(String),
    #[error("{service} cannot be asked for its journal")]
    Silent {
        service: &'static str,
        #[source]
        cause: reqwest::Error,
    },
}

impl Journals {
    pub fn new(client: reqwest::Client, secret: SecretString, peers: Peers) -> Self {
        Self { client, secret, peers }
    }

    /// How far a tenant's journal reaches at a service.
    pub async fn head(&self, service: &'static str, scope: &TenantScope) -> Result<i64, Away> {
        let answer: HeadAnswer = self
            .ask(service, "head", &[("tenant_id", scope.tenant_id().to_string())])
            .await?;
        Ok(answer.head)
    }

    /// Waits, a bounded while, until a copy of the read models has taken in all that a service has written of some tenants by
    /// now; false if it has not. Nothing of theirs is read but how far it has come.
    pub async fn heard_of(
        &self,
        db: &Db,
        service: &'static str,
        generation: i32,
        tenants: &[Uuid],
        patience: Duration,
    ) -> anyhow::Result<bool> {
        let deadline = Instant::now() + patience;
        let asked = tenants.iter().map(|tenant| async move {
            let scope = TenantScope::proven(*tenant);
            let head = self.head(service, &scope).await?;
            loop {
                let reached = db.tenant(&scope, async |tx| progress(tx, generation).await).await?;
                if reached.get(service).copied().unwrap_or_default() >= head {
                    return Ok::<_, anyhow::Error>(true);
                }
                if Instant::now() > deadline {
                    return Ok(false);
                }
                sleep(LOOK_AGAIN).await;
            }
        });
        let mut asked = stream::iter(asked).buffer_unordered(AT_ONCE);
        while let Some(heard) = asked.next().await {
            if !heard? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn tenants(&self, service: &'static str) -> Result<Vec<Uuid>, Away> {
        let answer: Tenants = self.ask(service, "tenants", &[]).await?;
        Ok(answer.tenants)
    }

    async fn latest(&self, service: &'static str, tenant_id: Uuid, after: Option<Uuid>) -> Result<Latest, Away> {
        let mut query = vec![("tenant_id", tenant_id.to_string())];
        query.extend(after.map(|id| ("after", id.to_string())));
        self.ask(service, "latest", &query).await
    }

    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        service: &'static str,
        what: &str,
        query: &[(&str, String)],
    ) -> Result<T, Away> {
        let peer = match service {
            "tenants" => &self.peers.tenants,
            "goals" => &self.peers.goals,
            "projects" => &self.peers.projects,
            "reporting" => &self.peers.reporting,
            other => return Err(Away::Nobody(other.to_owned())),
        };
        let mut address: Url = peer.clone();
        address.set_path(&format!("/internal/v1/journal/{service}/{what}"));
        let answer = async {
            self.client
                .get(address)
                .query(query)
                .header(internal::HEADER, self.secret.expose_secret())
                .header("traceparent", trace::current().header())
                .timeout(PATIENCE)
                .send()
                .await?
                .error_for_status()?
                .json()
                .await
        };
        answer.await.map_err(|cause| Away::Silent { service, cause })
    }
}

/// A tenant of a filled copy, and up to which position of each source its states may reach.
#[derive(Clone, Debug)]
pub struct Filled {
    pub scope: TenantScope,
    pub reaches: HashMap<&'static str, i64>,
    pub states: usize,
}

/// Fills one generation with the latest state of everything, tenant by tenant, source by source.
pub async fn fill(
    consumer: &Consumer,
    journals: &Journals,
    generation: i32,
    filling: &Filling,
) -> anyhow::Result<Vec<Filled>> {
    let sources = consumer.sources();
    let mut tenants: Vec<Uuid> = Vec::new();
    for source in &sources {
        tenants.extend(journals.tenants(source).await?);
    }
    tenants.sort_unstable();
    tenants.dedup();
    filling.of(tenants.len());
    let mut filled = Vec::with_capacity(tenants.len());
    for tenant in tenants {
        let mut of_tenant = Filled {
            scope: TenantScope::proven(tenant),
            reaches: HashMap::new(),
            states: 0,
        };
        for source in &sources {
            fill_source(consumer, journals, generation, source, &mut of_tenant)
                .await
                .with_context(|| format!("filling generation {generation} from {source}"))?;
        }
        filled.push(of_tenant);
        filling.has_filled(filled.len());
    }
    Ok(filled)
}

async fn fill_source(
    consumer: &Consumer,
    journals: &Journals,
    generation: i32,
    source: &'static str,
    filled: &mut Filled,
) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = journals.latest(source, filled.scope.tenant_id(), after).await?;
        if after.is_none() {
            // Everything up to here is in the states that follow: its events need not come any more.
            consumer
                .db()
                .tenant(&filled.scope, async |tx| {
                    skip_to(tx, generation, source, page.head).await
                })
                .await?;
        }
        let mut envelopes = Vec::with_capacity(page.envelopes.len());
        for text in &page.envelopes {
            envelopes.push(Envelope::decode(STANDARD.decode(text)?.as_slice())?);
        }
        filled.states += envelopes.len();
        consumer.replay(&filled.scope, generation, &envelopes).await?;
        let reached = filled.reaches.entry(source).or_default();
        *reached = page.head.max(*reached);
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

#[derive(QueryableByName)]
struct Reached {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "read so that the statement returns a row")]
    reached: i64,
}

async fn skip_to(tx: &mut TenantTx, generation: i32, source: &str, position: i64) -> DbResult<()> {
    let _: Reached = statement("SELECT inbox_skip_to($1, $2, $3) AS reached")
        .bind::<Integer, _>(generation)
        .bind::<Text, _>(source)
        .bind::<BigInt, _>(position)
        .get_result(tx)
        .await?;
    Ok(())
}

/// Forgets what a copy that is no longer kept had taken in.
pub async fn forget(tx: &mut TenantTx, generation: i32) -> DbResult<()> {
    for table in [
        "DELETE FROM inbox WHERE tenant_id = $1 AND generation = $2",
        "DELETE FROM inbox_progress WHERE tenant_id = $1 AND generation = $2",
    ] {
        statement(table)
            .bind::<SqlUuid, _>(tx.tenant_id())
            .bind::<Integer, _>(generation)
            .execute(tx)
            .await?;
    }
    Ok(())
}
