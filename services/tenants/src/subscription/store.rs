//! How subscriptions are kept. Kind 3: the sign-up role alone.

use diesel::{
    AsChangeset, ExpressionMethods as _, Insertable, OptionalExtension as _, PgExpressionMethods as _, QueryDsl as _,
    Queryable, Selectable, SelectableHelper as _,
};
use diesel_async::RunQueryDsl as _;
use platform::{
    db::{DbResult, Page, Rows, SystemTx},
    keyset,
    values::Language,
};
use uuid::Uuid;

use super::model::{Contact, Decider, Status, Subscription, SubscriptionId};
use crate::{
    kept::{day, json, read, sort_key, to_day},
    organisation::{Country, Kind},
    plan::PlanId,
    schema::subscriptions,
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = subscriptions, treat_none_as_null = true)]
struct Row {
    id: Uuid,
    version: i64,
    status: String,
    kind: String,
    name: serde_json::Value,
    name_sort: String,
    code: String,
    country: String,
    contact_name: String,
    contact_email: String,
    contact_language: String,
    message: Option<String>,
    organisation_id: Option<Uuid>,
    trial_until: Option<jiff_diesel::Date>,
    steps: serde_json::Value,
    requested_at: jiff_diesel::Timestamp,
    plan_id: Option<Uuid>,
}

impl From<Row> for Subscription {
    fn from(row: Row) -> Self {
        Self {
            id: SubscriptionId(row.id),
            version: row.version,
            status: Status::from_code(&row.status).unwrap_or(Status::Rejected),
            kind: Kind::from_code(&row.kind).unwrap_or(Kind::Municipality),
            name: read(row.name),
            code: row.code,
            country: Country::from_code(&row.country).unwrap_or(Country::Finland),
            contact: Contact {
                name: row.contact_name,
                email: row.contact_email,
                language: Language::from_code(&row.contact_language).unwrap_or_default(),
            },
            message: row.message,
            organisation_id: row.organisation_id,
            trial_until: day(row.trial_until),
            steps: read(row.steps),
            requested_at: row.requested_at.to_jiff(),
            plan_id: row.plan_id.map(PlanId),
        }
    }
}

impl From<&Subscription> for Row {
    fn from(s: &Subscription) -> Self {
        Self {
            id: s.id.0,
            version: s.version,
            status: s.status.code().to_owned(),
            kind: s.kind.code().to_owned(),
            name: json(&s.name),
            name_sort: sort_key(&s.name),
            code: s.code.clone(),
            country: s.country.code().to_owned(),
            contact_name: s.contact.name.clone(),
            contact_email: s.contact.email.clone(),
            contact_language: s.contact.language.code().to_owned(),
            message: s.message.clone(),
            organisation_id: s.organisation_id,
            trial_until: to_day(s.trial_until),
            steps: json(&s.steps),
            requested_at: s.requested_at.into(),
            plan_id: s.plan_id.map(|id| id.0),
        }
    }
}

/// What the list is narrowed by, beside who asks.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub status: Option<Status>,
    pub kind: Option<Kind>,
    pub country: Option<Country>,
    /// Only those that became an organisation.
    pub organisations: bool,
}

pub async fn page(tx: &mut SystemTx, by: Decider, wanted: &Wanted, page: &Page) -> DbResult<Rows<Subscription>> {
    let mut query = subscriptions::table.select(Row::as_select()).into_boxed();
    if let Decider::AssociationOf(country) = by {
        query = query.filter(subscriptions::country.eq(country.code()));
        query = query.filter(subscriptions::kind.ne(Kind::Association.code()));
    }
    if let Some(status) = wanted.status {
        query = query.filter(subscriptions::status.eq(status.code()));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(subscriptions::kind.eq(kind.code()));
    }
    if let Some(country) = wanted.country {
        query = query.filter(subscriptions::country.eq(country.code()));
    }
    if wanted.organisations {
        query = query.filter(subscriptions::organisation_id.is_not_null());
    }
    let query = keyset!(query, page, subscriptions::id, {
        "requested_at" => subscriptions::requested_at => jiff_diesel::Timestamp,
        "name" => subscriptions::name_sort => String,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let rows = page.cut(rows, |row, sort| match sort {
        "name" => (row.name_sort.clone(), row.id),
        _ => (row.requested_at.to_jiff().to_string(), row.id),
    });
    Ok(rows.map(Subscription::from))
}

pub async fn find(tx: &mut SystemTx, id: SubscriptionId) -> DbResult<Option<Subscription>> {
    let row = subscriptions::table.find(id.0).select(Row::as_select()).first(tx).await;
    Ok(row.optional()?.map(Subscription::from))
}

pub async fn find_of(tx: &mut SystemTx, organisation_id: Uuid) -> DbResult<Option<Subscription>> {
    let own = subscriptions::table.filter(subscriptions::organisation_id.eq(organisation_id));
    Ok(own
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?
        .map(Subscription::from))
}

/// The subscription, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut SystemTx, id: SubscriptionId) -> DbResult<Option<Subscription>> {
    let row = subscriptions::table
        .find(id.0)
        .select(Row::as_select())
        .for_update()
        .first(tx)
        .await;
    Ok(row.optional()?.map(Subscription::from))
}

pub async fn insert(tx: &mut SystemTx, subscription: &Subscription) -> DbResult<()> {
    diesel::insert_into(subscriptions::table)
        .values(Row::from(subscription))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, subscription: &Subscription) -> DbResult<()> {
    let row = Row::from(subscription);
    diesel::update(subscriptions::table.find(subscription.id.0))
        .set(row)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes which version of its plan the organisation is told of; whether that is another than the last.
pub async fn told_plan(tx: &mut SystemTx, id: SubscriptionId, version: i64) -> DbResult<bool> {
    let behind = subscriptions::table
        .find(id.0)
        .filter(subscriptions::plan_version.is_distinct_from(version));
    let noted = diesel::update(behind)
        .set(subscriptions::plan_version.eq(version))
        .execute(tx)
        .await?;
    Ok(noted > 0)
}
