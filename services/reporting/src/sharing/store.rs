//! How what is given by name is kept: notes at the owner, copies at the viewer.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, dsl::auto_type, sql_types::Text as SqlText,
};
use diesel_async::RunQueryDsl as _;
use jiff::civil::Date;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{DbResult, Kept, Page, Rows, SystemTx, TenantTx},
    keyset,
    values::Text,
};
use serde::de::DeserializeOwned;
use tracing::error;
use uuid::Uuid;

use super::{
    routes::SharedFilter,
    rows::{Given, Ready, Shared, of_activity, of_goal, of_network, of_project},
};
use crate::{
    agreement::{self, Agreement, Dataset},
    rebuild,
    register::{
        entry::{Days, Register},
        projects::NetworkMembership,
    },
    schema::{register_entries as entries, shared_rows as rows, sharing_changes as changes, sharing_fills as fills},
};

diesel::define_sql_function! {
    /// Where a text stands in another one; nought when it does not.
    fn strpos(text: SqlText, sought: SqlText) -> Integer;
}

/// An agreement that is being filled or emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filling {
    pub owner_id: Uuid,
    pub agreement_id: Uuid,
    pub after: Option<Uuid>,
}

/// The register whose entries the things of a dataset are.
fn register(dataset: Dataset) -> Register {
    match dataset {
        Dataset::Goals => Register::Goals,
        Dataset::Projects => Register::Projects,
        Dataset::Networks => Register::Networks,
        Dataset::Activities => Register::Activities,
    }
}

/// Notes things that changed, if the tenant gives such by name. Only what serves is copied.
pub async fn note_changes(tx: &mut TenantTx, generation: i32, things: &[(Dataset, Uuid)]) -> DbResult<()> {
    for dataset in Dataset::ALL {
        let ids: Vec<Uuid> = things
            .iter()
            .filter(|(of, _)| *of == dataset)
            .map(|(_, id)| *id)
            .collect();
        if ids.is_empty()
            || !agreement::store::gives_by_name(tx, dataset).await?
            || rebuild::current(tx).await? != generation
        {
            continue;
        }
        let notes: Vec<_> = ids
            .into_iter()
            .map(|id| {
                (
                    changes::tenant_id.eq(tx.tenant_id()),
                    changes::dataset.eq(dataset),
                    changes::subject_id.eq(id),
                )
            })
            .collect();
        diesel::insert_into(changes::table)
            .values(notes)
            .on_conflict((changes::tenant_id, changes::dataset, changes::subject_id))
            // A note that is being worked on is waited for, and made again.
            .do_update()
            .set(changes::dataset.eq(dataset))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Lets an agreement of the tenant be filled, or emptied, from the beginning.
pub async fn begin_fill(tx: &mut TenantTx, agreement_id: Uuid) -> DbResult<()> {
    diesel::insert_into(fills::table)
        .values((
            fills::tenant_id.eq(tx.tenant_id()),
            fills::agreement_id.eq(agreement_id),
            fills::after.eq(None::<Uuid>),
        ))
        .on_conflict((fills::tenant_id, fills::agreement_id))
        .do_update()
        .set(fills::after.eq(None::<Uuid>))
        .execute(tx)
        .await?;
    Ok(())
}

/// Lets every agreement of the tenant be filled anew.
pub async fn begin_fills(tx: &mut TenantTx) -> DbResult<()> {
    for agreement in agreement::store::named_of_owner(tx).await? {
        begin_fill(tx, agreement).await?;
    }
    Ok(())
}

/// The same by the copier, in the tenant it entered.
pub async fn begin_fill_of(tx: &mut SystemTx, owner_id: Uuid, agreement_id: Uuid) -> DbResult<()> {
    diesel::insert_into(fills::table)
        .values((fills::tenant_id.eq(owner_id), fills::agreement_id.eq(agreement_id)))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(())
}

/// Some changed things of one owner and kind, whoever it is.
pub async fn claim_changes(tx: &mut SystemTx, most: i64) -> DbResult<Option<(Uuid, Dataset, Vec<Uuid>)>> {
    let first: Option<(Uuid, Dataset)> = changes::table
        .select((changes::tenant_id, changes::dataset))
        .limit(1)
        .for_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?;
    let Some((owner, dataset)) = first else { return Ok(None) };
    let ids: Vec<Uuid> = changes::table
        .filter(changes::tenant_id.eq(owner))
        .filter(changes::dataset.eq(dataset))
        .select(changes::subject_id)
        .order(changes::subject_id.asc())
        .limit(most)
        .for_update()
        .skip_locked()
        .load(tx)
        .await?;
    Ok(Some((owner, dataset, ids)))
}

/// Those were carried over.
pub async fn settle_changes(tx: &mut SystemTx, owner_id: Uuid, dataset: Dataset, ids: &[Uuid]) -> DbResult<()> {
    let carried = changes::table
        .filter(changes::tenant_id.eq(owner_id))
        .filter(changes::dataset.eq(dataset))
        .filter(changes::subject_id.eq_any(ids));
    diesel::delete(carried).execute(tx).await?;
    Ok(())
}

/// An agreement that is to be filled or emptied.
pub async fn claim_fill(tx: &mut SystemTx) -> DbResult<Option<Filling>> {
    let first: Option<(Uuid, Uuid, Option<Uuid>)> = fills::table
        .select((fills::tenant_id, fills::agreement_id, fills::after))
        .limit(1)
        .for_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?;
    Ok(first.map(|(owner_id, agreement_id, after)| Filling {
        owner_id,
        agreement_id,
        after,
    }))
}

/// Where a filling goes on.
pub async fn go_on(tx: &mut SystemTx, owner_id: Uuid, agreement_id: Uuid, after: Option<Uuid>) -> DbResult<()> {
    let row = fills::table
        .filter(fills::tenant_id.eq(owner_id))
        .filter(fills::agreement_id.eq(agreement_id));
    diesel::update(row).set(fills::after.eq(after)).execute(tx).await?;
    Ok(())
}

/// A filling has come to its end.
pub async fn end_fill(tx: &mut SystemTx, owner_id: Uuid, agreement_id: Uuid) -> DbResult<()> {
    let row = fills::table
        .filter(fills::tenant_id.eq(owner_id))
        .filter(fills::agreement_id.eq(agreement_id));
    diesel::delete(row).execute(tx).await?;
    Ok(())
}

#[auto_type(no_type_alias)]
fn things_of(owner_id: Uuid, generation: i32, register: &'static str) -> _ {
    entries::table
        .filter(entries::tenant_id.eq(owner_id))
        .filter(entries::generation.eq(generation))
        .filter(entries::register.eq(register))
        .filter(entries::gone.eq(false))
}

/// The ids of an owner's next things.
pub async fn ids_after(
    tx: &mut SystemTx,
    owner_id: Uuid,
    generation: i32,
    dataset: Dataset,
    after: Option<Uuid>,
    most: i64,
) -> DbResult<Vec<Uuid>> {
    let mut query = things_of(owner_id, generation, register(dataset).code())
        .select(entries::id)
        .order(entries::id.asc())
        .limit(most)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(entries::id.gt(after));
    }
    Ok(query.load(tx).await?)
}

/// What is given of an owner's things, of those that are there.
pub async fn ready(
    tx: &mut SystemTx,
    owner_id: Uuid,
    generation: i32,
    dataset: Dataset,
    ids: &[Uuid],
) -> DbResult<Vec<Ready>> {
    let found: Vec<(Uuid, serde_json::Value)> = things_of(owner_id, generation, register(dataset).code())
        .filter(entries::id.eq_any(ids))
        .select((entries::id, entries::body))
        .load(tx)
        .await?;
    let memberships = if dataset == Dataset::Networks {
        memberships(tx, owner_id, generation, ids).await?
    } else {
        Vec::new()
    };
    let ready = |(id, body): (Uuid, serde_json::Value)| match dataset {
        Dataset::Goals => readable(body).map(|goal| of_goal(id, goal)),
        Dataset::Projects => readable(body).map(|project| of_project(id, project)),
        Dataset::Activities => readable(body).map(|activity| of_activity(id, activity)),
        Dataset::Networks => {
            let of_this = memberships
                .iter()
                .filter(|m| m.network_id == id)
                .cloned()
                .collect::<Vec<_>>();
            readable(body).map(|network| of_network(id, network, &of_this))
        }
    };
    Ok(found.into_iter().filter_map(ready).collect())
}

async fn memberships(
    tx: &mut SystemTx,
    owner_id: Uuid,
    generation: i32,
    networks: &[Uuid],
) -> DbResult<Vec<NetworkMembership>> {
    let found: Vec<serde_json::Value> = things_of(owner_id, generation, Register::NetworkMemberships.code())
        .filter(entries::parent_id.eq_any(networks))
        .select(entries::body)
        .load(tx)
        .await?;
    Ok(found.into_iter().filter_map(readable).collect())
}

fn readable<T: DeserializeOwned>(body: serde_json::Value) -> Option<T> {
    match serde_json::from_value(body) {
        Ok(read) => Some(read),
        Err(cause) => {
            error!("what is given by name cannot be read, the registers need a rebuild: {cause}");
            None
        }
    }
}

/// What lies at the viewer of some things, in place of what lay there before.
pub async fn replace(tx: &mut SystemTx, agreement: &Agreement, ids: &[Uuid], things: &[Ready]) -> DbResult<()> {
    let before = rows::table
        .filter(rows::tenant_id.eq(agreement.viewer_id))
        .filter(rows::agreement_id.eq(agreement.id))
        .filter(rows::id.eq_any(ids));
    diesel::delete(before).execute(tx).await?;
    let copies: Vec<_> = things
        .iter()
        .map(|thing| {
            (
                rows::tenant_id.eq(agreement.viewer_id),
                rows::agreement_id.eq(agreement.id),
                rows::id.eq(thing.id),
                rows::dataset.eq(agreement.dataset),
                rows::owner_id.eq(agreement.owner_id),
                rows::owner_name.eq(Kept(agreement.owner_name.clone())),
                rows::kind.eq(&thing.facets.kind),
                rows::status.eq(&thing.facets.status),
                rows::starts_on.eq(thing.facets.days.from.to_diesel()),
                rows::ends_on.eq(thing.facets.days.to.to_diesel()),
                rows::title_sort.eq(&thing.facets.title),
                rows::body.eq(&thing.body),
            )
        })
        .collect();
    if !copies.is_empty() {
        diesel::insert_into(rows::table).values(copies).execute(tx).await?;
    }
    Ok(())
}

/// Takes away what lies at the viewer between two things and is none of these: it is not at the owner any more.
pub async fn clear_between(
    tx: &mut SystemTx,
    agreement: &Agreement,
    after: Option<Uuid>,
    until: Option<Uuid>,
    there: &[Uuid],
) -> DbResult<()> {
    let lowest = after.unwrap_or(Uuid::nil());
    let highest = until.unwrap_or(Uuid::max());
    let between = rows::table
        .filter(rows::tenant_id.eq(agreement.viewer_id))
        .filter(rows::agreement_id.eq(agreement.id))
        .filter(rows::id.gt(lowest).and(rows::id.le(highest)))
        .filter(rows::id.ne_all(there));
    diesel::delete(between).execute(tx).await?;
    Ok(())
}

/// Takes some of what lies at the viewer away. How many it was.
pub async fn take_away(tx: &mut SystemTx, agreement: &Agreement, most: i64) -> DbResult<usize> {
    let some: Vec<Uuid> = rows::table
        .filter(rows::tenant_id.eq(agreement.viewer_id))
        .filter(rows::agreement_id.eq(agreement.id))
        .select(rows::id)
        .order(rows::id.asc())
        .limit(most)
        .load(tx)
        .await?;
    let target = rows::table
        .filter(rows::tenant_id.eq(agreement.viewer_id))
        .filter(rows::agreement_id.eq(agreement.id))
        .filter(rows::id.eq_any(some));
    Ok(diesel::delete(target).execute(tx).await?)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = rows, check_for_backend(diesel::pg::Pg))]
struct Row {
    agreement_id: Uuid,
    id: Uuid,
    owner_id: Uuid,
    owner_name: Kept<Text>,
    starts_on: jiff_diesel::Date,
    ends_on: jiff_diesel::Date,
    title_sort: String,
    body: serde_json::Value,
}

#[auto_type(no_type_alias)]
fn of(tenant_id: Uuid, dataset: Dataset) -> _ {
    rows::table
        .filter(rows::tenant_id.eq(tenant_id))
        .filter(rows::dataset.eq(dataset))
}

/// A page of what is given by the agreements that hold on a day and that nobody is known to have revoked. Copies are judged a
/// page at a time, so that who is given much pays for no more than is shown; those that wait to be taken away are passed
/// over, and no cursor tells of them.
pub async fn page<B: Given>(
    tx: &mut TenantTx,
    on: Date,
    filter: &SharedFilter,
    page: &Page,
    holds: impl Fn(Uuid) -> bool,
) -> DbResult<Rows<Shared<B>>> {
    let most = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let (mut at, mut shown) = (page.clone(), Vec::new());
    loop {
        let copies = at.cut(copies(tx, B::DATASET, filter, &at).await?, key);
        let ids: Vec<Uuid> = copies.rows.iter().map(|row| row.agreement_id).collect();
        let given = agreement::store::given_by_name_among(tx, &ids, on).await?;
        let is_given = |row: &Row| given.contains(&row.agreement_id) && holds(row.agreement_id);
        shown.extend(copies.rows.into_iter().filter(is_given));
        at.after = copies.next;
        if at.after.is_none() || shown.len() > most {
            break;
        }
    }
    let shared = |row: Row| {
        readable(row.body).map(|body| Shared {
            id: row.id,
            owner_id: row.owner_id,
            owner_name: row.owner_name.0,
            agreement_id: row.agreement_id,
            body,
        })
    };
    let shown = page.cut(shown, key);
    Ok(Rows {
        rows: shown.rows.into_iter().filter_map(shared).collect(),
        next: shown.next,
    })
}

fn key(row: &Row, sort: &str) -> (String, Uuid) {
    match sort {
        "from" => (row.starts_on.to_jiff().to_string(), row.id),
        "to" => (row.ends_on.to_jiff().to_string(), row.id),
        _ => (row.title_sort.clone(), row.id),
    }
}

/// Copies, and one more than a page has.
async fn copies(tx: &mut TenantTx, dataset: Dataset, filter: &SharedFilter, page: &Page) -> DbResult<Vec<Row>> {
    let mut query = of(tx.tenant_id(), dataset).select(Row::as_select()).into_boxed();
    if let Some(owner) = filter.owner_id {
        query = query.filter(rows::owner_id.eq(owner));
    }
    if let Some(year) = filter.year {
        let days = Days::of_year(year);
        let from = rows::starts_on.le(days.to.to_diesel());
        query = query.filter(from.and(rows::ends_on.ge(days.from.to_diesel())));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(rows::kind.eq(kind.clone()));
    }
    if let Some(status) = &filter.status {
        query = query.filter(rows::status.eq(status.clone()));
    }
    if let Some(sought) = &filter.q {
        query = query.filter(strpos(rows::title_sort, sought.trim().to_lowercase()).gt(0));
    }
    let query = keyset!(query, page, rows::id, {
        "title" => rows::title_sort => String,
        "from" => rows::starts_on => jiff_diesel::Date,
        "to" => rows::ends_on => jiff_diesel::Date,
    });
    Ok(query.load(tx).await?)
}
