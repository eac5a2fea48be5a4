//! How agreements are kept: a row under each side's own tenant.

use std::collections::HashSet;

use diesel::{
    ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, Selectable, SelectableHelper as _, dsl::auto_type,
    upsert::excluded,
};
use diesel_async::RunQueryDsl as _;
use jiff::civil::Date;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{DbResult, Kept, SystemTx, TenantTx},
    values::Text,
};
use uuid::Uuid;

use super::model::{Agreement, Dataset, Level, Side, State};
use crate::schema::agreements;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = agreements, check_for_backend(diesel::pg::Pg))]
pub struct Row {
    id: Uuid,
    side: Side,
    owner_id: Uuid,
    owner_name: Kept<Text>,
    owner_code: String,
    owner_country: String,
    viewer_id: Uuid,
    dataset: Dataset,
    level: Level,
    waiver: bool,
    valid_from: jiff_diesel::Date,
    valid_to: Option<jiff_diesel::Date>,
    state: State,
    terms_version: i64,
}

impl From<Row> for Agreement {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            side: row.side,
            owner_id: row.owner_id,
            owner_name: row.owner_name.0,
            owner_code: row.owner_code,
            owner_country: row.owner_country,
            viewer_id: row.viewer_id,
            dataset: row.dataset,
            level: row.level,
            waiver: row.waiver,
            valid_from: row.valid_from.to_jiff(),
            valid_to: row.valid_to.map(jiff_diesel::Date::to_jiff),
            state: row.state,
            terms_version: row.terms_version,
        }
    }
}

impl From<&Agreement> for Row {
    fn from(agreement: &Agreement) -> Self {
        Self {
            id: agreement.id,
            side: agreement.side,
            owner_id: agreement.owner_id,
            owner_name: Kept(agreement.owner_name.clone()),
            owner_code: agreement.owner_code.clone(),
            owner_country: agreement.owner_country.clone(),
            viewer_id: agreement.viewer_id,
            dataset: agreement.dataset,
            level: agreement.level,
            waiver: agreement.waiver,
            valid_from: agreement.valid_from.to_diesel(),
            valid_to: agreement.valid_to.map(Date::to_diesel),
            state: agreement.state,
            terms_version: agreement.terms_version,
        }
    }
}

#[auto_type(no_type_alias)]
fn of(tenant_id: Uuid) -> _ {
    agreements::table.filter(agreements::tenant_id.eq(tenant_id))
}

/// Keeps what was told, unless something newer is known.
pub async fn keep_if_newer(tx: &mut TenantTx, version: i64, agreement: &Agreement) -> DbResult<()> {
    let told = diesel::insert_into(agreements::table)
        .values((
            agreements::tenant_id.eq(tx.tenant_id()),
            agreements::version.eq(version),
            Row::from(agreement),
        ))
        .on_conflict((agreements::tenant_id, agreements::id))
        .do_update()
        .set((
            agreements::version.eq(excluded(agreements::version)),
            agreements::owner_name.eq(excluded(agreements::owner_name)),
            agreements::owner_code.eq(excluded(agreements::owner_code)),
            agreements::owner_country.eq(excluded(agreements::owner_country)),
            agreements::dataset.eq(excluded(agreements::dataset)),
            agreements::level.eq(excluded(agreements::level)),
            agreements::waiver.eq(excluded(agreements::waiver)),
            agreements::valid_from.eq(excluded(agreements::valid_from)),
            agreements::valid_to.eq(excluded(agreements::valid_to)),
            agreements::state.eq(excluded(agreements::state)),
            agreements::terms_version.eq(excluded(agreements::terms_version)),
        ));
    let newer =
        diesel::query_dsl::methods::FilterDsl::filter(told, agreements::version.lt(excluded(agreements::version)));
    newer.execute(tx).await?;
    Ok(())
}

/// What the tenant is given by name, as its own rows say: agreements that hold on a day.
pub async fn given_by_name(tx: &mut TenantTx, dataset: Dataset, on: Date) -> DbResult<Vec<Agreement>> {
    let rows: Vec<Row> = of(tx.tenant_id())
        .filter(agreements::side.eq(Side::Viewer))
        .filter(agreements::level.eq(Level::Named))
        .filter(agreements::dataset.eq(dataset))
        .select(Row::as_select())
        .load(tx)
        .await?;
    let all = rows.into_iter().map(Agreement::from);
    Ok(all.filter(|agreement| agreement.is_in_force(on)).collect())
}

/// Which of some agreements give the tenant something by name on a day, as its own rows say.
pub async fn given_by_name_among(tx: &mut TenantTx, ids: &[Uuid], on: Date) -> DbResult<HashSet<Uuid>> {
    let rows: Vec<Row> = of(tx.tenant_id())
        .filter(agreements::id.eq_any(ids))
        .filter(agreements::side.eq(Side::Viewer))
        .filter(agreements::level.eq(Level::Named))
        .select(Row::as_select())
        .load(tx)
        .await?;
    let given = rows.into_iter().map(Agreement::from);
    Ok(given.filter(|one| one.is_in_force(on)).map(|one| one.id).collect())
}

/// Whether the tenant gives, or gave, things of a kind by name.
pub async fn gives_by_name(tx: &mut TenantTx, dataset: Dataset) -> DbResult<bool> {
    let given = of(tx.tenant_id())
        .filter(agreements::side.eq(Side::Owner))
        .filter(agreements::level.eq(Level::Named))
        .filter(agreements::dataset.eq(dataset));
    Ok(diesel::select(diesel::dsl::exists(given)).get_result(tx).await?)
}

/// Every agreement by which the tenant gives things by name.
pub async fn named_of_owner(tx: &mut TenantTx) -> DbResult<Vec<Uuid>> {
    let ids = of(tx.tenant_id())
        .filter(agreements::side.eq(Side::Owner))
        .filter(agreements::level.eq(Level::Named))
        .select(agreements::id)
        .load(tx)
        .await?;
    Ok(ids)
}

/// Both sides' rows of what a viewer is given inside figures over many, held until the transaction ends: who revokes
/// meanwhile comes after it.
pub async fn hold_for_figures(tx: &mut SystemTx, viewer_id: Uuid, dataset: Dataset) -> DbResult<Vec<Agreement>> {
    let rows: Vec<Row> = agreements::table
        .filter(agreements::viewer_id.eq(viewer_id))
        .filter(agreements::dataset.eq(dataset))
        .filter(agreements::level.eq(Level::Aggregate))
        .order((agreements::id.asc(), agreements::tenant_id.asc()))
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Agreement::from).collect())
}

/// The owner's row of an agreement, held: whatever is copied by it waits its turn.
pub async fn hold_of_owner(tx: &mut SystemTx, owner_id: Uuid, id: Uuid) -> DbResult<Option<Agreement>> {
    let rows: Vec<Row> = of(owner_id)
        .filter(agreements::id.eq(id))
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().next().map(Agreement::from))
}

/// The owner's agreements that give things of a kind by name, held.
pub async fn hold_named_of_owner(tx: &mut SystemTx, owner_id: Uuid, dataset: Dataset) -> DbResult<Vec<Agreement>> {
    let rows: Vec<Row> = of(owner_id)
        .filter(agreements::side.eq(Side::Owner))
        .filter(agreements::level.eq(Level::Named))
        .filter(agreements::dataset.eq(dataset))
        .order(agreements::id.asc())
        .select(Row::as_select())
        .for_update()
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(Agreement::from).collect())
}

/// Notes whether rows of an agreement lie at its viewer.
pub async fn note_copied(tx: &mut SystemTx, owner_id: Uuid, id: Uuid, copied: bool) -> DbResult<()> {
    let row = agreements::table
        .filter(agreements::tenant_id.eq(owner_id))
        .filter(agreements::id.eq(id));
    diesel::update(row)
        .set(agreements::copied.eq(copied))
        .execute(tx)
        .await?;
    Ok(())
}

/// Owners' agreements on named rows that have begun or ended by the calendar alone, and of which the copies do not know.
pub async fn turned(tx: &mut SystemTx, on: Date, limit: i64) -> DbResult<Vec<(Uuid, Uuid)>> {
    use diesel::{BoolExpressionMethods as _, NullableExpressionMethods as _};
    let on = on.to_diesel();
    let holds = agreements::state
        .eq(State::InForce)
        .and(agreements::valid_from.le(on))
        .and(
            agreements::valid_to
                .is_null()
                .or(agreements::valid_to.ge(on).assume_not_null()),
        );
    let rows = agreements::table
        .filter(agreements::side.eq(Side::Owner))
        .filter(agreements::level.eq(Level::Named))
        .filter(agreements::copied.ne(holds))
        .select((agreements::owner_id, agreements::id))
        .limit(limit)
        .load(tx)
        .await?;
    Ok(rows)
}
