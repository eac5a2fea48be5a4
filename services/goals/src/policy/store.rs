//! How policies are kept: what is true of the whole in one table, what each edition said in another.

use std::collections::HashMap;

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel as _};
use platform::{
    db::{
        DbError, DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    values::{Period, Text},
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Policy, PolicyId,
    edition::Edition,
    model::{Kind, PolicyContent, Section, Supersedes},
    steps::{Status, Step},
};
use crate::schema::{assignments, goals, policies, policy_editions, policy_themes};

/// What policies can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PolicyFilter {
    pub kind: Option<Kind>,
    /// Of the newest edition.
    pub status: Option<Status>,
    pub theme_id: Option<Uuid>,
    /// Words of title or vision.
    pub q: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = policies, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    kind: Kind,
    edition: i32,
    standing_edition: Option<i32>,
    status: Status,
    supersedes_policy_id: Option<Uuid>,
    title_sort: String,
    search_text: String,
    created_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = policy_editions, primary_key(tenant_id, policy_id, edition), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct EditionRow {
    tenant_id: Uuid,
    policy_id: Uuid,
    edition: i32,
    title: Kept<Text>,
    case_number: Option<String>,
    period_from: Date,
    period_to: Option<Date>,
    vision: Option<Kept<Text>>,
    sections: Kept<Vec<Section>>,
    status: Status,
    steps: Kept<Vec<Step>>,
    opened_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = policy_themes, check_for_backend(diesel::pg::Pg))]
struct ThemeRow {
    tenant_id: Uuid,
    policy_id: Uuid,
    theme_id: Uuid,
    position: i32,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        policies::table.filter(policies::tenant_id.eq(tenant))
    }

    fn from_policy(tenant_id: Uuid, policy: &Policy) -> Self {
        let content = &policy.content;
        Self {
            tenant_id,
            id: policy.id.0,
            version: policy.version,
            kind: content.kind,
            edition: policy.edition,
            standing_edition: policy.standing_edition,
            status: policy.status,
            supersedes_policy_id: content.supersedes.map(|s| s.policy_id.0),
            title_sort: sort_key(&content.title),
            search_text: searchable([&content.title].into_iter().chain(&content.vision), []),
            created_at: policy.created_at.to_diesel(),
        }
    }

    fn read(self, edition: Edition, theme_ids: Vec<Uuid>) -> Policy {
        Policy {
            id: PolicyId(self.id),
            version: self.version,
            content: PolicyContent {
                kind: self.kind,
                title: edition.title,
                case_number: edition.case_number,
                period: edition.period,
                vision: edition.vision,
                sections: edition.sections,
                supersedes: self.supersedes_policy_id.map(|id| Supersedes {
                    policy_id: PolicyId(id),
                }),
                theme_ids,
            },
            edition: self.edition,
            standing_edition: self.standing_edition,
            status: edition.status,
            steps: edition.steps,
            opened_at: edition.opened_at,
            created_at: self.created_at.to_jiff(),
        }
    }
}

impl EditionRow {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        policy_editions::table.filter(policy_editions::tenant_id.eq(tenant))
    }

    fn from_edition(tenant_id: Uuid, policy: PolicyId, edition: &Edition) -> Self {
        let edition = edition.clone();
        Self {
            tenant_id,
            policy_id: policy.0,
            edition: edition.edition,
            title: Kept(edition.title),
            case_number: edition.case_number,
            period_from: edition.period.from.to_diesel(),
            period_to: edition.period.to.map(Date::from),
            vision: edition.vision.map(Kept),
            sections: Kept(edition.sections),
            status: edition.status,
            steps: Kept(edition.steps),
            opened_at: edition.opened_at.to_diesel(),
        }
    }

    fn read(self) -> Edition {
        Edition {
            edition: self.edition,
            title: self.title.0,
            case_number: self.case_number,
            period: Period {
                from: self.period_from.to_jiff(),
                to: self.period_to.map(Date::to_jiff),
            },
            vision: self.vision.map(|v| v.0),
            sections: self.sections.0,
            status: self.status,
            steps: self.steps.0,
            opened_at: self.opened_at.to_jiff(),
        }
    }
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Policy>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let query = EditionRow::of(tx).filter(policy_editions::policy_id.eq_any(ids.clone()));
    let editions: Vec<EditionRow> = query.select(EditionRow::as_select()).load(tx).await?;
    let mut editions: HashMap<(Uuid, i32), EditionRow> =
        editions.into_iter().map(|e| ((e.policy_id, e.edition), e)).collect();
    let tied: Vec<ThemeRow> = policy_themes::table
        .filter(policy_themes::tenant_id.eq(tx.tenant_id()))
        .filter(policy_themes::policy_id.eq_any(ids))
        .order((policy_themes::policy_id, policy_themes::position))
        .select(ThemeRow::as_select())
        .load(tx)
        .await?;
    let mut themes: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in tied {
        themes.entry(row.policy_id).or_default().push(row.theme_id);
    }
    let read = |row: Row| {
        let edition = editions.remove(&(row.id, row.edition));
        let edition = edition.ok_or(DbError::Other(diesel::result::Error::NotFound))?.read();
        let themes = themes.remove(&row.id).unwrap_or_default();
        Ok(row.read(edition, themes))
    };
    rows.into_iter().map(read).collect()
}

pub async fn find(tx: &mut TenantTx, id: PolicyId) -> DbResult<Option<Policy>> {
    let row = Row::of(tx)
        .filter(policies::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// The policy, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: PolicyId) -> DbResult<Option<Policy>> {
    let query = Row::of(tx)
        .filter(policies::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row = query.first(tx).await.optional()?;
    Ok(whole(tx, row.into_iter().collect()).await?.pop())
}

/// One edition.
pub async fn edition(tx: &mut TenantTx, id: PolicyId, edition: i32) -> DbResult<Option<Edition>> {
    let query = EditionRow::of(tx)
        .filter(policy_editions::policy_id.eq(id.0))
        .filter(policy_editions::edition.eq(edition))
        .select(EditionRow::as_select());
    let row: Option<EditionRow> = query.first(tx).await.optional()?;
    Ok(row.map(EditionRow::read))
}

/// All editions, the newest first.
pub async fn editions(tx: &mut TenantTx, id: PolicyId) -> DbResult<Vec<Edition>> {
    let query = EditionRow::of(tx)
        .filter(policy_editions::policy_id.eq(id.0))
        .order(policy_editions::edition.desc())
        .select(EditionRow::as_select());
    let rows: Vec<EditionRow> = query.load(tx).await?;
    Ok(rows.into_iter().map(EditionRow::read).collect())
}

/// The number of an edition that is there; of the newest when none is said.
pub async fn edition_number(tx: &mut TenantTx, id: PolicyId, edition: Option<i32>) -> DbResult<Option<i32>> {
    let mut query = EditionRow::of(tx)
        .filter(policy_editions::policy_id.eq(id.0))
        .select(policy_editions::edition)
        .order(policy_editions::edition.desc())
        .into_boxed();
    if let Some(edition) = edition {
        query = query.filter(policy_editions::edition.eq(edition));
    }
    Ok(query.first(tx).await.optional()?)
}

/// What they are called, by their newest edition.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    let newest = policy_editions::tenant_id
        .eq(policies::tenant_id)
        .and(policy_editions::policy_id.eq(policies::id))
        .and(policy_editions::edition.eq(policies::edition));
    let all = policies::table
        .inner_join(policy_editions::table.on(newest))
        .filter(policies::tenant_id.eq(tx.tenant_id()));
    let title = policy_editions::title;
    Ok(fetch_names!(tx, asked, all, (policies::id, title => Kept<Text>) by policies::title_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &PolicyFilter, page: &Page) -> DbResult<Rows<Policy>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(policies::kind.eq(kind));
    }
    if let Some(status) = filter.status {
        query = query.filter(policies::status.eq(status));
    }
    if let Some(id) = filter.theme_id {
        let tied = policy_themes::table
            .filter(policy_themes::tenant_id.eq(tx.tenant_id()))
            .filter(policy_themes::theme_id.eq(id));
        query = query.filter(policies::id.eq_any(tied.select(policy_themes::policy_id)));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(policies::search_text, q).gt(0));
    }
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of policies by {
        "title" => title_sort: String,
        "created_at" => created_at: Timestamp,
    });
    Ok(Rows {
        rows: whole(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, policy: &Policy) -> DbResult<()> {
    let row = Row::from_policy(tx.tenant_id(), policy);
    diesel::insert_into(policies::table).values(&row).execute(tx).await?;
    insert_edition(tx, policy.id, &policy.newest()).await?;
    attach(tx, policy).await
}

pub async fn insert_edition(tx: &mut TenantTx, policy: PolicyId, edition: &Edition) -> DbResult<()> {
    let row = EditionRow::from_edition(tx.tenant_id(), policy, edition);
    diesel::insert_into(policy_editions::table)
        .values(&row)
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps the policy and its newest edition.
pub async fn update(tx: &mut TenantTx, policy: &Policy) -> DbResult<()> {
    let row = Row::from_policy(tx.tenant_id(), policy);
    let target = Row::of(tx)
        .filter(policies::id.eq(policy.id.0))
        .filter(policies::version.eq(policy.version - 1));
    one_row(diesel::update(target).set(&row).execute(tx).await?)?;
    update_edition(tx, policy.id, &policy.newest()).await?;
    detach(tx, policy.id).await?;
    attach(tx, policy).await
}

pub async fn update_edition(tx: &mut TenantTx, policy: PolicyId, edition: &Edition) -> DbResult<()> {
    let row = EditionRow::from_edition(tx.tenant_id(), policy, edition);
    let target = EditionRow::of(tx)
        .filter(policy_editions::policy_id.eq(policy.0))
        .filter(policy_editions::edition.eq(edition.edition));
    one_row(diesel::update(target).set(&row).execute(tx).await?)
}

/// Whether anything hangs on the policy.
pub async fn is_used(tx: &mut TenantTx, id: PolicyId) -> DbResult<bool> {
    let tenant = tx.tenant_id();
    let served = goals::table
        .filter(goals::tenant_id.eq(tenant))
        .filter(goals::policy_id.eq(id.0));
    let served: Option<Uuid> = served.select(goals::id).first(tx).await.optional()?;
    let assigned = assignments::table
        .filter(assignments::tenant_id.eq(tenant))
        .filter(assignments::policy_id.eq(id.0));
    let assigned: Option<Uuid> = assigned.select(assignments::id).first(tx).await.optional()?;
    let next = Row::of(tx)
        .filter(policies::supersedes_policy_id.eq(id.0))
        .select(policies::id);
    let next: Option<Uuid> = next.first(tx).await.optional()?;
    Ok(served.or(assigned).or(next).is_some())
}

pub async fn delete(tx: &mut TenantTx, id: PolicyId) -> DbResult<()> {
    detach(tx, id).await?;
    let editions = EditionRow::of(tx).filter(policy_editions::policy_id.eq(id.0));
    diesel::delete(editions).execute(tx).await?;
    let target = Row::of(tx).filter(policies::id.eq(id.0));
    one_row(diesel::delete(target).execute(tx).await?)
}

async fn attach(tx: &mut TenantTx, policy: &Policy) -> DbResult<()> {
    let (tenant_id, policy_id) = (tx.tenant_id(), policy.id.0);
    let themes: Vec<ThemeRow> = (0..)
        .zip(&policy.content.theme_ids)
        .map(|(position, theme_id)| ThemeRow {
            tenant_id,
            policy_id,
            theme_id: *theme_id,
            position,
        })
        .collect();
    if !themes.is_empty() {
        diesel::insert_into(policy_themes::table)
            .values(themes)
            .execute(tx)
            .await?;
    }
    Ok(())
}

async fn detach(tx: &mut TenantTx, id: PolicyId) -> DbResult<()> {
    let target = policy_themes::table
        .filter(policy_themes::tenant_id.eq(tx.tenant_id()))
        .filter(policy_themes::policy_id.eq(id.0));
    diesel::delete(target).execute(tx).await?;
    Ok(())
}
