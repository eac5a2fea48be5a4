//! The ledger.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, JoinOnDsl as _, OptionalExtension as _,
    QueryDsl as _, Queryable, Selectable, SelectableHelper as _, dsl::auto_type,
};
use diesel_async::RunQueryDsl as _;
use jiff_diesel::ToDiesel as _;
use platform::{
    db::{DbError, DbResult, Page, Rows, SystemTx, TenantTx, take_turns},
    keyset,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    cell::Coverage,
    groups::Group,
    model::{Asked, BREAKDOWN, GROUP, Outcome, Release, ReleaseId, STATISTIC, Withdrawal},
    parameters::Audience,
    routes::ReleaseFilter,
};
use crate::{
    contribution::Measure,
    schema::{release_members as members, release_withdrawals as withdrawals, releases},
};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = releases, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: Uuid,
    measure: Measure,
    period: i32,
    audience: Audience,
    membership_hash: String,
    outcome: Outcome,
    value: Option<Decimal>,
    coverage: Option<Coverage>,
    parameters: i32,
    released_at: jiff_diesel::Timestamp,
    released_by: Uuid,
}

/// Somebody who was in a candidate, and under which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub agreement_id: Uuid,
    pub owner_id: Uuid,
    pub holding: String,
    pub terms_version: i64,
    pub waiver: bool,
}

/// A group whose total was released to somebody, whatever became of it since.
#[derive(Clone, Debug)]
pub struct ReleasedGroup {
    pub audience: Audience,
    pub group: Group,
    pub value: Decimal,
    pub members: Vec<Member>,
}

impl Row {
    fn into_release(self, withdrawn: Option<Withdrawal>) -> DbResult<Release> {
        let out_of_range = |cause| DbError::Other(diesel::result::Error::DeserializationError(Box::new(cause)));
        Ok(Release {
            id: ReleaseId(self.id),
            measure: self.measure,
            period: i16::try_from(self.period).map_err(out_of_range)?,
            audience: self.audience,
            membership_hash: self.membership_hash,
            outcome: self.outcome,
            value: self.value,
            coverage: self.coverage,
            parameters: self.parameters,
            released_at: self.released_at.to_jiff(),
            released_by: self.released_by,
            withdrawn,
        })
    }
}

#[auto_type(no_type_alias)]
fn of(tenant_id: Uuid) -> _ {
    releases::table.filter(releases::tenant_id.eq(tenant_id))
}

/// Lets releases of one measure and period take turns, to whomever: each is judged beside those before it.
pub async fn turn(tx: &mut SystemTx, asked: Asked) -> DbResult<()> {
    take_turns(
        tx,
        format!("reporting/releases/{}/{}", asked.measure.code(), asked.period),
    )
    .await
}

/// What the ledger says of the same candidate.
pub async fn same(tx: &mut SystemTx, viewer: Uuid, asked: Asked) -> DbResult<Option<Release>> {
    let row: Option<Row> = of(viewer)
        .filter(releases::measure.eq(asked.measure))
        .filter(releases::period.eq(i32::from(asked.period)))
        .filter(releases::group_key.eq(GROUP))
        .filter(releases::breakdown.eq(BREAKDOWN))
        .filter(releases::statistic.eq(STATISTIC))
        .select(Row::as_select())
        .first(tx)
        .await
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let withdrawn: Option<(jiff_diesel::Timestamp, Uuid)> = withdrawals::table
        .filter(withdrawals::tenant_id.eq(viewer))
        .filter(withdrawals::release_id.eq(row.id))
        .select((withdrawals::withdrawn_at, withdrawals::withdrawn_by))
        .first(tx)
        .await
        .optional()?;
    row.into_release(withdrawn.map(|(at, by)| Withdrawal { at: at.to_jiff(), by }))
        .map(Some)
}

/// Somebody who is in a release.
#[derive(Queryable)]
struct InRelease {
    release_id: Uuid,
    audience: Audience,
    value: Option<Decimal>,
    agreement_id: Uuid,
    owner_id: Uuid,
    holding: String,
    terms_version: i64,
}

/// Every group whose total of this measure and period was released, to whomever. What was withdrawn had been seen.
pub async fn released_groups(tx: &mut SystemTx, asked: Asked) -> DbResult<Vec<ReleasedGroup>> {
    let rows: Vec<InRelease> = releases::table
        .inner_join(
            members::table.on(members::tenant_id
                .eq(releases::tenant_id)
                .and(members::release_id.eq(releases::id))),
        )
        .filter(releases::measure.eq(asked.measure))
        .filter(releases::period.eq(i32::from(asked.period)))
        .filter(releases::outcome.eq(Outcome::Released))
        .select((
            releases::id,
            releases::audience,
            releases::value,
            members::agreement_id,
            members::owner_id,
            members::holding,
            members::terms_version,
        ))
        .load(tx)
        .await?;
    let mut groups: BTreeMap<Uuid, ReleasedGroup> = BTreeMap::new();
    for row in rows {
        let group = groups.entry(row.release_id).or_insert_with(|| ReleasedGroup {
            audience: row.audience,
            group: Group::new(),
            value: row.value.unwrap_or_default(),
            members: Vec::new(),
        });
        group.group.insert(row.owner_id);
        group.members.push(Member {
            agreement_id: row.agreement_id,
            owner_id: row.owner_id,
            holding: row.holding,
            terms_version: row.terms_version,
            waiver: false,
        });
    }
    Ok(groups.into_values().collect())
}

/// Writes a release with those who are in it.
pub async fn insert(tx: &mut SystemTx, viewer: Uuid, release: &Release, of_whom: &[Member]) -> DbResult<()> {
    let row = Row {
        id: release.id.0,
        measure: release.measure,
        period: i32::from(release.period),
        audience: release.audience,
        membership_hash: release.membership_hash.clone(),
        outcome: release.outcome,
        value: release.value,
        coverage: release.coverage,
        parameters: release.parameters,
        released_at: release.released_at.to_diesel(),
        released_by: release.released_by,
    };
    diesel::insert_into(releases::table)
        .values((
            releases::tenant_id.eq(viewer),
            releases::group_key.eq(GROUP),
            releases::breakdown.eq(BREAKDOWN),
            releases::statistic.eq(STATISTIC),
            row,
        ))
        .execute(tx)
        .await?;
    let rows: Vec<_> = of_whom
        .iter()
        .map(|member| {
            (
                members::tenant_id.eq(viewer),
                members::release_id.eq(release.id.0),
                members::agreement_id.eq(member.agreement_id),
                members::owner_id.eq(member.owner_id),
                members::holding.eq(&member.holding),
                members::terms_version.eq(member.terms_version),
            )
        })
        .collect();
    for some in rows.chunks(1_000) {
        diesel::insert_into(members::table).values(some).execute(tx).await?;
    }
    Ok(())
}

/// Which of some releases were withdrawn.
async fn withdrawn(tx: &mut TenantTx, ids: &[Uuid]) -> DbResult<BTreeMap<Uuid, Withdrawal>> {
    let found: Vec<(Uuid, jiff_diesel::Timestamp, Uuid)> = withdrawals::table
        .filter(withdrawals::tenant_id.eq(tx.tenant_id()))
        .filter(withdrawals::release_id.eq_any(ids))
        .select((
            withdrawals::release_id,
            withdrawals::withdrawn_at,
            withdrawals::withdrawn_by,
        ))
        .load(tx)
        .await?;
    let known = |(id, at, by): (Uuid, jiff_diesel::Timestamp, Uuid)| (id, Withdrawal { at: at.to_jiff(), by });
    Ok(found.into_iter().map(known).collect())
}

async fn whole(tx: &mut TenantTx, rows: Vec<Row>) -> DbResult<Vec<Release>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let withdrawn = withdrawn(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let of_this = withdrawn.get(&row.id).copied();
            row.into_release(of_this)
        })
        .collect()
}

pub async fn find(tx: &mut TenantTx, id: ReleaseId) -> DbResult<Option<Release>> {
    let rows: Vec<Row> = of(tx.tenant_id())
        .filter(releases::id.eq(id.0))
        .select(Row::as_select())
        .load(tx)
        .await?;
    Ok(whole(tx, rows).await?.pop())
}

/// The release, with withdrawals of it taking turns. Its row cannot be held: nobody may change it.
pub async fn hold(tx: &mut TenantTx, id: ReleaseId) -> DbResult<Option<Release>> {
    let name = format!("reporting/release/{}/{id}", tx.tenant_id());
    take_turns(tx, name).await?;
    find(tx, id).await
}

pub async fn note_withdrawal(tx: &mut TenantTx, release: &Release) -> DbResult<()> {
    let Some(withdrawal) = release.withdrawn else {
        return Ok(());
    };
    diesel::insert_into(withdrawals::table)
        .values((
            withdrawals::tenant_id.eq(tx.tenant_id()),
            withdrawals::release_id.eq(release.id.0),
            withdrawals::withdrawn_at.eq(withdrawal.at.to_diesel()),
            withdrawals::withdrawn_by.eq(withdrawal.by),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// A page of the ledger.
pub async fn page(tx: &mut TenantTx, filter: &ReleaseFilter, page: &Page) -> DbResult<Rows<Release>> {
    let mut query = of(tx.tenant_id()).select(Row::as_select()).into_boxed();
    if let Some(measure) = filter.measure {
        query = query.filter(releases::measure.eq(measure));
    }
    if let Some(period) = filter.period {
        query = query.filter(releases::period.eq(i32::from(period)));
    }
    let query = keyset!(query, page, releases::id, {
        "period" => releases::period => i32,
        "measure" => releases::measure => String,
        "released_at" => releases::released_at => jiff_diesel::Timestamp,
    });
    let rows: Vec<Row> = query.load(tx).await?;
    let key = |row: &Row, sort: &str| match sort {
        "measure" => (row.measure.code().to_owned(), row.id),
        "released_at" => (row.released_at.to_jiff().to_string(), row.id),
        _ => (row.period.to_string(), row.id),
    };
    let cut = page.cut(rows, key);
    Ok(Rows {
        rows: whole(tx, cut.rows).await?,
        next: cut.next,
    })
}
