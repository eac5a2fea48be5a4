//! How sharing agreements are kept: a row under each side's own tenant. The serving role reads them; only the sharing role,
//! which writes both sides, writes them.

use diesel::{dsl::auto_type, prelude::*};
use diesel_async::RunQueryDsl;
use jiff_diesel::{Date, Timestamp, ToDiesel};
use platform::{
    db::{DbResult, Kept, Page, Rows, SystemTx, TenantTx, one_row, search::sort_key, take_turns},
    fetch_page,
    values::Text,
};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    Agreement, AgreementId,
    model::{Dataset, Decision, Level, Party, Revocation, Side, State, Terms},
};
use crate::{organisation::Country, schema::sharing_agreements};

/// What agreements can be listed by.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AgreementFilter {
    /// `owner`: what the organisation gives; `viewer`: what it was given.
    pub side: Option<Side>,
    pub owner_id: Option<Uuid>,
    pub viewer_id: Option<Uuid>,
    pub dataset: Option<Dataset>,
    pub level: Option<Level>,
    pub state: Option<State>,
    /// Those whose days hold this one.
    #[param(value_type = Option<String>, format = Date)]
    pub on: Option<jiff::civil::Date>,
}

#[derive(Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sharing_agreements, primary_key(tenant_id, id), treat_none_as_null = true)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    side: Side,
    owner_id: Uuid,
    owner_name: Kept<Text>,
    owner_code: String,
    owner_country: String,
    viewer_id: Uuid,
    viewer_name: Kept<Text>,
    other_name_sort: String,
    dataset: Dataset,
    level: Level,
    waiver: bool,
    valid_from: Date,
    valid_to: Option<Date>,
    decision: Kept<Decision>,
    state: State,
    revoked_at: Option<Timestamp>,
    revoked_by: Option<Side>,
    revoked_reason: Option<String>,
    terms_version: i64,
    created_at: Timestamp,
}

impl Row {
    #[auto_type(no_type_alias)]
    fn of(tx: &TenantTx) -> _ {
        let tenant: Uuid = tx.tenant_id();
        sharing_agreements::table.filter(sharing_agreements::tenant_id.eq(tenant))
    }

    #[auto_type(no_type_alias)]
    fn held_by(tenant: Uuid) -> _ {
        sharing_agreements::table.filter(sharing_agreements::tenant_id.eq(tenant))
    }
}

impl From<Row> for Agreement {
    fn from(row: Row) -> Self {
        let revocation = |((at, by), reason): ((Timestamp, Side), String)| Revocation {
            at: at.to_jiff(),
            by,
            reason,
        };
        Self {
            id: AgreementId(row.id),
            version: row.version,
            side: row.side,
            owner: Party {
                id: row.owner_id,
                name: row.owner_name.0,
            },
            owner_code: row.owner_code,
            owner_country: Country::from_code(&row.owner_country).unwrap_or(Country::Finland),
            viewer: Party {
                id: row.viewer_id,
                name: row.viewer_name.0,
            },
            dataset: row.dataset,
            level: row.level,
            terms: Terms {
                waiver: row.waiver,
                valid_from: row.valid_from.to_jiff(),
                valid_to: row.valid_to.map(Date::to_jiff),
                decision: row.decision.0,
            },
            terms_version: row.terms_version,
            revoked: row
                .revoked_at
                .zip(row.revoked_by)
                .zip(row.revoked_reason)
                .map(revocation),
            created_at: row.created_at.to_jiff(),
        }
    }
}

impl From<&Agreement> for Row {
    fn from(agreement: &Agreement) -> Self {
        let a = agreement.clone();
        Self {
            tenant_id: a.holder(),
            id: a.id.0,
            version: a.version,
            side: a.side,
            other_name_sort: sort_key(&a.other().name),
            state: a.state(),
            owner_id: a.owner.id,
            owner_name: Kept(a.owner.name),
            owner_code: a.owner_code,
            owner_country: a.owner_country.code().to_owned(),
            viewer_id: a.viewer.id,
            viewer_name: Kept(a.viewer.name),
            dataset: a.dataset,
            level: a.level,
            waiver: a.terms.waiver,
            valid_from: a.terms.valid_from.to_diesel(),
            valid_to: a.terms.valid_to.map(ToDiesel::to_diesel),
            decision: Kept(a.terms.decision),
            revoked_at: a.revoked.as_ref().map(|r| r.at.to_diesel()),
            revoked_by: a.revoked.as_ref().map(|r| r.by),
            revoked_reason: a.revoked.map(|r| r.reason),
            terms_version: a.terms_version,
            created_at: a.created_at.to_diesel(),
        }
    }
}

pub async fn find(tx: &mut TenantTx, id: AgreementId) -> DbResult<Option<Agreement>> {
    let query = Row::of(tx)
        .filter(sharing_agreements::id.eq(id.0))
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Agreement::from))
}

pub async fn page(tx: &mut TenantTx, filter: &AgreementFilter, page: &Page) -> DbResult<Rows<Agreement>> {
    let mut query = Row::of(tx).select(Row::as_select()).into_boxed();
    if let Some(side) = filter.side {
        query = query.filter(sharing_agreements::side.eq(side));
    }
    if let Some(id) = filter.owner_id {
        query = query.filter(sharing_agreements::owner_id.eq(id));
    }
    if let Some(id) = filter.viewer_id {
        query = query.filter(sharing_agreements::viewer_id.eq(id));
    }
    if let Some(dataset) = filter.dataset {
        query = query.filter(sharing_agreements::dataset.eq(dataset));
    }
    if let Some(level) = filter.level {
        query = query.filter(sharing_agreements::level.eq(level));
    }
    if let Some(state) = filter.state {
        query = query.filter(sharing_agreements::state.eq(state));
    }
    if let Some(on) = filter.on.map(ToDiesel::to_diesel) {
        query = query.filter(sharing_agreements::valid_from.le(on)).filter(
            sharing_agreements::valid_to
                .is_null()
                .or(sharing_agreements::valid_to.ge(on)),
        );
    }
    let rows = fetch_page!(tx, query, page, Row of sharing_agreements by {
        "name" => other_name_sort: String,
        "valid_from" => valid_from: Date,
        "created_at" => created_at: Timestamp,
    });
    Ok(rows.map(Agreement::from))
}

/// One side of an agreement, within the tenant that holds it.
pub async fn find_entered(tx: &mut SystemTx, holder: Uuid, id: AgreementId) -> DbResult<Option<Agreement>> {
    let query = Row::held_by(holder)
        .filter(sharing_agreements::id.eq(id.0))
        .select(Row::as_select());
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Agreement::from))
}

/// The same, held against concurrent change until the transaction ends.
pub async fn lock_entered(tx: &mut SystemTx, holder: Uuid, id: AgreementId) -> DbResult<Option<Agreement>> {
    let query = Row::held_by(holder)
        .filter(sharing_agreements::id.eq(id.0))
        .select(Row::as_select())
        .for_update();
    let row: Option<Row> = query.first(tx).await.optional()?;
    Ok(row.map(Agreement::from))
}

/// Lets those take turns who agree on the same dataset between the same two: two that fit alone could overlap together.
pub async fn hold_subject(tx: &mut SystemTx, agreement: &Agreement) -> DbResult<()> {
    let (owner, viewer, dataset) = (agreement.owner.id, agreement.viewer.id, agreement.dataset.code());
    take_turns(tx, format!("tenants/sharing/{owner}/{viewer}/{dataset}")).await
}

/// Whether the viewer has the dataset by another agreement in force, on any of the same days. Within the owner.
pub async fn overlaps(tx: &mut SystemTx, agreement: &Agreement) -> DbResult<bool> {
    let from = agreement.terms.valid_from.to_diesel();
    let others = Row::held_by(agreement.owner.id)
        .filter(sharing_agreements::viewer_id.eq(agreement.viewer.id))
        .filter(sharing_agreements::dataset.eq(agreement.dataset))
        .filter(sharing_agreements::side.eq(Side::Owner))
        .filter(sharing_agreements::state.eq(State::InForce))
        .filter(sharing_agreements::id.ne(agreement.id.0))
        .filter(
            sharing_agreements::valid_to
                .is_null()
                .or(sharing_agreements::valid_to.ge(from)),
        );
    let mut others = others.select(sharing_agreements::id).into_boxed();
    if let Some(to) = agreement.terms.valid_to {
        others = others.filter(sharing_agreements::valid_from.le(to.to_diesel()));
    }
    let found: Option<Uuid> = others.first(tx).await.optional()?;
    Ok(found.is_some())
}

pub async fn insert(tx: &mut SystemTx, agreement: &Agreement) -> DbResult<()> {
    diesel::insert_into(sharing_agreements::table)
        .values(&Row::from(agreement))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn update(tx: &mut SystemTx, agreement: &Agreement) -> DbResult<()> {
    let target = Row::held_by(agreement.holder())
        .filter(sharing_agreements::id.eq(agreement.id.0))
        .filter(sharing_agreements::version.eq(agreement.version - 1));
    one_row(diesel::update(target).set(&Row::from(agreement)).execute(tx).await?)
}
