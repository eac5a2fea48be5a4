//! What a service knows of things that others own: enough to check a link and to show a name.
//!
//! Fed by events. A thing that was made a moment ago may not have been heard of yet, so a check waits a little before it
//! says that there is no such thing.

mod tenants;
mod zone;

use std::time::Duration;

use contracts::envelope::v1 as wire;
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Jsonb, Nullable, Text as SqlText, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use uuid::Uuid;

use crate::{
    auth::TenantScope,
    db::{Db, DbError, DbResult, TenantTx, statement},
    events::Received,
    values::Text,
};

pub use tenants::{PERSON, THEME, UNIT, of_tenants};
pub use zone::keep_zone;

/// How long a link's target may be on its way.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// A thing of another service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub kind: &'static str,
    pub id: Uuid,
    pub version: i64,
    pub parent_id: Option<Uuid>,
    pub label: Text,
    pub valid_from: Option<jiff::civil::Date>,
    pub valid_to: Option<jiff::civil::Date>,
    pub gone: bool,
}

/// A thing that a request points at and that is not there.
#[derive(Debug, thiserror::Error)]
pub enum Unknown {
    /// With the JSON pointer of the field that points at it.
    #[error("there is no {kind} {id}")]
    Nothing {
        kind: &'static str,
        id: Uuid,
        pointer: String,
    },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A link to check: what kind of thing, which, and the field that names it.
#[derive(Clone, Debug)]
pub struct Link {
    pub kind: &'static str,
    pub id: Uuid,
    pub pointer: String,
}

impl Link {
    pub fn to(kind: &'static str, id: impl Into<Uuid>, pointer: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            pointer: pointer.into(),
        }
    }

    /// A link for each id of a list field.
    pub fn each(kind: &'static str, ids: impl IntoIterator<Item = impl Into<Uuid>>, pointer: &str) -> Vec<Self> {
        ids.into_iter()
            .enumerate()
            .map(|(n, id)| Self::to(kind, id, format!("{pointer}/{n}")))
            .collect()
    }

    fn missing(self) -> Unknown {
        Unknown::Nothing {
            kind: self.kind,
            id: self.id,
            pointer: self.pointer,
        }
    }
}

impl Known {
    /// A thing as an event tells of it.
    pub fn told<M>(kind: &'static str, event: &Received<M>, label: Option<wire::Text>) -> Self {
        Self {
            kind,
            id: event.aggregate_id,
            version: event.version,
            parent_id: None,
            label: label.unwrap_or_default().into(),
            valid_from: None,
            valid_to: None,
            gone: event.deleted,
        }
    }
}

/// The links that a change adds. A target that vanished leaves its link standing: only new ones are checked.
pub fn added(before: &[Link], after: Vec<Link>) -> Vec<Link> {
    let there = |link: &Link| before.iter().any(|b| b.kind == link.kind && b.id == link.id);
    after.into_iter().filter(|link| !there(link)).collect()
}

/// Keeps what an event told, unless something newer is known.
pub async fn keep(tx: &mut TenantTx, known: &Known) -> DbResult<()> {
    keep_newer(tx, known).await.map(|_| ())
}

/// Keeps what an event told, and says whether it was news.
pub async fn keep_newer(tx: &mut TenantTx, known: &Known) -> DbResult<bool> {
    let label = serde_json::to_value(&known.label).unwrap_or_default();
    let kept = statement(
        "INSERT INTO known_things AS k (tenant_id, kind, id, version, parent_id, label, valid_from, valid_to, gone)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (tenant_id, kind, id) DO UPDATE
         SET version = excluded.version, parent_id = excluded.parent_id, label = excluded.label,
             valid_from = excluded.valid_from, valid_to = excluded.valid_to, gone = excluded.gone
         WHERE k.version < excluded.version",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlText, _>(known.kind)
    .bind::<SqlUuid, _>(known.id)
    .bind::<BigInt, _>(known.version)
    .bind::<Nullable<SqlUuid>, _>(known.parent_id)
    .bind::<Jsonb, _>(label)
    .bind::<Nullable<Date>, _>(known.valid_from.map(jiff_diesel::Date::from))
    .bind::<Nullable<Date>, _>(known.valid_to.map(jiff_diesel::Date::from))
    .bind::<Bool, _>(known.gone)
    .execute(tx)
    .await?;
    Ok(kept > 0)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    parent_id: Option<Uuid>,
    #[diesel(sql_type = Jsonb)]
    label: serde_json::Value,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Nullable<Date>)]
    valid_from: Option<jiff_diesel::Date>,
    #[diesel(sql_type = Nullable<Date>)]
    valid_to: Option<jiff_diesel::Date>,
    #[diesel(sql_type = Bool)]
    gone: bool,
}

/// Those of the ids that are known, gone ones included.
pub async fn find(tx: &mut TenantTx, kind: &'static str, ids: &[Uuid]) -> DbResult<Vec<Known>> {
    let rows: Vec<Row> = statement(
        "SELECT id, parent_id, label, version, valid_from, valid_to, gone FROM known_things
         WHERE tenant_id = $1 AND kind = $2 AND id = ANY ($3)",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlText, _>(kind)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| known(kind, row)).collect())
}

/// All things of a kind that are there.
pub async fn all(tx: &mut TenantTx, kind: &'static str) -> DbResult<Vec<Known>> {
    let rows: Vec<Row> = statement(
        "SELECT id, parent_id, label, version, valid_from, valid_to, gone FROM known_things
         WHERE tenant_id = $1 AND kind = $2 AND NOT gone ORDER BY id",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlText, _>(kind)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| known(kind, row)).collect())
}

#[derive(QueryableByName)]
struct Below {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// A thing and all of its kind below it. Those that are gone count too: what points at them stands.
pub async fn below(tx: &mut TenantTx, kind: &'static str, id: Uuid) -> DbResult<Vec<Uuid>> {
    let rows: Vec<Below> = statement(
        "WITH RECURSIVE below(id) AS (
             SELECT $3
             UNION
             SELECT k.id FROM known_things k JOIN below ON k.parent_id = below.id
             WHERE k.tenant_id = $1 AND k.kind = $2
         ) SELECT id FROM below",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlText, _>(kind)
    .bind::<SqlUuid, _>(id)
    .load(tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

fn known(kind: &'static str, row: Row) -> Known {
    Known {
        kind,
        id: row.id,
        version: row.version,
        parent_id: row.parent_id,
        label: serde_json::from_value(row.label).unwrap_or_default(),
        valid_from: row.valid_from.map(jiff_diesel::Date::to_jiff),
        valid_to: row.valid_to.map(jiff_diesel::Date::to_jiff),
        gone: row.gone,
    }
}

impl Db {
    /// Makes sure that everything pointed at is there, waiting a little for what may be on its way. Before the
    /// transaction that makes the link: it holds no connection while it waits.
    pub async fn check_links(&self, scope: &TenantScope, links: &[Link]) -> Result<(), Unknown> {
        if links.is_empty() {
            return Ok(());
        }
        let began = tokio::time::Instant::now();
        loop {
            let missing = self.tenant(scope, async |tx| first_missing(tx, links).await).await?;
            match missing {
                None => return Ok(()),
                Some(link) if began.elapsed() > PATIENCE => {
                    return Err(link.missing());
                }
                Some(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

/// The same within the transaction that makes the links, for targets that were heard of long ago: nothing is waited for.
pub async fn check_at_once(tx: &mut TenantTx, links: &[Link]) -> Result<(), Unknown> {
    match first_missing(tx, links).await? {
        None => Ok(()),
        Some(link) => Err(link.missing()),
    }
}

async fn first_missing(tx: &mut TenantTx, links: &[Link]) -> DbResult<Option<Link>> {
    let mut kinds: Vec<&'static str> = links.iter().map(|l| l.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of_kind: Vec<&Link> = links.iter().filter(|l| l.kind == kind).collect();
        let ids: Vec<Uuid> = of_kind.iter().map(|l| l.id).collect();
        let there = find(tx, kind, &ids).await?;
        let missing = of_kind
            .into_iter()
            .find(|l| !there.iter().any(|k| k.id == l.id && !k.gone));
        if let Some(missing) = missing {
            return Ok(Some(missing.clone()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_stood_before_is_not_checked_again() {
        let link = |n| Link::to("goal", Uuid::from_u128(n), "/goal_ids");
        let added = added(&[link(1), link(2)], vec![link(2), link(3)]);
        assert_eq!(added.iter().map(|l| l.id).collect::<Vec<_>>(), [Uuid::from_u128(3)]);
    }
}
