//! What was used, as it is kept.

use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, QueryableByName, Selectable, SelectableHelper as _,
    sql_types::{BigInt, Date, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use uuid::Uuid;

use super::{
    Month, Stock,
    routes::{UsageFilter, UsageRow, Used},
};
use crate::{
    db::{Db, DbError, DbResult, Page, Purpose, Rows, SystemTx, TenantTx, statement},
    keyset,
};

diesel::table! {
    usage_months (tenant_id, month, kind) {
        tenant_id -> Uuid,
        month -> Date,
        kind -> Text,
        amount -> Int8,
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = usage_months)]
struct Row {
    tenant_id: Uuid,
    month: jiff_diesel::Date,
    kind: String,
    amount: i64,
}

/// What every tenant used in a month, by what it is. The jobs' role sees how much and of whom, and nothing else.
pub(super) async fn page(db: &Db, filter: &UsageFilter, month: Month, page: &Page) -> DbResult<Rows<UsageRow>> {
    let rows = db
        .system(Purpose::Jobs, async |tx: &mut SystemTx| {
            let mut query = usage_months::table
                .filter(usage_months::month.eq(jiff_diesel::Date::from(month.first_day())))
                .select(Row::as_select())
                .into_boxed();
            if let Some(tenant_id) = filter.tenant_id {
                query = query.filter(usage_months::tenant_id.eq(tenant_id));
            }
            if let Some(kind) = &filter.kind {
                query = query.filter(usage_months::kind.eq(kind.clone()));
            }
            let query = keyset!(query, page, usage_months::tenant_id, { "kind" => usage_months::kind => String });
            let rows: Vec<Row> = query.load(tx).await?;
            Ok::<_, DbError>(page.cut(rows, |row, _| (row.kind.clone(), row.tenant_id)))
        })
        .await?;
    Ok(rows.map(|row| UsageRow {
        tenant_id: row.tenant_id,
        month: row.month.to_jiff().into(),
        kind: row.kind,
        amount: row.amount,
    }))
}

/// What the tenant used in the last two years, newest first.
pub(super) async fn of_tenant(tx: &mut TenantTx) -> DbResult<Vec<Used>> {
    let rows: Vec<Row> = usage_months::table
        .filter(usage_months::tenant_id.eq(tx.tenant_id()))
        .order((usage_months::month.desc(), usage_months::kind.asc()))
        .limit(24 * 8)
        .select(Row::as_select())
        .load(tx)
        .await?;
    let used = rows.into_iter().map(|row| Used {
        month: row.month.to_jiff().into(),
        kind: row.kind,
        amount: row.amount,
    });
    Ok(used.collect())
}

/// Adds to what was used in a month.
pub(super) async fn add(tx: &mut TenantTx, month: Month, kind: &str, more: i64) -> DbResult<()> {
    statement(
        "INSERT INTO usage_months AS u (tenant_id, month, kind, amount) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, month, kind) DO UPDATE SET amount = u.amount + excluded.amount",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Date, _>(jiff_diesel::Date::from(month.first_day()))
    .bind::<Text, _>(kind)
    .bind::<BigInt, _>(more)
    .execute(tx)
    .await?;
    Ok(())
}

/// Notes how much there is: of a month the most stays.
pub(super) async fn note(tx: &mut TenantTx, month: Month, kind: &str, amount: i64) -> DbResult<()> {
    statement(
        "INSERT INTO usage_months AS u (tenant_id, month, kind, amount) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant_id, month, kind) DO UPDATE SET amount = excluded.amount WHERE u.amount < excluded.amount",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Date, _>(jiff_diesel::Date::from(month.first_day()))
    .bind::<Text, _>(kind)
    .bind::<BigInt, _>(amount)
    .execute(tx)
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Amount {
    #[diesel(sql_type = BigInt)]
    amount: i64,
}

/// How much of something the tenant has.
pub(super) async fn count(tx: &mut TenantTx, stock: Stock) -> DbResult<i64> {
    let counted: Amount = statement(stock.count)
        .bind::<SqlUuid, _>(tx.tenant_id())
        .get_result(tx)
        .await?;
    Ok(counted.amount)
}

/// Notes up to where the tenant's journal was when it was counted.
pub(super) async fn measured(tx: &mut TenantTx, month: Month) -> DbResult<()> {
    statement(
        "INSERT INTO usage_measured (tenant_id, month, position)
         SELECT tenant_id, $2, position FROM journal_heads WHERE tenant_id = $1
         ON CONFLICT (tenant_id) DO UPDATE SET month = excluded.month, position = excluded.position",
    )
    .bind::<SqlUuid, _>(tx.tenant_id())
    .bind::<Date, _>(jiff_diesel::Date::from(month.first_day()))
    .execute(tx)
    .await?;
    Ok(())
}
