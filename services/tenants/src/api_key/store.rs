//! How API keys are kept. Their secrets are of kind 3: the sign-in role alone.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use ipnet::IpNet;
use jiff::civil::Date;
use platform::{
    db::{DbResult, Kept, Page, Rows, SystemTx, TenantTx, one_row},
    http::Called,
    ids, keyset,
    values::Text,
};
use uuid::Uuid;

use super::{
    Scope,
    model::{ApiKey, ApiKeyId, State},
};
use crate::{
    person::PersonId,
    schema::{api_key_secrets, api_keys},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = api_keys, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    name: String,
    name_sort: String,
    scopes: Kept<Vec<Scope>>,
    networks: Kept<Vec<IpNet>>,
    made_by: Uuid,
    created_at: jiff_diesel::Timestamp,
    ends_on: jiff_diesel::Date,
    revoked_at: Option<jiff_diesel::Timestamp>,
    last_used_on: Option<jiff_diesel::Date>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        Self {
            id: ApiKeyId(row.id),
            version: row.version,
            name: row.name,
            scopes: row.scopes.0,
            networks: row.networks.0,
            made_by: PersonId(row.made_by),
            created_at: row.created_at.to_jiff(),
            ends_on: row.ends_on.to_jiff(),
            revoked_at: row.revoked_at.map(jiff_diesel::Timestamp::to_jiff),
            last_used_on: row.last_used_on.map(jiff_diesel::Date::to_jiff),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, key: &ApiKey) -> Self {
        Self {
            tenant_id,
            id: key.id.0,
            version: key.version,
            name: key.name.clone(),
            name_sort: key.name.to_lowercase(),
            scopes: Kept(key.scopes.clone()),
            networks: Kept(key.networks.clone()),
            made_by: key.made_by.0,
            created_at: key.created_at.into(),
            ends_on: key.ends_on.into(),
            revoked_at: key.revoked_at.map(Into::into),
            last_used_on: key.last_used_on.map(Into::into),
        }
    }
}

pub async fn page(tx: &mut TenantTx, state: Option<State>, today: Date, page: &Page) -> DbResult<Rows<ApiKey>> {
    let today = jiff_diesel::Date::from(today);
    let mut query = api_keys::table
        .filter(api_keys::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select())
        .into_boxed();
    query = match state {
        None => query,
        Some(State::Revoked) => query.filter(api_keys::revoked_at.is_not_null()),
        Some(State::Active) => query
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::ends_on.ge(today)),
        Some(State::Ended) => query
            .filter(api_keys::revoked_at.is_null())
            .filter(api_keys::ends_on.lt(today)),
    };
    let query = keyset!(query, page, api_keys::id, {
        "name" => api_keys::name_sort => String,
        "created_at" => api_keys::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(rows.map(ApiKey::from))
}

pub async fn find(tx: &mut TenantTx, id: ApiKeyId) -> DbResult<Option<ApiKey>> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tx.tenant_id()))
        .filter(api_keys::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).first(tx).await.optional()?;
    Ok(row.map(ApiKey::from))
}

/// What keys are called wherever people are named: a key does things in the place of somebody.
pub async fn names(tx: &mut TenantTx, asked: &[Uuid]) -> DbResult<Vec<(Uuid, Called)>> {
    let own = api_keys::table.filter(api_keys::tenant_id.eq(tx.tenant_id()));
    let named: Vec<(Uuid, String)> = own
        .filter(api_keys::id.eq_any(asked))
        .select((api_keys::id, api_keys::name))
        .load(tx)
        .await?;
    let called = |name: &str| {
        let said = |what: &str| Some(format!("{name} ({what})"));
        Called::Text(Text {
            fi: said("API-avain"),
            sv: said("API-nyckel"),
            en: said("API key"),
        })
    };
    Ok(named.into_iter().map(|(id, name)| (id, called(&name))).collect())
}

/// A key of the tenant that a purpose has entered.
pub async fn find_entered(tx: &mut SystemTx, tenant_id: Uuid, id: ApiKeyId) -> DbResult<Option<ApiKey>> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).first(tx).await.optional()?;
    Ok(row.map(ApiKey::from))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, id: ApiKeyId) -> DbResult<Option<ApiKey>> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::id.eq(id.0));
    let row: Option<Row> = own.select(Row::as_select()).for_update().first(tx).await.optional()?;
    Ok(row.map(ApiKey::from))
}

/// All of a person's that were not revoked, held until the transaction ends.
pub async fn lock_of_person(tx: &mut SystemTx, tenant_id: Uuid, made_by: PersonId) -> DbResult<Vec<ApiKey>> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::made_by.eq(made_by.0))
        .filter(api_keys::revoked_at.is_null());
    let rows: Vec<Row> = own
        .order(api_keys::id)
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
}

/// How many of a tenant's are good on a day.
pub async fn count_active(tx: &mut SystemTx, tenant_id: Uuid, today: Date) -> DbResult<i64> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::revoked_at.is_null())
        .filter(api_keys::ends_on.ge(jiff_diesel::Date::from(today)));
    Ok(own.count().get_result(tx).await?)
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, key: &ApiKey, secret_hash: &[u8]) -> DbResult<()> {
    diesel::insert_into(api_keys::table)
        .values(Row::of(tenant_id, key))
        .execute(tx)
        .await?;
    diesel::insert_into(api_key_secrets::table)
        .values((
            api_key_secrets::secret_hash.eq(secret_hash),
            api_key_secrets::tenant_id.eq(tenant_id),
            api_key_secrets::key_id.eq(key.id.0),
            api_key_secrets::access_id.eq(ids::fresh()),
            api_key_secrets::made_by.eq(key.made_by.0),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, key: &ApiKey) -> DbResult<()> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::id.eq(key.id.0));
    one_row(diesel::update(own).set(Row::of(tenant_id, key)).execute(tx).await?)
}

/// Notes that a key was used on a day.
pub async fn note_use(tx: &mut SystemTx, tenant_id: Uuid, id: ApiKeyId, today: Date) -> DbResult<()> {
    let own = api_keys::table
        .filter(api_keys::tenant_id.eq(tenant_id))
        .filter(api_keys::id.eq(id.0));
    diesel::update(own)
        .set(api_keys::last_used_on.eq(Some(jiff_diesel::Date::from(today))))
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose key a secret is, and what tokens call it.
#[derive(Clone, Copy, Debug, Queryable, Selectable)]
#[diesel(table_name = api_key_secrets)]
pub struct Opened {
    pub tenant_id: Uuid,
    pub key_id: Uuid,
    pub access_id: Uuid,
}

pub async fn find_by_secret(tx: &mut SystemTx, secret_hash: &[u8]) -> DbResult<Option<Opened>> {
    let found = api_key_secrets::table.find(secret_hash).select(Opened::as_select());
    Ok(found.first(tx).await.optional()?)
}

/// Takes a key's secret away. What tokens called the key, if it had one.
pub async fn forget_secret(tx: &mut SystemTx, id: ApiKeyId) -> DbResult<Option<Uuid>> {
    let secret = api_key_secrets::table.filter(api_key_secrets::key_id.eq(id.0));
    let access_id = diesel::delete(secret)
        .returning(api_key_secrets::access_id)
        .get_result(tx)
        .await
        .optional()?;
    Ok(access_id)
}

/// A person's keys under other names, in every organisation: what tokens called them before.
pub async fn rename_of(tx: &mut SystemTx, made_by: PersonId) -> DbResult<Vec<Uuid>> {
    let own = api_key_secrets::table.filter(api_key_secrets::made_by.eq(made_by.0));
    let called: Vec<Uuid> = own
        .order(api_key_secrets::key_id)
        .select(api_key_secrets::access_id)
        .for_update()
        .load(tx)
        .await?;
    for access_id in &called {
        diesel::update(api_key_secrets::table.filter(api_key_secrets::access_id.eq(access_id)))
            .set(api_key_secrets::access_id.eq(ids::fresh()))
            .execute(tx)
            .await?;
    }
    Ok(called)
}
