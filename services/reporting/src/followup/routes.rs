//! How reports are asked for.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse, delete, get,
    http::header,
    patch, post,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    events::journal::{self, HistoryEntry},
    http::{
        Created, FieldFault, Filter, Gone, IfMatch, Json, List, Listing, Once, PageBody, Parameters, Problem,
        Versioned, path_id,
    },
    values::Language,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::{
    bodies::{NewReportBody, ReportBody, ReportPatch},
    commands,
    document::{self, Sheet},
    figure::Row,
    model::{CharacterFault, NewReport, Report, ReportError, ReportId},
    parts::PartKey,
    store,
};
use crate::{
    App,
    permissions::{EditReports, LockReports, ReadReports},
};

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotFound => Self::not_found("report_not_found"),
            ReportError::Locked => Self::conflict("report_locked").detail("The report was locked: it stays as it is."),
            ReportError::AlreadyLocked => Self::conflict("already_locked").detail("The report was locked before."),
            ReportError::Characters(faults) => Self::invalid("characters_missing")
                .detail("Some characters cannot be shown in the document: replace them, then lock.")
                .naming(faults.iter().map(character_fault).collect()),
            ReportError::Behind => Self::unavailable(error),
            ReportError::Away(cause) => Self::unavailable(cause),
            ReportError::Stale(stale) => stale.into(),
            ReportError::OutOfReach(cause) => cause.into(),
            ReportError::Unknown(cause) => cause.into(),
            ReportError::BrokenOff(cause) => Self::internal(cause),
            ReportError::Db(cause) => cause.into(),
        }
    }
}

fn character_fault(fault: &CharacterFault) -> FieldFault {
    let part = PartKey::ALL.iter().position(|part| part.code() == fault.place);
    FieldFault {
        pointer: part.map(|n| format!("/parts/{n}")).unwrap_or_default(),
        code: "character_missing".to_owned(),
        detail: format!(
            "No font of the document has the character {} ({}).",
            fault.character, fault.place
        ),
    }
}

/// Which language the headings are wanted in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Reading {
    /// fi, sv or en; the report's own unless told.
    language: Option<Language>,
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

/// Reports, newest draft first.
#[utoipa::path(
    tag = "reports",
    params(
        ReportFilter,
        ("limit" = Option<i64>, Query, description = "Rows of a page: 1 to 200, 50 unless told"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("sort" = Option<String>, Query, description = "drafted_at or year; `-` in front turns it round"),
        ("format" = Option<String>, Query, description = "json or csv"),
        ("dialect" = Option<String>, Query, description = "rfc4180 or excel-nordic"),
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

async fn find(app: &App, by: &Caller<ReadReports>, id: &str) -> Result<Report, Problem> {
    let id: ReportId = path_id(id, "report_not_found")?;
    let found = app.db.tenant(by.scope(), async |tx| store::find(tx, id).await).await?;
    found.ok_or_else(|| ReportError::NotFound.into())
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
    let report = find(&app, &by, &id).await?;
    Ok(Versioned(ReportBody::whole(
        &report,
        reading.0.language.unwrap_or(report.language),
    )))
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

/// The rows of a figure have one order: that in which they were counted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFilter {}

impl Filter for RowFilter {
    const SORTS: &'static [&'static str] = &["position"];
}

/// The rows that a figure counts, no more and no fewer.
#[utoipa::path(
    tag = "reports",
    params(
        ("id" = String, Path),
        ("key" = String, Path, description = "Key of the figure", example = "eu_projects"),
        ("limit" = Option<i64>, Query, description = "Rows of a page: 1 to 200, 50 unless told"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("sort" = Option<String>, Query, description = "position"),
        ("format" = Option<String>, Query, description = "json or csv"),
        ("dialect" = Option<String>, Query, description = "rfc4180 or excel-nordic"),
    ),
    responses((status = 200, body = PageBody<Row>)),
    extensions(("x-problems" = json!(["404 report_not_found", "404 figure_not_found"]))),
)]
#[get("/api/v1/reports/{id}/figures/{key}")]
async fn figure_rows(
    by: Caller<ReadReports>,
    path: Path<(String, String)>,
    list: List<RowFilter>,
    app: Data<App>,
) -> Result<Listing<Row>, Problem> {
    let (id, key) = path.into_inner();
    let report = find(&app, &by, &id).await?;
    let figure = report
        .figure(&key)
        .ok_or_else(|| Problem::not_found("figure_not_found"))?;
    list.answer(async |_, page| {
        let after = page.key::<i64>()?.map(|(position, _)| position);
        let mut rows: Vec<(i64, &Row)> = (0_i64..).zip(&figure.rows).collect();
        if page.descending {
            rows.reverse();
        }
        rows.retain(|(n, _)| after.is_none_or(|after| if page.descending { *n < after } else { *n > after }));
        rows.truncate(usize::try_from(page.fetch()).unwrap_or(usize::MAX));
        let cut = page.cut(rows, |(n, row), _| (n.to_string(), row.id));
        Ok::<_, ReportError>(cut.map(|(_, row)| row.clone()))
    })
    .await
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Html,
    Pdf,
    Json,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// html unless told.
    #[serde(default)]
    format: Format,
    /// fi, sv or en; the report's own unless told.
    language: Option<Language>,
}

/// The report as a document: a page that stands alone, a tagged PDF, or JSON. A draft says that it is one.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path), Wanted),
    responses(
        (status = 200, description = "The document", content(("text/html"), ("application/pdf"), ("application/json"))),
    ),
    extensions(("x-problems" = json!(["404 report_not_found"]))),
)]
#[get("/api/v1/reports/{id}/document")]
async fn download(
    by: Caller<ReadReports>,
    id: Path<String>,
    wanted: Parameters<Wanted>,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let wanted = wanted.0;
    let report = find(&app, &by, &id).await?;
    let language = wanted.language.unwrap_or(report.language);
    let name = |ending: &str| {
        format!(
            "inline; filename=\"follow-up-{}-{}.{ending}\"",
            report.year,
            language.code()
        )
    };
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_LANGUAGE, language.code()));
    match wanted.format {
        Format::Json => Ok(answer
            .insert_header((header::CONTENT_DISPOSITION, name("json")))
            .json(ReportBody::whole(&report, language))),
        Format::Html => {
            let page = document::html(&Sheet::of(&report, language)).map_err(Problem::internal)?;
            Ok(answer
                .content_type("text/html; charset=utf-8")
                .insert_header((header::CONTENT_DISPOSITION, name("html")))
                .insert_header((
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'",
                ))
                .body(page))
        }
        Format::Pdf => {
            let disposition = name("pdf");
            let set = tokio::task::spawn_blocking(move || document::pdf(&report, language)).await;
            let bytes = set.map_err(Problem::internal)?.map_err(Problem::internal)?;
            Ok(answer
                .content_type("application/pdf")
                .insert_header((header::CONTENT_DISPOSITION, disposition))
                .body(bytes))
        }
    }
}

#[derive(Serialize, ToSchema)]
struct HistoryBody {
    items: Vec<HistoryEntry>,
}

/// What happened to a report, newest first.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path)), responses((status = 200, body = HistoryBody)),
    extensions(("x-problems" = json!(["404 report_not_found"]))),
)]
#[get("/api/v1/reports/{id}/history")]
async fn history(
    by: Caller<ReadReports>,
    id: Path<String>,
    app: Data<App>,
) -> Result<actix_web::web::Json<HistoryBody>, Problem> {
    let id: ReportId = path_id(&id, "report_not_found")?;
    let items = app
        .db
        .tenant(by.scope(), async |tx| journal::history(tx, "report", id.0).await)
        .await?;
    if items.is_empty() {
        return Err(ReportError::NotFound.into());
    }
    Ok(actix_web::web::Json(HistoryBody { items }))
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create)
        .service(every)
        .service(one)
        .service(write)
        .service(redraft)
        .service(lock)
        .service(remove)
        .service(figure_rows)
        .service(download)
        .service(history);
}
