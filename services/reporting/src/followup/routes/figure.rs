//! The rows behind a figure.

use actix_web::{
    get,
    web::{Data, Path},
};
use platform::{
    auth::Caller,
    http::{Filter, List, Listing, PageBody, Paging, Problem},
};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::find;
use crate::{
    App,
    followup::{figure::Row, model::ReportError},
    permissions::ReadReports,
};

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
        Paging,
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

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(figure_rows);
}
