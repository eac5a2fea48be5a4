//! How organisations are kept.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{DbResult, SystemTx, TenantTx},
    values::Language,
};
use uuid::Uuid;

use super::{Country, Kind, Organisation, State, model::Brand};
use crate::{
    kept::{day, json, read, to_day},
    schema::{geography, organisations},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organisations, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    kind: String,
    name: serde_json::Value,
    names: serde_json::Value,
    code: String,
    country: String,
    time_zone: String,
    language: String,
    place_code: Option<String>,
    owners: serde_json::Value,
    members: serde_json::Value,
    valid_from: Option<jiff_diesel::Date>,
    valid_to: Option<jiff_diesel::Date>,
    merged_into: Option<String>,
    invented: bool,
    colour: String,
    crest: Option<String>,
    notices: serde_json::Value,
    state: String,
    trial_until: Option<jiff_diesel::Date>,
    created_at: jiff_diesel::Timestamp,
    plan: Option<serde_json::Value>,
}

impl From<Row> for Organisation {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            version: row.version,
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Municipality),
            name: read(row.name),
            names: read(row.names),
            code: row.code,
            country: Country::from_code(&row.country).unwrap_or(Country::Finland),
            time_zone: row.time_zone,
            language: Language::from_code(&row.language).unwrap_or_default(),
            place_code: row.place_code,
            owners: read(row.owners),
            members: read(row.members),
            valid_from: day(row.valid_from),
            valid_to: day(row.valid_to),
            merged_into: row.merged_into,
            invented: row.invented,
            brand: Brand {
                colour: row.colour,
                crest: row.crest,
            },
            notices: read(row.notices),
            state: State::from_code(&row.state).unwrap_or(State::ReadOnly),
            trial_until: day(row.trial_until),
            created_at: row.created_at.to_jiff(),
            plan: row.plan.and_then(|plan| serde_json::from_value(plan).ok()),
        }
    }
}

impl From<&Organisation> for Row {
    fn from(o: &Organisation) -> Self {
        Self {
            tenant_id: o.id,
            id: o.id,
            version: o.version,
            kind: o.kind.code().to_owned(),
            name: json(&o.name),
            names: json(&o.names),
            code: o.code.clone(),
            country: o.country.code().to_owned(),
            time_zone: o.time_zone.clone(),
            language: o.language.code().to_owned(),
            place_code: o.place_code.clone(),
            owners: json(&o.owners),
            members: json(&o.members),
            valid_from: to_day(o.valid_from),
            valid_to: to_day(o.valid_to),
            merged_into: o.merged_into.clone(),
            invented: o.invented,
            colour: o.brand.colour.clone(),
            crest: o.brand.crest.clone(),
            notices: json(&o.notices),
            state: o.state.code().to_owned(),
            trial_until: to_day(o.trial_until),
            created_at: o.created_at.into(),
            plan: o.plan.as_ref().map(json),
        }
    }
}

/// The organisation that the tenant is.
pub async fn find(tx: &mut TenantTx) -> DbResult<Option<Organisation>> {
    let query = organisations::table
        .filter(organisations::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Organisation::from))
}

/// The same, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx) -> DbResult<Option<Organisation>> {
    let query = organisations::table
        .filter(organisations::tenant_id.eq(tx.tenant_id()))
        .select(Row::as_select());
    Ok(query.for_update().first(tx).await.optional()?.map(Organisation::from))
}

pub async fn update(tx: &mut TenantTx, organisation: &Organisation) -> DbResult<()> {
    let own = organisations::table.filter(organisations::tenant_id.eq(tx.tenant_id()));
    diesel::update(own).set(Row::from(organisation)).execute(tx).await?;
    Ok(())
}

/// The organisation of a tenant that a purpose has entered.
pub async fn find_entered(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Option<Organisation>> {
    let query = organisations::table
        .filter(organisations::tenant_id.eq(tenant_id))
        .select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Organisation::from))
}

pub async fn lock_entered(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Option<Organisation>> {
    let query = organisations::table
        .filter(organisations::tenant_id.eq(tenant_id))
        .select(Row::as_select());
    Ok(query.for_update().first(tx).await.optional()?.map(Organisation::from))
}

pub async fn insert_entered(tx: &mut SystemTx, organisation: &Organisation) -> DbResult<()> {
    diesel::insert_into(organisations::table)
        .values(Row::from(organisation))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update_entered(tx: &mut SystemTx, organisation: &Organisation) -> DbResult<()> {
    let own = organisations::table.filter(organisations::tenant_id.eq(organisation.id));
    diesel::update(own).set(Row::from(organisation)).execute(tx).await?;
    Ok(())
}

/// Whether a place is known. Geography is global: it has no tenant.
pub async fn place_exists(tx: &mut TenantTx, country: Country, code: &str) -> DbResult<bool> {
    let places = geography::table
        .filter(geography::country.eq(country.code()))
        .filter(geography::code.eq(code));
    Ok(places
        .select(geography::id)
        .first::<Uuid>(tx)
        .await
        .optional()?
        .is_some())
}
