//! How webhooks are kept: the thing itself, what is told to it, and, of kind 3, its secret, its turn and how far it has
//! heard.

pub mod deliveries;
pub mod senders;

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    db::{DbError, DbResult, Kept, Page, Rows, SystemTx, TenantTx, one_row},
    keyset,
};
use uuid::Uuid;

use super::{
    Kind, Webhook, WebhookId,
    model::{self, Because},
};
use crate::{person::PersonId, schema::webhooks};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    name: String,
    name_sort: String,
    url: String,
    kinds: Kept<Vec<Kind>>,
    disabled_because: Option<Because>,
    failing_since: Option<jiff_diesel::Timestamp>,
    made_by: Uuid,
    created_at: jiff_diesel::Timestamp,
}

impl Row {
    fn of(tenant_id: Uuid, webhook: &Webhook) -> Self {
        Self {
            tenant_id,
            id: webhook.id.0,
            version: webhook.version,
            name: webhook.name.clone(),
            name_sort: webhook.name.to_lowercase(),
            url: webhook.url.to_string(),
            kinds: Kept(webhook.kinds.clone()),
            disabled_because: webhook.disabled,
            failing_since: webhook.failing_since.map(Into::into),
            made_by: webhook.made_by.0,
            created_at: webhook.created_at.into(),
        }
    }

    fn read(self) -> DbResult<Webhook> {
        let url = model::address(&self.url)
            .map_err(|cause| DbError::Other(diesel::result::Error::DeserializationError(Box::new(cause))))?;
        Ok(Webhook {
            id: WebhookId(self.id),
            version: self.version,
            name: self.name,
            url,
            kinds: self.kinds.0,
            disabled: self.disabled_because,
            failing_since: self.failing_since.map(jiff_diesel::Timestamp::to_jiff),
            made_by: PersonId(self.made_by),
            created_at: self.created_at.to_jiff(),
        })
    }
}

pub async fn page(tx: &mut TenantTx, disabled: Option<bool>, page: &Page) -> DbResult<Rows<Webhook>> {
    let mut query = webhooks::table
        .filter(webhooks::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select())
        .into_boxed();
    query = match disabled {
        None => query,
        Some(true) => query.filter(webhooks::disabled_because.is_not_null()),
        Some(false) => query.filter(webhooks::disabled_because.is_null()),
    };
    let query = keyset!(query, page, webhooks::id, {
        "name" => webhooks::name_sort => String,
        "created_at" => webhooks::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(Rows {
        rows: rows.rows.into_iter().map(Row::read).collect::<DbResult<_>>()?,
        next: rows.next,
    })
}

pub async fn find(tx: &mut TenantTx, id: WebhookId) -> DbResult<Option<Webhook>> {
    let own = webhooks::table
        .filter(webhooks::tenant_id.eq(tx.tenant_id()))
        .filter(webhooks::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).first(tx).await.optional()?;
    row.map(Row::read).transpose()
}

/// A webhook of the tenant that a purpose has entered, held until the transaction ends.
pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, id: WebhookId) -> DbResult<Option<Webhook>> {
    let own = webhooks::table
        .filter(webhooks::tenant_id.eq(tenant_id))
        .filter(webhooks::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).for_update().first(tx).await.optional()?;
    row.map(Row::read).transpose()
}

/// How many a tenant has.
pub async fn count(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<i64> {
    let own = webhooks::table.filter(webhooks::tenant_id.eq(tenant_id));
    Ok(own.count().get_result(tx).await?)
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, webhook: &Webhook) -> DbResult<()> {
    diesel::insert_into(webhooks::table)
        .values(Row::of(tenant_id, webhook))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, webhook: &Webhook) -> DbResult<()> {
    let own = webhooks::table
        .filter(webhooks::tenant_id.eq(tenant_id))
        .filter(webhooks::id.eq(webhook.id.0));
    one_row(diesel::update(own).set(Row::of(tenant_id, webhook)).execute(tx).await?)
}

/// Notes since when nothing was taken, or that something was.
pub async fn note_failing(tx: &mut SystemTx, tenant_id: Uuid, id: WebhookId, since: Option<Timestamp>) -> DbResult<()> {
    let own = webhooks::table
        .filter(webhooks::tenant_id.eq(tenant_id))
        .filter(webhooks::id.eq(id.0));
    diesel::update(own)
        .set(webhooks::failing_since.eq(since.map(jiff_diesel::Timestamp::from)))
        .execute(tx)
        .await?;
    Ok(())
}

/// With everything that was told to it.
pub async fn delete(tx: &mut SystemTx, tenant_id: Uuid, id: WebhookId) -> DbResult<()> {
    deliveries::forget_of(tx, tenant_id, id).await?;
    senders::forget(tx, id).await?;
    let own = webhooks::table
        .filter(webhooks::tenant_id.eq(tenant_id))
        .filter(webhooks::id.eq(id.0));
    one_row(diesel::delete(own).execute(tx).await?)
}
