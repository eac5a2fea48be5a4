//! How applications are kept.

use diesel::{dsl, prelude::*};
use diesel_async::RunQueryDsl;
use jiff::civil::date;
use jiff_diesel::ToDiesel;
use platform::{
    db::{DbResult, Kept, Page, Rows, TenantTx, one_row},
    fetch_page,
    known::{UNIT, below},
    values::Money,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{
    financing::Financing,
    model::{Application, ApplicationContent, ApplicationId},
    routes::ApplicationFilter,
    steps::{State, Step},
};
use crate::schema::{applications, projects};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, primary_key(tenant_id, id), treat_none_as_null = true, check_for_backend(diesel::pg::Pg))]
struct Row {
    tenant_id: Uuid,
    id: Uuid,
    version: i64,
    created_at: jiff_diesel::Timestamp,
    project_id: Uuid,
    programme_id: Option<Uuid>,
    call: Option<String>,
    state: State,
    steps: Kept<Vec<Step>>,
    last_step_on: jiff_diesel::Date,
    submitted_on: Option<jiff_diesel::Date>,
    applied: Option<Decimal>,
    granted: Option<Decimal>,
    currency: Option<String>,
    financing: Option<Kept<Financing>>,
}

/// Every query begins here.
fn of(tx: &TenantTx) -> dsl::Filter<applications::table, dsl::Eq<applications::tenant_id, Uuid>> {
    applications::table.filter(applications::tenant_id.eq(tx.tenant_id()))
}

pub async fn find(tx: &mut TenantTx, id: ApplicationId) -> DbResult<Option<Application>> {
    let query = of(tx).filter(applications::id.eq(id.0)).select(Row::as_select());
    Ok(query.first(tx).await.optional()?.map(Row::into_model))
}

/// The application, held against concurrent change until the transaction ends.
pub async fn lock(tx: &mut TenantTx, id: ApplicationId) -> DbResult<Option<Application>> {
    let query = of(tx).filter(applications::id.eq(id.0)).select(Row::as_select());
    Ok(query.for_update().first(tx).await.optional()?.map(Row::into_model))
}

pub async fn page(tx: &mut TenantTx, filter: &ApplicationFilter, page: &Page) -> DbResult<Rows<Application>> {
    let mut query = of(tx).select(Row::as_select()).into_boxed();
    if let Some(project) = filter.project_id {
        query = query.filter(applications::project_id.eq(project));
    }
    if let Some(programme) = filter.programme_id {
        query = query.filter(applications::programme_id.eq(programme));
    }
    if let Some(state) = filter.state {
        query = query.filter(applications::state.eq(state));
    }
    if let Some(year) = filter.submitted_year {
        let (first, last) = (date(year, 1, 1).to_diesel(), date(year, 12, 31).to_diesel());
        query = query.filter(
            applications::submitted_on
                .ge(first)
                .and(applications::submitted_on.le(last)),
        );
    }
    if let Some(unit) = filter.unit_id {
        let units = below(tx, UNIT, unit).await?;
        let of_units = projects::table
            .filter(projects::tenant_id.eq(tx.tenant_id()))
            .filter(projects::owner_unit_id.eq_any(units));
        query = query.filter(applications::project_id.eq_any(of_units.select(projects::id)));
    }
    let rows = fetch_page!(tx, query, page, Row of applications by {
        "last_step_on" => last_step_on: jiff_diesel::Date,
        "created_at" => created_at: jiff_diesel::Timestamp,
    });
    Ok(rows.map(Row::into_model))
}

/// The financing plans of applications that were granted, each with the year in which its project began.
pub async fn granted_plans(tx: &mut TenantTx) -> DbResult<Vec<(i16, Financing)>> {
    let of_projects = projects::tenant_id
        .eq(applications::tenant_id)
        .and(projects::id.eq(applications::project_id));
    let rows: Vec<(jiff_diesel::Date, Option<Kept<Financing>>)> = of(tx)
        .filter(applications::state.eq_any(State::GRANTED))
        .inner_join(projects::table.on(of_projects))
        .select((projects::period_from, applications::financing))
        .load(tx)
        .await?;
    let plans = rows
        .into_iter()
        .filter_map(|(from, plan)| Some((from.to_jiff().year(), plan?.0)));
    Ok(plans.collect())
}

pub async fn insert(tx: &mut TenantTx, application: &Application) -> DbResult<()> {
    diesel::insert_into(applications::table)
        .values(Row::from_model(tx, application))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what a locked application says now.
pub async fn update(tx: &mut TenantTx, application: &Application) -> DbResult<()> {
    let target = of(tx)
        .filter(applications::id.eq(application.id.0))
        .filter(applications::version.eq(application.version - 1));
    one_row(
        diesel::update(target)
            .set(Row::from_model(tx, application))
            .execute(tx)
            .await?,
    )
}

pub async fn delete(tx: &mut TenantTx, id: ApplicationId) -> DbResult<()> {
    one_row(
        diesel::delete(of(tx).filter(applications::id.eq(id.0)))
            .execute(tx)
            .await?,
    )
}

impl Row {
    fn from_model(tx: &TenantTx, application: &Application) -> Self {
        let content = &application.content;
        let currency = content
            .applied
            .as_ref()
            .or(application.granted.as_ref())
            .map(|m| m.currency);
        Self {
            tenant_id: tx.tenant_id(),
            id: application.id.0,
            version: application.version,
            created_at: application.created_at.to_diesel(),
            project_id: application.project_id.0,
            programme_id: content.programme_id,
            call: content.call.clone(),
            state: application.state,
            steps: Kept(application.steps.clone()),
            last_step_on: application.last_step_on().to_diesel(),
            submitted_on: application.submitted_on.map(ToDiesel::to_diesel),
            applied: content.applied.as_ref().map(|m| m.amount),
            granted: application.granted.as_ref().map(|m| m.amount),
            currency: currency.map(|c| c.code().to_owned()),
            financing: application.financing.clone().map(Kept),
        }
    }

    fn into_model(self) -> Application {
        let currency = self.currency.as_deref();
        Application {
            id: self.id.into(),
            version: self.version,
            created_at: self.created_at.to_jiff(),
            project_id: self.project_id.into(),
            content: ApplicationContent {
                programme_id: self.programme_id,
                call: self.call,
                applied: Money::from_parts(self.applied, currency),
            },
            state: self.state,
            steps: self.steps.0,
            submitted_on: self.submitted_on.map(jiff_diesel::Date::to_jiff),
            granted: Money::from_parts(self.granted, currency),
            financing: self.financing.map(|f| f.0),
        }
    }
}
