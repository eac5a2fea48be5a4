//! How memberships are kept.

use std::collections::HashMap;

use diesel::{
    AsChangeset, BoolExpressionMethods as _, BoxableExpression, ExpressionMethods as _, Insertable,
    OptionalExtension as _, PgJsonbExpressionMethods as _, QueryDsl as _, Queryable, Selectable, SelectableHelper as _,
    pg::Pg, sql_types::Bool,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    auth::Role,
    db::{
        DbResult, Page, Rows, SystemTx, TenantTx,
        search::{sought, strpos},
    },
    http::{Called, Ids, MOST_NAMES, Names, NamesAsked},
    keyset,
};
use serde_json::json;
use uuid::Uuid;

use super::model::{Membership, MembershipId, Roles};
use crate::{
    api_key,
    kept::{self, day, read, to_day},
    person::{Person, PersonId},
    schema::{memberships, units},
    unit::UnitId,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = memberships, treat_none_as_null = true)]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    person_id: Uuid,
    person_name: String,
    name_sort: String,
    person_email: String,
    person_language: String,
    roles: serde_json::Value,
    admin: bool,
    title: serde_json::Value,
    valid_from: jiff_diesel::Date,
    valid_to: Option<jiff_diesel::Date>,
    ended: bool,
    created_at: jiff_diesel::Timestamp,
}

impl From<Row> for Membership {
    fn from(row: Row) -> Self {
        Self {
            id: MembershipId(row.id),
            version: row.version,
            person_id: PersonId(row.person_id),
            person_name: row.person_name,
            person_email: row.person_email,
            person_language: row.person_language,
            roles: read::<Roles>(row.roles),
            title: read(row.title),
            valid_from: row.valid_from.to_jiff(),
            valid_to: day(row.valid_to),
            ended: row.ended,
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl Row {
    fn of(tenant_id: Uuid, m: &Membership) -> Self {
        Self {
            tenant_id,
            id: m.id.0,
            version: m.version,
            person_id: m.person_id.0,
            person_name: m.person_name.clone(),
            name_sort: m.person_name.to_lowercase(),
            person_email: m.person_email.clone(),
            person_language: m.person_language.clone(),
            roles: kept::json(&m.roles),
            admin: m.keeps_administration(),
            title: kept::json(&m.title),
            valid_from: m.valid_from.into(),
            valid_to: to_day(m.valid_to),
            ended: m.ended,
            created_at: m.created_at.into(),
        }
    }
}

/// What lists of memberships and people are narrowed by.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub person_id: Option<Uuid>,
    /// Those that hold this role.
    pub role: Option<Role>,
    /// Words of the name.
    pub q: Option<String>,
    /// Those that ended too.
    pub ended: bool,
}

pub async fn page(tx: &mut TenantTx, wanted: &Wanted, page: &Page) -> DbResult<Rows<Membership>> {
    let tenant_id = tx.tenant_id();
    let mut query = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .select(Row::as_select())
        .into_boxed();
    if !wanted.ended {
        query = query.filter(memberships::ended.eq(false));
    }
    if let Some(person_id) = wanted.person_id {
        query = query.filter(memberships::person_id.eq(person_id));
    }
    if let Some(role) = wanted.role {
        query = query.filter(memberships::roles.contains(json!([{ "role": role }])));
    }
    if let Some(words) = sought(wanted.q.as_deref()) {
        query = query.filter(strpos(memberships::name_sort, words).gt(0));
    }
    let query = keyset!(query, page, memberships::id, {
        "name" => memberships::name_sort => String,
        "created_at" => memberships::created_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "created_at" => (row.created_at.to_jiff().to_string(), row.id),
        _ => (row.name_sort.clone(), row.id),
    });
    Ok(rows.map(Membership::from))
}

pub async fn find(tx: &mut TenantTx, id: MembershipId) -> DbResult<Option<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tx.tenant_id()))
        .filter(memberships::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Membership::from))
}

/// How many take part in an organisation that a purpose has entered.
pub async fn count_entered(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<i64> {
    let there = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::ended.eq(false));
    Ok(there.count().get_result(tx).await?)
}

pub async fn find_person(tx: &mut TenantTx, person_id: PersonId) -> DbResult<Option<Membership>> {
    let own = memberships::table.filter(memberships::tenant_id.eq(tx.tenant_id()));
    let one = own
        .filter(memberships::person_id.eq(person_id.0))
        .filter(memberships::ended.eq(false));
    Ok(one
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Membership::from))
}

/// The names that are asked for: of members, or, by their ids, of people who may have left and of API keys.
pub async fn names_of_people(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    let own = memberships::table.filter(memberships::tenant_id.eq(tx.tenant_id()));
    let some = |ids: &Ids| own.filter(memberships::person_id.eq_any(ids.0.clone()));
    let columns = (memberships::person_id, memberships::person_name);
    let most = i64::try_from(MOST_NAMES).unwrap_or(i64::MAX);
    let rows: Vec<(Uuid, String)> = if let Some(ids) = &asked.ids {
        some(ids).select(columns).load(tx).await?
    } else {
        let here = own.filter(memberships::ended.eq(false));
        let first = here.order((memberships::name_sort.asc(), memberships::id.asc()));
        first.limit(most + 1).select(columns).load(tx).await?
    };
    let with: Vec<(Uuid, String)> = if let Some(ids) = &asked.with {
        some(ids).select(columns).load(tx).await?
    } else {
        Vec::new()
    };
    let mut rows = called(rows);
    // What was done by an API key is told by its name.
    if let Some(ids) = asked.ids.as_ref().filter(|ids| rows.len() < ids.0.len()) {
        rows.extend(api_key::store::names(tx, &ids.0).await?);
    }
    Ok(Names::of(rows, called(with)))
}

fn called(rows: Vec<(Uuid, String)>) -> Vec<(Uuid, Called)> {
    rows.into_iter().map(|(id, name)| (id, name.into())).collect()
}

/// What people are called here, those included whose membership has ended.
pub async fn names(tx: &mut TenantTx, people: &[Uuid]) -> DbResult<HashMap<Uuid, String>> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let own = memberships::table.filter(memberships::tenant_id.eq(tx.tenant_id()));
    let named: Vec<(Uuid, String)> = own
        .filter(memberships::person_id.eq_any(people))
        .select((memberships::person_id, memberships::person_name))
        .load(tx)
        .await?;
    Ok(named.into_iter().collect())
}

/// Whether any membership that has not ended is tied to a unit.
pub async fn hold_unit(tx: &mut TenantTx, unit_id: Uuid) -> DbResult<bool> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tx.tenant_id()))
        .filter(memberships::ended.eq(false));
    let all: Vec<serde_json::Value> = own.select(memberships::roles).load(tx).await?;
    Ok(all
        .into_iter()
        .any(|roles| read::<Roles>(roles).units().any(|(_, id)| id == unit_id)))
}

/// Those that have not ended and are of a person, tied to any of the units, or of planners of the whole organisation.
pub async fn answering(tx: &mut TenantTx, person_id: Option<PersonId>, units: &[UnitId]) -> DbResult<Vec<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tx.tenant_id()))
        .filter(memberships::ended.eq(false));
    let planners = json!([{"role": "planner", "unit_id": null}]);
    let mut query = own.select(Row::as_select()).into_boxed();
    let mut wanted: Condition = Box::new(memberships::roles.contains(planners));
    if let Some(person_id) = person_id {
        wanted = Box::new(wanted.or(memberships::person_id.eq(person_id.0)));
    }
    for unit in units {
        wanted = Box::new(wanted.or(memberships::roles.contains(json!([{"unit_id": unit.0}]))));
    }
    query = query.filter(wanted).order(memberships::id);
    let rows: Vec<Row> = query.load(tx).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

type Condition = Box<dyn BoxableExpression<memberships::table, Pg, SqlType = Bool>>;

/// A person's membership of a tenant that a purpose has entered.
pub async fn find_entered(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<Option<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::person_id.eq(person_id.0));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Membership::from))
}

/// The same, held until the transaction ends.
pub async fn lock_of_person(tx: &mut SystemTx, tenant_id: Uuid, person_id: PersonId) -> DbResult<Option<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::person_id.eq(person_id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Membership::from))
}

/// Every membership that keeps the administration, held until the transaction ends: two administrators who take each
/// other's role away must take turns.
pub async fn lock_administration(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Vec<MembershipId>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::admin.eq(true));
    let ids: Vec<Uuid> = own
        .order(memberships::id)
        .select(memberships::id)
        .for_update()
        .load(tx)
        .await?;
    Ok(ids.into_iter().map(MembershipId).collect())
}

/// Whoever administers a tenant that a purpose has entered.
pub async fn administrators(tx: &mut SystemTx, tenant_id: Uuid) -> DbResult<Vec<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::admin.eq(true));
    let rows: Vec<Row> = own.order(memberships::id).select(Row::as_select()).load(tx).await?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

pub async fn lock(tx: &mut SystemTx, tenant_id: Uuid, id: MembershipId) -> DbResult<Option<Membership>> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::id.eq(id.0));
    Ok(own
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await
        .optional()?
        .map(Membership::from))
}

pub async fn insert(tx: &mut SystemTx, tenant_id: Uuid, membership: &Membership) -> DbResult<()> {
    diesel::insert_into(memberships::table)
        .values(Row::of(tenant_id, membership))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, tenant_id: Uuid, membership: &Membership) -> DbResult<()> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::id.eq(membership.id.0));
    diesel::update(own)
        .set(Row::of(tenant_id, membership))
        .execute(tx)
        .await?;
    Ok(())
}

/// Copies a person's name and language to where lists show them.
pub async fn copy_person(tx: &mut SystemTx, tenant_id: Uuid, person: &Person) -> DbResult<()> {
    let own = memberships::table
        .filter(memberships::tenant_id.eq(tenant_id))
        .filter(memberships::person_id.eq(person.id.0));
    diesel::update(own)
        .set((
            memberships::person_name.eq(&person.name),
            memberships::name_sort.eq(person.name.to_lowercase()),
            memberships::person_language.eq(person.language.code()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Which of the units are not there.
pub async fn missing_units(tx: &mut SystemTx, tenant_id: Uuid, wanted: &[Uuid]) -> DbResult<Vec<Uuid>> {
    let own = units::table
        .filter(units::tenant_id.eq(tenant_id))
        .filter(units::id.eq_any(wanted));
    let there: Vec<Uuid> = own.select(units::id).load(tx).await?;
    Ok(wanted.iter().copied().filter(|id| !there.contains(id)).collect())
}
