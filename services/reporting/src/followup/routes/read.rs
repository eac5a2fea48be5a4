//! Reports, one by one and as a list, and what happened to them.

use actix_web::{
    get,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    events::journal,
    http::{Filter, History, List, Listing, PageBody, Paging, Parameters, Problem, Versioned, path_id},
    values::Language,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::find;
use crate::{
    App,
    followup::{
        bodies::ReportBody,
        model::{ReportError, ReportId},
        store,
    },
    permissions::ReadReports,
};

/// Whoever wants more rows than this wants them all.
const MOST_ROWS: u16 = 1_000;

/// Which language the headings are wanted in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Reading {
    /// fi, sv or en; the report's own unless told.
    language: Option<Language>,
    /// At most so many rows of each table; all of them when absent.
    #[param(maximum = 1000)]
    rows: Option<u16>,
}

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportFilter {
    pub kind: Option<String>,
    pub year: Option<i16>,
    pub unit_id: Option<Uuid>,
    /// draft or locked.
    pub status: Option<String>,
}

impl Filter for ReportFilter {
    const SORTS: &'static [&'static str] = &["-drafted_at", "year"];
}

/// Reports, newest draft first.
#[utoipa::path(
    tag = "reports",
    params(
        ReportFilter,
        Paging,
    ),
    responses((status = 200, body = PageBody<ReportBody>)),
)]
#[get("/api/v1/reports")]
async fn every(
    by: Caller<ReadReports>,
    list: List<ReportFilter>,
    app: Data<App>,
) -> Result<Listing<ReportBody>, Problem> {
    list.answer(async |filter, page| {
        let rows = app
            .db
            .tenant(by.scope(), async |tx| store::page(tx, filter, page).await)
            .await?;
        Ok::<_, ReportError>(rows.map(|report| ReportBody::brief(&report, report.language)))
    })
    .await
}

/// One report with its figures, the rows of its tables, and its texts.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path), Reading), responses((status = 200, body = ReportBody)),
    extensions(("x-problems" = json!(["404 report_not_found"]))),
)]
#[get("/api/v1/reports/{id}")]
async fn one(
    by: Caller<ReadReports>,
    id: Path<String>,
    reading: Parameters<Reading>,
    app: Data<App>,
) -> Result<Versioned<ReportBody>, Problem> {
    let Reading { language, rows } = reading.0;
    let Some(rows) = rows else {
        let report = find(&app, &by, &id).await?;
        return Ok(Versioned(ReportBody::whole(
            &report,
            language.unwrap_or(report.language),
        )));
    };
    let id: ReportId = path_id(&id, "report_not_found")?;
    let found = app
        .db
        .tenant(by.scope(), async |tx| store::glance(tx, id, rows.min(MOST_ROWS)).await);
    let (report, counted) = found.await?.ok_or(ReportError::NotFound)?;
    let language = language.unwrap_or(report.language);
    Ok(Versioned(ReportBody::glance(&report, language, &counted)))
}

/// What happened to a report, newest first.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path)), responses((status = 200, body = History)),
    extensions(("x-problems" = json!(["404 report_not_found"]))),
)]
#[get("/api/v1/reports/{id}/history")]
async fn history(
    by: Caller<ReadReports>,
    id: Path<String>,
    app: Data<App>,
) -> Result<actix_web::web::Json<History>, Problem> {
    let id: ReportId = path_id(&id, "report_not_found")?;
    let items = app
        .db
        .tenant(by.scope(), async |tx| {
            journal::history(tx, "reporting", "report", id.0).await
        })
        .await?;
    if items.is_empty() {
        return Err(ReportError::NotFound.into());
    }
    Ok(actix_web::web::Json(History { items }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(every).service(one).service(history);
}
