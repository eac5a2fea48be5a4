//! Drafting, writing, counting anew, locking, throwing away.

use std::collections::BTreeMap;

use actix_web::{
    delete, patch, post,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    http::{Created, Gone, IfMatch, Json, Once, Problem, Versioned, path_id},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    App,
    followup::{
        bodies::{NewReportBody, ReportBody, ReportPatch},
        commands,
        model::NewReport,
        parts::PartKey,
    },
    permissions::{EditReports, LockReports},
};

/// Drafts a report from the registers, in one step.
#[utoipa::path(
    tag = "reports", request_body = NewReportBody,
    params(("Idempotency-Key" = Option<String>, Header, description = "Repeat the request without doing it twice")),
    responses((status = 201, body = ReportBody)),
    extensions(("x-problems" = json!(["422 unknown_unit"]))),
)]
#[post("/api/v1/reports")]
async fn create(
    by: Caller<EditReports>,
    body: Json<NewReportBody>,
    once: Once,
    app: Data<App>,
) -> Result<Created<ReportBody>, Problem> {
    let new = NewReport {
        year: body.0.year,
        unit_id: body.0.unit_id,
        language: body.0.language,
    };
    let report = commands::create(&app, &by, new, once).await?;
    Ok(Created::at(format!("/api/v1/reports/{}", report.id), report.into()))
}

/// Changes what is written in some parts of a draft.
#[utoipa::path(
    tag = "reports", request_body = ReportPatch,
    params(("id" = String, Path), ("If-Match" = String, Header, description = "ETag as it was read")),
    responses((status = 200, body = ReportBody)),
    extensions(("x-problems" = json!(["404 report_not_found", "409 report_locked"]))),
)]
#[patch("/api/v1/reports/{id}")]
async fn write(
    by: Caller<EditReports>,
    id: Path<String>,
    expected: IfMatch,
    body: Json<ReportPatch>,
    app: Data<App>,
) -> Result<Versioned<ReportBody>, Problem> {
    let texts: BTreeMap<PartKey, String> = body.0.parts.into_iter().map(|p| (p.key, p.text)).collect();
    let report = commands::write(&app, &by, path_id(&id, "report_not_found")?, expected, texts).await?;
    Ok(Versioned(report.into()))
}

/// Counts a draft anew; what was written stays.
#[utoipa::path(
    tag = "reports",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "ETag as it was read")),
    responses((status = 200, body = ReportBody)),
    extensions(("x-problems" = json!(["404 report_not_found", "409 report_locked"]))),
)]
#[post("/api/v1/reports/{id}/redraft")]
async fn redraft(
    by: Caller<EditReports>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<ReportBody>, Problem> {
    let report = commands::redraft(&app, &by, path_id(&id, "report_not_found")?, expected).await?;
    Ok(Versioned(report.into()))
}

/// Counts a draft for the last time, at stated journal positions, and locks it for good.
#[utoipa::path(
    tag = "reports",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "ETag as it was read")),
    responses((status = 200, body = ReportBody)),
    extensions(("x-problems" = json!(["404 report_not_found", "409 already_locked", "422 characters_missing"]))),
)]
#[post("/api/v1/reports/{id}/lock")]
async fn lock(
    by: Caller<LockReports>,
    id: Path<String>,
    expected: IfMatch,
    app: Data<App>,
) -> Result<Versioned<ReportBody>, Problem> {
    let report = commands::lock(&app, &by, path_id(&id, "report_not_found")?, expected).await?;
    Ok(Versioned(report.into()))
}

/// Throws a draft away.
#[utoipa::path(
    tag = "reports",
    params(("id" = String, Path), ("If-Match" = String, Header, description = "ETag as it was read")),
    responses((status = 204)),
    extensions(("x-problems" = json!(["404 report_not_found", "409 report_locked"]))),
)]
#[delete("/api/v1/reports/{id}")]
async fn remove(by: Caller<EditReports>, id: Path<String>, expected: IfMatch, app: Data<App>) -> Result<Gone, Problem> {
    commands::delete(&app, &by, path_id(&id, "report_not_found")?, expected).await?;
    Ok(Gone)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(write)
        .service(redraft)
        .service(lock)
        .service(remove);
}
