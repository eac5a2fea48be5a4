//! Attachments, as they are kept.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, QueryableByName, Selectable,
    SelectableHelper as _,
    dsl::auto_type,
    sql_types::{BigInt, Binary, Text as SqlText, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use jiff_diesel::ToDiesel as _;
use prost::Message as _;
use uuid::Uuid;

use super::{Attachment, AttachmentContent, AttachmentId, AttachmentKind};
use crate::{
    db::{Db, DbError, DbResult, Kept, Page, Purpose, Rows, SystemTx, TenantTx, gains_turn, one_row, statement},
    fetch_page,
    ids::Identity as _,
    values::Text,
};

diesel::table! {
    attachments (tenant_id, id) {
        tenant_id -> Uuid,
        id -> Uuid,
        version -> Int8,
        thing -> Text,
        thing_id -> Uuid,
        name -> Text,
        title -> Nullable<Jsonb>,
        description -> Nullable<Jsonb>,
        kind -> Text,
        bytes -> Int8,
        sha256 -> Text,
        added_at -> Timestamptz,
        added_by -> Uuid,
        removed_at -> Nullable<Timestamptz>,
        tried_at -> Nullable<Timestamptz>,
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    thing: String,
    thing_id: Uuid,
    name: String,
    title: Option<Kept<Text>>,
    description: Option<Kept<Text>>,
    kind: AttachmentKind,
    bytes: i64,
    sha256: String,
    added_at: jiff_diesel::Timestamp,
    added_by: Uuid,
}

/// What something is attached to.
pub(super) type Of = (&'static str, Uuid);

/// Every query begins here; what was removed is there for nobody.
#[auto_type(no_type_alias)]
fn of(tx: &TenantTx) -> _ {
    let tenant: Uuid = tx.tenant_id();
    attachments::table
        .filter(attachments::tenant_id.eq(tenant))
        .filter(attachments::removed_at.is_null())
}

pub(super) async fn find(tx: &mut TenantTx, (thing, thing_id): Of, id: Uuid) -> DbResult<Option<Attachment>> {
    let row: Option<Row> = of(tx)
        .filter(attachments::id.eq(id))
        .filter(attachments::thing.eq(thing))
        .filter(attachments::thing_id.eq(thing_id))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(Row::into_model))
}

/// The attachment, held against concurrent change until the transaction ends.
pub(super) async fn lock(tx: &mut TenantTx, (thing, thing_id): Of, id: Uuid) -> DbResult<Option<Attachment>> {
    let row: Option<Row> = of(tx)
        .filter(attachments::id.eq(id))
        .filter(attachments::thing.eq(thing))
        .filter(attachments::thing_id.eq(thing_id))
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?;
    Ok(row.map(Row::into_model))
}

pub(super) async fn page(tx: &mut TenantTx, (thing, thing_id): Of, page: &Page) -> DbResult<Rows<Attachment>> {
    let query = of(tx)
        .filter(attachments::thing.eq(thing))
        .filter(attachments::thing_id.eq(thing_id))
        .select(Row::as_select())
        .into_boxed();
    let rows = fetch_page!(tx, query, page, Row of attachments by { "added_at" => added_at: jiff_diesel::Timestamp });
    Ok(rows.map(Row::into_model))
}

/// All that is attached to a thing, held.
pub(super) async fn lock_all(tx: &mut TenantTx, (thing, thing_id): Of) -> DbResult<Vec<Attachment>> {
    let rows: Vec<Row> = of(tx)
        .filter(attachments::thing.eq(thing))
        .filter(attachments::thing_id.eq(thing_id))
        .order(attachments::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Row::into_model).collect())
}

pub(super) async fn count(tx: &mut TenantTx, (thing, thing_id): Of) -> DbResult<i64> {
    let query = of(tx)
        .filter(attachments::thing.eq(thing))
        .filter(attachments::thing_id.eq(thing_id));
    Ok(query.count().get_result(tx).await?)
}

/// How much all files of the tenant come to.
pub(super) async fn bytes_of_all(tx: &mut TenantTx) -> DbResult<i64> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        bytes: i64,
    }
    let query = statement(
        "SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM attachments WHERE tenant_id = $1 AND removed_at IS NULL",
    );
    let sum: Sum = query.bind::<SqlUuid, _>(tx.tenant_id()).get_result(tx).await?;
    Ok(sum.bytes)
}

pub(super) async fn insert(tx: &mut TenantTx, attachment: &Attachment) -> DbResult<()> {
    diesel::insert_into(attachments::table)
        .values(Row::from_model(tx, attachment))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what is said now about a locked attachment.
pub(super) async fn update(tx: &mut TenantTx, attachment: &Attachment) -> DbResult<()> {
    let target = of(tx)
        .filter(attachments::id.eq(attachment.id.0))
        .filter(attachments::version.eq(attachment.version - 1));
    let content = &attachment.content;
    let changed = diesel::update(target)
        .set((
            attachments::version.eq(attachment.version),
            attachments::title.eq(content.title.clone().map(Kept)),
            attachments::description.eq(content.description.clone().map(Kept)),
        ))
        .execute(tx)
        .await?;
    one_row(changed)
}

/// From now on it is there for nobody. The row stays until its bytes are gone.
pub(super) async fn remove(tx: &mut TenantTx, attachment: &Attachment, at: Timestamp) -> DbResult<()> {
    let target = of(tx).filter(attachments::id.eq(attachment.id.0));
    let removed = diesel::update(target)
        .set((
            attachments::version.eq(attachment.version + 1),
            attachments::removed_at.eq(Some(at.to_diesel())),
        ))
        .execute(tx)
        .await?;
    one_row(removed)
}

/// Which of these bytes something names, be it removed or not.
pub(super) async fn named(tx: &mut TenantTx, ids: &[Uuid]) -> DbResult<HashSet<Uuid>> {
    let found: Vec<Uuid> = attachments::table
        .filter(attachments::tenant_id.eq(tx.tenant_id()))
        .filter(attachments::id.eq_any(ids))
        .select(attachments::id)
        .load(tx)
        .await?;
    Ok(found.into_iter().collect())
}

/// The bytes of what was removed could not be taken away: others first, from now on.
pub(super) async fn put_off(tx: &mut TenantTx, id: Uuid, at: Timestamp) -> DbResult<()> {
    let removed = attachments::table
        .filter(attachments::tenant_id.eq(tx.tenant_id()))
        .filter(attachments::id.eq(id))
        .filter(attachments::removed_at.is_not_null());
    diesel::update(removed)
        .set(attachments::tried_at.eq(Some(at.to_diesel())))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether it is ours to sweep until the transaction ends. Asked again, it stays ours, and the transaction is not taken for
/// one that somebody forgot.
pub(super) async fn gains_the_broom(tx: &mut SystemTx, service: &str) -> DbResult<bool> {
    gains_turn(tx, format!("{service}/attachments/sweep")).await
}

/// Forgets what was removed and has no bytes any more. What it was stays in the journal.
pub(super) async fn forget(tx: &mut TenantTx, id: Uuid) -> DbResult<()> {
    let gone = attachments::table
        .filter(attachments::tenant_id.eq(tx.tenant_id()))
        .filter(attachments::id.eq(id))
        .filter(attachments::removed_at.is_not_null());
    diesel::delete(gone).execute(tx).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Binary)]
    state: Vec<u8>,
}

/// Whether the journal tells of an attachment of that thing, be it there or not any more.
pub(super) async fn was_of(tx: &mut TenantTx, (thing, thing_id): Of, id: Uuid) -> DbResult<bool> {
    let told: Option<Told> = statement(
        "SELECT state FROM journal WHERE tenant_id = $1 AND aggregate = $2 AND aggregate_id = $3
         ORDER BY version DESC LIMIT 1",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<SqlText, _>(AttachmentId::AGGREGATE)
    .bind::<SqlUuid, _>(id)
    .get_result(tx)
    .await
    .optional()?;
    let state = told.and_then(|told| contracts::envelope::v1::Attachment::decode(told.state.as_slice()).ok());
    Ok(state.is_some_and(|state| state.thing == thing && state.thing_id == thing_id.to_string()))
}

#[derive(QueryableByName)]
struct Whose {
    #[diesel(sql_type = SqlUuid)]
    tenant_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// What was removed and may still have bytes: what nobody could take away comes after what nobody tried.
pub(super) async fn removed(db: &Db, most: i64) -> DbResult<Vec<(Uuid, Uuid)>> {
    let found: Vec<Whose> = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            let query = statement(
                "SELECT tenant_id, id FROM attachments WHERE removed_at IS NOT NULL
                 ORDER BY tried_at NULLS FIRST, removed_at LIMIT $1",
            );
            Ok::<_, DbError>(query.bind::<BigInt, _>(most).load(tx).await?)
        })
        .await?;
    Ok(found.into_iter().map(|whose| (whose.tenant_id, whose.id)).collect())
}

impl Row {
    fn from_model(tx: &TenantTx, attachment: &Attachment) -> Self {
        let content = &attachment.content;
        Self {
            tenant_id: tx.tenant_id(),
            id: attachment.id.0,
            version: attachment.version,
            thing: attachment.thing.clone(),
            thing_id: attachment.thing_id,
            name: attachment.name.clone(),
            title: content.title.clone().map(Kept),
            description: content.description.clone().map(Kept),
            kind: attachment.kind,
            bytes: attachment.bytes,
            sha256: attachment.sha256.clone(),
            added_at: attachment.added_at.to_diesel(),
            added_by: attachment.added_by,
        }
    }

    fn into_model(self) -> Attachment {
        Attachment {
            id: self.id.into(),
            version: self.version,
            thing: self.thing,
            thing_id: self.thing_id,
            name: self.name,
            kind: self.kind,
            bytes: self.bytes,
            sha256: self.sha256,
            added_at: self.added_at.to_jiff(),
            added_by: self.added_by,
            content: AttachmentContent {
                title: self.title.map(|t| t.0),
                description: self.description.map(|d| d.0),
            },
        }
    }
}
