//! The report as a file.

use actix_web::{
    HttpResponse, get,
    http::header,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    exports::Destination,
    http::{Parameters, Problem},
    values::Language,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::find;
use crate::{
    App,
    followup::{
        bodies::ReportBody,
        document::{self, Sheet},
        model::Report,
    },
    permissions::ReadReports,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = DocumentFormat)]
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
    #[param(inline)]
    format: Format,
    /// fi, sv or en; the report's own unless told.
    language: Option<Language>,
}

/// The report as a document: a page that stands alone, a tagged PDF, or JSON. A draft says that it is one. A PDF of very many
/// rows takes its time: `POST /api/v1/exports/reporting` has it made and keeps it.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path), Wanted),
    responses(
        (status = 200, description = "The document", content((String = "text/html"), ("application/pdf"), (ReportBody = "application/json"))),
    ),
    extensions(("x-problems" = json!(["404 report_not_found"]))),
)]
#[get("/api/v1/reports/{id}/document")]
async fn download(
    by: Caller<ReadReports>,
    id: Path<String>,
    wanted: Parameters<Wanted>,
    destination: Destination,
    app: Data<App>,
) -> Result<HttpResponse, Problem> {
    let wanted = wanted.0;
    let report = find(&app, &by, &id).await?;
    let language = wanted.language.unwrap_or(report.language);
    if let Some(file) = destination.file(rows(&report)) {
        return file.take(set(report, language)).await;
    }
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
            let bytes = set(report, language).await?;
            Ok(answer
                .content_type("application/pdf")
                .insert_header((header::CONTENT_DISPOSITION, disposition))
                .body(bytes))
        }
    }
}

/// How many rows its tables have.
fn rows(report: &Report) -> usize {
    report.figures.iter().map(|figure| figure.rows.len()).sum()
}

/// Typesetting takes its time: it has a thread of its own.
async fn set(report: Report, language: Language) -> Result<Vec<u8>, Problem> {
    let set = tokio::task::spawn_blocking(move || document::pdf(&report, language)).await;
    set.map_err(Problem::internal)?.map_err(Problem::internal)
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(download);
}
