//! How activities are kept.

use diesel::{dsl, pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::ToDiesel;
use platform::{
    db::{
        DbResult, Kept, Page, Rows, TenantTx, one_row,
        search::{searchable, sort_key, sought, strpos},
    },
    fetch_names, fetch_page,
    http::{Names, NamesAsked},
    known::{UNIT, below},
    values::{Figure, Money, Period, Text},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    model::{Activity, ActivityContent, ActivityId, Host, Kind, Participants},
    routes::ActivityFilter,
};
use crate::{
    partner::PartnerId,
    schema::{activities, activity_goals, activity_partners, activity_themes},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = activities, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    kind: Kind,
    title: Kept<Text>,
    title_sort: String,
    search_text: String,
    period_from: jiff_diesel::Date,
    period_to: Option<jiff_diesel::Date>,
    place: Option<String>,
    country: Option<String>,
    host: Option<Host>,
    languages: Kept<Vec<String>>,
    unit_id: Uuid,
    participants: Kept<Vec<Participants>>,
    duration: Option<Kept<Figure>>,
    cost: Option<Decimal>,
    cost_currency: Option<String>,
    project_id: Option<Uuid>,
    network_id: Option<Uuid>,
    learning: Option<Kept<Text>>,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<activities::table, dsl::Eq<activities::tenant_id, Uuid>> {
    activities::table.filter(activities::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: ActivityId) -> DbResult<Option<Activity>> {
    let row = of(tx)
        .filter(activities::id.eq(id.0))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(complete(tx, row.into_iter().collect()).await?.pop())
}

/// The activity, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ActivityId) -> DbResult<Option<Activity>> {
    let query = of(tx).filter(activities::id.eq(id.0)).select(Row::as_select());
    let row = query.for_update().first(tx).await.optional()?;
    Ok(complete(tx, row.into_iter().collect()).await?.pop())
}

/// The activities that a filter lets through.
async fn narrowed<'a>(tx: &mut TenantTx, filter: &ActivityFilter) -> DbResult<activities::BoxedQuery<'a, Pg>> {
    let tenant = tx.tenant_id();
    let mut query = of(tx).into_boxed();
    if let Some(kind) = filter.kind {
        query = query.filter(activities::kind.eq(kind));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(activities::unit_id.eq_any(below(tx, UNIT, unit).await?));
    }
    if let Some(country) = &filter.country {
        query = query.filter(activities::country.eq(country.clone()));
    }
    if let Some(project) = filter.project_id {
        query = query.filter(activities::project_id.eq(project));
    }
    if let Some(network) = filter.network_id {
        query = query.filter(activities::network_id.eq(network));
    }
    if let Some(goal) = filter.goal_id {
        let with_goal = activity_goals::table
            .filter(
                activity_goals::tenant_id
                    .eq(tenant)
                    .and(activity_goals::goal_id.eq(goal)),
            )
            .select(activity_goals::activity_id);
        query = query.filter(activities::id.eq_any(with_goal));
    }
    if let Some(theme) = filter.theme_id {
        let with_theme = activity_themes::table
            .filter(
                activity_themes::tenant_id
                    .eq(tenant)
                    .and(activity_themes::theme_id.eq(theme)),
            )
            .select(activity_themes::activity_id);
        query = query.filter(activities::id.eq_any(with_theme));
    }
    if let Some(partner) = filter.partner_id {
        let with_partner = activity_partners::table
            .filter(
                activity_partners::tenant_id
                    .eq(tenant)
                    .and(activity_partners::partner_id.eq(partner)),
            )
            .select(activity_partners::activity_id);
        query = query.filter(activities::id.eq_any(with_partner));
    }
    if let Some(from) = filter.from {
        query = query.filter(
            activities::period_to
                .is_null()
                .or(activities::period_to.ge(from.to_diesel())),
        );
    }
    if let Some(to) = filter.to {
        query = query.filter(activities::period_from.le(to.to_diesel()));
    }
    if let Some(q) = sought(filter.q.as_deref()) {
        query = query.filter(strpos(activities::search_text, q).gt(0));
    }
    Ok(query)
}

/// The country and the kind of each.
pub async fn countries_and_kinds(tx: &mut TenantTx, filter: &ActivityFilter) -> DbResult<Vec<(Option<String>, Kind)>> {
    let query = narrowed(tx, filter).await?;
    Ok(query.select((activities::country, activities::kind)).load(tx).await?)
}
/// What they are called.
pub async fn names(tx: &mut TenantTx, asked: &NamesAsked) -> DbResult<Names> {
    Ok(fetch_names!(tx, asked, of(tx), (activities::id, activities::title => Kept<Text>) by activities::title_sort))
}

pub async fn page(tx: &mut TenantTx, filter: &ActivityFilter, page: &Page) -> DbResult<Rows<Activity>> {
    let query = narrowed(tx, filter).await?.select(Row::as_select());
    let Rows { rows, next } = fetch_page!(tx, query, page, Row of activities by {
        "period_from" => period_from: jiff_diesel::Date,
        "title" => title_sort: String,
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(Rows {
        rows: complete(tx, rows).await?,
        next,
    })
}

pub async fn insert(tx: &mut TenantTx, activity: &Activity) -> DbResult<()> {
    diesel::insert_into(activities::table)
        .values(Row::from_model(tx, activity))
        .execute(tx)
        .await?;
    insert_lists(tx, activity).await
}

/// Keeps what a locked activity says now.
pub async fn update(tx: &mut TenantTx, activity: &Activity) -> DbResult<()> {
    let target = of(tx)
        .filter(activities::id.eq(activity.id.0))
        .filter(activities::version.eq(activity.version - 1));
    one_row(
        diesel::update(target)
            .set(Row::from_model(tx, activity))
            .execute(tx)
            .await?,
    )?;
    delete_lists(tx, activity.id).await?;
    insert_lists(tx, activity).await
}

pub async fn delete(tx: &mut TenantTx, id: ActivityId) -> DbResult<()> {
    delete_lists(tx, id).await?;
    one_row(
        diesel::delete(of(tx).filter(activities::id.eq(id.0)))
            .execute(tx)
            .await?,
    )
}

async fn insert_lists(tx: &mut TenantTx, activity: &Activity) -> DbResult<()> {
    let (tenant, id, content) = (tx.tenant_id(), activity.id.0, &activity.content);
    let goals: Vec<_> = content
        .goal_ids
        .iter()
        .map(|goal| {
            (
                activity_goals::tenant_id.eq(tenant),
                activity_goals::activity_id.eq(id),
                activity_goals::goal_id.eq(*goal),
            )
        })
        .collect();
    if !goals.is_empty() {
        diesel::insert_into(activity_goals::table)
            .values(goals)
            .execute(tx)
            .await?;
    }
    let themes: Vec<_> = content
        .theme_ids
        .iter()
        .map(|theme| {
            (
                activity_themes::tenant_id.eq(tenant),
                activity_themes::activity_id.eq(id),
                activity_themes::theme_id.eq(*theme),
            )
        })
        .collect();
    if !themes.is_empty() {
        diesel::insert_into(activity_themes::table)
            .values(themes)
            .execute(tx)
            .await?;
    }
    let partners: Vec<_> = content
        .partner_ids
        .iter()
        .map(|partner| {
            (
                activity_partners::tenant_id.eq(tenant),
                activity_partners::activity_id.eq(id),
                activity_partners::partner_id.eq(partner.0),
            )
        })
        .collect();
    if !partners.is_empty() {
        diesel::insert_into(activity_partners::table)
            .values(partners)
            .execute(tx)
            .await?;
    }
    Ok(())
}

async fn delete_lists(tx: &mut TenantTx, id: ActivityId) -> DbResult<()> {
    let tenant = tx.tenant_id();
    let goals = activity_goals::table.filter(activity_goals::tenant_id.eq(tenant));
    diesel::delete(goals.filter(activity_goals::activity_id.eq(id.0)))
        .execute(tx)
        .await?;
    let themes = activity_themes::table.filter(activity_themes::tenant_id.eq(tenant));
    diesel::delete(themes.filter(activity_themes::activity_id.eq(id.0)))
        .execute(tx)
        .await?;
    let partners = activity_partners::table.filter(activity_partners::tenant_id.eq(tenant));
    diesel::delete(partners.filter(activity_partners::activity_id.eq(id.0)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Rows with their lists, in the same order.
async fn complete(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Activity>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let beside = tx.beside().await?;
    let (mut for_goals, mut for_themes, mut for_partners) = (beside, beside, beside);
    let goals = activity_goals::table
        .filter(
            activity_goals::tenant_id
                .eq(tenant)
                .and(activity_goals::activity_id.eq_any(&ids)),
        )
        .order(activity_goals::goal_id)
        .select((activity_goals::activity_id, activity_goals::goal_id))
        .load::<(Uuid, Uuid)>(&mut for_goals);
    let themes = activity_themes::table
        .filter(
            activity_themes::tenant_id
                .eq(tenant)
                .and(activity_themes::activity_id.eq_any(&ids)),
        )
        .order(activity_themes::theme_id)
        .select((activity_themes::activity_id, activity_themes::theme_id))
        .load::<(Uuid, Uuid)>(&mut for_themes);
    let partners = activity_partners::table
        .filter(
            activity_partners::tenant_id
                .eq(tenant)
                .and(activity_partners::activity_id.eq_any(&ids)),
        )
        .order(activity_partners::partner_id)
        .select((activity_partners::activity_id, activity_partners::partner_id))
        .load::<(Uuid, Uuid)>(&mut for_partners);
    let (goals, themes, partners) = futures::try_join!(goals, themes, partners)?;
    let own = |list: &[(Uuid, Uuid)], id: Uuid| {
        list.iter()
            .filter(|(of, _)| *of == id)
            .map(|(_, to)| *to)
            .collect::<Vec<_>>()
    };
    let whole = |row: Row| {
        let mut activity = row.into_model();
        let (id, content) = (activity.id.0, &mut activity.content);
        content.goal_ids = own(&goals, id);
        content.theme_ids = own(&themes, id);
        content.partner_ids = own(&partners, id).into_iter().map(PartnerId).collect();
        activity
    };
    Ok(rows.into_iter().map(whole).collect())
}

impl Row {
    fn from_model(tx: &TenantTx, activity: &Activity) -> Self {
        let content = &activity.content;
        Self {
            tenant_id: tx.tenant_id(),
            id: activity.id.0,
            version: activity.version,
            created_at: activity.created_at.to_diesel(),
            kind: content.kind,
            title: Kept(content.title.clone()),
            title_sort: sort_key(&content.title),
            search_text: searchable([&content.title], &content.place),
            period_from: content.period.from.to_diesel(),
            period_to: content.period.to.map(ToDiesel::to_diesel),
            place: content.place.clone(),
            country: content.country.clone(),
            host: content.host,
            languages: Kept(content.languages.clone()),
            unit_id: content.unit_id,
            participants: Kept(content.participants.clone()),
            duration: content.duration.clone().map(Kept),
            cost: content.cost.as_ref().map(|m| m.amount),
            cost_currency: content.cost.as_ref().map(|m| m.currency.code().to_owned()),
            project_id: content.project_id.map(|id| id.0),
            network_id: content.network_id.map(|id| id.0),
            learning: content.learning.clone().map(Kept),
        }
    }

    fn into_model(self) -> Activity {
        let content = ActivityContent {
            kind: self.kind,
            title: self.title.0,
            period: Period {
                from: self.period_from.to_jiff(),
                to: self.period_to.map(jiff_diesel::Date::to_jiff),
            },
            place: self.place,
            country: self.country,
            host: self.host,
            languages: self.languages.0,
            unit_id: self.unit_id,
            participants: self.participants.0,
            duration: self.duration.map(|d| d.0),
            cost: Money::from_parts(self.cost, self.cost_currency.as_deref()),
            goal_ids: Vec::new(),
            project_id: self.project_id.map(Into::into),
            network_id: self.network_id.map(Into::into),
            partner_ids: Vec::new(),
            theme_ids: Vec::new(),
            learning: self.learning.map(|l| l.0),
        };
        Activity {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            content,
        }
    }
}
