//! How invitations and their links are kept.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use platform::{
    db::{DbResult, Page, Rows, SystemTx, TenantTx},
    keyset,
    values::Language,
};
use uuid::Uuid;

use super::model::{Invitation, InvitationId, State};
use crate::{
    kept::{json, read},
    membership::Roles,
    person::PersonId,
    schema::{invitation_tokens, invitations},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = invitations, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    person_id: Uuid,
    email: String,
    name: String,
    name_sort: String,
    language: String,
    roles: serde_json::Value,
    title: serde_json::Value,
    state: String,
    expires_at: jiff_diesel::Timestamp,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Invitation {
    fn from(row: Row) -> Self {
        Self {
            id: InvitationId(row.id),
            version: row.version,
            person_id: PersonId(row.person_id),
            email: row.email,
            name: row.name,
            language: Language::from_code(&row.language).unwrap_or_default(),
            roles: read::<Roles>(row.roles),
            title: read(row.title),
            state: State::from_code(&row.state).unwrap_or(State::Withdrawn),
            expires_at: row.expires_at.to_jiff(),
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, i: &Invitation) -> Self {
        Self {
            tenant_id,
            id: i.id.0,
            version: i.version,
            person_id: i.person_id.0,
            email: i.email.clone(),
            name: i.name.clone(),
            name_sort: i.name.to_lowercase(),
            language: i.language.code().to_owned(),
            roles: json(&i.roles),
            title: json(&i.title),
            state: i.state.code().to_owned(),
            expires_at: i.expires_at.into(),
            created_at: i.created_at.into(),
        }
    }
}

pub async fn page(tx: &mut TenantTx, state: Option<State>, now: Timestamp, page: &Page) -> DbResult<Rows<Invitation>> {
    let own = invitations::table.filter(invitations::tenant_id.eq(tx.tenant_id()));
    let mut query = own.select(Row::as_select()).into_boxed();
    let at = jiff_diesel::Timestamp::from(now);
    query = match state {
        None => query,
        Some(State::Expired) => query
            .filter(invitations::state.eq("open"))
            .filter(invitations::expires_at.le(at)),
        Some(State::Open) => query
            .filter(invitations::state.eq("open"))
            .filter(invitations::expires_at.gt(at)),
        Some(other) => query.filter(invitations::state.eq(other.code())),
    };
    let query = keyset!(query, page, invitations::id, {
        "created_at" => invitations::created_at => jiff_diesel::Timestamp,
        "name" => invitations::name_sort => String,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "name" => (row.name_sort.clone(), row.id),
        _ => (row.created_at.to_jiff().to_string(), row.id),
    });
    Ok(rows.map(Invitation::from))
}

pub async fn find(tx: &mut TenantTx, id: InvitationId) -> DbResult<Option<Invitation>> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tx.tenant_id()))
        .filter(invitations::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Invitation::from))
}

/// An invitation of a tenant that a purpose has entered, held until the transaction ends.
pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, id: InvitationId) -> DbResult<Option<Invitation>> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Invitation::from))
}

pub async fn find_entered(tx: &mut SystemTx, tenant_id: Uuid, id: InvitationId) -> DbResult<Option<Invitation>> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Invitation::from))
}

/// The open invitation of a person, expired or not.
pub async fn find_open(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<Option<Invitation>> {
    let own = invitations::table.filter(invitations::tenant_id.eq(tenant_id));
    let open = own
        .filter(invitations::person_id.eq(person_id.0))
        .filter(invitations::state.eq("open"));
    Ok(open
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Invitation::from))
}

/// How many were invited and may still come.
pub async fn count_open(tx: &mut SystemTx, tenant_id: Uuid, now: Timestamp) -> DbResult<i64> {
    let open = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::state.eq("open"))
        .filter(invitations::expires_at.gt(jiff_diesel::Timestamp::from(now)));
    Ok(open.count().get_result(tx).await?)
}

/// By which the organisation's first person came or is to come: the one that was accepted, or the newest.
pub async fn find_first(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Option<Invitation>> {
    let own = invitations::table.filter(invitations::tenant_id.eq(tenant_id));
    let accepted_first = invitations::state.eq("accepted").desc();
    Ok(own
        .order((accepted_first, invitations::created_at.desc(), invitations::id.desc()))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Invitation::from))
}

/// Every open invitation, expired or not, held until the transaction ends.
pub async fn lock_open(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Vec<Invitation>> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::state.eq("open"));
    let rows: Vec<Row> = own
        .order(invitations::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

/// Every invitation of a person, held until the transaction ends.
pub async fn lock_of_person(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<Vec<Invitation>> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::person_id.eq(person_id.0));
    let rows: Vec<Row> = own
        .order(invitations::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Invitation::from).collect())
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, invitation: &Invitation) -> DbResult<()> {
    diesel::insert_into(invitations::table)
        .values(Row::of(tenant_id, invitation))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, invitation: &Invitation) -> DbResult<()> {
    let own = invitations::table
        .filter(invitations::tenant_id.eq(tenant_id))
        .filter(invitations::id.eq(invitation.id.0));
    diesel::update(own)
        .set(Row::of(tenant_id, invitation))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn keep_link(tx: &mut SystemTx, tenant_id: Uuid, invitation: &Invitation, token_hash: &[u8]) -> DbResult<()> {
    diesel::insert_into(invitation_tokens::table)
        .values((
            invitation_tokens::token_hash.eq(token_hash),
            invitation_tokens::tenant_id.eq(tenant_id),
            invitation_tokens::invitation_id.eq(invitation.id.0),
            invitation_tokens::expires_at.eq(jiff_diesel::Timestamp::from(invitation.expires_at)),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Which invitation of which organisation a secret opens.
pub async fn find_link(tx: &mut SystemTx, token_hash: &[u8], now: Timestamp) -> DbResult<Option<(Uuid, InvitationId)>> {
    let found: Option<(Uuid, Uuid)> = invitation_tokens::table
        .find(token_hash)
        .filter(invitation_tokens::expires_at.gt(jiff_diesel::Timestamp::from(now)))
        .select((invitation_tokens::tenant_id, invitation_tokens::invitation_id))
        .first(tx)
        .await
        .optional()?;
    Ok(found.map(|(tenant_id, id)| (tenant_id, InvitationId(id))))
}

/// A closed invitation's links open nothing.
pub async fn forget_links(tx: &mut SystemTx, tenant_id: Uuid, id: InvitationId) -> DbResult<()> {
    let links = invitation_tokens::table.filter(invitation_tokens::tenant_id.eq(tenant_id));
    diesel::delete(links.filter(invitation_tokens::invitation_id.eq(id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn forget_old_links(tx: &mut SystemTx, now: Timestamp) -> DbResult<()> {
    let old = invitation_tokens::expires_at.le(jiff_diesel::Timestamp::from(now));
    diesel::delete(invitation_tokens::table.filter(old)).execute(tx).await?;
    Ok(())
}
