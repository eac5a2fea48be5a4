//! How registers are kept and read.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, dsl::exists, sql_types::Text, upsert::excluded,
};
use diesel_async::RunQueryDsl as _;
use jiff::Timestamp;
use jiff_diesel::ToDiesel;
use platform::{
    db::{DbResult, Page, Rows, TenantTx, Unread, prepared},
    keyset,
};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use tracing::error;
use uuid::Uuid;

use super::{
    entry::{Days, Entry, LinkKind, Record, Register},
    routes::RegisterFilter,
    tenants::Organisation,
    units::Units,
};
use crate::schema::{register_entries as entries, register_links as links};

diesel::define_sql_function! {
    /// Where a text stands in another one; nought when it does not.
    fn strpos(text: Text, sought: Text) -> Integer;
}

/// Which thing an event is about, and for which copy of the read model.
#[derive(Clone, Copy, Debug)]
pub struct About {
    pub id: Uuid,
    pub generation: i32,
    pub version: i64,
    pub gone: bool,
    /// When its owner changed it.
    pub changed_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = entries, check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: Uuid,
    version: i64,
    starts_on: jiff_diesel::Date,
    ends_on: jiff_diesel::Date,
    title_sort: String,
    body: Unread,
}

/// Every entry of one copy that is still there.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn of(tenant_id: Uuid, generation: i32, register: &'static str) -> _ {
    entries::table
        .filter(entries::tenant_id.eq(tenant_id))
        .filter(entries::generation.eq(generation))
        .filter(entries::register.eq(register))
        .filter(entries::gone.eq(false))
}

/// Keeps a record, unless something newer is known.
pub async fn keep_if_newer<R: Record>(tx: &mut TenantTx, about: &About, record: &R) -> DbResult<()> {
    let facets = record.facets();
    let register = R::REGISTER.code();
    let told = diesel::insert_into(entries::table)
        .values((
            entries::tenant_id.eq(tx.tenant_id()),
            entries::generation.eq(about.generation),
            entries::register.eq(register),
            entries::id.eq(about.id),
            entries::version.eq(about.version),
            entries::gone.eq(about.gone),
            entries::unit_id.eq(facets.unit_id),
            entries::parent_id.eq(facets.parent_id),
            entries::kind.eq(facets.kind),
            entries::status.eq(facets.status),
            entries::starts_on.eq(facets.days.from.to_diesel()),
            entries::ends_on.eq(facets.days.to.to_diesel()),
            entries::title_sort.eq(facets.title),
            entries::body.eq(serde_json::to_value(record).unwrap_or_default()),
            entries::changed_at.eq(about.changed_at.map(ToDiesel::to_diesel)),
        ))
        .on_conflict((entries::tenant_id, entries::generation, entries::register, entries::id))
        .do_update()
        .set((
            entries::version.eq(excluded(entries::version)),
            entries::gone.eq(excluded(entries::gone)),
            entries::unit_id.eq(excluded(entries::unit_id)),
            entries::parent_id.eq(excluded(entries::parent_id)),
            entries::kind.eq(excluded(entries::kind)),
            entries::status.eq(excluded(entries::status)),
            entries::starts_on.eq(excluded(entries::starts_on)),
            entries::ends_on.eq(excluded(entries::ends_on)),
            entries::title_sort.eq(excluded(entries::title_sort)),
            entries::body.eq(excluded(entries::body)),
            entries::changed_at.eq(excluded(entries::changed_at)),
        ));
    let newer = diesel::query_dsl::methods::FilterDsl::filter(told, entries::version.lt(excluded(entries::version)));
    let written = prepared(newer).execute(tx).await?;
    if written == 1 {
        point(tx, about, R::REGISTER, &facets.links).await?;
    }
    Ok(())
}

/// What the entry points at now, in place of what it pointed at before.
async fn point(tx: &mut TenantTx, about: &About, register: Register, targets: &[(LinkKind, Uuid)]) -> DbResult<()> {
    let before = links::table
        .filter(links::tenant_id.eq(tx.tenant_id()))
        .filter(links::generation.eq(about.generation))
        .filter(links::register.eq(register.code()))
        .filter(links::entry_id.eq(about.id));
    diesel::delete(before).execute(tx).await?;
    let mut targets: Vec<(&str, Uuid)> = targets.iter().map(|(kind, id)| (kind.code(), *id)).collect();
    targets.sort_unstable();
    targets.dedup();
    let rows: Vec<_> = targets
        .into_iter()
        .map(|(kind, target)| {
            (
                links::tenant_id.eq(tx.tenant_id()),
                links::generation.eq(about.generation),
                links::register.eq(register.code()),
                links::entry_id.eq(about.id),
                links::kind.eq(kind),
                links::target_id.eq(target),
            )
        })
        .collect();
    if !rows.is_empty() {
        diesel::insert_into(links::table).values(rows).execute(tx).await?;
    }
    Ok(())
}

/// A page of a register.
pub async fn page<R: Record>(
    tx: &mut TenantTx,
    generation: i32,
    filter: &RegisterFilter,
    page: &Page,
) -> DbResult<Rows<Entry<R>>> {
    let register = R::REGISTER.code();
    let mut query = of(tx.tenant_id(), generation, register)
        .select(Row::as_select())
        .into_boxed();
    if let Some(unit) = filter.unit_id {
        let below = units(tx, generation).await?.below(unit);
        query = query.filter(entries::unit_id.eq_any(below));
    }
    if let Some(year) = filter.year {
        let days = Days::of_year(year);
        query = query.filter(
            entries::starts_on
                .le(days.to.to_diesel())
                .and(entries::ends_on.ge(days.from.to_diesel())),
        );
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(entries::kind.eq(kind.clone()));
    }
    if let Some(status) = &filter.status {
        query = query.filter(entries::status.eq(status.clone()));
    }
    if let Some(parent) = filter.parent_id {
        query = query.filter(entries::parent_id.eq(parent));
    }
    for (kind, target) in [(LinkKind::Theme, filter.theme_id), (LinkKind::Goal, filter.goal_id)] {
        if let Some(target) = target {
            query = query.filter(exists(
                links::table
                    .filter(links::tenant_id.eq(tx.tenant_id()))
                    .filter(links::generation.eq(generation))
                    .filter(links::register.eq(register))
                    .filter(links::entry_id.eq(entries::id))
                    .filter(links::kind.eq(kind.code()))
                    .filter(links::target_id.eq(target)),
            ));
        }
    }
    if let Some(sought) = &filter.q {
        query = query.filter(strpos(entries::title_sort, sought.trim().to_lowercase()).gt(0));
    }
    let query = keyset!(query, page, entries::id, {
        "title" => entries::title_sort => String,
        "from" => entries::starts_on => jiff_diesel::Date,
        "to" => entries::ends_on => jiff_diesel::Date,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let key = |row: &Row, sort: &str| match sort {
        "from" => (row.starts_on.to_jiff().to_string(), row.id),
        "to" => (row.ends_on.to_jiff().to_string(), row.id),
        _ => (row.title_sort.clone(), row.id),
    };
    let cut = page.cut(rows, key);
    Ok(Rows {
        rows: cut.rows.iter().filter_map(entry).collect(),
        next: cut.next,
    })
}

/// A row as an entry. A body that an older build kept and this one cannot read is told, not guessed: rebuild then.
pub(super) fn entry<R: DeserializeOwned>(row: &Row) -> Option<Entry<R>> {
    match row.body.read() {
        Ok(body) => Some(Entry {
            id: row.id,
            version: row.version,
            body,
        }),
        Err(cause) => {
            error!(entry = %row.id, "an entry cannot be read, the registers need a rebuild: {cause}");
            None
        }
    }
}

/// Every entry of a register that lies in some of the days.
pub async fn all<R: Record>(tx: &mut TenantTx, generation: i32, days: Days) -> DbResult<Vec<Entry<R>>> {
    let rows: Vec<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .filter(entries::starts_on.le(days.to.to_diesel()))
        .filter(entries::ends_on.ge(days.from.to_diesel()))
        .select(Row::as_select())
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).collect())
}

/// Every entry of a register, those too that lie in no year.
pub async fn whole<R: Record>(tx: &mut TenantTx, generation: i32) -> DbResult<Vec<Entry<R>>> {
    let rows: Vec<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .select(Row::as_select())
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).collect())
}

/// The same, each with when its owner changed it last.
pub async fn dated<R: Record>(tx: &mut TenantTx, generation: i32) -> DbResult<Vec<(Entry<R>, Option<Timestamp>)>> {
    let rows: Vec<(Row, Option<jiff_diesel::Timestamp>)> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .select((Row::as_select(), entries::changed_at))
        .order((entries::title_sort.asc(), entries::id.asc()))
        .load(tx)
        .await?;
    Ok(rows.into_iter().filter_map(dated_entry).collect())
}

pub(super) fn dated_entry<R: DeserializeOwned>(
    (row, at): (Row, Option<jiff_diesel::Timestamp>),
) -> Option<(Entry<R>, Option<Timestamp>)> {
    Some((entry(&row)?, at.map(jiff_diesel::Timestamp::to_jiff)))
}

/// Where the tenant's days end.
pub async fn time_zone(tx: &mut TenantTx, generation: i32) -> DbResult<String> {
    let own: Option<Entry<Organisation>> = find(tx, generation, tx.tenant_id()).await?;
    Ok(own.map_or_else(|| "Europe/Helsinki".to_owned(), |own| own.body.time_zone))
}

/// One entry.
pub async fn find<R: Record>(tx: &mut TenantTx, generation: i32, id: Uuid) -> DbResult<Option<Entry<R>>> {
    let row: Option<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .filter(entries::id.eq(id))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    Ok(row.as_ref().and_then(entry))
}

/// Every entry of a register that hangs on a thing.
pub async fn below<R: Record>(tx: &mut TenantTx, generation: i32, parent: Uuid) -> DbResult<Vec<R>> {
    let rows: Vec<Row> = of(tx.tenant_id(), generation, R::REGISTER.code())
        .filter(entries::parent_id.eq(parent))
        .select(Row::as_select())
        .order(entries::id.asc())
        .load(tx)
        .await?;
    Ok(rows.iter().filter_map(entry).map(|entry| entry.body).collect())
}

/// Whether any entry of a register points at a thing.
pub async fn is_pointed_at(
    tx: &mut TenantTx,
    generation: i32,
    by: Register,
    kind: LinkKind,
    target: Uuid,
) -> DbResult<bool> {
    let pointing = links::table
        .filter(links::tenant_id.eq(tx.tenant_id()))
        .filter(links::generation.eq(generation))
        .filter(links::register.eq(by.code()))
        .filter(links::kind.eq(kind.code()))
        .filter(links::target_id.eq(target))
        .filter(exists(
            of(tx.tenant_id(), generation, by.code()).filter(entries::id.eq(links::entry_id)),
        ));
    Ok(diesel::select(exists(pointing)).get_result(tx).await?)
}

/// The tree of units.
pub async fn units(tx: &mut TenantTx, generation: i32) -> DbResult<Units> {
    Ok(Units::new(whole(tx, generation).await?))
}

/// What a copy holds of one tenant, register by register: how many entries, and one hash over all their content.
pub async fn fingerprints(tx: &mut TenantTx, generation: i32) -> DbResult<BTreeMap<String, (usize, String)>> {
    type Content = (
        String,
        Uuid,
        i64,
        bool,
        Option<Uuid>,
        Option<Uuid>,
        String,
        String,
        String,
        serde_json::Value,
    );
    let rows: Vec<Content> = entries::table
        .filter(entries::tenant_id.eq(tx.tenant_id()))
        .filter(entries::generation.eq(generation))
        .order((entries::register.asc(), entries::id.asc()))
        .select((
            entries::register,
            entries::id,
            entries::version,
            entries::gone,
            entries::unit_id,
            entries::parent_id,
            entries::kind,
            entries::status,
            entries::title_sort,
            entries::body,
        ))
        .load(tx)
        .await?;
    let pointed: Vec<(String, Uuid, String, Uuid)> = links::table
        .filter(links::tenant_id.eq(tx.tenant_id()))
        .filter(links::generation.eq(generation))
        .order((
            links::register.asc(),
            links::entry_id.asc(),
            links::kind.asc(),
            links::target_id.asc(),
        ))
        .select((links::register, links::entry_id, links::kind, links::target_id))
        .load(tx)
        .await?;
    let mut hashes: BTreeMap<String, (usize, Sha256)> = BTreeMap::new();
    for row in rows {
        let (count, hash) = hashes.entry(row.0.clone()).or_default();
        *count += 1;
        hash.update(format!("{row:?}\n"));
    }
    for row in pointed {
        let (_, hash) = hashes.entry(row.0.clone()).or_default();
        hash.update(format!("{row:?}\n"));
    }
    Ok(hashes
        .into_iter()
        .map(|(register, (n, hash))| (register, (n, hex::encode(hash.finalize()))))
        .collect())
}

/// Throws one tenant's part of a copy away.
pub async fn drop_copy(tx: &mut TenantTx, generation: i32) -> DbResult<usize> {
    let old_links = links::table
        .filter(links::tenant_id.eq(tx.tenant_id()))
        .filter(links::generation.eq(generation));
    diesel::delete(old_links).execute(tx).await?;
    let old = entries::table
        .filter(entries::tenant_id.eq(tx.tenant_id()))
        .filter(entries::generation.eq(generation));
    Ok(diesel::delete(old).execute(tx).await?)
}
