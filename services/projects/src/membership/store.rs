//! How memberships in networks are kept.

use diesel::{dsl, prelude::*};
use diesel_async::RunQueryDsl;
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use platform::{
    db::{DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
    known::{UNIT, below},
    values::{Money, Text},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    model::{Membership, MembershipContent, MembershipId},
    routes::MembershipFilter,
};
use crate::schema::network_memberships;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = network_memberships, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    network_id: Uuid,
    accountable_unit_id: Option<Uuid>,
    outside_organisation: Option<String>,
    since: Option<jiff_diesel::Date>,
    until: Option<jiff_diesel::Date>,
    seats: Option<i32>,
    fee: Option<Decimal>,
    fee_currency: Option<String>,
    hours: Option<i32>,
    attends: Option<Kept<Text>>,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<network_memberships::table, dsl::Eq<network_memberships::tenant_id, Uuid>> {
    network_memberships::table.filter(network_memberships::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: MembershipId) -> DbResult<Option<Membership>> {
    let query = of(tx).filter(network_memberships::id.eq(id.0)).select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Row::into_model))
}

/// The membership, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: MembershipId) -> DbResult<Option<Membership>> {
    let query = of(tx).filter(network_memberships::id.eq(id.0)).select(Row::as_select());
    Ok(query.for_update().first(tx).await.optional()?.map(Row::into_model))
}

pub async fn page(
    tx: &mut TenantTx,
    filter: &MembershipFilter,
    page: &Page,
    today: Date,
) -> DbResult<Rows<Membership>> {
    let mut query = of(tx).select(Row::as_select()).into_boxed();
    if let Some(network) = filter.network_id {
        query = query.filter(network_memberships::network_id.eq(network));
    }
    if let Some(unit) = filter.unit_id {
        query = query.filter(network_memberships::accountable_unit_id.eq_any(below(tx, UNIT, unit).await?));
    }
    // Like `Membership::holds`.
    let (since, until) = (network_memberships::since, network_memberships::until);
    let day = today.to_diesel();
    query = match filter.current {
        None => query,
        Some(true) => query
            .filter(since.is_null().or(since.le(day)))
            .filter(until.is_null().or(until.ge(day))),
        Some(false) => query.filter(
            since
                .is_not_null()
                .and(since.gt(day))
                .or(until.is_not_null().and(until.lt(day))),
        ),
    };
    let rows = fetch_page!(tx, query, page, Row of network_memberships by {
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(rows.map(Row::into_model))
}

pub async fn insert(tx: &mut TenantTx, membership: &Membership) -> DbResult<()> {
    diesel::insert_into(network_memberships::table)
        .values(Row::from_model(tx, membership))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what a locked membership says now.
pub async fn update(tx: &mut TenantTx, membership: &Membership) -> DbResult<()> {
    let target = of(tx)
        .filter(network_memberships::id.eq(membership.id.0))
        .filter(network_memberships::version.eq(membership.version - 1));
    one_row(
        diesel::update(target)
            .set(Row::from_model(tx, membership))
            .execute(tx)
            .await?,
    )
}

pub async fn delete(tx: &mut TenantTx, id: MembershipId) -> DbResult<()> {
    one_row(
        diesel::delete(of(tx).filter(network_memberships::id.eq(id.0)))
            .execute(tx)
            .await?,
    )
}

impl Row {
    fn from_model(tx: &TenantTx, membership: &Membership) -> Self {
        let content = &membership.content;
        Self {
            tenant_id: tx.tenant_id(),
            id: membership.id.0,
            version: membership.version,
            created_at: membership.created_at.to_diesel(),
            network_id: content.network_id.0,
            accountable_unit_id: content.accountable_unit_id,
            outside_organisation: content.outside_organisation.clone(),
            since: content.since.map(ToDiesel::to_diesel),
            until: content.until.map(ToDiesel::to_diesel),
            seats: content.seats,
            fee: content.fee.as_ref().map(|m| m.amount),
            fee_currency: content.fee.as_ref().map(|m| m.currency.code().to_owned()),
            hours: content.hours,
            attends: content.attends.clone().map(Kept),
        }
    }

    fn into_model(self) -> Membership {
        let content = MembershipContent {
            network_id: self.network_id.into(),
            accountable_unit_id: self.accountable_unit_id,
            outside_organisation: self.outside_organisation,
            since: self.since.map(jiff_diesel::Date::to_jiff),
            until: self.until.map(jiff_diesel::Date::to_jiff),
            seats: self.seats,
            fee: Money::from_parts(self.fee, self.fee_currency.as_deref()),
            hours: self.hours,
            attends: self.attends.map(|a| a.0),
        };
        Membership {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            content,
        }
    }
}
