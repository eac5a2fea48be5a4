//! How partners are kept, and what activities tell of them.

use std::collections::HashMap;

use diesel::{define_sql_function, dsl, prelude::*, sql_types};
use diesel_async::RunQueryDsl;
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use platform::{
    db::{
        DbResult, Page, Rows, TenantTx, one_row,
        search::{searchable, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
};
use uuid::Uuid;

use super::{
    model::{Kind, Partner, PartnerContent, PartnerId, TwinStatus, TwinTown, awake_since},
    routes::PartnerFilter,
};
use crate::schema::{activities, activity_partners, partners, project_partners};

define_sql_function! {
    /// The earlier of two days; one that is absent does not count.
    fn least(one: sql_types::Nullable<sql_types::Date>, other: sql_types::Date) -> sql_types::Nullable<sql_types::Date>;
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = partners, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    name: String,
    name_sort: String,
    search_text: String,
    kind: Kind,
    country: String,
    town: Option<String>,
    website: Option<String>,
    twin_town: bool,
    twin_since: Option<jiff_diesel::Date>,
    twin_agreement: Option<String>,
    twin_status: Option<TwinStatus>,
    notes: Option<String>,
}

/// Who a partner is, for those who show its name.
#[derive(Clone, Debug, Queryable)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
    pub country: String,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<partners::table, dsl::Eq<partners::tenant_id, Uuid>> {
    partners::table.filter(partners::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: PartnerId, today: Date) -> DbResult<Option<Partner>> {
    let row = of(tx)
        .filter(partners::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(complete(tx, row.into_iter().collect(), today).await?.pop())
}

/// The partner, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: PartnerId, today: Date) -> DbResult<Option<Partner>> {
    let query = of(tx).filter(partners::id.eq(id.0)).select(Row::as_select());
    let row = query.for_update().first(tx).await.optional()?;
    Ok(complete(tx, row.into_iter().collect(), today).await?.pop())
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, of(tx), (partners::id, partners::name => String) by partners::name_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &PartnerFilter, page: &Page, today: Date) -> DbResult<Rows<Partner>> {
    let tenant = tx.tenant_id();
    let mut query = of(tx).select(Row::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(partners::kind.eq(kind));
    }
    if let Some(country) = &filter.country {
        query = query.filter(partners::country.eq(country));
    }
    if let Some(twin) = filter.twin_town {
        query = query.filter(partners::twin_town.eq(twin));
    }
    if let Some(dormant) = filter.dormant {
        let awake = activity_partners::table
            .inner_join(
                activities::table.on(activities::tenant_id
                    .eq(activity_partners::tenant_id)
                    .and(activities::id.eq(activity_partners::activity_id))),
            )
            .filter(activity_partners::tenant_id.eq(tenant))
            .filter(activities::period_from.le(today.to_diesel()))
            .filter(
                activities::period_to
                    .is_null()
                    .or(activities::period_to.ge(awake_since(today).to_diesel())),
            )
            .select(activity_partners::partner_id);
        query = if dormant {
            query.filter(partners::id.ne_all(awake))
        } else {
            query.filter(partners::id.eq_any(awake))
        };
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(partners::search_text, q).gt(0));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of partners by {
        "name" => name_sort: String,
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(Rows {
        rows: complete(tx, rows, today).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, partner: &Partner) -> DbResult<()> {
    diesel::insert_into(partners::table)
        .values(Row::from_model(tx, partner))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what a locked partner says now.
pub async fn update(tx: &mut TenantTx, partner: &Partner) -> DbResult<()> {
    let target = of(tx)
        .filter(partners::id.eq(partner.id.0))
        .filter(partners::version.eq(partner.version - 1));
    one_row(
        diesel::update(target)
            .set(Row::from_model(tx, partner))
            .execute(tx)
            .await?,
    )
}

pub async fn delete(tx: &mut TenantTx, id: PartnerId) -> DbResult<()> {
    one_row(diesel::delete(of(tx).filter(partners::id.eq(id.0))).execute(tx).await?)
}

/// Whether a project or an activity names the partner.
pub async fn is_named(tx: &mut TenantTx, id: PartnerId) -> DbResult<bool> {
    let tenant = tx.tenant_id();
    let in_projects = project_partners::table.filter(
        project_partners::tenant_id
            .eq(tenant)
            .and(project_partners::partner_id.eq(id.0)),
    );
    let in_activities = activity_partners::table.filter(
        activity_partners::tenant_id
            .eq(tenant)
            .and(activity_partners::partner_id.eq(id.0)),
    );
    Ok(diesel::select(dsl::exists(in_projects).or(dsl::exists(in_activities)))
        .get_result(tx)
        .await?)
}

/// Those of the partners that are there, held so that none goes before the link to it is made.
pub async fn known(tx: &mut TenantTx, ids: &[Uuid]) -> DbResult<Vec<Uuid>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = of(tx).filter(partners::id.eq_any(ids.to_vec())).select(partners::id);
    Ok(query.for_key_share().load(tx).await?)
}

/// Names and countries of partners.
pub async fn named(tx: &mut TenantTx, ids: impl IntoIterator<Item = Uuid>) -> DbResult<Vec<Named>> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let query = of(tx)
        .filter(partners::id.eq_any(ids))
        .order((partners::name_sort, partners::id));
    Ok(query
        .select((partners::id, partners::name, partners::country))
        .load(tx)
        .await?)
}

/// Rows with the last day on which something was done with each.
async fn complete(tx: &mut TenantTx, rows: Vec<Row>, today: Date) -> DbResult<Vec<Partner>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let today = today.to_diesel();
    let last: Vec<(Uuid, Option<jiff_diesel::Date>)> = activity_partners::table
        .inner_join(
            activities::table.on(activities::tenant_id
                .eq(activity_partners::tenant_id)
                .and(activities::id.eq(activity_partners::activity_id))),
        )
        .filter(
            activity_partners::tenant_id
                .eq(tx.tenant_id())
                .and(activity_partners::partner_id.eq_any(ids)),
        )
        .filter(activities::period_from.le(today))
        .group_by(activity_partners::partner_id)
        .select((
            activity_partners::partner_id,
            dsl::max(least(activities::period_to, today)),
        ))
        .load(tx)
        .await?;
    let last: HashMap<Uuid, Date> = last
        .into_iter()
        .filter_map(|(id, day)| Some((id, day?.to_jiff())))
        .collect();
    Ok(rows
        .into_iter()
        .map(|row| {
            let last_activity_on = last.get(&row.id).copied();
            row.into_model(last_activity_on)
        })
        .collect())
}

impl Row {
    fn from_model(tx: &TenantTx, partner: &Partner) -> Self {
        let content = &partner.content;
        let twin = content.twin_town.as_ref();
        let words = [Some(&content.name), content.town.as_ref()];
        Self {
            tenant_id: tx.tenant_id(),
            id: partner.id.0,
            version: partner.version,
            created_at: partner.created_at.to_diesel(),
            name: content.name.clone(),
            name_sort: content.name.to_lowercase(),
            search_text: searchable([], words.into_iter().flatten()),
            kind: content.kind,
            country: content.country.clone(),
            town: content.town.clone(),
            website: content.website.clone(),
            twin_town: twin.is_some(),
            twin_since: twin.and_then(|t| t.since).map(ToDiesel::to_diesel),
            twin_agreement: twin.and_then(|t| t.agreement.clone()),
            twin_status: twin.map(|t| t.status),
            notes: content.notes.clone(),
        }
    }

    fn into_model(self, last_activity_on: Option<Date>) -> Partner {
        let (since, agreement) = (self.twin_since.map(jiff_diesel::Date::to_jiff), self.twin_agreement);
        let content = PartnerContent {
            name: self.name,
            kind: self.kind,
            country: self.country,
            town: self.town,
            website: self.website,
            twin_town: self.twin_status.map(|status| TwinTown {
                since,
                agreement,
                status,
            }),
            notes: self.notes,
        };
        Partner {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            content,
            last_activity_on,
        }
    }
}
